import type { ChannelName } from '../channels/channel.js';
import type { LocalDate } from '../time.js';
import type { Member, Role, Topic } from './member.js';
import type { UnitTree } from './unit-tree.js';

/** Whom something is for. Leaves name one thing; the rest join them. */
export type Segment =
  | { readonly everybody: true }
  /** The unit and everything below it, as the tree stands when it is asked. */
  | { readonly branch: string }
  | { readonly role: Role }
  | { readonly topic: Topic }
  /** Who has an address there. */
  | { readonly channel: ChannelName }
  | { readonly joinedFrom: LocalDate }
  /** Not that day itself. */
  | { readonly joinedBefore: LocalDate }
  | { readonly and: readonly Segment[] }
  | { readonly or: readonly Segment[] }
  | { readonly not: Segment };

export type MemberTest = (member: Member) => boolean;

/** Prepares a segment for many members: branches are looked up once. A unit that ended stands for what it was merged into; an unknown one for nobody. */
export function compileSegment(segment: Segment, tree: UnitTree): MemberTest {
  if ('everybody' in segment) return () => true;
  if ('branch' in segment) {
    const branch = tree.branchOf(tree.standingFor(segment.branch)?.id ?? '');
    return ({ unitId }) => unitId !== undefined && branch.has(tree.standingFor(unitId)?.id ?? '');
  }
  if ('role' in segment) {
    const { role } = segment;
    return ({ roles }) => roles.some((grant) => grant.role === role);
  }
  if ('topic' in segment) return ({ topics }) => topics.includes(segment.topic);
  if ('channel' in segment) {
    return ({ addresses }) => addresses.some(({ address }) => address.channel === segment.channel);
  }
  if ('joinedFrom' in segment) return ({ joinedOn }) => joinedOn >= segment.joinedFrom;
  if ('joinedBefore' in segment) return ({ joinedOn }) => joinedOn < segment.joinedBefore;
  if ('not' in segment) {
    const inner = compileSegment(segment.not, tree);
    return (member) => !inner(member);
  }
  const parts = ('and' in segment ? segment.and : segment.or).map((part) => compileSegment(part, tree));
  return 'and' in segment
    ? (member) => parts.every((matches) => matches(member))
    : (member) => parts.some((matches) => matches(member));
}
