import type { ChannelName } from '../channels/channel.js';
import { planCampaigns } from './campaigns/plan-campaigns.js';
import type { OutreachDoors } from './outreach-doors.js';
import { planDeliveries } from './planning/plan-deliveries.js';
import { sendDeliveries } from './sending/send-deliveries.js';
import { settleBroadcasts } from './sending/settle-broadcasts.js';
import { createStrain } from './sending/strain.js';
import { createWaits } from './waits.js';

/** What comes due goes out within so long. */
const REMIND_EVERY_MS = 15_000;
const PLAN_EVERY_MS = 2_000;
const SETTLE_EVERY_MS = 1_000;
/** Whether anything is being sent is looked up for all channels together. */
const LOOK_EVERY_MS = 500;
/** A channel with something to send. */
const SEND_EVERY_MS = 200;

/** Plans, sends and settles until the signal; then ends what is under way and resolves. One platform that is slow or down never keeps another waiting. */
export async function serveOutreach(doors: OutreachDoors, signal: AbortSignal): Promise<void> {
  const { ledger, channels, logger } = doors;
  const [waits, bell] = [createWaits(signal), createWaits(signal)];
  let isSending = false;
  const repeat = async (what: string, pass: () => Promise<unknown>, rest: () => Promise<void>) => {
    while (!signal.aborted) {
      await pass().catch((error) => logger.error({ err: error }, `${what} failed`));
      await rest();
    }
  };
  const look = async () => {
    isSending = (await ledger.listBroadcasts({ statuses: ['sending'], limit: 1 })).length > 0;
    if (isSending) bell.ring();
  };
  const send = (name: ChannelName) => {
    const strain = createStrain();
    return repeat(
      `sending on ${name}`,
      async () => isSending && (await sendDeliveries(name, doors, signal, strain)),
      () => (isSending ? waits.wait(SEND_EVERY_MS) : bell.wait(60_000)),
    );
  };
  const proactive = [...channels.values()].filter(({ capabilities }) => capabilities.proactive);
  await Promise.all([
    repeat(
      'looking for reminders',
      () => planCampaigns(doors),
      () => waits.wait(REMIND_EVERY_MS),
    ),
    repeat(
      'planning',
      () => planDeliveries(doors, signal),
      () => waits.wait(PLAN_EVERY_MS),
    ),
    repeat(
      'settling',
      () => settleBroadcasts(doors),
      () => waits.wait(SETTLE_EVERY_MS),
    ),
    repeat('looking for what to send', look, () => waits.wait(LOOK_EVERY_MS)),
    ...proactive.map(({ name }) => send(name)),
  ]);
  waits.close();
  bell.close();
}
