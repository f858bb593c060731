import type { Channel, ChannelName, OutgoingMessage, Receipt } from '../../../src/channels/channel.js';
import { pauseBroadcast, resumeBroadcast } from '../../../src/outreach/approving/control-broadcast.js';
import type { OutreachDoors } from '../../../src/outreach/outreach-doors.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { sendDeliveries } from '../../../src/outreach/sending/send-deliveries.js';
import { settleBroadcasts } from '../../../src/outreach/sending/settle-broadcasts.js';
import { withdrawConsent } from '../../../src/people/consent.js';
import { openStore } from '../../../src/storage/open-store.js';
import { createOutreachDoors } from '../create-outreach-doors.js';
import { createAdmin, DAY_MS } from '../outreach-samples.js';
import { createScriptedChannel } from '../scripted-channel.js';
import type { Act, World } from './create-world.js';

const ADMIN = createAdmin('admin');

/** A message that reached somebody's phone. */
export interface Arrival {
  readonly at: Date;
  readonly memberId: string;
  readonly broadcastId: string;
  readonly channel: ChannelName;
  readonly by: 'message' | 'template';
}

/** A row that was given up. */
export interface Ending {
  readonly at: Date;
  readonly memberId: string;
  readonly broadcastId: string;
  readonly reason: string;
}

export interface History {
  readonly arrivals: readonly Arrival[];
  readonly skipped: readonly Ending[];
  /** Rows by what they came to at last. */
  readonly rows: Readonly<Record<string, number>>;
}

/** Plans, sends and settles through the real flows over a real store, by a clock that stands still during each pass. */
export async function runWorld({ members, broadcasts, acts, passes }: World, random: () => number): Promise<History> {
  const store = await openStore(':memory:');
  for (const member of members) await store.createMember(member);
  for (const broadcast of broadcasts) await store.createBroadcast(broadcast);
  let now = passes[0]!;
  const clock = () => now;
  const arrivals: Arrival[] = [];
  const channels = openPhones(arrivals, clock, random);
  const doors = createOutreachDoors(store, clock, { channels });

  const skipped = new Map<string, Ending>();
  const done = new Set<string>();
  const noteSkipped = async () => {
    const [all, now] = [await store.listBroadcasts({ limit: broadcasts.length }), clock()];
    for (const { id, status: state } of all.filter((each) => each.content.dueAt <= now && !done.has(each.id))) {
      for (const { status, reason = '', unitId = '' } of await store.countDeliveries(id)) {
        const key = `${id} ${unitId}`;
        if (status !== 'skipped' || skipped.has(key)) continue;
        skipped.set(key, { at: now, memberId: unitId, broadcastId: id, reason });
      }
      if (state === 'done') done.add(id);
    }
  };
  const todo = [...acts];
  for (const pass of passes) {
    for (; todo[0] && todo[0].at <= pass; todo.shift()) {
      now = todo[0].at;
      await act(todo[0], doors);
    }
    now = pass;
    await planDeliveries(doors);
    await Promise.all(channels.map(({ name }) => sendDeliveries(name, doors)));
    await settleBroadcasts(doors);
    await noteSkipped();
  }
  const rows: Record<string, number> = {};
  for (const { id } of broadcasts) {
    for (const { status, reason, amount } of await store.countDeliveries(id)) {
      const key = status === 'skipped' ? (reason ?? '') : status;
      rows[key] = (rows[key] ?? 0) + amount;
    }
  }
  await store.close();
  return { arrivals, skipped: [...skipped.values()], rows };
}

async function act({ what, id, at }: Act, doors: OutreachDoors): Promise<void> {
  const { people } = doors;
  if (what === 'pause') await pauseBroadcast(id, ADMIN, doors);
  else if (what === 'resume') await resumeBroadcast(id, ADMIN, doors);
  else if (what === 'withdraw') await people.changeMember(id, (member) => withdrawConsent(member, 'thong-bao', at));
  else if (what === 'leave') await people.changeMember(id, (member) => withdrawConsent(member, 'join', at));
  else {
    const member = await people.findMember(id);
    for (const { address } of member?.addresses ?? [])
      await people.noteAddress(address, { state: 'reachable', interactedAt: at });
  }
}

/** Two platforms that now and then answer late, are down, or lose an answer. */
function openPhones(arrivals: Arrival[], clock: () => Date, random: () => number): readonly Channel[] {
  const open = (name: 'telegram' | 'zalo-oa', windowMs?: number): Channel => {
    const receive = (memberId: string, text: string, by: Arrival['by']): Receipt => {
      const luck = random();
      if (luck < 0.02) return { status: 'failed', failure: { code: 'unavailable' } };
      if (luck < 0.03) return { status: 'failed', failure: { code: 'rate-limited', retryAfterMs: 3_600_000 } };
      const [broadcastId = ''] = /TB\d\d/.exec(text) ?? [];
      arrivals.push({ at: clock(), memberId, broadcastId, channel: name, by });
      if (luck > 0.98) return { status: 'failed', failure: { code: 'timeout' } };
      return { status: 'sent', messageId: String(arrivals.length) };
    };
    const proactive = { templates: name === 'zalo-oa', perSecond: 100_000, ...(windowMs ? { windowMs } : {}) };
    const channel = createScriptedChannel({ proactive });
    return {
      ...channel,
      name,
      send: async (chat: string, { text }: OutgoingMessage) => receive(chat, text, 'message'),
      ...(name === 'zalo-oa' && {
        account: {
          sendTemplate: async (to: object, template: { data: Readonly<Record<string, string>> }) =>
            receive('chat' in to ? String(to.chat) : '', template.data.tin ?? '', 'template'),
        },
      }),
    } as unknown as Channel;
  };
  return [open('telegram'), open('zalo-oa', 2 * DAY_MS)];
}
