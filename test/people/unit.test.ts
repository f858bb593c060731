import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/people/unit.js';
import { listUnitFlaws } from '../../src/people/unit-flaws.js';
import { treeOn } from '../../src/people/unit-tree.js';
import { foldText } from '../../src/text/vietnamese-text.js';

const DAY = '2026-11-24';
const unit = (id: string, more: Partial<Unit> = {}): Unit => ({
  id,
  name: `Đơn vị ${id}`,
  kind: 'group',
  validFrom: '2025-07-01',
  ...more,
});

/** Each unit hangs on one before it, or on none. */
const soundTrees = fc
  .array(fc.option(fc.nat(), { nil: undefined }), { minLength: 1, maxLength: 40 })
  .map((parents) =>
    parents.map((parent, n) => unit(`u${n}`, n > 0 && parent !== undefined ? { parentId: `u${parent % n}` } : {})),
  );
/** Parents are anything: rings, strangers, themselves. */
const wildTrees = fc
  .array(fc.option(fc.nat(14), { nil: undefined }), { minLength: 1, maxLength: 12 })
  .map((parents) => parents.map((parent, n) => unit(`u${n}`, parent === undefined ? {} : { parentId: `u${parent}` })));

describe('treeOn', () => {
  it('says the same of a branch by every verb, in sound trees and in broken ones', () => {
    fc.assert(
      fc.property(fc.oneof(soundTrees, wildTrees), (units) => {
        const tree = treeOn(units, DAY);
        for (const { id } of units) {
          const branch = tree.branchOf(id);
          for (const other of units) {
            expect(tree.isWithin(other.id, id)).toBe(branch.has(other.id));
            expect(tree.pathTo(other.id).some((each) => each.id === id)).toBe(branch.has(other.id));
          }
          const below = tree.childrenOf(id).flatMap((child) => [...tree.branchOf(child.id)]);
          expect([id, ...below].toSorted()).toEqual([...branch].toSorted());
        }
        expect(tree.roots.flatMap((root) => [...tree.branchOf(root.id)]).toSorted()).toEqual(
          units.map(({ id }) => id).toSorted(),
        );
      }),
    );
  });

  it('lists every unit once, each behind the one above it', () => {
    fc.assert(
      fc.property(fc.oneof(soundTrees, wildTrees), (units) => {
        const tree = treeOn(units, DAY);
        const places = new Map(tree.units.map(({ id }, place) => [id, place]));
        expect(tree.units).toHaveLength(units.length);
        for (const { id } of units) {
          const parent = tree.pathTo(id).at(-2);
          if (parent) expect(places.get(parent.id)!).toBeLessThan(places.get(id)!);
        }
      }),
    );
  });

  it('keeps the parent that was written wherever there is one and no ring', () => {
    fc.assert(
      fc.property(soundTrees, (units) => {
        const tree = treeOn(units, DAY);
        for (const { id, parentId } of units) expect(tree.pathTo(id).at(-2)?.id).toBe(parentId);
        expect(listUnitFlaws(units)).toEqual([]);
      }),
    );
  });

  it('makes a root of a unit with a stranger above, and of each in a ring, never of what hangs below', () => {
    const tree = treeOn(
      [
        unit('lac', { parentId: 'khong-co' }),
        unit('a', { parentId: 'b' }),
        unit('b', { parentId: 'a' }),
        unit('duoi-b', { parentId: 'b' }),
        unit('minh', { parentId: 'minh' }),
      ],
      DAY,
    );
    expect(tree.roots.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'lac', 'minh']);
    expect(tree.pathTo('duoi-b').map(({ id }) => id)).toEqual(['b', 'duoi-b']);
    expect(tree.isWithin('duoi-b', 'a')).toBe(false);
  });

  it('knows nothing of an id that is not there', () => {
    const tree = treeOn([unit('a'), unit('sau-nay', { validFrom: '2030-01-01', parentId: 'a' })], DAY);
    for (const id of ['sau-nay', 'khong-co', '__proto__', '']) {
      expect([tree.find(id), tree.standingFor(id)]).toEqual([undefined, undefined]);
      expect([tree.childrenOf(id), tree.pathTo(id), [...tree.branchOf(id)]]).toEqual([[], [], []]);
      expect([tree.isWithin(id, id), tree.isWithin('a', id), tree.isWithin(id, 'a')]).toEqual([false, false, false]);
    }
  });

  it('moves a unit on its day', () => {
    const units = [
      unit('bac'),
      unit('nam'),
      unit('to-1', { parentId: 'bac', validTo: '2026-02-28' }),
      unit('to-1', { parentId: 'nam', validFrom: '2026-03-01', name: 'Tên mới' }),
    ];
    expect(treeOn(units, '2025-06-30').find('to-1')).toBeUndefined();
    expect(
      treeOn(units, '2026-02-28')
        .pathTo('to-1')
        .map(({ id }) => id),
    ).toEqual(['bac', 'to-1']);
    expect(
      treeOn(units, '2026-03-01')
        .pathTo('to-1')
        .map(({ id }) => id),
    ).toEqual(['nam', 'to-1']);
    expect(treeOn(units, '2026-03-01').find('to-1')?.name).toBe('Tên mới');
  });

  it('takes the later of periods that overlap, in whatever order they lie', () => {
    const periods = [unit('a', { name: 'Cũ' }), unit('a', { name: 'Mới', validFrom: '2026-01-01' })];
    for (const units of [periods, periods.toReversed()]) expect(treeOn(units, DAY).find('a')?.name).toBe('Mới');
  });

  it('follows mergers one after the other, and only those that have happened', () => {
    const units = [
      unit('huyen', { validFrom: '2010-01-01', validTo: '2025-06-30', mergedInto: 'xa' }),
      unit('xa', { validTo: '2026-06-30', mergedInto: 'phuong' }),
      unit('phuong'),
      unit('het', { validTo: '2026-01-01' }),
      unit('nham', { validTo: '2026-01-01', mergedInto: 'lan' }),
      unit('lan', { validTo: '2026-01-01', mergedInto: 'nham' }),
    ];
    const on = (day: string) => (id: string) => treeOn(units, day).standingFor(id)?.id;
    expect(['huyen', 'xa', 'phuong', 'het', 'nham'].map(on(DAY))).toEqual([
      'phuong',
      'phuong',
      'phuong',
      undefined,
      undefined,
    ]);
    expect(['huyen', 'xa'].map(on('2026-06-30'))).toEqual(['xa', 'xa']);
    expect(on('2020-01-01')('xa')).toBeUndefined();
  });

  it('ends a chain of mergers of any length at the unit that stands', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (length) => {
        const ended = Array.from({ length }, (_, n) =>
          unit(`u${n}`, { validTo: '2026-01-01', mergedInto: `u${n + 1}` }),
        );
        const tree = treeOn([...ended, unit(`u${length}`)], DAY);
        for (const { id } of ended) expect(tree.standingFor(id)?.id).toBe(`u${length}`);
      }),
    );
  });

  it('orders names as Vietnamese does, and numbers as numbers', () => {
    const names = ['Tổ 10', 'Tổ 2', 'Đoàn Kết', 'Dào San', 'Ế', 'Anh Dũng'];
    const tree = treeOn(
      names.map((name, n) => unit(`u${n}`, { name })),
      DAY,
    );
    expect(tree.roots.map(({ name }) => name)).toEqual(['Anh Dũng', 'Dào San', 'Đoàn Kết', 'Ế', 'Tổ 2', 'Tổ 10']);
  });

  it('serves five thousand units, wide or deep', () => {
    const wide = Array.from({ length: 5_000 }, (_, n) => unit(`u${n}`, n === 0 ? {} : { parentId: 'u0' }));
    const deep = Array.from({ length: 5_000 }, (_, n) => unit(`u${n}`, n === 0 ? {} : { parentId: `u${n - 1}` }));
    for (const units of [wide, deep]) {
      const tree = treeOn(units, DAY);
      expect(tree.branchOf('u0').size).toBe(5_000);
      expect(tree.units).toHaveLength(5_000);
      expect(tree.isWithin('u4999', 'u0')).toBe(true);
      expect(listUnitFlaws(units)).toEqual([]);
    }
  });
});

const NAMED = [
  'Liên đoàn Lao động tỉnh Lai Châu',
  'Công đoàn phường Tân Phong',
  'Công đoàn phường Đoàn Kết',
  'Công đoàn xã mẫu 1',
  'Công đoàn cơ sở Thủy điện mẫu',
  'Công đoàn cơ sở Công ty Chè mẫu',
  'Công đoàn cơ sở Bệnh viện mẫu',
  'Nghiệp đoàn cơ sở Xây dựng mẫu',
].map((name, n) => unit(`u${n}`, { name, ...(n === 0 ? {} : { parentId: 'u0' }) }));

describe('search', () => {
  const tree = treeOn(NAMED, DAY);
  const firstOf = (words: string) => tree.search(words, 5)[0]?.name;

  it('finds every unit first by its whole name, without marks and in any case too', () => {
    for (const { name } of NAMED) {
      for (const words of [name, foldText(name), name.toUpperCase(), name.normalize('NFD')]) {
        expect(firstOf(words)).toBe(name);
      }
    }
  });

  it.each([
    ['tân phong', 'Công đoàn phường Tân Phong'],
    ['phong tân', 'Công đoàn phường Tân Phong'],
    ['cđ p tan phong', 'Công đoàn phường Tân Phong'],
    ['doan ke', 'Công đoàn phường Đoàn Kết'],
    ['thuỷ điện', 'Công đoàn cơ sở Thủy điện mẫu'],
    ['CĐCS thuy dien', 'Công đoàn cơ sở Thủy điện mẫu'],
    ['cty che', 'Công đoàn cơ sở Công ty Chè mẫu'],
    ['LĐLĐ tỉnh', 'Liên đoàn Lao động tỉnh Lai Châu'],
    ['công đoàn phường tân phong tỉnh lai châu', 'Công đoàn phường Tân Phong'],
  ])('finds by a part: %s', (words, name) => expect(firstOf(words)).toBe(name));

  it.each([
    ['tan phogn', 'Công đoàn phường Tân Phong'],
    ['tam phong', 'Công đoàn phường Tân Phong'],
    ['thuy dienn', 'Công đoàn cơ sở Thủy điện mẫu'],
    ['nghep doan', 'Nghiệp đoàn cơ sở Xây dựng mẫu'],
    ['bennh vien', 'Công đoàn cơ sở Bệnh viện mẫu'],
  ])('finds with one slip: %s', (words, name) => expect(firstOf(words)).toBe(name));

  it('finds a name whose longest word lost, gained or swapped a letter', () => {
    const slips = fc.record({ name: fc.constantFrom(...NAMED.slice(1)), at: fc.nat(20), slip: fc.nat(2) });
    fc.assert(
      fc.property(slips, ({ name: { name }, at, slip }) => {
        const words = foldText(name).split(' ');
        const longest = words.toSorted((a, b) => b.length - a.length)[0]!;
        const place = at % (longest.length - 1);
        const [before, letters, after] = [
          longest.slice(0, place),
          longest.slice(place, place + 2),
          longest.slice(place + 2),
        ];
        const slipped = [letters[1]!, `${letters}${letters[1]}`, `${letters[1]}${letters[0]}`][slip]!;
        const typed = words.map((word) => (word === longest ? before + slipped + after : word)).join(' ');
        expect(firstOf(typed)).toBe(name);
      }),
    );
  });

  it('finds nothing where nothing is meant', () => {
    for (const words of ['', '   ', '?!', 'công đoàn phường Quyết Thắng', 'xyz', '*', '__proto__', 'constructor']) {
      expect(tree.search(words, 5).map(({ name }) => name)).toEqual([]);
    }
  });

  it('bears any text, keeps to the limit and to units that stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(3), (words, limit) => {
        const found = tree.search(words, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        for (const each of found) expect(tree.find(each.id)).toBe(each);
      }),
    );
    const ended = treeOn([unit('cu', { name: 'Huyện cũ', validTo: '2025-12-31' })], DAY);
    expect(ended.search('huyện cũ', 5)).toEqual([]);
  });
});

describe('listUnitFlaws', () => {
  const tell = (units: readonly Unit[]) =>
    listUnitFlaws(units).map(({ unitId, kind, day }) => `${unitId} ${kind} ${day}`);

  it('tells of dates the wrong way round, and of periods that overlap', () => {
    expect(tell([unit('a', { validTo: '2025-06-30' })])).toEqual(['a dates 2025-07-01']);
    expect(tell([unit('a'), unit('a', { validFrom: '2026-01-01' })])).toEqual(['a overlap 2026-01-01']);
    expect(tell([unit('a', { validTo: '2025-12-31' }), unit('a', { validFrom: '2025-12-31' })])).toEqual([
      'a overlap 2025-12-31',
    ]);
    expect(tell([unit('a', { validTo: '2025-12-31' }), unit('a', { validFrom: '2026-01-01' })])).toEqual([]);
    const long = unit('a', { validFrom: '2020-01-01', validTo: '2030-01-01' });
    const within = [
      unit('a', { validFrom: '2021-01-01', validTo: '2021-12-31' }),
      unit('a', { validFrom: '2025-01-01' }),
    ];
    expect(tell([...within, long])).toEqual(['a overlap 2021-01-01', 'a overlap 2025-01-01']);
  });

  it('tells from which day a parent is missing', () => {
    const child = unit('con', { parentId: 'cha' });
    expect(tell([child])).toEqual(['con parent 2025-07-01']);
    expect(tell([child, unit('cha', { validFrom: '2025-08-01' })])).toEqual(['con parent 2025-07-01']);
    expect(tell([child, unit('cha', { validTo: '2026-02-28' })])).toEqual(['con parent 2026-03-01']);
    const handedOn = [unit('cha', { validTo: '2026-02-28' }), unit('cha', { validFrom: '2026-03-01' })];
    expect(tell([child, ...handedOn])).toEqual([]);
    expect(tell([{ ...child, validTo: '2026-02-28' }, handedOn[0]!])).toEqual([]);
  });

  it('tells of rings, from the day on which they close, and not of what hangs on them', () => {
    expect(tell([unit('a', { parentId: 'a' })])).toEqual(['a ring 2025-07-01']);
    const closing = [
      unit('a', { parentId: 'b' }),
      unit('b', { validTo: '2025-12-31' }),
      unit('b', { validFrom: '2026-01-01', parentId: 'a' }),
      unit('c', { parentId: 'b' }),
    ];
    expect(tell(closing)).toEqual(['a ring 2026-01-01', 'b ring 2026-01-01']);
  });

  it('tells of mergers into nowhere, into the unit itself, in a circle, and without an end', () => {
    const ended = { validTo: '2026-01-01' };
    expect(tell([unit('a', { ...ended, mergedInto: 'x' })])).toEqual(['a merger 2025-07-01']);
    expect(tell([unit('a', { ...ended, mergedInto: 'a' })])).toEqual(['a merger 2025-07-01']);
    expect(tell([unit('a', { mergedInto: 'b' }), unit('b')])).toEqual(['a merger 2025-07-01']);
    expect(tell([unit('a', { ...ended, mergedInto: 'b' }), unit('b', { ...ended, mergedInto: 'a' })])).toEqual([
      'a merger 2025-07-01',
      'b merger 2025-07-01',
    ]);
    expect(tell([unit('a', { ...ended, mergedInto: 'b' }), unit('b', ended)])).toEqual(['a merger 2025-07-01']);
    expect(tell([unit('a', { ...ended, mergedInto: 'b' }), unit('b')])).toEqual([]);
  });

  it('tells of a ring or a missing parent exactly where the tree had to make a root', () => {
    fc.assert(
      fc.property(wildTrees, (units) => {
        const tree = treeOn(units, DAY);
        const made = units.filter(
          ({ id, parentId }) => parentId !== undefined && tree.roots.some((root) => root.id === id),
        );
        expect(listUnitFlaws(units).map(({ unitId }) => unitId)).toEqual(made.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('says in words what is wrong', () => {
    expect(listUnitFlaws([unit('con', { parentId: 'cha' })])[0]!.message).toBe(
      'cấp trên cha không có trong danh sách đơn vị',
    );
  });
});
