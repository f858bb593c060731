import type { Kysely, Selectable } from 'kysely';
import type { CampaignChoice, Campaigns, Snooze } from '../campaigns.js';
import { inOneStep, type Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';

/** Values of one statement stay far below what databases take. */
const CHUNK = 1_000;
/** The occasion of a choice that holds for the campaign. */
const ALWAYS = '';
const TABLES = ['campaign_choices', 'snoozes', 'feeds'] as const;

type WishVerbs = Pick<
  Campaigns,
  | 'saveCampaignChoice'
  | 'removeCampaignChoice'
  | 'listCampaignChoices'
  | 'saveSnooze'
  | 'listSnoozes'
  | 'listSnoozesOf'
  | 'removeSnoozes'
  | 'purgeCampaignChoices'
  | 'saveFeed'
  | 'findFeed'
  | 'findFeedOf'
  | 'removeFeed'
>;

/** What members wish about campaigns. */
export function createWishVerbs(database: Kysely<Schema>): WishVerbs {
  return {
    async saveCampaignChoice(choice) {
      await database
        .insertInto('campaign_choices')
        .values(toRow(choice))
        .onConflict((conflict) => conflict.columns(['member_id', 'campaign_id', 'occasion']).doNothing())
        .execute();
    },

    async removeCampaignChoice(choice) {
      const { member_id, campaign_id, occasion } = toRow(choice);
      await database
        .deleteFrom('campaign_choices')
        .where('member_id', '=', member_id)
        .where('campaign_id', '=', campaign_id)
        .where('occasion', '=', occasion)
        .execute();
    },

    async listCampaignChoices({ memberIds, campaignIds }) {
      if (campaignIds?.length === 0) return [];
      const choices: CampaignChoice[] = [];
      const sorted = [...new Set(memberIds)].toSorted();
      for (let start = 0; start < sorted.length; start += CHUNK) {
        const rows = await database
          .selectFrom('campaign_choices')
          .selectAll()
          .where('member_id', 'in', sorted.slice(start, start + CHUNK))
          .$if(campaignIds !== undefined, (query) => query.where('campaign_id', 'in', campaignIds!))
          .orderBy('member_id')
          .orderBy('campaign_id')
          .orderBy('occasion')
          .execute();
        choices.push(...rows.map(toChoice));
      }
      return choices;
    },

    async saveSnooze({ memberId, occurrenceId, dueAt }) {
      const row = { due_at: dueAt.getTime() };
      await database
        .insertInto('snoozes')
        .values({ member_id: memberId, occurrence_id: occurrenceId, ...row })
        .onConflict((conflict) => conflict.columns(['member_id', 'occurrence_id']).doUpdateSet(row))
        .execute();
    },

    async listSnoozes(until) {
      const rows = await database
        .selectFrom('snoozes')
        .selectAll()
        .where('due_at', '<=', until.getTime())
        .orderBy('occurrence_id')
        .orderBy('due_at')
        .orderBy('member_id')
        .execute();
      return rows.map(toSnooze);
    },

    async listSnoozesOf(memberId) {
      const rows = await database
        .selectFrom('snoozes')
        .selectAll()
        .where('member_id', '=', memberId)
        .orderBy('due_at')
        .orderBy('occurrence_id')
        .execute();
      return rows.map(toSnooze);
    },

    removeSnoozes: (snoozes) =>
      inOneStep(database, async (step) => {
        for (const { memberId, occurrenceId, dueAt } of snoozes) {
          await step
            .deleteFrom('snoozes')
            .where('member_id', '=', memberId)
            .where('occurrence_id', '=', occurrenceId)
            .where('due_at', '=', dueAt.getTime())
            .execute();
        }
      }),

    async purgeCampaignChoices(before) {
      await database
        .deleteFrom('campaign_choices')
        .where('occasion', '!=', ALWAYS)
        .where('occasion', '<', before)
        .execute();
    },

    saveFeed: ({ tokenHash, memberId }) =>
      inOneStep(database, async (step) => {
        await step.deleteFrom('feeds').where('member_id', '=', memberId).execute();
        await step.insertInto('feeds').values({ token_hash: tokenHash, member_id: memberId }).execute();
      }),

    async findFeed(tokenHash) {
      const row = await database.selectFrom('feeds').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
      return row && toFeed(row);
    },

    async findFeedOf(memberId) {
      const row = await database.selectFrom('feeds').selectAll().where('member_id', '=', memberId).executeTakeFirst();
      return row && toFeed(row);
    },

    async removeFeed(memberId) {
      await database.deleteFrom('feeds').where('member_id', '=', memberId).execute();
    },
  };
}

/** Nothing of a member's wishes is left. */
export async function eraseWishes(step: Step, id: string): Promise<void> {
  for (const table of TABLES) await step.deleteFrom(table).where('member_id', '=', id).execute();
}

/** Wishes of one become the other's; of two snoozes of a reminder, and of two links, the other's stay. */
export async function joinWishes(step: Step, from: string, into: string): Promise<void> {
  const [choices, snoozes, feeds] = [
    await step.selectFrom('campaign_choices').selectAll().where('member_id', '=', from).execute(),
    await step.selectFrom('snoozes').selectAll().where('member_id', '=', from).execute(),
    await step.selectFrom('feeds').selectAll().where('member_id', '=', from).execute(),
  ];
  await eraseWishes(step, from);
  for (const row of choices) {
    await step
      .insertInto('campaign_choices')
      .values({ ...row, member_id: into })
      .onConflict((conflict) => conflict.columns(['member_id', 'campaign_id', 'occasion']).doNothing())
      .execute();
  }
  for (const row of snoozes) {
    await step
      .insertInto('snoozes')
      .values({ ...row, member_id: into })
      .onConflict((conflict) => conflict.columns(['member_id', 'occurrence_id']).doNothing())
      .execute();
  }
  const held = await step.selectFrom('feeds').select('token_hash').where('member_id', '=', into).executeTakeFirst();
  for (const row of held ? [] : feeds) {
    await step
      .insertInto('feeds')
      .values({ ...row, member_id: into })
      .execute();
  }
}

const toRow = ({ memberId, campaignId, occasion }: CampaignChoice) => ({
  member_id: memberId,
  campaign_id: campaignId,
  occasion: occasion ?? ALWAYS,
});

const toChoice = ({ member_id, campaign_id, occasion }: Schema['campaign_choices']): CampaignChoice => ({
  memberId: member_id,
  campaignId: campaign_id,
  ...(occasion === ALWAYS ? {} : { occasion }),
});

const toSnooze = ({ member_id, occurrence_id, due_at }: Selectable<Schema['snoozes']>): Snooze => ({
  memberId: member_id,
  occurrenceId: occurrence_id,
  dueAt: new Date(Number(due_at)),
});

const toFeed = ({ token_hash, member_id }: Schema['feeds']) => ({ tokenHash: token_hash, memberId: member_id });
