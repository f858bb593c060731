import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Document, Relation, RelationType } from '../../src/documents/document.js';
import { createLibrary } from '../../src/documents/library.js';
import { validityOn } from '../../src/documents/validity.js';
import { createDocument, type DocumentParts } from '../support/create-documents.js';

const relation = (type: RelationType, number: string, since?: string): Relation => ({
  type,
  target: { number },
  ...(since ? { since } : {}),
  source: 'https://example.vn',
});

const checked = (parts: DocumentParts): Document => createDocument({ checkedOn: '2026-11-24', ...parts });

const rule47 = checked({ number: '47-QĐ/TW', issuedOn: '2011' });
const rule37 = checked({ number: '37-QĐ/TW', issuedOn: '2021-10-25', relations: [relation('replaces', '47-QĐ/TW')] });
const rule207 = checked({
  number: '207-QĐ/TW',
  issuedOn: '2026-07-26',
  relations: [relation('replaces', '37-QĐ/TW', '2026-07-26')],
});
const chain = createLibrary([rule207, rule47, rule37]);

const successorsOn = (document: Document, day: string, library = chain): string[] =>
  validityOn(document, day, library).successors.map((successor) => successor.document.number!);

describe('validityOn', () => {
  it('follows a chain of replacements to its end, oldest first', () => {
    expect(successorsOn(rule47, '2026-11-24')).toEqual(['37-QĐ/TW', '207-QĐ/TW']);
    expect(successorsOn(rule37, '2026-11-24')).toEqual(['207-QĐ/TW']);
    expect(successorsOn(rule207, '2026-11-24')).toEqual([]);
  });

  it('says which of a chain is in force, and since when the others are not', () => {
    const on = (document: Document) => validityOn(document, '2026-11-24', chain);
    expect([on(rule47).inForce, on(rule37).inForce, on(rule207).inForce]).toEqual([false, false, true]);
    expect([on(rule47).replacedOn, on(rule37).replacedOn, on(rule207).replacedOn]).toEqual([
      '2021-10-25',
      '2026-07-26',
      undefined,
    ]);
  });

  it('answers for a day in the past as it stood then', () => {
    expect(validityOn(rule37, '2023-01-01', chain)).toEqual({
      inForce: true,
      hasBegun: true,
      successors: [],
      checkedOn: '2026-11-24',
    });
    expect(validityOn(rule47, '2023-01-01', chain).inForce).toBe(false);
    expect(successorsOn(rule47, '2023-01-01')).toEqual(['37-QĐ/TW']);
    expect(validityOn(rule47, '2021-10-24', chain).inForce).toBe(true);
  });

  it('changes on the very day of the replacement', () => {
    expect(validityOn(rule37, '2026-07-25', chain).inForce).toBe(true);
    expect(validityOn(rule37, '2026-07-26', chain).inForce).toBe(false);
  });

  it('has nothing in force before it was issued, to the day or, where only that is known, the year', () => {
    expect(validityOn(rule207, '2026-07-25', chain).inForce).toBe(false);
    expect(validityOn(rule47, '2010-12-31', chain).inForce).toBe(false);
    expect(validityOn(rule47, '2011-01-01', chain).inForce).toBe(true);
  });

  it('begins on the day of effect where that is later than the day of issue, and so does what it replaces end', () => {
    const old = checked({ number: '13/2023/NĐ-CP', issuedOn: '2023' });
    const law = checked({
      number: '356/2025/NĐ-CP',
      issuedOn: '2025-12-31',
      effectiveFrom: '2026-01-01',
      relations: [relation('replaces', '13/2023/NĐ-CP')],
    });
    const library = createLibrary([old, law]);
    expect([validityOn(law, '2025-12-31', library).inForce, validityOn(old, '2025-12-31', library).inForce]).toEqual([
      false,
      true,
    ]);
    expect([validityOn(law, '2026-01-01', library).inForce, validityOn(old, '2026-01-01', library).inForce]).toEqual([
      true,
      false,
    ]);
  });

  it('ends behind its last day', () => {
    const document = checked({ number: '22/2026/NQ-CP', issuedOn: '2026-04-29', effectiveTo: '2027-03-01' });
    const library = createLibrary([document]);
    expect(validityOn(document, '2027-03-01', library).inForce).toBe(true);
    expect(validityOn(document, '2027-03-02', library).inForce).toBe(false);
  });

  it('holds a document to be confirmed once another follows it without a stated replacement', () => {
    const rule296 = checked({ number: '296-QĐ/TW', issuedOn: '2025-05-30' });
    const rule21 = checked({
      number: '21-QĐ/TW',
      issuedOn: '2026-04-11',
      relations: [relation('follows', '296-QĐ/TW')],
    });
    const library = createLibrary([rule296, rule21]);
    const { inForce, successors, replacedOn } = validityOn(rule296, '2026-11-24', library);
    expect([inForce, replacedOn]).toEqual([null, undefined]);
    expect(successors.map(({ document, stated }) => [document.number, stated])).toEqual([['21-QĐ/TW', false]]);
    expect(validityOn(rule296, '2026-04-10', library).inForce).toBe(true);
  });

  it('states a replacement only as far as every step of the chain is stated', () => {
    const rule22 = checked({ number: '22-QĐ/TW', issuedOn: '2021-07-28' });
    const rule296 = checked({
      number: '296-QĐ/TW',
      issuedOn: '2025-05-30',
      relations: [relation('replaces', '22-QĐ/TW')],
    });
    const rule21 = checked({
      number: '21-QĐ/TW',
      issuedOn: '2026-04-11',
      relations: [relation('follows', '296-QĐ/TW')],
    });
    const { inForce, successors } = validityOn(rule22, '2026-11-24', createLibrary([rule21, rule22, rule296]));
    expect(inForce).toBe(false);
    expect(successors.map(({ document, stated }) => [document.number, stated])).toEqual([
      ['296-QĐ/TW', true],
      ['21-QĐ/TW', false],
    ]);
  });

  it('takes the stated of two ways to the same successor', () => {
    const a = checked({ number: '1-QĐ/TW', issuedOn: '2020-01-01' });
    const b = checked({
      number: '2-QĐ/TW',
      issuedOn: '2021-01-01',
      relations: [relation('follows', '1-QĐ/TW'), relation('replaces', '1-QĐ/TW')],
    });
    expect(validityOn(a, '2026-01-01', createLibrary([a, b])).successors).toEqual([{ document: b, stated: true }]);
  });

  it('leaves a document in force that was only amended or explained', () => {
    const law = checked({ number: '50/2024/QH15', kind: 'Luật', issuedOn: '2024-11-27' });
    const amending = checked({
      number: '97/2025/QH15',
      kind: 'Luật',
      issuedOn: '2025-06-27',
      relations: [relation('amends', '50/2024/QH15')],
    });
    const guide = checked({
      number: '1-HD/TLĐ',
      kind: 'Hướng dẫn',
      issuedOn: '2025-08-01',
      relations: [relation('guides', '50/2024/QH15')],
    });
    const library = createLibrary([law, amending, guide]);
    expect(validityOn(law, '2026-11-24', library)).toEqual({
      inForce: true,
      hasBegun: true,
      successors: [],
      checkedOn: '2026-11-24',
    });
    expect(library.listIncoming(law.id).map(({ type }) => type)).toEqual(['amends', 'guides']);
  });

  it('confirms nothing that nobody has checked, or that bears a caveat', () => {
    const unchecked = createDocument({ number: '28-NQ/TW', issuedOn: '2018-05-23' });
    const doubtful = checked({ number: '24-NQ/TW', issuedOn: '2026-08-22', caveat: 'Nguồn thứ cấp.' });
    const library = createLibrary([unchecked, doubtful]);
    expect(validityOn(unchecked, '2026-11-24', library)).toEqual({ inForce: null, hasBegun: true, successors: [] });
    expect(validityOn(doubtful, '2026-11-24', library).inForce).toBeNull();
  });

  it('counts a replacement without any date as holding', () => {
    const undated = checked({ number: '264-QĐ/TW' });
    const newer = checked({ number: '300-QĐ/TW', relations: [relation('replaces', '264-QĐ/TW')] });
    expect(validityOn(undated, '2000-01-01', createLibrary([undated, newer])).inForce).toBe(false);
  });
});

describe('any graph of relations', () => {
  const NUMBERS = Array.from({ length: 8 }, (_, at) => `${at + 1}-QĐ/TW`);
  const day = fc.integer({ min: 0, max: 9 }).map((years) => `${2016 + years}-06-15`);
  const anyRelation = fc
    .record({
      type: fc.constantFrom<RelationType>('replaces', 'follows', 'amends', 'guides'),
      number: fc.constantFrom(...NUMBERS),
      since: fc.option(day, { nil: undefined }),
    })
    .map(({ type, number, since }) => relation(type, number, since));
  const library = fc
    .tuple(
      ...NUMBERS.map(() =>
        fc.record({ issuedOn: fc.option(day, { nil: undefined }), relations: fc.array(anyRelation, { maxLength: 4 }) }),
      ),
    )
    .map((parts) =>
      createLibrary(
        parts.map(({ issuedOn, relations }, at) =>
          checked({ number: NUMBERS[at]!, relations, ...(issuedOn ? { issuedOn } : {}) }),
        ),
      ),
    );

  it('is followed to an end; nothing succeeds itself, twice, or before its day', () => {
    fc.assert(
      fc.property(library, day, (held, on) => {
        for (const document of held.documents) {
          const { successors, inForce, replacedOn } = validityOn(document, on, held);
          const ids = successors.map((successor) => successor.document.id);
          expect(ids).not.toContain(document.id);
          expect(new Set(ids).size).toBe(ids.length);
          const isReplaced = held
            .listIncoming(document.id)
            .some(({ type, since }) => type === 'replaces' && (!since || since <= on));
          if (isReplaced) expect(inForce).toBe(false);
          if (replacedOn) expect(replacedOn <= on).toBe(true);
          expect(successors.some(({ stated }) => stated)).toBe(isReplaced);
        }
      }),
    );
  });

  it('never loses a successor as time goes on', () => {
    fc.assert(
      fc.property(library, day, day, (held, a, b) => {
        const [earlier, later] = a <= b ? [a, b] : [b, a];
        for (const document of held.documents) {
          const then = successorsOn(document, earlier, held);
          expect(successorsOn(document, later, held)).toEqual(expect.arrayContaining(then));
        }
      }),
    );
  });

  it('ends on a ring of two hundred replacements', () => {
    const size = 200;
    const ring = Array.from({ length: size }, (_, at) =>
      checked({ number: `${at + 1}-QĐ/TW`, relations: [relation('replaces', `${((at + 1) % size) + 1}-QĐ/TW`)] }),
    );
    expect(validityOn(ring[0]!, '2026-01-01', createLibrary(ring)).successors).toHaveLength(size - 1);
  });
});
