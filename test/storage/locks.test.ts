import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { holdServiceLock, withWriteLock } from '../../src/storage/locks.js';
import type { StorePlace } from '../../src/storage/store.js';
import { usePostgres } from '../support/open-postgres.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-khoa-'));
});
afterAll(() => rm(folder, { recursive: true }));

function describeLocks(name: string, newPlace: () => Promise<StorePlace>): void {
  describe(`locks (${name})`, () => {
    it('let one write at a time: who comes later waits for its turn', async () => {
      const place = await newPlace();
      const told: string[] = [];
      let finish = (): void => undefined;
      const isBegun = new Promise<void>((begun) => {
        void withWriteLock(place, async () => {
          begun();
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          told.push('first');
        });
      });
      await isBegun;
      const second = withWriteLock(place, async () => void told.push('second'));
      finish();
      await second;
      expect(told).toEqual(['first', 'second']);
    });

    it('are free again where the work failed', async () => {
      const place = await newPlace();
      const broken = new AppError('invalid-input', 'hỏng');
      await expect(withWriteLock(place, () => Promise.reject(broken))).rejects.toBe(broken);
      expect(await withWriteLock(place, async () => 'written')).toBe('written');
    });

    it('tell who wants to be alone that a service runs, until it ends', async () => {
      const place = await newPlace();
      const release = await holdServiceLock(place, 'serving');
      await expect(holdServiceLock(place, 'alone')).rejects.toMatchObject({ code: 'unavailable' });
      await release();
      await (await holdServiceLock(place, 'alone'))();
    });
  });
}

describeLocks('SQLite', async () => join(await mkdtemp(join(folder, 'd-')), 'so-tay.sqlite'));
const postgres = usePostgres();
describeLocks('PostgreSQL', () => postgres.newPlace());
