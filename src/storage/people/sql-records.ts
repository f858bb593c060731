import { type Kysely, sql } from 'kysely';
import { LEAST_SHOWN } from '../../people/personal-data.js';
import type { AddressHash } from '../address-key.js';
import { inOneStep } from '../database/one-step.js';
import type { Schema } from '../schema.js';
import type { DataRequest, Records } from '../store.js';

/** Audit, requests, feedback, consent texts and counts of answers, on either database. */
export function createRecordVerbs(database: Kysely<Schema>, hash: AddressHash): Records {
  return {
    async recordAudit({ at, actor, action, subject, details }) {
      await database
        .insertInto('audit')
        .values({ at: at.getTime(), actor, action, subject: subject ?? null, details: JSON.stringify(details) })
        .execute();
    },

    async listAudit(limit) {
      const rows = await database.selectFrom('audit').selectAll().orderBy('place', 'desc').limit(limit).execute();
      return rows.map(({ at, actor, action, subject, details }) => ({
        at: new Date(Number(at)),
        actor,
        action,
        ...(subject === null ? {} : { subject }),
        details: JSON.parse(details) as Record<string, string>,
      }));
    },

    async saveRequest({ id, kind, madeAt, deadline, doneAt }) {
      const row = { kind, made_at: madeAt.getTime(), deadline, done_at: doneAt?.getTime() ?? null };
      await database
        .insertInto('data_requests')
        .values({ id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    async listRequests() {
      const rows = await database.selectFrom('data_requests').selectAll().orderBy('deadline').orderBy('id').execute();
      const requests = rows.map(
        ({ id, kind, made_at, deadline, done_at }): DataRequest => ({
          id,
          kind,
          madeAt: new Date(Number(made_at)),
          deadline,
          ...(done_at === null ? {} : { doneAt: new Date(Number(done_at)) }),
        }),
      );
      return [...requests.filter(({ doneAt }) => !doneAt), ...requests.filter(({ doneAt }) => doneAt)];
    },

    async saveFeedback({ id, day, topic, text, unitId }) {
      await database
        .insertInto('feedback')
        .values({ id, day, topic, text, unit_id: unitId ?? null })
        .execute();
    },

    async listFeedback(limit) {
      const rows = await database
        .selectFrom('feedback')
        .selectAll()
        .orderBy('day', 'desc')
        .orderBy('id')
        .limit(limit)
        .execute();
      return rows.map(({ unit_id, ...row }) => ({ ...row, ...(unit_id === null ? {} : { unitId: unit_id }) }));
    },

    async saveConsentText(version, text) {
      await database
        .insertInto('consent_texts')
        .values({ version, text })
        .onConflict((conflict) => conflict.column('version').doNothing())
        .execute();
    },

    async findConsentText(version) {
      const row = await database
        .selectFrom('consent_texts')
        .select('text')
        .where('version', '=', version)
        .executeTakeFirst();
      return row?.text;
    },

    countAnswer: ({ documentId, day, question }) =>
      inOneStep(database, async (step) => {
        await step
          .insertInto('answer_counts')
          .values({ document_id: documentId, day, amount: 1 })
          .onConflict((conflict) =>
            conflict.columns(['document_id', 'day']).doUpdateSet({ amount: sql<number>`answer_counts.amount + 1` }),
          )
          .execute();
        if (question === undefined) return;
        const key = { document_id: documentId, hash: hash.ofQuestion(question) };
        const { amount } = await step
          .insertInto('question_counts')
          .values({ ...key, question: null, amount: 1, last_day: day })
          .onConflict((conflict) =>
            conflict
              .columns(['document_id', 'hash'])
              .doUpdateSet({ amount: sql<number>`question_counts.amount + 1`, last_day: day }),
          )
          .returning('amount')
          .executeTakeFirstOrThrow();
        if (Number(amount) !== LEAST_SHOWN) return;
        await step
          .updateTable('question_counts')
          .set({ question })
          .where('document_id', '=', key.document_id)
          .where('hash', '=', key.hash)
          .execute();
      }),

    async listAnswerCounts(since) {
      const amount = sql<number>`sum(amount)`;
      const documents = await database
        .selectFrom('answer_counts')
        .select(['document_id', amount.as('amount')])
        .where('day', '>=', since)
        .groupBy('document_id')
        .having(amount, '>=', LEAST_SHOWN)
        .execute();
      const questions = await database
        .selectFrom('question_counts')
        .select(['document_id', 'question', 'amount'])
        .where('last_day', '>=', since)
        .where('question', 'is not', null)
        .execute();
      return [...documents.map((row) => ({ ...row, question: null })), ...questions]
        .map(({ document_id, question, amount: count }) => ({
          documentId: document_id,
          ...(question === null ? {} : { question }),
          amount: Number(count),
        }))
        .sort((a, b) => b.amount - a.amount || (a.documentId < b.documentId ? -1 : 1));
    },

    purgeRecords: (limits) =>
      inOneStep(database, async (step) => {
        await step.deleteFrom('codes').where('expires_at', '<', limits.codesBefore.getTime()).execute();
        await step.deleteFrom('audit').where('at', '<', limits.auditBefore.getTime()).execute();
        await step
          .deleteFrom('data_requests')
          .where('done_at', 'is not', null)
          .where('done_at', '<', limits.requestsBefore.getTime())
          .execute();
        await step.deleteFrom('feedback').where('day', '<', limits.feedbackBefore).execute();
        await step.deleteFrom('answer_counts').where('day', '<', limits.answersBefore).execute();
        await step.deleteFrom('question_counts').where('last_day', '<', limits.answersBefore).execute();
      }),
  };
}
