import { describe, expect, it } from 'vitest';
import { createLibrary } from '../../src/documents/library.js';
import { createDocument, createProvisions } from '../support/create-documents.js';

const conclusion21 = createDocument({ number: '21-KL/TW', kind: 'Kết luận', issuedOn: '2021-10-25' });
const resolution21 = createDocument({ number: '21-NQ/TW', kind: 'Nghị quyết', issuedOn: '2022-06-16' });
const later21 = createDocument({ number: '21-NQ/TW', kind: 'Nghị quyết', issuedOn: '2026-07-28' });
const congress = createDocument({ kind: 'Nghị quyết', shortTitle: 'Nghị quyết Đại hội XIII', issuedOn: '2021' });
const rule8 = createDocument({
  number: '08-QĐi/TW',
  issuedOn: '2018-10-25',
  provisions: createProvisions([['Điều 2', 'Nêu gương.']]),
});
const guide = createDocument({
  number: '1-HD/TW',
  kind: 'Hướng dẫn',
  issuedOn: '2023-01-01',
  relations: [
    { type: 'guides', target: { kind: 'Nghị quyết', number: '21-NQ/TW' }, source: 'x' },
    { type: 'follows', target: { kind: 'Nghị quyết Đại hội XIII' }, since: '2022-02-02', source: '' },
    { type: 'replaces', target: { kind: 'Hướng dẫn', number: '1-HD/TW' }, source: 'x' },
  ],
});
const library = createLibrary([conclusion21, resolution21, later21, congress, rule8, guide]);

describe('createLibrary', () => {
  it('finds documents by id and by the name in an address, provisions by id', () => {
    expect(library.findById('21-KL/TW@2021-10-25')).toBe(conclusion21);
    expect(library.findBySlug('08-qdi-tw-2018-10-25')).toBe(rule8);
    expect(library.findBySlug('nghi-quyet-dai-hoi-xiii-2021')).toBe(congress);
    expect(library.findProvision('08-QĐi/TW@2018-10-25#Điều 2')?.text).toBe('Nêu gương.');
    expect([library.findById('x'), library.findBySlug('x'), library.findProvision('x')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('tells documents of one number apart by kind and date, as far as a reference says', () => {
    expect(library.listByRef({ number: '21-NQ/TW' })).toEqual([resolution21, later21]);
    expect(library.listByRef({ number: '21-NQ/TW', issuedOn: '2022-06-16' })).toEqual([resolution21]);
    expect(library.listByRef({ number: '21-NQ/TW', issuedOn: '2026' })).toEqual([later21]);
    expect(library.listByRef({ number: '21-NQ/TW', issuedOn: '2017' })).toEqual([]);
    expect(library.listByRef({ number: '21-NQ/TW', kind: 'Kết luận' })).toEqual([]);
    expect(library.listByRef({ number: '08-QĐ/TW', kind: 'Quy định' })).toEqual([rule8]);
  });

  it('finds an unnumbered document by its short title, and never a numbered one', () => {
    expect(library.listByRef({ kind: 'Nghị quyết Đại hội XIII' })).toEqual([congress]);
    expect(library.listByRef({ kind: 'Nghị quyết' })).toEqual([]);
  });

  it('shows relations from their targets, with the day from which they hold', () => {
    expect(library.listIncoming(resolution21.id)).toEqual([{ type: 'guides', by: guide, since: '2023-01-01' }]);
    expect(library.listIncoming(congress.id)).toEqual([{ type: 'follows', by: guide, since: '2022-02-02' }]);
    expect(library.listIncoming(conclusion21.id)).toEqual([]);
  });

  it('relates no document to itself', () => {
    expect(library.listIncoming(guide.id)).toEqual([]);
  });
});
