import { setMaxListeners } from 'node:events';
import type { ChannelName } from '../channels/channel.js';
import type { Broadcast, BroadcastStatus } from '../people/broadcast.js';
import { type Bell, createBell } from '../time.js';
import { planCampaigns } from './campaigns/plan-campaigns.js';
import type { OutreachDoors } from './outreach-doors.js';
import { planDeliveries } from './planning/plan-deliveries.js';
import { sendDeliveries } from './sending/send-deliveries.js';
import { settleBroadcasts } from './sending/settle-broadcasts.js';
import { createStrain } from './sending/strain.js';

/** What comes due goes out within so long. */
const REMIND_EVERY_MS = 15_000;
/** One question for all work, at rest the only one: announcements come from chats, from the shell, from other processes. */
const LOOK_EVERY_MS = 1_000;
/** While something is to be planned, and to be settled. */
const PLAN_EVERY_MS = 2_000;
const SETTLE_EVERY_MS = 1_000;
/** A channel whose rows are due and have no place in its stream yet. */
const SEND_EVERY_MS = 200;
/** Nothing is to be done until the look finds something. */
const IDLE_MS = 60_000;

const OPEN: readonly BroadcastStatus[] = ['approved', 'planning', 'sending', 'paused', 'cancelled'];
const MOST_BROADCASTS = 1_000;

/** Plans, sends and settles until the signal; then ends what is under way and resolves. One platform that is slow or down never keeps another waiting. */
export async function serveOutreach(doors: OutreachDoors, signal: AbortSignal): Promise<void> {
  // Four bells for each channel wait for it; they go with their pass.
  setMaxListeners(0, signal);
  const { ledger, channels, logger } = doors;
  const bells = { look: createBell(), plan: createBell(), settle: createBell(), remind: createBell() };
  let open: readonly Broadcast[] = [];
  /** Does a pass, rests as long as it says, and so on. */
  const repeat = async (what: string, pass: () => Promise<number>, bell: Bell) => {
    while (!signal.aborted) {
      const restMs = await pass().catch((error) => {
        logger.error({ err: error }, `${what} failed`);
        return LOOK_EVERY_MS;
      });
      if (!signal.aborted) await bell.wait(restMs);
    }
  };

  const senders = [...channels.values()].flatMap(({ name, capabilities }) =>
    capabilities.proactive ? [{ name, bell: createBell(), send: createSender(name, doors, signal) }] : [],
  );
  const ringAll = () => {
    for (const bell of [...Object.values(bells), ...senders.map((each) => each.bell)]) bell.ring();
  };
  signal.addEventListener('abort', ringAll, { once: true });
  const look = async () => {
    const before = open;
    open = await ledger.listBroadcasts({ statuses: OPEN, limit: MOST_BROADCASTS });
    // Who is at work already looks for more by itself.
    const hasBegun = (test: (broadcast: Broadcast) => boolean) => open.some(test) && !before.some(test);
    if (hasBegun(isToPlan)) bells.plan.ring();
    if (hasBegun(isToSettle)) bells.settle.ring();
    if (hasBegun(isToSend)) for (const { bell } of senders) bell.ring();
    return LOOK_EVERY_MS;
  };
  /** What was just made is sent at once. */
  const lookAgainFor = (made: number) => {
    if (made > 0) bells.look.ring();
  };
  const remind = async () => {
    lookAgainFor(await planCampaigns(doors));
    return REMIND_EVERY_MS;
  };
  const plan = async () => {
    if (!open.some(isToPlan)) return IDLE_MS;
    lookAgainFor(await planDeliveries(doors, signal));
    return PLAN_EVERY_MS;
  };
  const settle = async () => {
    if (!open.some(isToSettle)) return IDLE_MS;
    await settleBroadcasts(doors);
    return SETTLE_EVERY_MS;
  };
  await Promise.all([
    repeat('looking for what to do', look, bells.look),
    repeat('looking for reminders', remind, bells.remind),
    repeat('planning', plan, bells.plan),
    repeat('settling', settle, bells.settle),
    ...senders.map(({ name, bell, send }) =>
      repeat(`sending on ${name}`, async () => (open.some(isToSend) ? send() : IDLE_MS), bell),
    ),
  ]);
}

const isToPlan = ({ status }: Broadcast) => status === 'approved' || status === 'planning';
const isToSend = ({ status }: Broadcast) => status === 'sending';
const isToSettle = ({ status, toldAt }: Broadcast) =>
  status === 'sending' || status === 'paused' || (status === 'cancelled' && !toldAt);

/** Sends what is due on a channel and says how long to rest then: until the next row is due, as far as is known. */
function createSender(name: ChannelName, doors: OutreachDoors, signal: AbortSignal): () => Promise<number> {
  const { ledger, clock } = doors;
  const strain = createStrain();
  const msUntil = (instant: Date) => instant.getTime() - clock().getTime();
  return async () => {
    const dueAt = await ledger.findDeliveryDueAt(name);
    if (!dueAt || msUntil(dueAt) > 0) return dueAt ? Math.min(msUntil(dueAt), LOOK_EVERY_MS) : LOOK_EVERY_MS;
    await sendDeliveries(name, doors, signal, strain);
    const restsUntil = strain.restsUntil(clock());
    return restsUntil ? Math.min(msUntil(restsUntil), LOOK_EVERY_MS) : SEND_EVERY_MS;
  };
}
