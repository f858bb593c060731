import type { OpenedOutline } from '../../briefing/approving/open-outline.js';
import { mayApproveOutlines } from '../../briefing/approving/outline-rules.js';
import { tellStaff } from '../../outreach/tell-staff.js';
import { formatDay } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';

/** Admins who may approve learn that an outline waits, its asker aside; how many were told. */
export async function tellOutlineApprovers(opened: OpenedOutline, doors: ReplyDoors): Promise<number> {
  const { people, outreach, texts } = doors;
  const tree = await doors.tree();
  const text = texts('outline.chat.notice-waits', fieldsOf(opened));
  const button = { label: texts('outline.chat.notice-look'), send: `/decuong ${opened.kept.id}` };
  let told = 0;
  for (const { memberId, roles } of await people.listRoleHolders()) {
    if (memberId === opened.kept.submittedBy || !mayApproveOutlines({ roles, status: 'joined' }, tree)) continue;
    if (await tellStaff(memberId, { text, buttons: [button] }, outreach)) told += 1;
  }
  return told;
}

/** Who asked learns what came of it. */
export async function tellAsker(
  outcome: 'approved' | 'returned',
  asker: string | undefined,
  opened: OpenedOutline,
  doors: ReplyDoors,
): Promise<void> {
  if (asker === undefined) return;
  const { texts, outreach } = doors;
  const text = texts(`outline.chat.notice-${outcome}`, fieldsOf(opened));
  const button = { label: texts('outline.chat.notice-look'), send: `/decuong ${opened.kept.id}` };
  await tellStaff(asker, { text, buttons: [button] }, outreach);
}

function fieldsOf({ outline: { title, minutes }, kept: { expiresOn } }: OpenedOutline) {
  return { title, minutes: String(minutes), until: expiresOn ? formatDay(expiresOn) : '' };
}
