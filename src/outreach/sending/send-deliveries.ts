import type { ChannelName } from '../../channels/channel.js';
import type { ClaimedDelivery } from '../../storage/ledger.js';
import { type Bell, createBell } from '../../time.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { brief, type Order } from './delivering/brief.js';
import { deliver } from './delivering/deliver.js';
import { giveBack } from './delivering/end-row.js';
import { createWording } from './delivering/wording.js';
import { createCallGate } from './gate-calls.js';
import type { SendingDoors } from './sending-doors.js';
import { createStrain, type Strain } from './strain.js';

/** Long enough for a place in the stream to come and the row to be looked at; a worker that died gives it back then. */
const LEASE_MS = 10_000;
/** Places are taken so far ahead, so that a busy moment leaves none unused. */
const HORIZON_MS = 1_500;
const LOOK_EVERY_MS = 150;
const MOST_AT_ONCE = 64;

/**
 * The pass: sends what is due on one channel, each at its place in the channel's stream, until nothing is or `signal`
 * says stop; what is on its way then ends. How many rows it took up.
 */
export async function sendDeliveries(
  name: ChannelName,
  doors: OutreachDoors,
  signal?: AbortSignal,
  strain: Strain = createStrain(),
): Promise<number> {
  const channel = doors.channels.get(name);
  const perSecond = (channel?.capabilities.proactive?.perSecond ?? 0) * doors.sending.share;
  if (!channel || perSecond <= 0) return 0;
  const gate = createCallGate({ perSecond, strain, isReceivingLate: doors.isReceivingLate, signal });
  const sending: SendingDoors = { ...doors, channel, gate, strain, wording: createWording(channel, doors) };
  // Rung for where work ends; places are waited for whatever ends.
  const [ends, places] = [createBell(signal), createBell(signal)];
  const running = new Set<Promise<void>>();
  const start = (order: Order) => {
    const work = sendAt(order, sending, { places, signal }).finally(() => {
      running.delete(work);
      ends.ring();
    });
    running.add(work);
  };
  const mostAhead = Math.ceil((perSecond * HORIZON_MS) / 1_000);
  const mostRunning = () => {
    if (signal?.aborted || gate.isCrowded()) return 0;
    return strain.isShaky() || doors.isReceivingLate() ? 1 : mostAhead + gate.most();
  };
  let taken = 0;
  try {
    for (;;) {
      const most = Math.min(mostRunning() - running.size, MOST_AT_ONCE);
      const claims = most > 0 ? await claim({ name, perSecond, most }, doors) : [];
      for (const order of await brief(claims, doors)) start(order);
      taken += claims.length;
      if (running.size === 0 && claims.length === 0) return taken;
      if (signal?.aborted) await Promise.all(running);
      else if (most <= 0 || running.size === 0) await ends.wait(LOOK_EVERY_MS);
      else if (claims.length < most) await places.wait(LOOK_EVERY_MS);
    }
  } finally {
    await Promise.all(running);
    ends.close();
    places.close();
    gate.close();
  }
}

function claim(
  { name, perSecond, most }: { readonly name: ChannelName; readonly perSecond: number; readonly most: number },
  { ledger, clock }: OutreachDoors,
): Promise<readonly ClaimedDelivery[]> {
  const now = clock();
  return ledger.claimDeliveries({ channel: name, now, leaseMs: LEASE_MS, perSecond, horizonMs: HORIZON_MS, most });
}

/** When a row's time comes. */
interface Moment {
  readonly places: Bell;
  readonly signal: AbortSignal | undefined;
}

/** Never rejects: what could not be recorded is left to its lease. */
async function sendAt(order: Order, doors: SendingDoors, { places, signal }: Moment): Promise<void> {
  const { claim } = order;
  try {
    // Not longer than a place can lie ahead, should the clock be set back meanwhile.
    const leftMs = Math.min(claim.sendAt.getTime() - doors.clock().getTime(), HORIZON_MS);
    if (leftMs > 0) await places.wait(leftMs);
    const restsUntil = doors.strain.restsUntil(doors.clock());
    if (signal?.aborted || restsUntil) await giveBack(claim, doors, restsUntil);
    else await deliver(order, doors);
  } catch (error) {
    doors.logger.error({ err: error, broadcast: claim.broadcastId }, 'a delivery could not be made');
  }
}
