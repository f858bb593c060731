import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { describeLedger } from '../contracts/ledger.contract.js';
import { describeSending } from '../contracts/sending.contract.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;

describeLedger('SQLite in memory', () => openStore(':memory:'));
describeSending('SQLite in memory', () => openStore(':memory:'));
describeLedger('SQLite in a file', () => openStore(join(folder, `${++count}`, 'so-tay.sqlite')));
describeSending('SQLite in a file', () => openStore(join(folder, `${++count}`, 'so-tay.sqlite')));
