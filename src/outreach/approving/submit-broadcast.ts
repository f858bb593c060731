import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { type ContentDoors, checkContent } from '../drafting/check-content.js';
import type { ContentFlaw } from '../drafting/check-message.js';
import { type Forecast, type ForecastDoors, forecastDeliveries } from '../planning/forecast-deliveries.js';
import { recordAct } from '../record-act.js';
import { approvalsNeeded } from '../rights/approval-rules.js';
import { hashContent } from '../rights/hash-content.js';
import { mayAddress } from '../rights/reach.js';

export type Submission =
  | {
      /** approved: it goes out when it is due. waiting: `needed` other people have to approve it first. */
      readonly status: 'approved' | 'waiting';
      readonly needed: number;
      readonly forecast: Forecast;
      readonly broadcast: Broadcast;
    }
  | { readonly status: 'refused'; readonly flaws: readonly ContentFlaw[] }
  /** Not his, or he may not send any more. */
  | { readonly status: 'not-allowed' }
  /** It is no draft: submitted before, sent, cancelled, or changed in this very moment. */
  | { readonly status: 'not-now'; readonly broadcast: Broadcast }
  | { readonly status: 'not-found' };

/** The author's word that a draft is finished. Nothing is sent to anybody yet. */
export async function submitBroadcast(
  id: string,
  author: Member | 'system',
  doors: ContentDoors & ForecastDoors,
): Promise<Submission> {
  const { ledger, sending } = doors;
  const draft = await ledger.findBroadcast(id);
  if (!draft) return { status: 'not-found' };
  const by = author === 'system' ? author : author.id;
  if (draft.author !== by || (author !== 'system' && author.status !== 'joined')) return { status: 'not-allowed' };
  if (draft.status !== 'draft') return { status: 'not-now', broadcast: draft };
  const { content } = draft;
  const tree = await doors.tree();
  if (author !== 'system' && !mayAddress(author, content.audience, tree)) {
    return { status: 'refused', flaws: [{ key: 'not-allowed' }] };
  }
  const flaws = await checkContent(content, doors);
  if (flaws.length > 0) return { status: 'refused', flaws };
  const forecast = await forecastDeliveries(content, author, doors);
  if (forecast.recipients === 0) return { status: 'refused', flaws: [{ key: 'nobody' }] };
  const needed = approvalsNeeded({ content, recipients: forecast.recipients, author, tree, rules: sending });
  const status = needed > 0 ? 'waiting' : 'approved';
  const counted = hashContent(content);
  const broadcast = await ledger.changeBroadcast(id, (held) =>
    held.status === 'draft' && hashContent(held.content) === counted ? { ...held, approvals: [], status } : held,
  );
  if (broadcast?.status !== status) return broadcast ? { status: 'not-now', broadcast } : { status: 'not-found' };
  await recordAct('submit-broadcast', id, by, doors, { status, recipients: String(forecast.recipients) });
  return { status, needed, forecast, broadcast };
}
