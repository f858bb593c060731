import { z } from 'zod';
import type { FakeCounts, FakePlatform, ShownMessage } from '../fakes/fake-platform.js';
import type { FakeZaloOa } from '../fakes/fake-zalo-oa.js';

/** What the page may ask for. */
export const Act = z.intersection(
  z.object({ channel: z.enum(['telegram', 'zalo-oa', 'zalo-bot']) }),
  z.discriminatedUnion('act', [
    z.object({ act: z.literal('say'), person: z.string().trim().min(1).max(60), text: z.string().min(1).max(4_000) }),
    z.object({ act: z.literal('press'), person: z.string(), label: z.string() }),
    z.object({ act: z.literal('file'), person: z.string(), kind: z.enum(['image', 'file']) }),
    z.object({ act: z.enum(['join', 'leave']), person: z.string() }),
    z.object({ act: z.literal('fail'), fault: z.enum(['rate-limited', 'lost-answer']) }),
    z.object({ act: z.enum(['down', 'repeat', 'strict']), isOn: z.boolean() }),
    z.object({ act: z.literal('revoke') }),
  ]),
);
export type Act = z.infer<typeof Act>;

/** One line of a conversation: what a person did, what the service sent, or what happened beside it. */
export interface Entry {
  readonly from: 'person' | 'service' | 'note';
  readonly text: string;
  readonly buttons?: readonly string[];
  readonly attachments?: readonly { readonly kind: 'image' | 'file'; readonly name: string }[];
  readonly isReply?: boolean;
  readonly at: string;
}

export type Happening =
  | { readonly type: 'entry'; readonly channel: string; readonly person: string; readonly entry: Entry }
  | { readonly type: 'typing'; readonly channel: string; readonly person: string };

export interface PhoneReading {
  readonly channel: string;
  readonly switches: { readonly down: boolean; readonly repeat: boolean; readonly strict: boolean };
  readonly counts: FakeCounts;
}

/** All phones of all platforms, as the page shows them. */
export interface Phones {
  /** Throws where the platform cannot do it: a button that nobody shows. */
  act(act: Act): Promise<void>;
  /** All that was said so far, by channel and person. */
  conversations(): Readonly<Record<string, Readonly<Record<string, readonly Entry[]>>>>;
  read(): readonly PhoneReading[];
  /** Returns what ends it. */
  onHappening(listener: (happening: Happening) => void): () => void;
}

const REPEATS = 5;
const WORDS = { join: 'bắt đầu trò chuyện', leave: 'rời đi', image: 'anh-chup.jpg', file: 'don-de-nghi.pdf' } as const;

export function createPhones(platforms: readonly FakePlatform[]): Phones {
  const said: Record<string, Record<string, Entry[]>> = {};
  const switches: Record<string, { down: boolean; repeat: boolean; strict: boolean }> = {};
  const listeners = new Set<(happening: Happening) => void>();
  const tell = (happening: Happening) => {
    for (const listener of listeners) listener(happening);
  };
  const add = (channel: string, person: string, entry: Omit<Entry, 'at'>) => {
    const timed: Entry = { ...entry, at: new Date().toISOString() };
    const chats = said[channel]!;
    chats[person] = [...(chats[person] ?? []), timed];
    tell({ type: 'entry', channel, person, entry: timed });
  };

  for (const platform of platforms) {
    const { channel } = platform;
    said[channel] = {};
    // The fake of the OA begins strict, as the platform is known to be.
    switches[channel] = { down: false, repeat: false, strict: channel === 'zalo-oa' };
    platform.onShown((person, message) => add(channel, person, toEntry(message)));
    platform.onTyping?.((person) => tell({ type: 'typing', channel, person }));
  }

  return {
    async act(act) {
      const platform = platforms.find(({ channel }) => channel === act.channel)!;
      const { channel, faults } = platform;
      switch (act.act) {
        case 'say':
          add(channel, act.person, { from: 'person', text: act.text });
          return platform.say(act.person, act.text);
        case 'press': {
          await platform.press(act.person, act.label);
          // Only Telegram keeps a press to itself; Zalo writes it into the conversation.
          const isSilent = channel === 'telegram';
          return add(
            channel,
            act.person,
            isSilent ? { from: 'note', text: `Đã bấm “${act.label}”` } : { from: 'person', text: act.label },
          );
        }
        case 'file':
          add(channel, act.person, {
            from: 'person',
            text: '',
            attachments: [{ kind: act.kind, name: WORDS[act.kind] }],
          });
          return platform.sendFile(act.person, act.kind);
        case 'join':
        case 'leave':
          add(channel, act.person, { from: 'note', text: `${act.person} ${WORDS[act.act]}` });
          return platform[act.act](act.person);
        case 'fail':
          return faults.failNext(act.fault);
        case 'down':
          faults.setDown(act.isOn);
          break;
        case 'repeat':
          faults.setDelivery({ times: act.isOn ? REPEATS : 1 });
          break;
        case 'strict':
          faults.setStrictLimits(act.isOn);
          break;
        case 'revoke':
          if (isOa(platform)) platform.revokeGrants();
          return;
      }
      switches[channel]![act.act] = act.isOn;
    },
    conversations: () => said,
    read: () => platforms.map(({ channel, counts }) => ({ channel, switches: switches[channel]!, counts })),
    onHappening(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function toEntry({ text, buttons, attachments, quotes }: ShownMessage): Omit<Entry, 'at'> {
  return { from: 'service', text, buttons, attachments, isReply: quotes !== undefined };
}

function isOa(platform: FakePlatform): platform is FakeZaloOa {
  return platform.channel === 'zalo-oa';
}
