import { issuerName } from './issuers.js';
import { readName, readNumber } from './read-number.js';
import type { SpeechTables } from './speech-tables.js';
import { glue } from './split-for-speech.js';

/** Kinds by the code in a number (docs/domain.md#kinds-and-their-codes). What the Party's QĐ stands for only the document tells. */
const KINDS: Readonly<Record<string, string>> = {
  NQ: 'Nghị quyết',
  QĐ: 'Quyết định',
  QĐi: 'Quy định',
  QyĐ: 'Quy định',
  CT: 'Chỉ thị',
  KL: 'Kết luận',
  QC: 'Quy chế',
  TT: 'Thông tư',
  HD: 'Hướng dẫn',
  TB: 'Thông báo',
  TC: 'Thông cáo',
  BC: 'Báo cáo',
  KH: 'Kế hoạch',
  CTr: 'Chương trình',
  CTHĐ: 'Chương trình hành động',
  ĐA: 'Đề án',
  PA: 'Phương án',
  DA: 'Dự án',
  TTr: 'Tờ trình',
  CV: 'Công văn',
  BB: 'Biên bản',
  NĐ: 'Nghị định',
  PL: 'Pháp lệnh',
  TL: 'Thể lệ',
};
const KIND_NAMES = [...new Set([...Object.values(KINDS), 'Luật', 'Thông tri', 'Bộ luật'])].join('|');

const CODE = Object.keys(KINDS)
  .sort((a, b) => b.length - a.length)
  .join('|');
const LETTERS = '[A-ZĐƯ][A-Za-zĐđƯ]*\\d{0,2}';
const BEFORE = `(?:(?<kind>${KIND_NAMES})\\s+)?(?<so>số:?\\s+)?(?<![\\p{L}\\d/.,-])`;
const AFTER = '(?![\\p{L}\\d/])';
const of = (number: string) => new RegExp(BEFORE + number + AFTER, 'giu');

/** In this order: what says most first. */
const PATTERNS: readonly RegExp[] = [
  // 21-NQ/TW, 367 - QĐ/TWĐTN
  of(`(?<digits>\\d{1,4})\\s?-\\s?(?<code>${CODE})\\s?/\\s?(?<issuer>${LETTERS})`),
  // 30/2020/NĐ-CP, 66.25/2026/NQ-CP
  of(`(?<digits>\\d{1,4}(?:\\.\\d+)?)/(?<year>(?:19|20)\\d\\d)/(?<code>${CODE})-(?<issuer>${LETTERS})`),
  // 50/2024/QH15
  of('(?<digits>\\d{1,4})/(?<year>(?:19|20)\\d\\d)/(?<issuer>QH\\d\\d?)'),
  // 464/KH-LĐLĐ, 4133/TLĐ-ToC
  of(`(?<digits>\\d{1,5})/(?<code>${CODE})-(?<issuer>${LETTERS})(?:-${LETTERS})?`),
  of(`(?<digits>\\d{1,5})/(?<issuer>LĐLĐ|TLĐ|UBND|CĐN|[A-ZĐ]{3,6})(?:-${LETTERS})?`),
];

/** Every document number in a text is said: kind, number, year, issuer. A kind that stands before it is not said twice. */
export function sayDocumentNumbers(text: string, tables: SpeechTables): string {
  return PATTERNS.reduce(
    (said, pattern) =>
      said.replace(pattern, (...found) => {
        const groups = found.at(-1) as Record<string, string | undefined>;
        const { kind, so = '', digits = '', code, year, issuer = '' } = groups;
        const printed = (found[0] as string).slice(
          (kind ? (/^\S.*?\s+(?=\S*\d)/u.exec(found[0])?.[0] ?? '') : so).length,
        );
        const name = kind ?? kindName(printed.trim(), code, issuer, tables);
        const number = digits.includes('.') ? readNumber(digits) : readName(digits);
        const words = [
          name,
          ...(so || !name || name === 'văn bản' ? ['số'] : []),
          number,
          ...(year ? [`năm ${readNumber(year)}`] : []),
          `của ${issuerName(issuer, tables)}`,
        ]
          .filter(Boolean)
          .join(' ');
        return glue(words);
      }),
    text,
  );
}

function kindName(printed: string, code: string | undefined, issuer: string, { kindOf }: SpeechTables): string {
  const held = kindOf?.(printed);
  if (held) return held;
  if (/^QH\d/.test(issuer)) return code ? (KINDS[code] ?? 'Luật') : 'Luật';
  if (!code) return 'Công văn';
  // The Party writes QĐ for Quy định and Quyết định alike.
  const isParty = /^\d+\s?-/.test(printed);
  return isParty && code === 'QĐ' ? 'văn bản' : (KINDS[code] ?? 'văn bản');
}
