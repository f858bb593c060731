import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { giveOwnFeed, giveTopicFeed, listPublicDays } from '../../../src/outreach/feeds/give-feed.js';
import { createOwnFeed } from '../../../src/outreach/feeds/own-feed.js';
import type { OutreachDoors } from '../../../src/outreach/outreach-doors.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { createMember } from '../../support/outreach-samples.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const NOW = new Date('2026-11-16T03:00:00Z');
let store: Store;
let doors: OutreachDoors;
beforeEach(async () => {
  store = await openStore(':memory:');
  await store.saveUnits(SAMPLE_UNITS);
  const yearly = { ...SAMPLE_CAMPAIGN, schedule: { type: 'year' as const, month: 12, day: 22 } };
  await store.saveCampaign({ ...yearly, id: 'tat-ca' });
  await store.saveCampaign({ ...yearly, id: 'vai-tro', segment: { role: 'propagandist' } });
  await store.saveCampaign({ ...yearly, id: 'nhanh', segment: { branch: 'tan-phong' } });
  await store.saveCampaign({ ...yearly, id: 'viec-khac', topic: 'thong-bao' });
  await store.saveCampaign({ ...yearly, id: 'nhap', status: 'draft' });
  doors = { ...createOutreachDoors(store, () => NOW), writtenCampaigns: [] };
});
afterEach(() => store.close());

const idsIn = (feed = '') => Array.from(feed.matchAll(/UID:([\w-]+)@2026/g), ([, id]) => id).toSorted();

describe('whose days a calendar shows', () => {
  it('shows everybody what is not meant for one branch', async () => {
    expect(idsIn(await giveTopicFeed('sinh-hoat', doors))).toEqual(['tat-ca', 'vai-tro']);
    expect(idsIn(await giveTopicFeed('thong-bao', doors))).toEqual(['viec-khac']);
    expect((await listPublicDays(doors)).map(({ id }) => id).toSorted()).toEqual([
      'tat-ca@2026-12-22',
      'vai-tro@2026-12-22',
      'viec-khac@2026-12-22',
    ]);
  });

  it('shows a member what he is reminded of, and nobody once he left', async () => {
    const member = createMember('m', { unitId: 'truong' });
    await store.createMember(member);
    const path = await createOwnFeed(member, doors);
    const token = /rieng\/([\w-]+)\.ics/.exec(path)?.[1] ?? '';
    expect(idsIn(await giveOwnFeed(token, doors))).toEqual(['nhanh', 'tat-ca', 'viec-khac']);
    await store.saveCampaignChoice({ memberId: 'm', campaignId: 'tat-ca' });
    expect(idsIn(await giveOwnFeed(token, doors))).toEqual(['nhanh', 'viec-khac']);
    expect(await giveOwnFeed(token.toLowerCase(), doors)).toBeUndefined();
    await store.changeMember('m', (held) => ({ ...held, status: 'left' }));
    expect(await giveOwnFeed(token, doors)).toBeUndefined();
  });
});
