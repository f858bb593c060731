import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTables } from '../../../src/ingest/read-library/read-tables.js';
import type { SpeechTables } from '../../../src/text/read-aloud/speech-tables.js';
import { countSyllables } from '../../../src/text/read-aloud/split-for-speech.js';
import { sayInWords, toSpeech } from '../../../src/text/read-aloud/to-speech.js';
import { ROOT } from '../../support/read-sources.js';
import { dayBack, documentBack, numberBack } from './read-back.js';

const { spelling } = await readTables(join(ROOT, 'knowledge'));
const tables: SpeechTables = {
  abbreviations: spelling.abbreviations,
  kindOf: (number) => (number === '37-QĐ/TW' ? 'Quy định' : undefined),
};
const say = (text: string) => sayInWords(text, tables);
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

describe('sayInWords', () => {
  it.each([
    ['21', 'Hai mươi mốt'],
    ['25', 'Hai mươi lăm'],
    ['105', 'Một trăm linh năm'],
    ['1.005', 'Một nghìn không trăm linh năm'],
    ['1.000.000.015', 'Một tỷ không trăm mười lăm'],
    ['15/5/2016', 'Ngày mười lăm tháng năm năm hai nghìn không trăm mười sáu'],
    ['ngày 04/4', 'Ngày mồng bốn tháng tư'],
    ['ngày 10 tháng 7 năm 2023', 'Ngày mồng mười tháng bảy năm hai nghìn không trăm hai mươi ba'],
    ['từ 17-19/9', 'Từ ngày mười bảy đến ngày mười chín tháng chín'],
    ['tháng 4/2025', 'Tháng tư năm hai nghìn không trăm hai mươi lăm'],
    ['2/3 số đại biểu', 'Hai phần ba số đại biểu'],
    ['7h30, 14 giờ', 'Bảy giờ ba mươi phút, mười bốn giờ'],
    ['3,5 %', 'Ba phẩy năm phần trăm'],
    ['3–4%', 'Ba đến bốn phần trăm'],
    ['1,08', 'Một phẩy không tám'],
    ['500.000đ/tháng', 'Năm trăm nghìn đồng một tháng'],
    ['0213 3876 543', 'Không hai một ba ba tám bảy sáu năm bốn ba'],
    ['Đại hội XIII', 'Đại hội mười ba'],
    ['lần thứ I, lần thứ IV, thứ XIV', 'Lần thứ nhất, lần thứ tư, thứ mười bốn'],
    ['Phần II, quý I', 'Phần hai, quý một'],
    ['I. MỤC ĐÍCH', 'Một: mục đích'],
    ['464/KH-LĐLĐ', 'Kế hoạch bốn trăm sáu mươi tư của Liên đoàn Lao động'],
    ['37-QĐ/TW', 'Quy định ba mươi bảy của Trung ương'],
    ['21-NQ/TW', 'Nghị quyết hai mươi mốt của Trung ương'],
    ['99-QĐ/TW', 'Văn bản số chín mươi chín của Trung ương'],
    ['Quyết định số 99-QĐ/TW', 'Quyết định số chín mươi chín của Trung ương'],
    ['933/QĐ-TLĐ', 'Quyết định chín trăm ba mươi ba của Tổng Liên đoàn'],
    ['30/2020/NĐ-CP', 'Nghị định ba mươi năm hai nghìn không trăm hai mươi của Chính phủ'],
    ['50/2024/QH15', 'Luật năm mươi năm hai nghìn không trăm hai mươi tư của Quốc hội khóa mười lăm'],
    ['122-HD/BTGTU', 'Hướng dẫn một trăm hai mươi hai của Ban Tuyên giáo Tỉnh ủy'],
    ['CNVCLĐ, BHXH, HĐND, FDI', 'Công nhân, viên chức, lao động, bảo hiểm xã hội, Hội đồng nhân dân, ép dê i'],
    ['CĐ cơ sở: công đoàn họp', 'Công đoàn cơ sở: công đoàn họp'],
    ['CĐ họp', 'Xê đê họp'],
    ['kinh tế - xã hội', 'Kinh tế xã hội'],
    ['', ''],
  ])('%s', (written, expected) => {
    expect(say(written)).toBe(expected);
  });

  it('reads 1,000 numbers so that a listener writes down the same', () => {
    const whole = fc.oneof(
      fc.integer({ min: 0, max: 999 }),
      fc.integer({ min: 0, max: 9_999_999 }),
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    );
    const fraction = fc.option(fc.stringMatching(/^\d{1,4}$/), { nil: undefined });
    fc.assert(
      fc.property(whole, fraction, fc.boolean(), (value, behind, grouped) => {
        const written = grouped ? String(value).replace(/\B(?=(\d{3})+$)/g, '.') : String(value);
        const number = behind === undefined ? written : `${written},${behind}`;
        expect(numberBack(say(number))).toBe(behind === undefined ? String(value) : `${value},${behind}`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads 500 dates so that a listener writes down the same', () => {
    const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.boolean(), fc.constantFrom('', 'ngày '), (day, padded, before) => {
        const [year, month, date] = day.toISOString().slice(0, 10).split('-').map(Number) as [number, number, number];
        const write = (value: number) => (padded ? String(value).padStart(2, '0') : String(value));
        expect(dayBack(say(`${before}${write(date)}/${write(month)}/${year}`))).toBe(`${date}/${month}/${year}`);
      }),
      { numRuns: 500 },
    );
  });

  it('reads 500 document numbers so that a listener writes down the same', () => {
    const KINDS = {
      NQ: 'Nghị quyết',
      CT: 'Chỉ thị',
      KL: 'Kết luận',
      HD: 'Hướng dẫn',
      KH: 'Kế hoạch',
      CTr: 'Chương trình',
    };
    const PARTY = {
      TW: 'Trung ương',
      TU: 'Tỉnh ủy',
      BTGTU: 'Ban Tuyên giáo Tỉnh ủy',
      UBKTTW: 'Ủy ban Kiểm tra Trung ương',
    };
    const STATE = { CP: 'Chính phủ', TTg: 'Thủ tướng Chính phủ', LĐLĐ: 'Liên đoàn Lao động', TLĐ: 'Tổng Liên đoàn' };
    const digits = fc.integer({ min: 1, max: 4_999 }).map((number) => (number < 10 ? `0${number}` : String(number)));
    const year = fc.option(fc.integer({ min: 1946, max: 2030 }), { nil: undefined });
    const codes = fc.constantFrom(...Object.entries(KINDS));
    const written = fc.oneof(
      fc
        .tuple(digits, codes, fc.constantFrom(...Object.entries(PARTY)))
        .map(([number, [code, kind], [short, issuer]]) => ({
          text: `${number}-${code}/${short}`,
          expected: [kind, number, issuer],
        })),
      fc
        .tuple(digits, year, codes, fc.constantFrom(...Object.entries(STATE)))
        .map(([number, issued, [code, kind], [short, issuer]]) => ({
          text: `${number}/${issued === undefined ? '' : `${issued}/`}${code}-${short}`,
          expected: [kind, number, ...(issued === undefined ? [] : [String(issued)]), issuer],
        })),
    );
    fc.assert(
      fc.property(written, ({ text, expected }) => {
        expect(documentBack(say(text), Object.values(KINDS))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('toSpeech', () => {
  const seed = readFileSync(join(ROOT, 'test/fixtures/speech.txt'), 'utf8');
  const spoken = toSpeech(seed, tables);

  it('makes sentences of at most 20 syllables without a figure, a sign or an abbreviation', () => {
    expect(spoken.length).toBeGreaterThan(5);
    for (const sentence of spoken) {
      expect(countSyllables(sentence)).toBeLessThanOrEqual(20);
      expect(sentence).toMatch(/^\p{Lu}[^\d%/()“”"…]*[.!?]$/u);
      expect(sentence).not.toMatch(/\p{Lu}{2,}/u);
    }
  });

  it('loses no word', () => {
    const words = (text: string) =>
      lower(text)
        .toLowerCase()
        .match(/\p{L}+/gu)
        ?.join(' ');
    expect(words(spoken.join(' '))).toBe(words(say(seed)));
  });

  it('cuts no number in two', () => {
    const amounts = 'Chi '.concat(Array.from({ length: 6 }, (_, at) => `${at + 2}.345.678.${900 + at} đồng`).join(' '));
    const said = toSpeech(amounts, tables);
    for (const sentence of said) expect(sentence).not.toMatch(/^(?:trăm|nghìn|triệu|mươi|linh)/i);
  });

  it('cuts no word of two syllables whose second begins a clause elsewhere', () => {
    const long =
      'Vi phạm quy định nêu gương từng được nêu làm lý do trong trường hợp lãnh đạo cấp cao thôi giữ chức vụ.';
    for (const sentence of toSpeech(long, tables)) expect(sentence).not.toMatch(/^Do |lý\.$/u);
  });

  it('holds its promise for any text', () => {
    const word = fc.constantFrom(
      'cán bộ',
      'đoàn viên,',
      'và',
      '21-NQ/TW',
      '15/5/2016',
      '3,5 %',
      'CNVCLĐ',
      '(XIII)',
      'nêu gương.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
        ),
        (text) => {
          for (const sentence of toSpeech(text, tables)) expect(countSyllables(sentence)).toBeLessThanOrEqual(20);
        },
      ),
    );
  });
});
