import { openStore } from '../../src/storage/open-store.js';
import { describeInbox } from '../contracts/inbox.contract.js';
import { describePeople } from '../contracts/people.contract.js';
import { describeStore } from '../contracts/store.contract.js';
import { usePostgres } from '../support/open-postgres.js';

const postgres = usePostgres();
const open = async () => openStore(await postgres.newPlace());
describeStore('PostgreSQL', open);
describeInbox('PostgreSQL', open);
describePeople('PostgreSQL', open);
