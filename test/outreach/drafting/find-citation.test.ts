import { expect, it } from 'vitest';
import { createLibrary } from '../../../src/documents/library.js';
import { findCitation } from '../../../src/outreach/drafting/find-citation.js';
import { createDocument, createProvisions } from '../../support/create-documents.js';
import { TUESDAY } from '../../support/outreach-samples.js';

const provisions = createProvisions([
  ['Điều 5 > khoản 2', 'Làm gương.'],
  ['Điều 21', 'Quyền của đoàn viên.'],
]);
const of = (kind: string, number: string, issuedOn: string, issuer = 'BCH Trung ương') =>
  createDocument({ kind, number, issuedOn, issuer, provisions });
const OLD = of('Quy định', '37-QĐ/TW', '2021-10-25');
const OLDER = of('Nghị quyết', '21-NQ/TW', '2012-11-22');
const RESOLUTION = of('Nghị quyết', '21-NQ/TW', '2022-06-16');
const library = createLibrary([OLD, OLDER, RESOLUTION]);
const aliases = [{ names: ['quy định nêu gương'], documents: [OLD.id] }];
const find = (words: string) => findCitation(words, { library, aliases, clock: () => TUESDAY });

it.each([
  ['37-QĐ/TW', OLD.id, undefined, 'Quy định 37-QĐ/TW (25/10/2021)'],
  ['qd 37 tw', OLD.id, undefined, 'Quy định 37-QĐ/TW (25/10/2021)'],
  ['Điều 5 quy định 37', OLD.id, 'Điều 5', 'Điều 5, Quy định 37-QĐ/TW (25/10/2021)'],
  ['khoản 2 Điều 5 của 37-QĐ/TW', OLD.id, 'Điều 5.khoản 2', 'Điều 5, khoản 2, Quy định 37-QĐ/TW (25/10/2021)'],
  ['quy định nêu gương', OLD.id, undefined, 'Quy định 37-QĐ/TW (25/10/2021)'],
  ['nghị quyết 21 năm 2022', RESOLUTION.id, undefined, 'Nghị quyết 21-NQ/TW (16/6/2022)'],
])('finds what is meant by “%s”', (words, documentId, provision, label) => {
  const provisionId = provision === undefined ? {} : { provisionId: `${documentId}#${provision}` };
  expect(find(words)).toMatchObject({ status: 'found', citation: { documentId, ...provisionId }, label });
});

it('asks which one is meant, each in words that find just that one', () => {
  const found = find('nghị quyết 21');
  expect(found).toEqual({ status: 'several', labels: [expect.any(String), expect.any(String)] });
  const labels = found.status === 'several' ? found.labels : [];
  const meant = labels.map((label) => find(label));
  expect(meant.map((each) => each.status === 'found' && each.citation.documentId).toSorted()).toEqual(
    [OLDER.id, RESOLUTION.id].toSorted(),
  );
});

it('cites nothing that the library does not hold', () => {
  expect(find('99-QĐ/TW')).toEqual({ status: 'none' });
  expect(find('Điều 5')).toEqual({ status: 'none' });
  expect(find('Điều 99 quy định 37')).toEqual({ status: 'none', document: 'Quy định 37-QĐ/TW (25/10/2021)' });
});
