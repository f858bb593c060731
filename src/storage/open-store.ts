import { createCampaignVerbs } from './campaigns/sql-campaigns.js';
import { folderOf, openDatabase } from './database/open-database.js';
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
  const { rows: database, hash, wipeLog } = await openDatabase(place);
  const { recordErased } = openEraseList(folderOf(place));
  return {
    ...createDocumentVerbs(database),
    ...createInboxVerbs({ database, hash, wipeLog }),
    ...createChannelStateVerbs(database),
    ...createPeopleVerbs({ database, hash, recordErased }),
    ...createRecordVerbs(database, hash),
    ...createLedgerVerbs(database, hash),
    ...createCampaignVerbs(database),
    ...createOutlineVerbs(database, hash),
    close: () => database.destroy(),
  };
}
