import type { SendingConfig } from '../../config.js';
import type { Broadcast, BroadcastContent } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { Actor } from '../../people/permission.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Author } from './find-author.js';
import { hashContent } from './hash-content.js';
import { isWithinUnit, mayAddress, mayAddressAll, mayAddressAny } from './reach.js';

/**
 * How many people beside the author have to approve. Urgent: two admins in all, an admin who writes being one. An
 * article to all followers: one admin. Else one person where many are written to, or people outside the author's unit.
 * What the service writes follows a campaign that staff approved.
 */
export function approvalsNeeded(asked: {
  readonly content: BroadcastContent;
  /** How many would be written to. */
  readonly recipients: number;
  readonly author: Author;
  readonly tree: UnitTree;
  readonly rules: Pick<SendingConfig, 'approveAbove' | 'approveBeyondUnit'>;
}): number {
  const { content, recipients, author, tree, rules } = asked;
  if (content.isUrgent) return author !== 'system' && mayAddressAll(author, tree) ? 1 : 2;
  if (content.audience.type === 'followers') return 1;
  if (author === 'system') return 0;
  const isBeyond = rules.approveBeyondUnit && !isWithinUnit(content.audience, author.unitId, tree);
  return isBeyond || recipients > rules.approveAbove ? 1 : 0;
}

/** Whether enough people approved just this content; `holders`: who may approve it today. */
export function isApproved(
  { content, approvals, author }: Pick<Broadcast, 'content' | 'approvals' | 'author'>,
  needed: number,
  holders: ReadonlySet<string>,
): boolean {
  const hash = hashContent(content);
  const valid = approvals.filter(({ by, contentHash }) => contentHash === hash && by !== author && holders.has(by));
  return new Set(valid.map(({ by }) => by)).size >= needed;
}

/** Whether somebody's approval of a content counts: who is responsible for all whom it addresses; admins only, where it is urgent or for all followers. */
export function mayApproveContent(actor: Actor, { isUrgent, audience }: BroadcastContent, tree: UnitTree): boolean {
  if (isUrgent || audience.type === 'followers') return mayAddressAll(actor, tree);
  return mayAddress(actor, audience, tree, 'approve');
}

/** The same of a member, who never approves what he wrote himself. */
export function mayApprove(
  member: Pick<Member, 'id' | 'roles' | 'status'>,
  { author, content }: Pick<Broadcast, 'author' | 'content'>,
  tree: UnitTree,
): boolean {
  return member.status === 'joined' && member.id !== author && mayApproveContent(member, content, tree);
}

/** Who may pause, resume, cancel, read the report: the author while he may send at all, and whoever may approve. */
export function mayControl(
  member: Pick<Member, 'id' | 'roles' | 'status'>,
  broadcast: Pick<Broadcast, 'author' | 'content'>,
  tree: UnitTree,
): boolean {
  if (member.status !== 'joined') return false;
  if (member.id === broadcast.author) return mayAddressAny(member, tree);
  return mayApprove(member, broadcast, tree);
}
