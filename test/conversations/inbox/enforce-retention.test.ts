import { describe, expect, it, onTestFinished } from 'vitest';
import { enforceRetention } from '../../../src/conversations/inbox/enforce-retention.js';
import { giveConsent, withdrawConsent } from '../../../src/people/consent.js';
import type { Member } from '../../../src/people/member.js';
import { openStore } from '../../../src/storage/open-store.js';

const START = Date.UTC(2026, 10, 24, 3);
const DAY_MS = 86_400_000;
const keepDays = { left: 30, audit: 100, requests: 50, feedback: 40, counts: 20, broadcasts: 60 };
const on = (day: number) => new Date(START + day * DAY_MS);

function memberOf(id: string): Member {
  const bare: Member = {
    id,
    status: 'joined',
    roles: [],
    addresses: [{ address: { channel: 'telegram', chat: id }, state: 'reachable', lastInteractionAt: on(0) }],
    topics: [],
    consents: [],
    joinedOn: '2026-11-24',
  };
  return giveConsent(bare, 'join', 'v1', on(0));
}

describe('retention', () => {
  it('keeps each as long as its setting says, and not longer', async () => {
    const people = await openStore(':memory:');
    onTestFinished(() => people.close());
    await people.createMember(memberOf('stays'));
    await people.createMember(withdrawConsent(memberOf('left'), 'join', on(0)));
    await people.recordAudit({ at: on(0), actor: 'system', action: 'x', details: {} });
    await people.saveRequest({ id: 'r', kind: 'see', madeAt: on(0), deadline: '2026-12-04', doneAt: on(0) });
    await people.saveRequest({ id: 'open', kind: 'see', madeAt: on(0), deadline: '2026-12-04' });
    await people.saveFeedback({ id: 'f', day: '2026-11-24', topic: 'khac', text: 'Góp ý' });
    for (let n = 0; n < 10; n++) await people.countAnswer({ documentId: '37', day: '2026-11-24' });

    await people.createBroadcast({
      id: 'ABCD2345',
      origin: 'shell',
      author: 'system',
      content: {
        topic: 'thong-bao',
        audience: { type: 'members', segment: { everybody: true } },
        messages: [{ text: 'Mời họp', attachments: [], buttons: [] }],
        isUrgent: false,
        dueAt: on(0),
        expiresAt: on(0),
      },
      createdAt: on(0),
      approvals: [],
      status: 'done',
      isPlanned: true,
      toldAt: on(0),
    });

    await people.saveCampaignChoice({ memberId: 'stays', campaignId: 'hop', occasion: '2026-11-24' });
    await people.saveCampaignChoice({ memberId: 'stays', campaignId: 'hop' });

    const left = async (day: number) => {
      await enforceRetention({
        people,
        outreach: { ledger: people, campaigns: people },
        clock: () => on(day),
        keepDays,
      });
      return [
        (await people.listAnswerCounts('2026-01-01')).length > 0 && 'counts',
        (await people.findMember('left')) !== undefined && 'left',
        (await people.listFeedback(9)).length > 0 && 'feedback',
        (await people.listRequests()).some(({ id }) => id === 'r') && 'request',
        (await people.findBroadcast('ABCD2345')) !== undefined && 'broadcast',
        (await people.listAudit(9)).length > 0 && 'audit',
        (await people.listCampaignChoices({ memberIds: ['stays'] })).length > 1 && 'done',
      ].filter(Boolean);
    };
    expect(await left(19)).toEqual(['counts', 'left', 'feedback', 'request', 'broadcast', 'audit', 'done']);
    expect(await left(22)).toEqual(['left', 'feedback', 'request', 'broadcast', 'audit', 'done']);
    expect(await left(31)).toEqual(['feedback', 'request', 'broadcast', 'audit', 'done']);
    expect(await left(42)).toEqual(['request', 'broadcast', 'audit', 'done']);
    expect(await left(51)).toEqual(['broadcast', 'audit', 'done']);
    expect(await left(61)).toEqual(['audit']);
    expect(await left(101)).toEqual([]);
    expect(await people.findMember('stays')).toBeDefined();
    expect(await people.listCampaignChoices({ memberIds: ['stays'] })).toEqual([
      { memberId: 'stays', campaignId: 'hop' },
    ]);
    // What nobody acted on is never forgotten.
    expect((await people.listRequests()).map(({ id }) => id)).toEqual(['open']);
  });
});
