import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { describeLedger } from '../contracts/ledger.contract.js';
import { describeRandomSending } from '../contracts/random-sending.contract.js';
import { describeSending } from '../contracts/sending.contract.js';
import { DRAIN_PER_SECOND, type Drained } from '../support/drain-ledger.js';
import { ROOT } from '../support/read-sources.js';
import { countByStatus, queued, startSending } from '../support/sample-broadcasts.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;

describeLedger('SQLite in memory', () => openStore(':memory:'));
describeSending('SQLite in memory', () => openStore(':memory:'));
describeRandomSending('SQLite in memory', () => openStore(':memory:'));
describeLedger('SQLite in a file', () => openStore(join(folder, `${++count}`, 'so-tay.sqlite')));
describeSending('SQLite in a file', () => openStore(join(folder, `${++count}`, 'so-tay.sqlite')));

describe('three processes on one file', () => {
  it('begin each row once, at one rate together', async () => {
    const file = join(folder, 'shared', 'so-tay.sqlite');
    const store = await openStore(file);
    const rows = Array.from({ length: 90 }, (_, n) => queued(`m${n}`));
    for (const id of ['a', 'b']) await startSending(store, id, rows);
    const drain = async (): Promise<Drained> => {
      const args = ['--import', 'tsx', join(ROOT, 'test/support/drain-ledger.ts'), file];
      return JSON.parse((await promisify(execFile)(process.execPath, args, { cwd: ROOT })).stdout);
    };
    const drained = await Promise.all([drain(), drain(), drain()]);
    const begun = drained.flatMap((each) => each.begun);
    expect([begun.length, new Set(begun).size]).toEqual([180, 180]);
    for (const id of ['a', 'b']) expect(await countByStatus(store, id)).toEqual({ sent: 90 });
    const places = drained.flatMap((each) => each.places).toSorted((one, two) => one - two);
    const gaps = places.slice(1).map((place, at) => place - places[at]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000 / DRAIN_PER_SECOND - 1);
    await store.close();
  });
});
