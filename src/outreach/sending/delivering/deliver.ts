import type { Channel, OutgoingMessage, Receipt } from '../../../channels/channel.js';
import { type Broadcast, FOLLOWERS } from '../../../people/broadcast.js';
import type { Member } from '../../../people/member.js';
import type { ClaimedDelivery } from '../../../storage/ledger.js';
import { fineStopwatch } from '../../../time.js';
import { chooseDelivery, type DeliveryChoice } from '../../delivery-rules/choose-delivery.js';
import { toDeliveryRules, toDeliveryWish } from '../../delivery-rules/to-rules.js';
import type { Attempt, SendingDoors } from '../sending-doors.js';
import type { Order } from './brief.js';
import { finish, giveBack, recordSurely } from './end-row.js';
import { publishArticle } from './publish-article.js';
import { takeFailure } from './take-failure.js';

/** Longer than any adapter waits for the answers to a message of words, and to one with files to upload. */
const WORDS_LEASE_MS = 120_000;
const FILES_LEASE_MS = 600_000;
/** Between two messages of one delivery; as long as that of a claim. */
const PART_LEASE_MS = 10_000;

/** Looks at one claimed row once more, at its place in the stream, and sends it, moves it or says why not. */
export async function deliver(order: Order, doors: SendingDoors): Promise<void> {
  const { claim, broadcast } = order;
  if (claim.memberId === FOLLOWERS) return publishArticle(claim, broadcast, doors);
  const member = await doors.people.findMember(claim.memberId);
  if (!member) return finish(claim, { status: 'skipped', because: 'gone', at: doors.clock() }, doors);
  if (!order.isReached(member))
    return finish(claim, { status: 'skipped', because: 'not-allowed', at: doors.clock() }, doors);
  if (order.isDeclined(member))
    return finish(claim, { status: 'skipped', because: 'declined', at: doors.clock() }, doors);
  const choice = choose(member, order, doors);
  if (choice.status === 'skip')
    return finish(claim, { status: 'skipped', because: choice.because, at: doors.clock() }, doors);
  if (!isAsPlanned(choice, claim, doors.clock())) {
    // The rest of a message that began elsewhere makes no sense.
    if (claim.partsSent > 0 && choice.to.channel !== claim.channel)
      return finish(claim, { status: 'failed', code: 'recipient-blocked', at: doors.clock() }, doors);
    const { to, by, dueAt } = choice;
    return doors.ledger.postponeDelivery(claim, { dueAt, channel: to.channel, by });
  }
  await send({ order, member, to: choice.to }, doors);
}

/** A row that was tried goes on where it was tried, as long as it can: what a platform refused lately is not known otherwise. */
function choose(member: Member, { claim, broadcast, others }: Order, doors: SendingDoors): DeliveryChoice {
  const [wish, rules, now] = [toDeliveryWish(broadcast.content), toDeliveryRules(doors), doors.clock()];
  const anywhere = () => chooseDelivery(member, wish, others, rules, now);
  if (claim.attempts === 0) return anywhere();
  const addresses = member.addresses
    .filter(({ address }) => address.channel === claim.channel)
    .map((each) => (claim.by === 'template' ? { ...each, lastInteractionAt: new Date(0) } : each));
  const there = chooseDelivery({ ...member, addresses }, wish, others, rules, now);
  return there.status === 'send' ? there : anywhere();
}

function isAsPlanned(
  { to, by, dueAt }: Extract<DeliveryChoice, { status: 'send' }>,
  claim: ClaimedDelivery,
  now: Date,
): boolean {
  return to.channel === claim.channel && by === claim.by && dueAt <= now;
}

async function send(attempt: Attempt, doors: SendingDoors): Promise<void> {
  const { claim, broadcast } = attempt.order;
  const { channel, clock, gate, strain } = doors;
  const messages = claim.by === 'message' ? await doors.wording(broadcast, claim.variant) : [];
  const hasFiles = messages.some(({ attachments = [] }) => attachments.length > 0);
  const leaseMs = hasFiles ? FILES_LEASE_MS : WORDS_LEASE_MS;
  const calls = claim.by === 'message' ? toCalls(channel, messages) : [toTemplateCall(channel, broadcast)];
  let { chat } = attempt.to;
  for (const [at, call] of calls.entries()) {
    if (at < claim.partsSent) continue;
    const part = { at, isLast: at === calls.length - 1, leaseMs, call: () => call(chat) };
    const receipt = await gate.pass(() => sendPart(attempt, part, doors));
    if (receipt === undefined) return giveBack(claim, doors, strain.restsUntil(clock()));
    if (receipt.status === 'failed') return;
    if (receipt.movedTo !== undefined) {
      const moved = { channel: channel.name, chat: receipt.movedTo };
      await doors.inbox.moveChat({ channel: channel.name, chat }, moved, clock());
      chat = receipt.movedTo;
    }
  }
}

interface Part {
  readonly at: number;
  readonly isLast: boolean;
  readonly leaseMs: number;
  readonly call: () => Promise<Receipt>;
}

/** One message at its turn: `sending` stands there only while the platform is asked. Undefined where nothing left. */
async function sendPart(
  attempt: Attempt,
  { at, isLast, leaseMs, call }: Part,
  doors: SendingDoors,
): Promise<Receipt | undefined> {
  const { claim, broadcast } = attempt.order;
  const { ledger, clock, strain } = doors;
  if (strain.restsUntil(clock())) return undefined;
  if (!(await ledger.startDelivery(claim, { now: clock(), leaseMs }))) return undefined;
  const tookMs = fineStopwatch();
  const receipt = await call();
  if (receipt.status === 'failed') {
    await takeFailure({ ...attempt, partsSent: at }, receipt.failure, doors);
  } else if (isLast) {
    strain.eased();
    strain.noteFit(broadcast.id, true);
    await finish(claim, { status: 'sent', messageId: receipt.messageId, at: clock() }, doors);
  } else {
    await recordSurely(() => ledger.recordPart(claim, { now: clock(), leaseMs: PART_LEASE_MS }));
  }
  strain.answered(tookMs());
  return receipt;
}

type Call = (chat: string) => Promise<Receipt>;

function toCalls(channel: Channel, messages: readonly OutgoingMessage[]): readonly Call[] {
  return messages.map((message) => (chat) => channel.send(chat, message));
}

function toTemplateCall({ account }: Channel, { content: { template } }: Broadcast): Call {
  return async (chat) =>
    account && template
      ? account.sendTemplate({ chat }, template)
      : { status: 'failed', failure: { code: 'invalid-message', detail: 'no template' } };
}
