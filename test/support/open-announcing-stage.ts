import { expect } from 'vitest';
import type { App } from '../../src/app/open-app.js';
import type { Capabilities, Channel } from '../../src/channels/channel.js';
import { planDeliveries } from '../../src/outreach/planning/plan-deliveries.js';
import { sendDeliveries } from '../../src/outreach/sending/send-deliveries.js';
import { settleBroadcasts } from '../../src/outreach/sending/settle-broadcasts.js';
import type { Member } from '../../src/people/member.js';
import type { Store } from '../../src/storage/store.js';
import { TELEGRAM, ZALO_BOT } from './faces.js';
import { type Chat, openChat } from './open-chat.js';
import { createMember, createUnitAdmin, TUESDAY } from './outreach-samples.js';
import { createScriptedChannel, type ScriptedChannel } from './scripted-channel.js';
import type { Person } from './talk.js';

/** How staff meets the service: with buttons and files, or with numbers alone. */
export const FACES = ['telegram', 'zalo-bot'] as const;
export type Face = (typeof FACES)[number];

const PROACTIVE = { templates: false, perSecond: 1_000 } as const;
const CAPABILITIES: Readonly<Record<Face, Capabilities>> = {
  telegram: { ...TELEGRAM, markup: 'markdown', proactive: PROACTIVE },
  'zalo-bot': { ...ZALO_BOT, proactive: PROACTIVE },
};

export interface AnnouncingStage extends Omit<Chat, 'join'> {
  readonly channels: Readonly<Record<Face, ScriptedChannel>>;
  /** Keeps a member, reached on a face under the own id, and gives the person who talks there. */
  join(member: Member, face: Face): Promise<Person>;
  /** Plans what is due, sends it, settles what is over. */
  send(): Promise<void>;
  /** Texts that a channel brought to a member, without what was said in between to staff. */
  broughtTo(id: string, face: Face): readonly string[];
  /** The one broadcast there is, or the last one written. */
  last(): Promise<Awaited<ReturnType<Store['listBroadcasts']>>[number]>;
}

export interface AnnouncingStageOptions {
  /** As in `.env`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether there is an OA, for articles. */
  readonly withOa?: boolean;
}

/** The conversation of staff over the real store and flows, with channels that have no platform; it is a Tuesday, 9 o'clock. */
export async function openAnnouncingStage(
  app: App,
  { settings = {}, withOa = false }: AnnouncingStageOptions = {},
): Promise<AnnouncingStage> {
  const open = (name: Face): ScriptedChannel => ({ ...createScriptedChannel(CAPABILITIES[name]), name });
  const channels = { telegram: open('telegram'), 'zalo-bot': open('zalo-bot') };
  const oa: Channel = { ...createScriptedChannel({ proactive: PROACTIVE }), name: 'zalo-oa' };
  const all = [...Object.values(channels), ...(withOa ? [oa] : [])];
  const chat = await openChat(app, TUESDAY, { settings, channels: all });
  const { outreach } = chat.doors;
  return {
    ...chat,
    channels,
    join: async (member, face) => readable(await chat.join(member, face, CAPABILITIES[face]), face),
    async send() {
      await planDeliveries(outreach);
      for (const face of FACES) await sendDeliveries(face, outreach);
      await settleBroadcasts(outreach);
    },
    broughtTo: (id, face) => channels[face].sent.filter((each) => each.chat === id).map(({ message }) => message.text),
    async last() {
      const [newest] = await chat.store.listBroadcasts({ limit: 1 });
      return newest ?? expect.unreachable('nothing was written');
    },
  };
}

/** Somebody of the staff; `ward` looks after Tân Phong, where `an` of the school belongs, but not `binh` of the sewing. */
export const STAFF = {
  admin: createMember('admin', { roles: [{ role: 'admin' }], unitId: 'tinh' }),
  other: createMember('other', { roles: [{ role: 'admin' }] }),
  third: createMember('third', { roles: [{ role: 'admin' }] }),
  ward: createUnitAdmin('ward', 'tan-phong'),
  an: createMember('an', { unitId: 'truong' }),
  binh: createMember('binh', { unitId: 'may' }),
} as const;

/** Whatever is said fits the face, has no empty place of a text, at most one emoji. */
function readable(person: Person, face: Face): Person {
  const checked = async (said: Promise<string>): Promise<string> => {
    const text = await said;
    for (const message of person.read()) {
      expect(message.text.length).toBeLessThanOrEqual(CAPABILITIES[face].textLimit);
      expect(message.text).not.toMatch(/undefined|null|\[object|\bError\b/);
      expect(message.text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(message.text !== '' || (message.attachments?.length ?? 0) > 0).toBe(true);
    }
    return text;
  };
  return { ...person, says: (text) => checked(person.says(text)), picks: (words) => checked(person.picks(words)) };
}

/** Says what begins with `>`, picks everything else; what was said back last. */
export async function walk(person: Person, ...steps: readonly string[]): Promise<string> {
  let heard = '';
  for (const step of steps) {
    heard = step.startsWith('>') ? await person.says(step.slice(1).trim()) : await person.picks(step);
  }
  return heard;
}
