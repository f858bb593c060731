import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Citation, Claim, Draft } from '../../src/answering/answer.js';
import { renderAnswer } from '../../src/answering/render-answer.js';
import { verifyCitations } from '../../src/answering/verify-citations.js';
import type { Document } from '../../src/documents/document.js';
import { createLibrary } from '../../src/documents/library.js';
import { validityOn } from '../../src/documents/validity.js';
import { createDocument, createProvisions } from '../support/create-documents.js';

const rule37 = createDocument({
  number: '37-QĐ/TW',
  issuedOn: '2021-10-25',
  signer: 'Nguyễn Phú Trọng',
  title: 'Về những điều đảng viên không được làm',
  provisions: createProvisions([
    ['Điều 5', 'Cấm nhận quà trị giá trên 500 nghìn đồng.'],
    ['Điều 9', 'Cấm kê khai sai.'],
  ]),
});
const rule207 = createDocument({
  number: '207-QĐ/TW',
  issuedOn: '2026-07-26',
  title: 'Về những điều đảng viên không được làm',
  relations: [{ type: 'replaces', target: { number: '37-QĐ/TW' }, source: 'x' }],
  provisions: createProvisions([['Điều 14', 'Cấm tặng quà để tác động tới người có trách nhiệm.']]),
});
const rule22 = createDocument({
  number: '22-QĐ/TW',
  issuedOn: '2019-03-13',
  provisions: createProvisions([['Điều 30', 'Khiếu nại trong 45 ngày làm việc.']]),
});
const library = createLibrary([rule37, rule207, rule22]);

const cite = (document: Document, at: string, quote: string): Citation => ({
  provisionId: at ? `${document.id}#${at}` : document.id,
  documentId: document.id,
  label: [document.number, at].filter(Boolean).join(', '),
  number: document.number!,
  kind: document.kind,
  address: at,
  quote,
  validity: validityOn(document, '2026-11-24', library),
  version: document.version,
});
const GIFTS = 'Cấm nhận quà trị giá trên 500 nghìn đồng.';
const gifts = cite(rule37, 'Điều 5', GIFTS);
const quote: Claim = { role: 'quote', text: GIFTS, citation: 0 };
const FALLBACK = 'Tôi chưa có văn bản nào nói về điều này.';

const toDraft = (claims: readonly Claim[], citations: readonly Citation[] = [gifts]): Draft => ({
  outcome: 'answered',
  claims,
  citations,
  choices: [],
  writtenBy: 'model',
});

function verify(draft: Draft, question = 'có được nhận quà không'): { answer: Answer; rejected: Claim[] } {
  const rejected: Claim[] = [];
  const answer = verifyCitations(
    draft,
    { id: 'a', asOf: '2026-11-24', tookMs: 1 },
    {
      library,
      question,
      fallback: {
        outcome: 'not-found',
        claims: [{ role: 'lead', text: FALLBACK }],
        citations: [],
        choices: [],
        writtenBy: 'extract',
      },
      render: (checked) => renderAnswer(checked, () => 'máy trả lời'),
      onRejected: (claim) => rejected.push(claim),
    },
  );
  return { answer, rejected };
}

/** Which claims beside a true quote are kept. */
const keeps = (claim: Claim, citations: readonly Citation[] = [gifts], question?: string): boolean =>
  verify(toDraft([quote, claim], citations), question).answer.claims.includes(claim);

describe('verifyCitations', () => {
  it('keeps what stands in the cited provision, and tells when, for which day and how long', () => {
    const draft = toDraft([{ role: 'lead', text: 'Mức là 500 nghìn đồng.', citation: 0 }, quote]);
    const { answer, rejected } = verify(draft);
    expect(rejected).toEqual([]);
    expect(answer).toMatchObject({ ...draft, id: 'a', asOf: '2026-11-24', tookMs: 1 });
    expect(answer.text).toBe(`Mức là 500 nghìn đồng.\n\n“${GIFTS}”\n\nmáy trả lời`);
  });

  it.each([
    ['a number', 'Mức là 700 nghìn đồng.'],
    ['a date', 'Có hiệu lực từ 26/10/2021.'],
    ['a date made of true parts', 'Có hiệu lực từ 10/10/2021.'],
    ['a percentage', 'Đạt 99% đảng viên.'],
    ['another document', 'Theo Quy định 22-QĐ/TW.'],
    ['a number that begins with a true one', 'Mức là 5000 nghìn đồng.'],
  ])('takes out %s that was invented', (_, text) => {
    const claim: Claim = { role: 'lead', text, citation: 0 };
    const { answer, rejected } = verify(toDraft([claim, quote]));
    expect(rejected).toEqual([claim]);
    expect(answer.claims).toEqual([quote]);
    expect(answer.text).not.toContain(text);
  });

  it.each([
    ['its own day', 'Ban hành ngày 25/10/2021.'],
    ['its own day, with zeros', 'Ban hành ngày 25/10/2021 (năm 2021).'],
    ['its number', 'Quy định 37-QĐ/TW.'],
    ['its address', 'Điều 5 nói như sau.'],
    ['the one that replaced it', 'Đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026.'],
    ['no number at all', 'Văn bản cấm việc này.'],
  ])('keeps a claim that says %s', (_, text) => {
    for (const role of ['lead', 'warning', 'source', 'note'] as const)
      expect(keeps({ role, text, citation: 0 })).toBe(true);
  });

  it('lets the question’s own numbers be repeated', () => {
    const claim: Claim = { role: 'lead', text: 'Về mức 900 nghìn đồng anh/chị hỏi.', citation: 0 };
    expect(keeps(claim)).toBe(false);
    expect(keeps(claim, [gifts], 'quà 900 nghìn có được nhận không')).toBe(true);
  });

  it('takes out a quote that was altered, invented or taken from elsewhere', () => {
    for (const text of [
      'Cấm nhận quà trị giá trên 600 nghìn đồng.',
      'Cấm nhận quà.',
      'Cấm kê khai sai.',
      'Khiếu nại trong 45 ngày làm việc.',
      'CẤM NHẬN QUÀ TRỊ GIÁ TRÊN 500 NGHÌN ĐỒNG.',
    ]) {
      expect(keeps({ role: 'quote', text, citation: 0 })).toBe(false);
    }
    expect(keeps({ role: 'quote', text: 'nhận quà trị giá trên 500 nghìn', citation: 0 })).toBe(true);
    expect(keeps({ role: 'quote', text: GIFTS.normalize('NFD'), citation: 0 })).toBe(true);
  });

  it.each<[string, Citation]>([
    ['whose quote stands in another article', cite(rule37, 'Điều 9', GIFTS)],
    ['whose quote stands in another document', cite(rule207, 'Điều 14', GIFTS)],
    ['whose quote was invented', cite(rule37, 'Điều 5', 'Cấm nhận quà trị giá trên 900 nghìn đồng.')],
    ['of an article that is not held', cite(rule37, 'Điều 99', GIFTS)],
    ['of a document that is not held', { ...gifts, documentId: '99-QĐ/TW@2020-01-01' }],
  ])('believes no claim on a citation %s', (_, citation) => {
    for (const role of ['lead', 'quote', 'source', 'warning', 'note'] as const) {
      expect(keeps({ role, text: citation.quote, citation: 1 }, [gifts, citation])).toBe(false);
    }
  });

  it('takes out what points to no citation', () => {
    expect(keeps({ role: 'lead', text: 'Xem thêm.', citation: 7 })).toBe(false);
  });

  it('lets a title be quoted from the document as a whole', () => {
    const whole = cite(rule37, '', rule37.title);
    const claim: Claim = { role: 'quote', text: 'những điều đảng viên không được làm', citation: 0 };
    expect(verify(toDraft([claim], [whole])).answer.claims).toEqual([claim]);
  });

  it('says nothing rather than a draft whose quotes are all gone', () => {
    const false700: Claim = { role: 'quote', text: 'Cấm nhận quà trị giá trên 700 nghìn đồng.', citation: 0 };
    const source: Claim = { role: 'source', text: 'Nguồn: Quy định 37-QĐ/TW, Điều 5.', citation: 0 };
    const note: Claim = { role: 'note', text: 'Xin hỏi thêm cán bộ.' };
    const { answer, rejected } = verify(toDraft([false700, source, note]));
    expect(rejected).toEqual([false700]);
    expect(answer).toMatchObject({ outcome: 'not-found', citations: [], choices: [] });
    expect(answer.text).toBe(`${FALLBACK}\n\nmáy trả lời`);
  });

  it('says nothing rather than an empty draft', () => {
    expect(verify(toDraft([], [])).answer.text).toContain(FALLBACK);
    expect(verify(toDraft([{ role: 'lead', text: 'Có 98765 điều.' }], [])).answer.outcome).toBe('not-found');
  });

  it('keeps own words without facts as they are', () => {
    const thanks = toDraft([{ role: 'lead', text: 'Cảm ơn anh/chị.' }], []);
    expect(verify(thanks).answer.claims).toEqual(thanks.claims);
  });

  it('a quote never cuts a word or a number', () => {
    const cut = ['00 nghìn đồng', 'nhận quà trị giá trên 50', 'ấm nhận quà', 'giá trên 500 ngh'];
    for (const text of cut) {
      const draft = toDraft([quote, { role: 'quote', text, citation: 0 }]);
      expect(verify(draft).answer.claims).toEqual([quote]);
    }
    const whole = ['trên 500 nghìn', 'Cấm', '500'].map((text): Claim => ({ role: 'quote', text, citation: 0 }));
    expect(verify(toDraft([quote, ...whole])).answer.claims).toEqual([quote, ...whole]);
    const cutCitation = cite(rule37, 'Điều 5', '00 nghìn đồng.');
    const lead: Claim = { role: 'lead', text: 'Có cấm.', citation: 1 };
    expect(verify(toDraft([quote, lead], [gifts, cutCitation])).answer.claims).toEqual([quote]);
  });

  it('the day that is asked about proves no other number', () => {
    const claim: Claim = { role: 'lead', text: 'Hạn là 11 ngày.', citation: 0 };
    const day: Claim = { role: 'lead', text: 'Vào ngày 24/11/2026 văn bản đã có.', citation: 0 };
    expect(verify({ ...toDraft([quote, claim, day]), writtenBy: 'extract' }).answer.claims).toEqual([quote, day]);
    expect(verify(toDraft([quote, claim, day])).answer.claims).toEqual([quote]);
  });

  const anyNumber = fc.oneof(
    fc.integer({ min: 0, max: 2100 }).map(String),
    fc.constantFrom('37', '207', '22', '5', '14', '30', '45', '500', '25/10/2021', '26/7/2026', '13/3/2019'),
    fc
      .tuple(fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2018, max: 2027 }))
      .map((parts) => parts.join('/')),
  );
  const anyClaim = fc
    .record({
      role: fc.constantFrom<Claim['role']>('lead', 'warning', 'quote', 'source', 'note'),
      words: fc.array(fc.oneof(anyNumber, fc.constantFrom('nghìn', 'Điều', 'từ ngày', GIFTS)), { maxLength: 4 }),
      citation: fc.nat({ max: 3 }),
    })
    .map(({ role, words, citation }): Claim => ({ role, text: words.join(' '), citation }));
  const citations = [
    gifts,
    cite(rule207, 'Điều 14', 'Cấm tặng quà'),
    cite(rule22, 'Điều 30', 'trong 45 ngày'),
    cite(rule22, 'Điều 30', 'trong 46 ngày'),
  ];

  it('no claim on a citation ever holds a number that stands in none of the cited, their chain or the question', () => {
    const question = 'quà 900 nghìn có được nhận không';
    // Everything true of each of the documents together with its chain; parts of dates may stand alone.
    const rules = `${GIFTS} 37-QĐ/TW 25/10/2021 207-QĐ/TW 26/7/2026 Điều 5, 14, 30 ${question}`;
    const allowed = [rules, rules, `Khiếu nại trong 45 ngày 22-QĐ/TW 13/3/2019 Điều 5, 14, 30 ${question}`, ''].map(
      (text) => new Set([...(text.match(/\d+/g) ?? []), ...(text.match(/\d+\/\d+\/\d{4}/g) ?? [])]),
    );
    const bare = (number: string) => number.replace(/(^|\/)0+(?=\d)/g, '$1');
    fc.assert(
      fc.property(fc.array(anyClaim, { maxLength: 6 }), (claims) => {
        const { answer } = verify(toDraft(claims, citations), question);
        for (const claim of answer.claims) {
          if (claim.citation === undefined) continue;
          const numbers = claim.text.match(/\d{1,2}\/\d{1,2}\/\d{4}|\d+/g) ?? [];
          for (const number of numbers) expect(allowed[claim.citation]).toContain(bare(number));
        }
      }),
      { numRuns: 500 },
    );
  });
});
