import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SummaryDoors } from '../../../src/briefing/briefing-doors.js';
import { summarize } from '../../../src/briefing/summarizing/summarize.js';
import type { Summary, SummaryLength, SummaryTarget } from '../../../src/briefing/summary.js';
import type { Document } from '../../../src/documents/document.js';
import { createLibrary } from '../../../src/documents/library.js';
import { toPassages } from '../../../src/documents/passages.js';
import { loadPrompts } from '../../../src/prompts.js';
import { openSearchIndex } from '../../../src/storage/search-index/search-index.js';
import { createDocument, createProvisions } from '../../support/create-documents.js';
import { createSyllableEmbedder } from '../../support/syllable-embedder.js';

const { texts } = loadPrompts(join(import.meta.dirname, '../../../prompts'));
const LIMITS = { 'one-minute': 600, 'three-minutes': 1_800, full: Number.POSITIVE_INFINITY } as const;
const LENGTHS = Object.keys(LIMITS) as readonly SummaryLength[];

const old = createDocument({
  number: '37-QĐ/TW',
  issuedOn: '2021-10-25',
  title: 'Về những điều đảng viên không được làm',
  checkedOn: '2026-11-24',
  provisions: createProvisions([
    ['Điều 1 > khoản 1', 'Đảng viên không được nói, làm trái chủ trương của Đảng.'],
    ['Điều 1 > khoản 2', 'Báo cáo trong 15 ngày, kể từ ngày 01/7/2022.'],
    ['Điều 2', 'Không được nhận quà trị giá trên 1.500 nghìn đồng. Phải trả lại trong 5 ngày.'],
  ]),
});
const next = createDocument({
  number: '207-QĐ/TW',
  issuedOn: '2026-07-26',
  title: 'Về những điều đảng viên không được làm',
  checkedOn: '2026-11-24',
  caveat: 'Lấy từ nguồn thứ cấp; hiệu lực cần được xác nhận.',
  relations: [
    { type: 'replaces', target: { number: '37-QĐ/TW', issuedOn: '2021-10-25' }, since: '2026-07-26', source: 'x' },
  ],
  provisions: createProvisions([['Điều 1', 'Cấm dùng mạng xã hội để tung tin sai; có 19 điều cấm.']]),
});
const empty = createDocument({ number: '1-KL/TW', kind: 'Kết luận', issuedOn: '2020', title: 'Chỉ có tên' });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'so-tay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(documents: readonly Document[], more: Partial<SummaryDoors> = {}): Promise<SummaryDoors> {
  const { index, ready } = await openSearchIndex({
    passages: documents.flatMap(toPassages),
    embedder: createSyllableEmbedder(),
    cacheDir: folder,
    table: { abbreviations: [], teencode: {}, synonyms: [], everyday: [] },
  });
  await ready;
  const themes = [
    {
      id: 'qua',
      title: 'Quà tặng',
      also: [],
      words: 'nhận quà, trả lại quà',
      documents: documents.map(({ id }) => id),
    },
  ];
  return { library: createLibrary(documents), index, texts, aliases: [], themes, today: () => '2026-11-24', ...more };
}

async function sum(target: SummaryTarget, length: SummaryLength, doors: SummaryDoors): Promise<Summary> {
  const summary = await summarize(target, length, doors);
  if (summary.missing) expect.unreachable(summary.text);
  return summary;
}

describe('summarize', () => {
  it('tells a document in its own words and order, each line with its address, what replaced it first', async () => {
    const { text, lines, left } = await sum({ kind: 'document', documentId: old.id }, 'full', await open([old, next]));
    expect(text.split('\n')).toEqual([
      'Tóm tắt Quy định 37-QĐ/TW: Về những điều đảng viên không được làm',
      'Lưu ý: Quy định 37-QĐ/TW đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026.',
      '',
      '• Đảng viên không được nói, làm trái chủ trương của Đảng. (Điều 1, khoản 1)',
      '• Báo cáo trong 15 ngày, kể từ ngày 01/7/2022. (Điều 1, khoản 2)',
      '• Không được nhận quà trị giá trên 1.500 nghìn đồng. (Điều 2)',
      '• Phải trả lại trong 5 ngày. (Điều 2)',
      '',
      'Theo bản tóm lược; kiểm tra 24/11/2026. 🤖 Trợ lý trích văn bản',
    ]);
    expect(lines.map(({ label }) => label)[0]).toBe('Quy định 37-QĐ/TW, Điều 1, khoản 1');
    expect(left).toBe(0);
  });

  it('says of an original that nobody has checked what is open, and ends no line by a semicolon', async () => {
    const { checkedOn: _, ...unchecked } = old;
    const original = {
      ...unchecked,
      form: 'original',
      provisions: [{ ...old.provisions[1]!, text: 'Một việc phải làm;' }],
    };
    const doors = await open([original as Document]);
    expect((await sum({ kind: 'document', documentId: old.id }, 'full', doors)).text.split('\n').slice(-3)).toEqual([
      '• Một việc phải làm (Khoản 1)',
      '',
      'Hiệu lực cần xác nhận. 🤖 Trợ lý trích văn bản',
    ]);
  });

  it('tells an article alone', async () => {
    const { text } = await sum({ kind: 'provision', provisionId: `${old.id}#Điều 1` }, 'full', await open([old]));
    expect(text).toContain('Tóm tắt Điều 1, Quy định 37-QĐ/TW');
    expect(text).toContain('(Điều 1, khoản 2)');
    expect(text).not.toContain('Điều 2');
  });

  it('tells a theme over its documents, warning only of those that it quotes', async () => {
    const doors = await open([old, next]);
    const { lines, superseded, text } = await sum({ kind: 'theme', themeId: 'qua' }, 'full', doors);
    expect(new Set(lines.map(({ documentId }) => documentId))).toEqual(new Set([old.id, next.id]));
    expect(superseded.map(({ documentId }) => documentId)).toEqual([old.id]);
    expect(text).toContain('(37-QĐ/TW, Điều 2)');
    const alone = await sum({ kind: 'theme', themeId: 'qua' }, 'full', await open([next]));
    expect(alone.superseded).toEqual([]);
  });

  it('tells what is new since a day, newest first, and nothing of what is still to come', async () => {
    const later = createDocument({
      number: '300-QĐ/TW',
      issuedOn: '2026-12-01',
      provisions: createProvisions([['Điều 1', 'Chưa ban hành.']]),
    });
    const doors = await open([old, next, later]);
    const { text, lines } = await sum({ kind: 'since', day: '2021-10-25' }, 'full', doors);
    expect(text.split('\n')[0]).toBe('Từ ngày 25/10/2021 có 2 văn bản mới: 207-QĐ/TW; 37-QĐ/TW');
    expect([...new Set(lines.map(({ documentId }) => documentId))]).toEqual([next.id, old.id]);
    const none = await summarize({ kind: 'since', day: '2026-07-27' }, 'full', doors);
    expect(none).toEqual({ missing: true, text: 'Từ ngày 27/7/2026 đến nay kho chưa có văn bản nào mới.' });
  });

  it('says which document is only a name, and what is not held', async () => {
    const doors = await open([old, empty]);
    expect(await summarize({ kind: 'document', documentId: empty.id }, 'full', doors)).toEqual({
      missing: true,
      text: 'Kết luận 1-KL/TW mới có tên trong kho, chưa có nội dung để tóm tắt. Anh/chị tìm bản gốc giúp.',
    });
    const strange = await summarize({ kind: 'theme', themeId: 'bóng đá' }, 'full', doors);
    expect(strange.text).toContain('“Quà tặng”');
  });

  it('adds the caveat where there is room, and says in few words that validity is open where there is not', async () => {
    const target = { kind: 'document', documentId: next.id } as const;
    const doors = await open([next]);
    expect((await sum(target, 'three-minutes', doors)).text).toContain('Lấy từ nguồn thứ cấp');
    const short = (await sum(target, 'one-minute', doors)).text;
    expect(short).not.toContain('nguồn thứ cấp');
    expect(short).toContain('hiệu lực cần xác nhận');
  });

  it('keeps to its length whatever is told, in whole words of the provision, in order', async () => {
    const word = fc.constantFrom(
      'đảng',
      'viên',
      'Cấm',
      'quà',
      '1.500',
      '26/7/2026',
      'công đoàn',
      'và;',
      'tới.',
      '37-QĐ/TW,',
    );
    const line = fc.array(word, { minLength: 1, maxLength: 120 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(...LENGTHS),
        async (rows, length) => {
          const document = createDocument({
            number: '5-QĐ/TW',
            issuedOn: '2022-01-01',
            title: rows[0] ?? '',
            provisions: createProvisions(rows.map((text, at) => [`Điều ${at + 1}`, text])),
          });
          const summary = await summarize(
            { kind: 'document', documentId: document.id },
            length,
            await open([document]),
          );
          expect(summary.text.length).toBeLessThanOrEqual(LIMITS[length]);
          if (summary.missing) return;
          const places = summary.lines.map(({ provisionId, text }) => {
            const provision = document.provisions.find(({ id }) => id === provisionId);
            const words = provision?.text.split(' ') ?? [];
            const at = words.findIndex((_, from) => words.slice(from).join(' ').startsWith(text));
            expect(at).toBeGreaterThanOrEqual(0);
            return provision?.order ?? -1;
          });
          expect(places).toEqual([...places].sort((a, b) => a - b));
          if (length === 'full') expect(summary.left).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a model that rewords', () => {
  const target = { kind: 'document', documentId: old.id } as const;
  const told = async (say: (text: string) => string) => {
    const doors = await open([old], { reword: async (lines) => lines.map(say) });
    return (await sum(target, 'full', doors)).text.split('\n').filter((row) => row.startsWith('• '));
  };

  it('is believed where it says less of the same', async () => {
    expect(
      await told((text) => text.replace('Báo cáo trong 15 ngày, kể từ ngày 01/7/2022.', 'Báo cáo trong 15 ngày.')),
    ).toContain('• Báo cáo trong 15 ngày. (Điều 1, khoản 2)');
  });

  it.each([
    ['a number of its own', 'Báo cáo trong 16 ngày.'],
    ['a number of another line', 'Báo cáo trong 5 ngày.'],
    ['a number in words', 'Báo cáo trong hai ngày.'],
    ['a rule turned round', 'Không báo cáo trong 15 ngày.'],
    ['other words', 'Nộp đơn cho cấp ủy.'],
    ['more words', 'Báo cáo trong 15 ngày, kể từ ngày 01/7/2022, theo đúng quy định, ngày 01/7/2022.'],
    ['nothing', ' '],
  ])('is not believed where it says %s', async (_, said) => {
    const rows = await told((text) => (text.startsWith('Báo cáo') ? said : text));
    expect(rows).toContain('• Báo cáo trong 15 ngày, kể từ ngày 01/7/2022. (Điều 1, khoản 2)');
  });

  it('leaves a ban a ban', async () => {
    const rows = await told((text) => text.replace('không được nói', 'được nói'));
    expect(rows).toContain('• Đảng viên không được nói, làm trái chủ trương của Đảng. (Điều 1, khoản 1)');
  });

  it('does without it where it fails or miscounts', async () => {
    const plain = (await sum(target, 'full', await open([old]))).text;
    const fails = await open([old], { reword: () => Promise.reject(new Error('máy chủ nghỉ')) });
    expect((await sum(target, 'full', fails)).text).toBe(plain);
    const miscounts = await open([old], { reword: async () => ['Một dòng.'] });
    expect((await sum(target, 'full', miscounts)).text).toBe(plain);
  });
});
