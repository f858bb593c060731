import { type RawBuilder, sql } from 'kysely';
import type { Consent, Member, MemberAddress, RoleGrant, Topic } from '../../people/member.js';
import type { Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';

const PARTS = ['member_addresses', 'member_roles', 'member_topics', 'consents'] as const;

/** Nobody else changes the member until the step ends. */
export async function holdMember(step: Step, id: string): Promise<void> {
  await step.selectFrom('members').select('id').where('id', '=', id).forUpdate().execute();
}

export async function readMember(step: Step, id: string): Promise<Member | undefined> {
  const [member] = await readMembers(step, (column) => sql<boolean>`${sql.ref(column)} = ${id}`);
  return member;
}

/** Members in the order of their ids, at most `limit` after an id. */
export async function readMembersAfter(step: Step, after: string, limit: number): Promise<readonly Member[]> {
  const ids = await step
    .selectFrom('members')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute();
  const last = ids.at(-1)?.id;
  if (last === undefined) return [];
  return readMembers(step, (column) => sql<boolean>`(${sql.ref(column)} > ${after} and ${sql.ref(column)} <= ${last})`);
}

/** However many there are, each table is read once. `isMeant` tells of a column that holds member ids. */
async function readMembers(step: Step, isMeant: (column: string) => RawBuilder<boolean>): Promise<readonly Member[]> {
  const rows = await step.selectFrom('members').selectAll().where(isMeant('id')).orderBy('id').execute();
  if (rows.length === 0) return [];
  const addresses = await step
    .selectFrom('member_addresses')
    .selectAll()
    .where(isMeant('member_id'))
    .orderBy('member_id')
    .orderBy('channel')
    .orderBy('chat')
    .execute();
  const roles = await step
    .selectFrom('member_roles')
    .selectAll()
    .where(isMeant('member_id'))
    .orderBy('member_id')
    .orderBy('place')
    .execute();
  const topics = await step
    .selectFrom('member_topics')
    .selectAll()
    .where(isMeant('member_id'))
    .orderBy('member_id')
    .orderBy('place')
    .execute();
  const consents = await step
    .selectFrom('consents')
    .selectAll()
    .where(isMeant('member_id'))
    .orderBy('member_id')
    .orderBy('place')
    .execute();
  const [addressesOf, rolesOf, topicsOf, consentsOf] = [
    byMember(addresses),
    byMember(roles),
    byMember(topics),
    byMember(consents),
  ];
  return rows.map((row) => toMember(row, addressesOf(row.id), rolesOf(row.id), topicsOf(row.id), consentsOf(row.id)));
}

function byMember<Row extends { readonly member_id: string }>(rows: readonly Row[]): (id: string) => readonly Row[] {
  const held = new Map<string, Row[]>();
  for (const row of rows) {
    const others = held.get(row.member_id);
    if (others) others.push(row);
    else held.set(row.member_id, [row]);
  }
  return (id) => held.get(id) ?? [];
}

function toMember(
  row: Schema['members'],
  addresses: readonly Schema['member_addresses'][],
  roles: readonly Schema['member_roles'][],
  topics: readonly Schema['member_topics'][],
  consents: readonly Schema['consents'][],
): Member {
  return {
    id: row.id,
    status: row.status,
    roles: roles.map(({ role, unit_id }): RoleGrant => ({ role, ...(unit_id === null ? {} : { unitId: unit_id }) })),
    ...(row.unit_id === null ? {} : { unitId: row.unit_id }),
    addresses: addresses.map(
      ({ channel, chat, state, last_interaction_at }): MemberAddress => ({
        address: { channel, chat },
        state,
        lastInteractionAt: new Date(Number(last_interaction_at)),
      }),
    ),
    topics: topics.map(({ topic }): Topic => topic),
    ...(row.quiet_from === null || row.quiet_to === null
      ? {}
      : { quietHours: { from: row.quiet_from, to: row.quiet_to } }),
    consents: consents.map(
      ({ purpose, text_version, given_at, withdrawn_at }): Consent => ({
        purpose,
        textVersion: text_version,
        givenAt: new Date(Number(given_at)),
        ...(withdrawn_at === null ? {} : { withdrawnAt: new Date(Number(withdrawn_at)) }),
      }),
    ),
    joinedOn: row.joined_on,
  };
}

export async function writeMember(step: Step, member: Member): Promise<void> {
  const { id, status, unitId, quietHours, joinedOn } = member;
  const row = {
    status,
    unit_id: unitId ?? null,
    quiet_from: quietHours?.from ?? null,
    quiet_to: quietHours?.to ?? null,
    joined_on: joinedOn,
  };
  await step
    .insertInto('members')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  for (const part of PARTS) await step.deleteFrom(part).where('member_id', '=', id).execute();
  for (const { address, state, lastInteractionAt } of member.addresses) {
    const last_interaction_at = lastInteractionAt.getTime();
    await step
      .insertInto('member_addresses')
      .values({ member_id: id, channel: address.channel, chat: address.chat, state, last_interaction_at })
      .execute();
  }
  for (const [place, { role, unitId: of }] of member.roles.entries()) {
    await step
      .insertInto('member_roles')
      .values({ member_id: id, place, role, unit_id: of ?? null })
      .execute();
  }
  for (const [place, topic] of member.topics.entries()) {
    await step.insertInto('member_topics').values({ member_id: id, place, topic }).execute();
  }
  for (const [place, { purpose, textVersion, givenAt, withdrawnAt }] of member.consents.entries()) {
    await step
      .insertInto('consents')
      .values({
        member_id: id,
        place,
        purpose,
        text_version: textVersion,
        given_at: givenAt.getTime(),
        withdrawn_at: withdrawnAt?.getTime() ?? null,
      })
      .execute();
  }
}

export async function removeMember(step: Step, id: string): Promise<void> {
  await holdMember(step, id);
  for (const part of PARTS) await step.deleteFrom(part).where('member_id', '=', id).execute();
  await step.deleteFrom('members').where('id', '=', id).execute();
}
