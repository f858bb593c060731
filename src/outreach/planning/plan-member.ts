import type { BroadcastContent } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { compileSegment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Ledger, PlannedDelivery } from '../../storage/ledger.js';
import { chooseDelivery, type DeliveryRules } from '../delivery-rules/choose-delivery.js';
import { contactsSince, toDeliveryWish } from '../delivery-rules/to-rules.js';
import { type Author, toActor } from '../rights/find-author.js';
import { reachOf } from '../rights/reach.js';

export interface Planned {
  readonly member: Member;
  readonly plan: PlannedDelivery['plan'];
}

/** What planning and forecasting share, so that a forecast is what happens. */
export interface PlanFacts {
  readonly content: BroadcastContent;
  readonly author: Author;
  readonly tree: UnitTree;
  readonly rules: DeliveryRules;
  readonly now: Date;
  /** The broadcast itself: what it planned before is no other contact. */
  readonly except: string;
  /** Of a campaign's: who, of these, wants nothing of it. */
  readonly findDeclined?: (memberIds: readonly string[]) => Promise<(member: Member) => boolean>;
}

/** Channel and hour, or why none, of those members of a page whom a broadcast is for. */
export function createPagePlanner(
  facts: PlanFacts,
  ledger: Pick<Ledger, 'listContacts' | 'listReceivers'>,
): (page: readonly Member[]) => Promise<readonly Planned[]> {
  const { content, author, tree, rules, now, except, findDeclined } = facts;
  const { audience, corrects, isUrgent } = content;
  if (audience.type !== 'members') return async () => [];
  const isMeant = compileSegment(audience.segment, tree);
  const isReached = reachOf(toActor(author), tree);
  const wish = toDeliveryWish(content);
  const isCapped = !isUrgent && corrects === undefined;
  const since = contactsSince(now);
  return async (page) => {
    const matching = page.filter(isMeant);
    const ids = matching.map(({ id }) => id);
    if (ids.length === 0) return [];
    const receivers = corrects === undefined ? undefined : await ledger.listReceivers(corrects, ids);
    const contacts = isCapped ? await ledger.listContacts({ memberIds: ids, since, except }) : undefined;
    const isDeclined = await findDeclined?.(ids);
    return matching
      .filter(({ id }) => receivers?.has(id) ?? true)
      .map((member): Planned => {
        if (!isReached(member)) return { member, plan: { status: 'skipped', because: 'not-allowed' } };
        if (isDeclined?.(member)) return { member, plan: { status: 'skipped', because: 'declined' } };
        const choice = chooseDelivery(member, wish, contacts?.get(member.id) ?? [], rules, now);
        if (choice.status === 'skip') return { member, plan: { status: 'skipped', because: choice.because } };
        const { to, by, dueAt } = choice;
        return { member, plan: { status: 'queued', channel: to.channel, by, dueAt } };
      });
  };
}
