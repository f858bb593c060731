import type { Kysely } from 'kysely';
import type { Campaign } from '../../people/campaign.js';
import type { Campaigns, UnitReport } from '../campaigns.js';
import { inOneStep } from '../database/one-step.js';
import type { Schema } from '../schema.js';
import { createOccurrenceVerbs } from './occurrence-rows.js';
import { createWishVerbs } from './wish-rows.js';

/** Campaigns, on either database. */
export function createCampaignVerbs(database: Kysely<Schema>): Campaigns {
  return {
    ...createOccurrenceVerbs(database),
    ...createWishVerbs(database),
    ...createReportVerbs(database),

    async listCampaigns() {
      const rows = await database.selectFrom('campaigns').select('body').orderBy('id').execute();
      return rows.map(({ body }) => JSON.parse(body) as Campaign);
    },

    async saveCampaign(campaign) {
      const row = { body: JSON.stringify(campaign) };
      await database
        .insertInto('campaigns')
        .values({ id: campaign.id, ...row })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
        .execute();
    },

    changeCampaign: (id, change) =>
      inOneStep(database, async (step) => {
        const held = await step
          .selectFrom('campaigns')
          .select('body')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        if (!held) return undefined;
        const changed = { ...change(JSON.parse(held.body) as Campaign), id };
        await step
          .updateTable('campaigns')
          .set({ body: JSON.stringify(changed) })
          .where('id', '=', id)
          .execute();
        return changed;
      }),
  };
}

function createReportVerbs(database: Kysely<Schema>): Pick<Campaigns, 'saveUnitReport' | 'listUnitReports'> {
  return {
    async saveUnitReport({ campaignId, occasion, unitId, sessions, attending, note, at }) {
      const row = { sessions, attending, note, at: at.getTime() };
      await database
        .insertInto('unit_reports')
        .values({ campaign_id: campaignId, occasion, unit_id: unitId, ...row })
        .onConflict((conflict) => conflict.columns(['campaign_id', 'occasion', 'unit_id']).doUpdateSet(row))
        .execute();
    },

    async listUnitReports({ campaignId, occasion }) {
      const rows = await database
        .selectFrom('unit_reports')
        .selectAll()
        .where('campaign_id', '=', campaignId)
        .where('occasion', '=', occasion)
        .orderBy('unit_id')
        .execute();
      return rows.map(({ unit_id, sessions, attending, note, at }): UnitReport => {
        return { campaignId, occasion, unitId: unit_id, sessions, attending, note, at: new Date(Number(at)) };
      });
    },
  };
}
