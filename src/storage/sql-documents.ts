import type { Kysely } from 'kysely';
import type { Document, Provision } from '../documents/document.js';
import { inOneSnapshot, inOneStep } from './database/one-step.js';
import type { Schema } from './schema.js';
import type { Store } from './store.js';

/** Rows per insert: SQLite takes at most 32,766 values in one statement. */
const CHUNK = 500;

/** The document verbs of the store, on either database. */
export function createDocumentVerbs(
  database: Kysely<Schema>,
): Pick<Store, 'saveDocument' | 'removeDocument' | 'listDocuments'> {
  return {
    saveDocument: (document) =>
      inOneStep(database, async (transaction) => {
        const { provisions, ...body } = document;
        await transaction.deleteFrom('provisions').where('document_id', '=', document.id).execute();
        await transaction.deleteFrom('documents').where('id', '=', document.id).execute();
        await transaction
          .insertInto('documents')
          .values({
            id: document.id,
            body: JSON.stringify(body),
            issued_on: document.issuedOn ?? '',
            version: document.version,
          })
          .execute();
        for (let start = 0; start < provisions.length; start += CHUNK) {
          await transaction
            .insertInto('provisions')
            .values(
              provisions.slice(start, start + CHUNK).map((provision) => ({
                id: provision.id,
                document_id: document.id,
                place: provision.order,
                body: JSON.stringify(provision),
              })),
            )
            .execute();
        }
      }),

    removeDocument: (id) =>
      inOneStep(database, async (transaction) => {
        await transaction.deleteFrom('provisions').where('document_id', '=', id).execute();
        await transaction.deleteFrom('documents').where('id', '=', id).execute();
      }),

    listDocuments: () =>
      inOneSnapshot(database, async (transaction) => {
        const rows = await transaction.selectFrom('documents').selectAll().orderBy('issued_on').orderBy('id').execute();
        const provisionRows = await transaction
          .selectFrom('provisions')
          .selectAll()
          .orderBy('document_id')
          .orderBy('place')
          .execute();
        const provisions = new Map<string, Provision[]>();
        for (const row of provisionRows) {
          const list = provisions.get(row.document_id) ?? [];
          list.push(JSON.parse(row.body) as Provision);
          provisions.set(row.document_id, list);
        }
        return rows.map((row) => ({
          ...(JSON.parse(row.body) as Omit<Document, 'provisions'>),
          provisions: provisions.get(row.id) ?? [],
        }));
      }),
  };
}
