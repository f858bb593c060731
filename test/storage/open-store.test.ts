import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/storage/open-store.js';
import { describeStore, sampleDocument } from '../contracts/store.contract.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'store-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const newPath = () => join(folder, `${++count}`, 'so-tay.sqlite');

describeStore('SQLite in memory', () => openStore(':memory:'));
describeStore('SQLite in a file', () => openStore(newPath()));

describe('the store in a file', () => {
  const document = sampleDocument('37-QĐ/TW', '2021-10-25', ['Một.', 'Hai.']);

  it('survives closing and opening', async () => {
    const path = newPath();
    const first = await openStore(path);
    await first.saveDocument(document);
    await first.close();
    const second = await openStore(path);
    expect(await second.listDocuments()).toEqual([document]);
    await second.close();
  });

  it('lets everything else happen while somebody asks on and on', async () => {
    const store = await openStore(newPath());
    let isTurn = false;
    setImmediate(() => {
      isTurn = true;
    });
    let asked = 0;
    for (; !isTurn && asked < 1_000; asked++) await store.listDocuments();
    expect(asked).toBeLessThan(1_000);
    await store.close();
  });

  it('is read by one process while another has it open', async () => {
    const path = newPath();
    const [writer, reader] = [await openStore(path), await openStore(path)];
    await writer.saveDocument(document);
    expect(await reader.listDocuments()).toEqual([document]);
    await Promise.all([writer.close(), reader.close()]);
  });

  it('says in words that a folder cannot be written', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    for (const path of [join(file, 'so-tay.sqlite'), '/proc/so-tay/so-tay.sqlite']) {
      await expect(openStore(path)).rejects.toMatchObject({
        code: 'unavailable',
        message: expect.stringContaining('DATA_DIR'),
      });
    }
  });

  it('says in words that a file is no database', async () => {
    const path = join(folder, 'broken.sqlite');
    await writeFile(path, 'đây không phải cơ sở dữ liệu '.repeat(100));
    await expect(openStore(path)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
