import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { giveConsent, hasConsent, mayReceive, withdrawConsent } from '../../src/people/consent.js';
import { type Member, type Purpose, TOPICS } from '../../src/people/member.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const later = (n: number) => new Date(NOW.getTime() + n);
const NOBODY: Member = {
  id: 'm1',
  status: 'joined',
  roles: [],
  addresses: [],
  topics: [],
  consents: [],
  joinedOn: '2026-11-24',
};

describe('consent', () => {
  it('presets nothing', () => {
    for (const topic of TOPICS) expect(mayReceive(NOBODY, topic)).toBe(false);
  });

  it('takes a yes to a topic as no yes to joining, and the other way round', () => {
    expect(mayReceive(giveConsent(NOBODY, 'thong-bao', 'v1', NOW), 'thong-bao')).toBe(false);
    expect(mayReceive(giveConsent(NOBODY, 'join', 'v1', NOW), 'thong-bao')).toBe(false);
    const both = giveConsent(giveConsent(NOBODY, 'join', 'v1', NOW), 'thong-bao', 'v1', NOW);
    expect(mayReceive(both, 'thong-bao')).toBe(true);
    expect(mayReceive(both, 'sinh-hoat')).toBe(false);
  });

  it('keeps the first yes, and the proof of one that was taken back', () => {
    const once = giveConsent(NOBODY, 'thong-bao', 'v1', NOW);
    expect(giveConsent(once, 'thong-bao', 'v2', later(1))).toBe(once);
    const back = withdrawConsent(once, 'thong-bao', later(2));
    expect(back.consents).toEqual([{ purpose: 'thong-bao', textVersion: 'v1', givenAt: NOW, withdrawnAt: later(2) }]);
    const again = giveConsent(back, 'thong-bao', 'v2', later(3));
    expect(again.consents).toHaveLength(2);
    expect(again.topics).toEqual(['thong-bao']);
  });

  it('stops everything with the yes to joining', () => {
    const all = [...TOPICS, 'join' as const].reduce<Member>((m, purpose) => giveConsent(m, purpose, 'v1', NOW), NOBODY);
    const left = withdrawConsent(all, 'join', later(1));
    expect(left).toMatchObject({ status: 'left', topics: [] });
    expect(TOPICS.some((topic) => mayReceive(left, topic))).toBe(false);
  });

  it('keeps topics and open yeses the same, whatever is given and taken back', () => {
    const acts = fc.array(fc.tuple(fc.boolean(), fc.constantFrom<Purpose>('join', ...TOPICS)), { maxLength: 30 });
    fc.assert(
      fc.property(acts, (list) => {
        const member = list.reduce(
          (m, [gives, purpose], n) =>
            gives ? giveConsent(m, purpose, 'v', later(n)) : withdrawConsent(m, purpose, later(n)),
          NOBODY,
        );
        expect(member.topics).toEqual(TOPICS.filter((topic) => hasConsent(member, topic)));
        const open = member.consents.filter(({ withdrawnAt }) => !withdrawnAt).map(({ purpose }) => purpose);
        expect(new Set(open).size).toBe(open.length);
      }),
    );
  });
});
