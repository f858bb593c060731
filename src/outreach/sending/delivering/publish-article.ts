import type { Article, OfficialAccount, Receipt } from '../../../channels/channel.js';
import type { Broadcast } from '../../../people/broadcast.js';
import type { ClaimedDelivery } from '../../../storage/ledger.js';
import { backOffMs } from '../../../time.js';
import { planFollowers } from '../../delivery-rules/plan-followers.js';
import { toDeliveryRules } from '../../delivery-rules/to-rules.js';
import type { SendingDoors } from '../sending-doors.js';
import { finish, giveBack } from './end-row.js';

/** Zalo takes up to a minute to make the article, and is asked all the while. */
const LEASE_MS = 600_000;
const BACK_OFF = { firstMs: 60_000, longestMs: 3_600_000 };

/** The one row of all followers: makes the article and has the platform spread it. Outside the once-each promise. */
export async function publishArticle(claim: ClaimedDelivery, broadcast: Broadcast, doors: SendingDoors): Promise<void> {
  const { ledger, channel, clock, logger, strain } = doors;
  const { audience } = broadcast.content;
  const now = clock();
  const plan = planFollowers(broadcast.content, toDeliveryRules(doors), now);
  if (plan.status === 'skipped') return finish(claim, { ...plan, at: now }, doors);
  if (plan.dueAt > now) return ledger.postponeDelivery(claim, plan);
  if (audience.type !== 'followers' || !channel.account)
    return finish(claim, { status: 'failed', code: 'invalid-message', at: now }, doors);
  if (!(await ledger.startDelivery(claim, { now, leaseMs: LEASE_MS }))) return giveBack(claim, doors);

  const receipt = await publish(audience.article, channel.account);
  const at = clock();
  if (receipt.status === 'sent') {
    strain.eased();
    return finish(claim, { status: 'sent', messageId: receipt.messageId, at }, doors);
  }
  const { code, detail, retryAfterMs } = receipt.failure;
  logger.warn({ broadcast: broadcast.id, code, detail }, 'an article was not published');
  switch (code) {
    case 'rate-limited':
    case 'unavailable':
    case 'unauthorized':
    case 'quota-spent': {
      const dueAt = new Date(at.getTime() + (retryAfterMs ?? backOffMs(claim.attempts, BACK_OFF)));
      return ledger.postponeDelivery(claim, { dueAt, channel: claim.channel, by: claim.by });
    }
    case 'timeout':
      return finish(claim, { status: 'unknown', at }, doors);
    default:
      return finish(claim, { status: 'failed', code, at }, doors);
  }
}

async function publish(article: Article, account: OfficialAccount): Promise<Receipt> {
  const made = await account.createArticle(article);
  return made.status === 'failed' ? made : account.broadcastArticle(made.articleId);
}
