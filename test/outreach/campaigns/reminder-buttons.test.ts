import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { toContent } from '../../../src/outreach/campaigns/to-content.js';
import { renderForChannel } from '../../../src/outreach/drafting/render-broadcast.js';
import { occurrenceId } from '../../../src/people/campaign.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { FACES } from '../../support/faces.js';
import { SAMPLE_CAMPAIGN } from '../../support/sample-campaign.js';

const NOW = new Date('2026-11-18T01:00:00Z');
let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
});
afterEach(() => store.close());

const CAPABILITIES = Object.fromEntries(FACES.map(([, channel, capabilities]) => [channel, capabilities]));
const remind = (id: string) => ({
  id: occurrenceId(id, '2026-11-25', -7),
  campaign: { ...SAMPLE_CAMPAIGN, id },
  milestone: SAMPLE_CAMPAIGN.milestones[0]!,
  occasion: '2026-11-25',
  dueAt: NOW,
});

async function render(channel: 'telegram' | 'zalo-bot', ...ids: readonly [string, ...string[]]) {
  const doors = createOutreachDoors(store, () => NOW);
  const [first, ...rest] = ids;
  const content = toContent([remind(first), ...rest.map(remind)], NOW, doors);
  const broadcast = { id: remind(first).id, content };
  return renderForChannel(broadcast, 0, CAPABILITIES[channel]!, doors);
}

describe('below a reminder', () => {
  it('stands what can be done about it, in what a button of a platform may hold', async () => {
    const longest = 'a'.repeat(36);
    const [message] = await render('telegram', longest);
    expect(message?.buttons).toEqual(
      ['xong', 'lai', 'thoi'].map((act) => ({
        label: expect.any(String),
        send: `/nhac ${longest}@2026-11-25-d-7 ${act}`,
      })),
    );
    expect(message?.text).toMatch(/^Còn 7 ngày đến hạn 25\/11\/2026\./);
    for (const button of message?.buttons ?? []) {
      expect('send' in button && Buffer.byteLength(button.send)).toBeLessThanOrEqual(64);
    }
  });

  it('stands the way to the list, where it is of several things', async () => {
    const [message] = await render('telegram', 'mot', 'hai');
    expect(message?.buttons).toEqual([{ label: 'Các việc của tôi', send: '/lich' }]);
  });

  it('stands what to type, where there are no buttons', async () => {
    const [message] = await render('zalo-bot', 'mot');
    expect(message?.buttons ?? []).toEqual([]);
    expect(message?.text).toContain('gõ /lich');
  });
});
