import type { Capabilities } from '../../src/channels/channel.js';
import { PLAIN } from './scripted-channel.js';

const PROACTIVE = { templates: false, perSecond: 20 } as const;

export const ZALO_BOT: Capabilities = { ...PLAIN, proactive: PROACTIVE };
export const TELEGRAM: Capabilities = {
  ...PLAIN,
  textLimit: 4_000,
  buttons: { kinds: ['send', 'url'], most: 100, labelLimit: 64, sendLimitBytes: 64 },
  files: { mediaTypes: [], maxBytes: 50_000_000 },
  proactive: PROACTIVE,
};

/** The two extremes of what chats can show: a name, the channel, what it can do. */
export const FACES: readonly (readonly [string, 'telegram' | 'zalo-bot', Capabilities])[] = [
  ['buttons and files', 'telegram', TELEGRAM],
  ['numbers alone', 'zalo-bot', ZALO_BOT],
];
