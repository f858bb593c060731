import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '../../src/people/member.js';
import { compileSegment, type Segment } from '../../src/people/segment.js';
import type { Unit } from '../../src/people/unit.js';
import { treeOn } from '../../src/people/unit-tree.js';
import { SAMPLE_UNITS } from '../support/sample-units.js';

const ended: Unit = {
  id: 'cu',
  name: 'Công đoàn cũ',
  kind: 'group',
  validFrom: '2020-01-01',
  validTo: '2025-06-30',
  mergedInto: 'truong',
};
const tree = treeOn([...SAMPLE_UNITS, ended], '2026-11-24');
const member = (more: Partial<Member> = {}): Member => ({
  id: 'm',
  status: 'joined',
  roles: [{ role: 'member' }],
  unitId: 'truong',
  addresses: [{ address: { channel: 'telegram', chat: '1' }, state: 'reachable', lastInteractionAt: new Date(0) }],
  topics: ['thong-bao'],
  consents: [],
  joinedOn: '2026-01-15',
  ...more,
});
const isIn = (segment: Segment, of: Member = member()) => compileSegment(segment, tree)(of);

describe('a segment', () => {
  it.each<[Segment, boolean]>([
    [{ everybody: true }, true],
    [{ branch: 'tinh' }, true],
    [{ branch: 'tan-phong' }, true],
    [{ branch: 'truong' }, true],
    [{ branch: 'thuy-dien' }, false],
    [{ branch: 'doan-ket' }, false],
    [{ branch: 'không có' }, false],
    [{ branch: 'cu' }, true],
    [{ role: 'member' }, true],
    [{ role: 'admin' }, false],
    [{ topic: 'thong-bao' }, true],
    [{ topic: 'sinh-hoat' }, false],
    [{ channel: 'telegram' }, true],
    [{ channel: 'zalo-oa' }, false],
    [{ joinedFrom: '2026-01-15' }, true],
    [{ joinedBefore: '2026-01-15' }, false],
    [{ and: [] }, true],
    [{ or: [] }, false],
    [{ and: [{ branch: 'tan-phong' }, { not: { topic: 'sinh-hoat' } }] }, true],
    [{ or: [{ branch: 'may' }, { role: 'admin' }] }, false],
  ])('%j', (segment, expected) => {
    expect(isIn(segment)).toBe(expected);
  });

  it('counts who belonged to a unit that was merged to what it was merged into', () => {
    expect(isIn({ branch: 'tan-phong' }, member({ unitId: 'cu' }))).toBe(true);
    expect(isIn({ branch: 'doan-ket' }, member({ unitId: 'cu' }))).toBe(false);
    const { unitId: _, ...without } = member();
    expect(isIn({ branch: 'tinh' }, without)).toBe(false);
  });

  const leaf = fc.constantFrom<Segment>(
    { branch: 'tan-phong' },
    { branch: 'doan-ket' },
    { topic: 'thong-bao' },
    { role: 'admin' },
  );
  const { segment } = fc.letrec<{ segment: Segment }>((tie) => ({
    segment: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('segment'), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie('segment'), { maxLength: 3 }).map((or) => ({ or })),
      tie('segment').map((not) => ({ not })),
    ),
  }));
  const who = fc.constantFrom(
    member(),
    member({ unitId: 'may' }),
    member({ topics: [] }),
    member({ roles: [{ role: 'admin' }] }),
  );

  it('obeys the laws of logic', () => {
    fc.assert(
      fc.property(segment, segment, who, (a, b, of) => {
        expect(isIn({ not: { not: a } }, of)).toBe(isIn(a, of));
        expect(isIn({ not: { and: [a, b] } }, of)).toBe(isIn({ or: [{ not: a }, { not: b }] }, of));
        expect(isIn({ and: [a, { branch: 'tan-phong' }] }, of)).toBe(isIn(a, of) && isIn({ branch: 'tan-phong' }, of));
      }),
    );
  });
});
