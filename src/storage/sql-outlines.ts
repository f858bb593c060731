import { type Kysely, sql } from 'kysely';
import type { Outline, OutlineMinutes } from '../documents/outline.js';
import type { AddressHash } from './address-key.js';
import { inOneStep, type Step } from './database/one-step.js';
import type { KeptOutline, OutlineDraft, Outlines } from './outlines.js';
import type { Schema } from './schema.js';

/** Outlines and their versions, on either database. */
export function createOutlineVerbs(database: Kysely<Schema>, hash: AddressHash): Outlines {
  return {
    async createOutline(draft) {
      // Two that ask for the same version at once: one of them gets the next.
      for (;;) {
        const created = await insertDraft(database, draft);
        const held = await readOutline(database, draft.id);
        if (created || held) return created ? held : undefined;
      }
    },

    findOutline: (id) => readOutline(database, id),

    async listOutlines({ statuses, frameId, minutes, limit }) {
      if (statuses?.length === 0) return [];
      const rows = await database
        .selectFrom('outlines')
        .selectAll()
        .$if(statuses !== undefined, (query) => query.where('status', 'in', statuses!))
        .$if(frameId !== undefined, (query) => query.where('frame_id', '=', frameId!))
        .$if(minutes !== undefined, (query) => query.where('minutes', '=', minutes!))
        .orderBy('created_at', 'desc')
        .orderBy('version', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(parseOutline);
    },

    changeOutline: (id, change) =>
      inOneStep(database, async (step) => {
        const row = await step.selectFrom('outlines').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
        if (!row) return undefined;
        const { status, submittedBy, approval, expiresOn } = change(parseOutline(row));
        const changed = {
          ...row,
          status,
          submitted_by: submittedBy ?? null,
          approved_by: approval?.by ?? null,
          approved_at: approval?.at.getTime() ?? null,
          expires_on: expiresOn ?? null,
        };
        await step.updateTable('outlines').set(changed).where('id', '=', id).execute();
        return parseOutline(changed);
      }),

    seal: (words) => hash.ofLink(words),
  };
}

/** A member's name as who asked and who approved gives way to another. */
export async function renameOutlineStaff(step: Step, from: string, to: string): Promise<void> {
  for (const column of ['submitted_by', 'approved_by'] as const) {
    await step
      .updateTable('outlines')
      .set({ [column]: to })
      .where(column, '=', from)
      .execute();
  }
}

async function insertDraft(database: Kysely<Schema>, { id, outline, createdAt }: OutlineDraft): Promise<boolean> {
  const { frameId, minutes } = outline;
  const next = await database
    .selectFrom('outlines')
    .select(sql<number>`coalesce(max(version), 0) + 1`.as('version'))
    .where('frame_id', '=', frameId)
    .where('minutes', '=', minutes)
    .executeTakeFirstOrThrow();
  const result = await database
    .insertInto('outlines')
    .values({
      id,
      frame_id: frameId,
      minutes,
      version: Number(next.version),
      status: 'draft',
      body: JSON.stringify(outline),
      created_at: createdAt.getTime(),
      submitted_by: null,
      approved_by: null,
      approved_at: null,
      expires_on: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

async function readOutline(database: Kysely<Schema>, id: string): Promise<KeptOutline | undefined> {
  const row = await database.selectFrom('outlines').selectAll().where('id', '=', id).executeTakeFirst();
  return row && parseOutline(row);
}

function parseOutline(row: Schema['outlines']): KeptOutline {
  const { approved_by: by, approved_at: at } = row;
  const outline = JSON.parse(row.body) as Outline;
  return {
    id: row.id,
    version: row.version,
    outline: { ...outline, minutes: row.minutes as OutlineMinutes },
    createdAt: new Date(Number(row.created_at)),
    status: row.status,
    ...(row.submitted_by === null ? {} : { submittedBy: row.submitted_by }),
    ...(by === null || at === null ? {} : { approval: { by, at: new Date(Number(at)) } }),
    ...(row.expires_on === null ? {} : { expiresOn: row.expires_on }),
  };
}
