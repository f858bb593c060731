import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { restoreBackup } from '../../src/storage/backup/restore-backup.js';
import { writeBackup } from '../../src/storage/backup/write-backup.js';
import type { Occurrence } from '../../src/storage/campaigns.js';
import { openStore } from '../../src/storage/open-store.js';
import type { StorePlace } from '../../src/storage/store.js';
import { describeCampaigns } from '../contracts/campaigns.contract.js';
import { usePostgres } from '../support/open-postgres.js';
import { sampleCampaign } from '../support/sample-campaigns.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'campaigns-'));
});
afterAll(() => rm(folder, { recursive: true }));

let count = 0;
const newFile = () => join(folder, `${++count}`, 'so-tay.sqlite');
const postgres = usePostgres();

describeCampaigns('SQLite in a file', () => openStore(newFile()));
describeCampaigns('PostgreSQL', async () => openStore(await postgres.newPlace()));

const NOW = new Date('2027-07-21T03:00:00Z');
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const occurrence = (id: string, hours: number, status: Occurrence['status'] = 'planned'): Occurrence => ({
  id,
  campaignId: 'c',
  occasion: '2027-07-28',
  offsetDays: -7,
  dueAt: later(hours),
  status,
});

describe('campaigns in a backup', () => {
  it.each<[string, () => Promise<StorePlace>]>([
    ['SQLite', async () => newFile()],
    ['PostgreSQL', () => postgres.newPlace()],
  ])('come back with wishes and reports, but for what may have been said since (%s)', async (_, open) => {
    const place = await open();
    const store = await openStore(place);
    const report = {
      campaignId: 'c',
      occasion: '2027-07-28',
      unitId: 'u',
      sessions: 1,
      attending: 9,
      note: '',
      at: NOW,
    };
    await store.saveCampaign(sampleCampaign());
    await store.recordOccurrences([
      occurrence('said', -2, 'created'),
      occurrence('due', 1),
      occurrence('missed', 1, 'missed'),
      occurrence('ahead', 30, 'moved'),
    ]);
    await store.savePlannedUntil(NOW);
    await store.saveCampaignChoice({ memberId: 'm', campaignId: 'c' });
    for (const hours of [1, 30]) {
      await store.saveSnooze({ memberId: 'm', occurrenceId: `in-${hours}`, dueAt: later(hours) });
    }
    await store.saveUnitReport(report);
    await store.saveFeed({ tokenHash: 'h', memberId: 'm' });
    await store.close();
    const file = join(folder, `${++count}.gz`);
    await writeBackup(place, file, NOW);

    const restored = await open();
    await (await openStore(restored)).close();
    const folderOf = (of: StorePlace) => (typeof of === 'string' ? dirname(of) : of.folder);
    await copyFile(join(folderOf(place), 'address.key'), join(folderOf(restored), 'address.key'));
    await restoreBackup(restored, file, later(24));
    const other = await openStore(restored);
    expect(await other.listCampaigns()).toEqual([sampleCampaign()]);
    const states = (await other.listOccurrences({})).map(({ id, status }) => `${id} ${status}`);
    expect(states).toEqual(['said created', 'due cancelled', 'missed cancelled', 'ahead moved']);
    expect(await other.findPlannedUntil()).toEqual(later(24));
    expect(await other.listCampaignChoices({ memberIds: ['m'] })).toEqual([{ memberId: 'm', campaignId: 'c' }]);
    expect((await other.listSnoozesOf('m')).map(({ occurrenceId }) => occurrenceId)).toEqual(['in-30']);
    expect(await other.listUnitReports(report)).toEqual([report]);
    expect(await other.findFeed('h')).toEqual({ tokenHash: 'h', memberId: 'm' });
    await other.close();
  });
});
