import { openStore } from '../../src/storage/open-store.js';
import { describeOutlines } from '../contracts/outlines.contract.js';
import { usePostgres } from '../support/open-postgres.js';

const postgres = usePostgres();

describeOutlines('SQLite in memory', () => openStore(':memory:'));
describeOutlines('PostgreSQL', async () => openStore(await postgres.newPlace()));
