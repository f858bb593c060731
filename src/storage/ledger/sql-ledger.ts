import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Segment } from '../../people/segment.js';
import type { AddressHash } from '../address-key.js';
import type { Ledger } from '../ledger.js';
import type { Schema } from '../schema.js';
import { createBroadcastVerbs } from './broadcast-rows.js';
import { createClaimDeliveries, createFindDeliveryDueAt, createPauseStream } from './claim-deliveries.js';
import { createCountVerbs } from './count-deliveries.js';
import { createVoteVerbs } from './poll-votes.js';
import { createPurgeBroadcasts } from './purge-broadcasts.js';
import { createPlanVerbs } from './record-plan.js';
import { createSendingVerbs } from './record-sending.js';

/** Broadcasts and their deliveries, on either database. */
export function createLedgerVerbs(database: Kysely<Schema>, hash: AddressHash): Ledger {
  return {
    ...createBroadcastVerbs(database),
    ...createPlanVerbs(database),
    ...createSegmentVerbs(database),
    ...createFileVerbs(database),
    ...createCountVerbs(database),
    ...createSendingVerbs(database),
    ...createVoteVerbs(database, hash),
    claimDeliveries: createClaimDeliveries(database),
    findDeliveryDueAt: createFindDeliveryDueAt(database),
    pauseStream: createPauseStream(database),
    purgeBroadcasts: createPurgeBroadcasts(database),
  };
}

function createSegmentVerbs(database: Kysely<Schema>): Pick<Ledger, 'saveSegment' | 'findSegment' | 'listSegments'> {
  return {
    async saveSegment({ name, owner, segment }) {
      const row = { owner, body: JSON.stringify(segment) };
      await database
        .insertInto('saved_segments')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
    },

    async findSegment(name) {
      const row = await database.selectFrom('saved_segments').selectAll().where('name', '=', name).executeTakeFirst();
      return row && toSegment(row);
    },

    async listSegments() {
      const rows = await database.selectFrom('saved_segments').selectAll().orderBy('name').execute();
      return rows.map(toSegment);
    },
  };
}

const toSegment = ({ name, owner, body }: Schema['saved_segments']) => ({
  name,
  owner,
  segment: JSON.parse(body) as Segment,
});

function createFileVerbs(database: Kysely<Schema>): Pick<Ledger, 'saveFile' | 'findFile'> {
  return {
    async saveFile(bytes) {
      const id = createHash('sha256').update(bytes).digest('hex');
      await database
        .insertInto('files')
        .values({ id, body: Buffer.from(bytes).toString('base64') })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ unnamed_since: 0 }))
        .execute();
      return id;
    },

    async findFile(id) {
      const row = await database.selectFrom('files').select('body').where('id', '=', id).executeTakeFirst();
      return row && new Uint8Array(Buffer.from(row.body, 'base64'));
    },
  };
}
