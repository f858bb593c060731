import type { Capabilities } from '../../src/channels/channel.js';
import { PLAIN } from './scripted-channel.js';

const PROACTIVE = { templates: false, perSecond: 20 } as const;

/** The two extremes of what chats can show: a name, the channel, what it can do. */
export const FACES: readonly (readonly [string, 'telegram' | 'zalo-bot', Capabilities])[] = [
  [
    'buttons and files',
    'telegram',
    {
      ...PLAIN,
      textLimit: 4_000,
      buttons: { kinds: ['send', 'url'], most: 100, labelLimit: 64, sendLimitBytes: 64 },
      files: { mediaTypes: [], maxBytes: 50_000_000 },
      proactive: PROACTIVE,
    },
  ],
  ['numbers alone', 'zalo-bot', { ...PLAIN, proactive: PROACTIVE }],
];
