import { type Kysely, sql } from 'kysely';
import type { Unit } from '../../people/unit.js';
import type { AddressHash } from '../address-key.js';
import { eraseWishes, joinWishes } from '../campaigns/wish-rows.js';
import { inOneSnapshot, inOneStep as inStep, type Step } from '../database/one-step.js';
import { removeWaiting } from '../inbox/chat-rows.js';
import { createTryVerbs } from '../inbox/code-tries.js';
import { eraseRecipient, joinRecipients } from '../ledger/move-recipient.js';
import type { Schema } from '../schema.js';
import { renameOutlineStaff } from '../sql-outlines.js';
import type { CodePurpose, OneTimeCode, People } from '../store.js';
import { holdMember, readMember, readMembersAfter, removeMember, writeMember } from './member-rows.js';

/** Values of one statement stay far below what databases take. */
const CHUNK = 500;
const INTERACTION_STEP_MS = 10 * 60_000;

export interface PeopleDoors {
  readonly database: Kysely<Schema>;
  readonly hash: AddressHash;
  /** Writes pseudonyms of an erased member where a restored backup is checked against them. */
  readonly recordErased: (hashes: readonly string[], now: Date) => Promise<void>;
}

/** Units, members and one-time codes, on either database. */
export function createPeopleVerbs({ database, hash, recordErased }: PeopleDoors): People {
  const inOneStep = <T>(work: (step: Step) => Promise<T>): Promise<T> => inStep(database, work);

  return {
    ...createTryVerbs(database, hash),

    async listUnits() {
      const rows = await database.selectFrom('units').select('body').orderBy('id').orderBy('valid_from').execute();
      return rows.map(({ body }) => JSON.parse(body) as Unit);
    },

    saveUnits: (units) =>
      inOneStep(async (step) => {
        const ids = [...new Set(units.map(({ id }) => id))];
        for (let start = 0; start < ids.length; start += CHUNK) {
          await step
            .deleteFrom('units')
            .where('id', 'in', ids.slice(start, start + CHUNK))
            .execute();
        }
        for (let start = 0; start < units.length; start += CHUNK) {
          const rows = units
            .slice(start, start + CHUNK)
            .map((unit) => ({ id: unit.id, valid_from: unit.validFrom, body: JSON.stringify(unit) }));
          await step.insertInto('units').values(rows).execute();
        }
      }),

    findMember: (id) => inOneSnapshot(database, (step) => readMember(step, id)),

    findMemberAt: ({ channel, chat }) =>
      inOneSnapshot(database, async (step) => {
        const row = await step
          .selectFrom('member_addresses')
          .select('member_id')
          .where('channel', '=', channel)
          .where('chat', '=', chat)
          .executeTakeFirst();
        return row ? readMember(step, row.member_id) : undefined;
      }),

    createMember: (member) => inOneStep((step) => writeMember(step, member)),

    changeMember: (id, change) =>
      inOneStep(async (step) => {
        await holdMember(step, id);
        const held = await readMember(step, id);
        if (!held) return undefined;
        const changed = { ...change(held), id };
        await writeMember(step, changed);
        return changed;
      }),

    noteAddress: ({ channel, chat }, { state, interactedAt }) =>
      inOneStep(async (step) => {
        const found = await step
          .selectFrom('member_addresses')
          .select('member_id')
          .where('channel', '=', channel)
          .where('chat', '=', chat)
          .executeTakeFirst();
        if (!found) return;
        await holdMember(step, found.member_id);
        const ofAddress = step.updateTable('member_addresses').where('channel', '=', channel).where('chat', '=', chat);
        await ofAddress.set({ state }).where('state', '!=', state).execute();
        const at = interactedAt?.getTime();
        if (at === undefined) return;
        await ofAddress
          .set({ last_interaction_at: at })
          .where('last_interaction_at', '<', at - INTERACTION_STEP_MS)
          .execute();
      }),

    joinMembers: (from, into) =>
      inOneStep(async (step) => {
        for (const id of [from, into].toSorted()) await holdMember(step, id);
        const [gone, held] = [await readMember(step, from), await readMember(step, into)];
        if (!gone || !held || from === into) return undefined;
        await removeMember(step, from);
        const isNew = (role: string) => !held.roles.some((each) => JSON.stringify(each) === role);
        const joined = {
          ...held,
          addresses: [...held.addresses, ...gone.addresses],
          roles: [...held.roles, ...gone.roles.filter((role) => isNew(JSON.stringify(role)))],
          consents: [
            ...held.consents,
            ...gone.consents.filter(({ purpose }) => !held.topics.includes(purpose as never)),
          ],
        };
        await writeMember(step, joined);
        await joinRecipients(step, hash, from, into);
        await joinWishes(step, from, into);
        await renameOutlineStaff(step, from, into);
        // Who made something is asked when somebody else has to agree to it.
        await renameInAudit(step, from, into);
        return joined;
      }),

    async eraseMember(id, now, asking) {
      const member = await inOneSnapshot(database, (step) => readMember(step, id));
      if (!member) return false;
      const addresses = member.addresses.map(({ address }) => address);
      const hashes = addresses.map((address) => hash.ofChat(address));
      // Before anything goes: a crash between leaves a member who asks again, never one whom a backup brings back.
      await recordErased([...hashes, hash.ofMember(id)], now);
      await inOneStep(async (step) => {
        await removeMember(step, id);
        await eraseRecipient(step, hash, id);
        await eraseWishes(step, id);
        await renameOutlineStaff(step, id, 'erased');
        for (const address of addresses) {
          if (address.channel !== asking?.channel || address.chat !== asking.chat) await removeWaiting(step, address);
        }
        if (hashes.length > 0) await step.deleteFrom('chat_states').where('hash', 'in', hashes).execute();
        await step.deleteFrom('codes').where('purpose', 'like', `%${id}%`).execute();
        await renameInAudit(step, id, 'erased');
      });
      return true;
    },

    async listLeftMembers(before) {
      const rows = await database
        .selectFrom('members')
        .innerJoin('consents', 'consents.member_id', 'members.id')
        .select('members.id')
        .where('status', '=', 'left')
        .groupBy('members.id')
        .having(sql<number>`max(coalesce(withdrawn_at, given_at))`, '<', before.getTime())
        .execute();
      return rows.map(({ id }) => id);
    },

    async countMembers(units) {
      let amount = 0;
      const ids = [...units];
      for (let start = 0; start < ids.length; start += CHUNK) {
        const row = await database
          .selectFrom('members')
          .select(sql<number>`count(*)`.as('amount'))
          .where('status', '=', 'joined')
          .where('unit_id', 'in', ids.slice(start, start + CHUNK))
          .executeTakeFirstOrThrow();
        amount += Number(row.amount);
      }
      return amount;
    },

    listMembers: ({ after = '', limit }) => inOneSnapshot(database, (step) => readMembersAfter(step, after, limit)),

    async listRoleHolders() {
      const rows = await database
        .selectFrom('member_roles')
        .selectAll()
        .where('role', '!=', 'member')
        .orderBy('member_id')
        .orderBy('place')
        .execute();
      const ids = [...new Set(rows.map(({ member_id }) => member_id))];
      return ids.map((memberId) => ({
        memberId,
        roles: rows
          .filter(({ member_id }) => member_id === memberId)
          .map(({ role, unit_id }) => ({ role, ...(unit_id === null ? {} : { unitId: unit_id }) })),
      }));
    },

    async saveCode(code) {
      return (await saveCodes([code])) === 1;
    },

    saveCodes: (codes) => saveCodes(codes),

    async findCode(codeHash, now) {
      const row = await database
        .selectFrom('codes')
        .selectAll()
        .where('hash', '=', codeHash)
        .where('uses_left', '>', 0)
        .where('expires_at', '>', now.getTime())
        .executeTakeFirst();
      return row ? toCode(row) : undefined;
    },

    takeCode: (codeHash, now) =>
      inOneStep(async (step) => {
        const taken = await step
          .updateTable('codes')
          .set((row) => ({ uses_left: row('uses_left', '-', 1) }))
          .where('hash', '=', codeHash)
          .where('uses_left', '>', 0)
          .where('expires_at', '>', now.getTime())
          .returningAll()
          .executeTakeFirst();
        // A spent one stays until it expires: a list that is imported again must not bring it back.
        return taken && toCode(taken);
      }),
  };

  function saveCodes(codes: readonly OneTimeCode[]): Promise<number> {
    return inOneStep(async (step) => {
      let saved = 0;
      for (let start = 0; start < codes.length; start += CHUNK) {
        const rows = codes.slice(start, start + CHUNK).map(({ hash: key, purpose, usesLeft, expiresAt }) => ({
          hash: key,
          purpose: JSON.stringify(purpose),
          uses_left: usesLeft,
          expires_at: expiresAt.getTime(),
        }));
        const result = await step
          .insertInto('codes')
          .values(rows)
          .onConflict((conflict) => conflict.column('hash').doNothing())
          .executeTakeFirst();
        saved += Number(result.numInsertedOrUpdatedRows ?? 0);
      }
      return saved;
    });
  }
}

function toCode({ hash, purpose, uses_left, expires_at }: Schema['codes']): OneTimeCode {
  return {
    hash,
    purpose: JSON.parse(purpose) as CodePurpose,
    usesLeft: Number(uses_left),
    expiresAt: new Date(Number(expires_at)),
  };
}

/** A member's name as who did something, and to whom, gives way to another. */
async function renameInAudit(step: Step, from: string, to: string): Promise<void> {
  for (const column of ['actor', 'subject'] as const) {
    await step
      .updateTable('audit')
      .set({ [column]: to })
      .where(column, '=', from)
      .execute();
  }
}
