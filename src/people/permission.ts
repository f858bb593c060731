import type { RoleGrant } from './member.js';
import type { UnitTree } from './unit-tree.js';

/** Everything that not everybody may do. `of-unit` actions are asked of one unit; the others of the whole union. */
export const ACTIONS = {
  /** Outlines: made, read, received as files. Summaries are for everybody. */
  brief: 'whole',
  /** Announcements, campaigns: write and send to a branch. */
  send: 'of-unit',
  /** A second pair of eyes for what others send. */
  approve: 'of-unit',
  /** Numbers that a grass-roots union reports: to write them, and to read those of a branch. */
  report: 'of-unit',
  /** How many members a branch has; never who. */
  'count-members': 'of-unit',
  /** One-time codes that let people of a branch join with their unit set. */
  'invite-members': 'of-unit',
  'grant-propagandist': 'of-unit',
  'grant-unit-admin': 'of-unit',
  'grant-admin': 'whole',
  'revoke-role': 'of-unit',
  /** Units, documents, settings of the whole. */
  'import-units': 'whole',
  'publish-documents': 'whole',
  'read-feedback': 'of-unit',
  'read-requests': 'whole',
  'read-audit': 'whole',
  'read-status': 'whole',
} as const satisfies Readonly<Record<string, 'whole' | 'of-unit'>>;

export type Action = keyof typeof ACTIONS;

export interface Actor {
  readonly roles: readonly RoleGrant[];
}

export interface Scope {
  readonly tree: UnitTree;
  /** The unit that is acted on; absent: the whole union. */
  readonly unitId?: string;
}

/** What a unit-admin may do, and only within his branch. */
const OF_UNIT_ADMIN: readonly Action[] = [
  'brief',
  'send',
  'approve',
  'report',
  'count-members',
  'invite-members',
  'grant-propagandist',
  'read-feedback',
  'revoke-role',
];

/** The one answer to whether somebody may do something. Unknown units are nobody's. */
export function can({ roles }: Actor, action: Action, { tree, unitId }: Scope): boolean {
  if (unitId !== undefined && !tree.find(unitId)) return false;
  if (ACTIONS[action] === 'whole' && unitId !== undefined) return false;
  return roles.some((grant) => {
    if (grant.role === 'admin') return true;
    if (grant.role === 'propagandist') return action === 'brief';
    if (grant.role !== 'unit-admin' || !OF_UNIT_ADMIN.includes(action)) return false;
    if (ACTIONS[action] === 'whole') return true;
    const own = grant.unitId === undefined ? undefined : tree.standingFor(grant.unitId);
    return own !== undefined && unitId !== undefined && tree.isWithin(unitId, own.id);
  });
}
