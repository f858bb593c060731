import { ROLES, type Role, type RoleGrant } from '../../people/member.js';
import { createCode, hashCode } from '../../people/one-time-code.js';
import { type Action, can } from '../../people/permission.js';
import type { UnitTree } from '../../people/unit-tree.js';
import { formatDay, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { describeUnit } from './describe-member.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from './dialogue.js';
import { pickUnit } from './pick-unit.js';
import { tryCode } from './try-code.js';

const LIFE_MS = 7 * 86_400_000;
const USES = [1, 10, 50] as const;
const GRANTS: Readonly<Partial<Record<Role, Action>>> = {
  propagandist: 'grant-propagandist',
  'unit-admin': 'grant-unit-admin',
  admin: 'grant-admin',
};

/** `/ma <code>`: takes the role that a code gives. */
export const takeRole: Dialogue = async ({ text, member, address }, doors) => {
  const { people, clock } = doors;
  if (text === '') return end(doors, 'code.ask');
  const now = clock();
  const code = await tryCode(text, 'role', address, doors);
  if (code.status !== 'right') return end(doors, `code.${code.status}`);
  if (member?.status !== 'joined') return end(doors, 'code.join-first');
  const purpose = (await people.takeCode(code.hash, now))?.purpose;
  if (purpose?.type !== 'role') return end(doors, 'code.wrong');
  const { grant, grantedBy } = purpose;
  await people.changeMember(member.id, (held) => ({
    ...held,
    roles: [...held.roles.filter((each) => !isSameGrant(each, grant)), grant],
  }));
  await people.recordAudit({
    at: now,
    actor: grantedBy,
    action: 'grant-role',
    subject: member.id,
    details: { ...grant },
  });
  return end(doors, 'code.granted', { role: await describeGrant(grant, doors) });
};

/** `/tao_ma`: a code that gives a role, within what the asker may grant. */
export const createRoleCode: Dialogue = async (turn, doors) => {
  const { at, text } = turn;
  const { texts } = doors;
  const tree = await doors.tree();
  const open = ROLES.filter((role) => GRANTS[role] && mayGrant(role, turn, tree));
  if (open.length === 0) return end(doors, 'not-allowed');
  const labels = open.map((role) => texts(`role.${role}`));
  const askRole = () => offer(texts('grant.ask'), labels, { name: 'tao_ma', step: 'role', data: {} });
  if (!at) return askRole();
  if (at.step === 'role') {
    const role = open.find((_, place) => isSame(text, labels[place] ?? ''));
    if (!role) return askRole();
    return role === 'admin' ? askUses({ role }, doors) : askBranch('', { role }, turn, tree, doors);
  }
  if (at.step === 'unit') return askBranch(text, at.data, turn, tree, doors);
  const uses = USES.find((amount) => text.trim() === String(amount));
  if (!uses) return askUses(at.data, doors);
  return giveCode(
    { role: at.data.role as Role, ...(at.data.unit ? { unitId: at.data.unit } : {}) },
    uses,
    turn,
    tree,
    doors,
  );
};

type Data = Readonly<Record<string, string>>;

function askBranch(text: string, data: Data, turn: DialogueTurn, tree: UnitTree, doors: ReplyDoors): DialogueReply {
  const action = GRANTS[data.role as Role] ?? 'grant-admin';
  const within = new Set(tree.units.flatMap(({ id }) => (mayDo(action, turn, tree, id) ? [id] : [])));
  const pick = pickUnit({ tree, text, data, next: { name: 'tao_ma', step: 'unit' }, within }, doors);
  return pick.status === 'asks' ? pick.reply : askUses({ ...data, unit: pick.unitId }, doors);
}

function askUses(data: Data, { texts }: ReplyDoors): DialogueReply {
  return offer(texts('grant.uses'), USES.map(String), { name: 'tao_ma', step: 'uses', data });
}

async function giveCode(
  asked: RoleGrant,
  uses: number,
  turn: DialogueTurn,
  tree: UnitTree,
  doors: ReplyDoors,
): Promise<DialogueReply> {
  const { people, clock } = doors;
  const { member } = turn;
  // Asked again at the last step: roles may have been taken back meanwhile.
  const action = GRANTS[asked.role];
  if (!member || !action || !mayDo(action, turn, tree, asked.unitId)) return end(doors, 'not-allowed');
  // A propagandist is one everywhere; the unit was asked only to see whether the asker may.
  const grant: RoleGrant = asked.role === 'unit-admin' ? asked : { role: asked.role };
  const expiresAt = new Date(clock().getTime() + LIFE_MS);
  const code = createCode();
  const purpose = { type: 'role', grant, grantedBy: member.id } as const;
  await people.saveCode({ hash: await hashCode(code), purpose, usesLeft: uses, expiresAt });
  const details = { ...asked, uses: String(uses) };
  await people.recordAudit({ at: clock(), actor: member.id, action: 'create-role-code', details });
  return end(doors, 'grant.give', {
    role: await describeGrant(grant, doors),
    code,
    uses: String(uses),
    until: formatDay(toLocalDate(expiresAt)),
  });
}

/** `/thu_quyen`: takes a role back from somebody, within what the asker may. */
export const revokeRole: Dialogue = async (turn, doors) => {
  const { at, text, member } = turn;
  const { people, texts, clock } = doors;
  const open = await listRevocable(turn, doors);
  if (!at) {
    if (open.length === 0)
      return end(doors, member?.roles.some(({ role }) => role !== 'member') ? 'revoke.none' : 'not-allowed');
    return offer(
      texts('revoke.ask'),
      open.map(({ label }) => label),
      { name: 'thu_quyen', step: 'pick', data: {} },
    );
  }
  const chosen = open.find(({ label }) => label === text);
  if (!chosen || !member) return end(doors, 'not-allowed');
  const { memberId, grant } = chosen;
  await people.changeMember(memberId, (held) => ({
    ...held,
    roles: held.roles.filter((each) => !isSameGrant(each, grant)),
  }));
  await people.recordAudit({
    at: clock(),
    actor: member.id,
    action: 'revoke-role',
    subject: memberId,
    details: { ...grant },
  });
  return end(doors, 'revoke.done', { role: await describeGrant(grant, doors), member: shortId(memberId) });
};

const MOST_LISTED = 20;

async function listRevocable(turn: DialogueTurn, doors: ReplyDoors) {
  const { people, texts } = doors;
  const tree = await doors.tree();
  const held = await people.listRoleHolders();
  const found = [];
  for (const { memberId, roles } of held) {
    const unitId = (await people.findMember(memberId))?.unitId;
    for (const grant of roles) {
      // An admin takes back any role; a unit-admin those of propagandists of his branch.
      const isAdmin = mayDo('grant-admin', turn, tree);
      const isOwn = grant.role === 'propagandist' && unitId !== undefined && mayDo('revoke-role', turn, tree, unitId);
      if (memberId === turn.member?.id || !(isAdmin || isOwn)) continue;
      const label = texts('revoke.line', { role: await describeGrant(grant, doors), member: shortId(memberId) });
      found.push({ label, memberId, grant });
    }
  }
  return found.slice(0, MOST_LISTED);
}

function mayGrant(role: Role, turn: DialogueTurn, tree: UnitTree): boolean {
  const action = GRANTS[role];
  if (!action) return false;
  return action === 'grant-admin'
    ? mayDo(action, turn, tree)
    : tree.units.some(({ id }) => mayDo(action, turn, tree, id)) ||
        (tree.units.length === 0 && mayDo('grant-admin', turn, tree));
}

function mayDo(action: Action, { member }: DialogueTurn, tree: UnitTree, unitId?: string): boolean {
  if (member?.status !== 'joined') return false;
  return can(member, action, { tree, ...(unitId === undefined ? {} : { unitId }) });
}

const isSameGrant = (a: RoleGrant, b: RoleGrant): boolean => a.role === b.role && a.unitId === b.unitId;

async function describeGrant({ role, unitId }: RoleGrant, { texts, tree }: ReplyDoors): Promise<string> {
  return unitId ? `${texts(`role.${role}`)} (${describeUnit(unitId, await tree())})` : texts(`role.${role}`);
}

/** Enough to tell people apart on a list, and no more. */
const shortId = (id: string): string => id.slice(0, 8);
