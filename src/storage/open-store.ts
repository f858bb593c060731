import { createCampaignVerbs } from './campaigns/sql-campaigns.js';
import { createInstance } from './database/instances.js';
import { findDatabase, folderOf, openDatabase } from './database/open-database.js';
import { openEraseList } from './erase-list.js';
import { createInboxVerbs } from './inbox/sql-inbox.js';
import { createLedgerVerbs } from './ledger/sql-ledger.js';
import { createPeopleVerbs } from './people/sql-people.js';
import { createRecordVerbs } from './people/sql-records.js';
import { createChannelStateVerbs } from './sql-channel-state.js';
import { createDocumentVerbs } from './sql-documents.js';
import { createOutlineVerbs } from './sql-outlines.js';
import type { Store, StorePlace } from './store.js';

/** Opens the store and migrates it. Throws `unavailable` where the folder cannot be written or the server not reached. */
export async function openStore(place: StorePlace): Promise<Store> {
  return createStore(place, await openDatabase(place));
}

/** As it stands, to be read only: no folder, file or key is made. Undefined where there is no data file yet. */
export async function findStore(place: StorePlace): Promise<Store | undefined> {
  const database = await findDatabase(place);
  return database && createStore(place, database);
}

function createStore(
  place: StorePlace,
  { rows: database, hash, wipeDeleted }: Awaited<ReturnType<typeof openDatabase>>,
): Store {
  const { recordErased } = openEraseList(folderOf(place));
  const instance = createInstance(place, database);
  return {
    ...createDocumentVerbs(database),
    ...createInboxVerbs({ database, hash, wipeDeleted, instance }),
    ...createChannelStateVerbs(database, instance),
    ...createPeopleVerbs({ database, hash, recordErased }),
    ...createRecordVerbs(database, hash),
    ...createLedgerVerbs(database, hash),
    ...createCampaignVerbs(database),
    ...createOutlineVerbs(database, hash),
    async close() {
      await database.destroy();
      await instance.end();
    },
  };
}
