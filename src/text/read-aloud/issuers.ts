import { readNumber } from './read-number.js';
import type { SpeechTables } from './speech-tables.js';
import { spellLetters } from './spell-letters.js';

/** Offices by the code in a number. */
export const ISSUERS: Readonly<Record<string, string>> = {
  TW: 'Trung ương',
  TƯ: 'Trung ương',
  TU: 'Tỉnh ủy',
  ĐU: 'Đảng ủy',
  CP: 'Chính phủ',
  TTg: 'Thủ tướng Chính phủ',
  TLĐ: 'Tổng Liên đoàn',
  LĐLĐ: 'Liên đoàn Lao động',
  UBND: 'Ủy ban nhân dân',
  HĐND: 'Hội đồng nhân dân',
  BCĐ: 'Ban Chỉ đạo',
  BCH: 'Ban Chấp hành',
  BTV: 'Ban Thường vụ',
  QUTW: 'Quân ủy Trung ương',
  ĐCT: 'Đoàn Chủ tịch',
  BNV: 'Bộ Nội vụ',
  BTC: 'Bộ Tài chính',
  BKHCN: 'Bộ Khoa học và Công nghệ',
  TWĐTN: 'Trung ương Đoàn',
};

/** Offices of the Party's committees: `BTG` + `TU` → Ban Tuyên giáo Tỉnh ủy. */
const OFFICES: Readonly<Record<string, string>> = {
  BTG: 'Ban Tuyên giáo',
  BTGDV: 'Ban Tuyên giáo và Dân vận',
  BTC: 'Ban Tổ chức',
  BDV: 'Ban Dân vận',
  BNC: 'Ban Nội chính',
  UBKT: 'Ủy ban Kiểm tra',
  VP: 'Văn phòng',
};

/** Who issued a document, by the code in its number. */
export function issuerName(code: string, { abbreviations }: SpeechTables): string {
  const assembly = /^(UBTV)?QH(\d\d?)$/.exec(code);
  if (assembly) {
    const term = `Quốc hội khóa ${readNumber(assembly[2] ?? '')}`;
    return assembly[1] ? `Ủy ban Thường vụ ${term}` : term;
  }
  const own = ISSUERS[code];
  if (own) return own;
  const office = /^(.+)(TW|TU)$/.exec(code);
  const base = office?.[1] === undefined ? undefined : OFFICES[office[1]];
  if (base) return `${base} ${ISSUERS[office?.[2] ?? '']}`;
  return abbreviations.find(({ short }) => short === code)?.full[0] ?? spellLetters(code);
}
