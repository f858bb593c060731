import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { mayApprove } from './approval-rules.js';

/** The members who may approve a broadcast today. */
export async function listApprovers(
  broadcast: Pick<Broadcast, 'author' | 'content'>,
  { people, tree }: Pick<OutreachDoors, 'people' | 'tree'>,
): Promise<readonly Member[]> {
  const union = await tree();
  const approvers: Member[] = [];
  for (const { memberId, roles } of await people.listRoleHolders()) {
    if (!mayApprove({ id: memberId, roles, status: 'joined' }, broadcast, union)) continue;
    const member = await people.findMember(memberId);
    if (member && mayApprove(member, broadcast, union)) approvers.push(member);
  }
  return approvers;
}
