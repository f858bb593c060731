import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { describeCampaigns } from '../contracts/campaigns.contract.js';
import { usePostgres } from '../support/open-postgres.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaigns-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const postgres = usePostgres();

describeCampaigns('SQLite in a file', () => openStore(join(folder, `${++count}`, 'so-tay.sqlite')));
describeCampaigns('PostgreSQL', async () => openStore(await postgres.newPlace()));
