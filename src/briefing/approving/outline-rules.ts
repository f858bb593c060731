import type { CheckedOutline } from '../../documents/outline.js';
import type { Member } from '../../people/member.js';
import { can } from '../../people/permission.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { KeptOutline } from '../../storage/outlines.js';
import type { LocalDate } from '../../time.js';

type Person = Pick<Member, 'id' | 'roles' | 'status'>;

/** Speakers, admins of units and of the whole. */
export function mayOutline({ roles, status }: Omit<Person, 'id'>, tree: UnitTree): boolean {
  return status === 'joined' && can({ roles }, 'brief', { tree });
}

/** An admin of the whole, as outlines are offered to all. */
export function mayApproveOutlines({ roles, status }: Omit<Person, 'id'>, tree: UnitTree): boolean {
  return status === 'joined' && can({ roles }, 'approve', { tree });
}

/** draft, waiting, withdrawn: as kept. Of those approved: approved, expired, or outdated: a base of theirs changed or was superseded since. */
export type OutlineStanding = 'draft' | 'waiting' | 'withdrawn' | 'approved' | 'expired' | 'outdated';

export function standingOf(
  { status, expiresOn }: Pick<KeptOutline, 'status' | 'expiresOn'>,
  { outdated }: Pick<CheckedOutline, 'outdated'>,
  today: LocalDate,
): OutlineStanding {
  if (status !== 'approved') return status;
  if (expiresOn !== undefined && expiresOn < today) return 'expired';
  return outdated.length > 0 ? 'outdated' : 'approved';
}
