import { foldText } from '../../text/vietnamese-text.js';

/** Names of bodies as they are written in running text; longer ones first. */
const BODIES = [
  'Ban Chấp hành Trung ương',
  'Đảng Cộng sản Việt Nam',
  'Tổng Liên đoàn Lao động Việt Nam',
  'Liên đoàn Lao động',
  'Hội đồng nhân dân',
  'Ủy ban nhân dân',
  'Ủy ban Thường vụ Quốc hội',
  'Ủy ban Kiểm tra',
  'Mặt trận Tổ quốc',
  'Thủ tướng Chính phủ',
  'Đoàn Chủ tịch',
  'Ban Thường vụ',
  'Ban Chấp hành',
  'Bộ Chính trị',
  'Ban Bí thư',
  'Ban Tổ chức',
  'Ban Tuyên giáo',
  'Ban Dân vận',
  'Công đoàn',
  'Chính phủ',
  'Quốc hội',
  'Tỉnh ủy',
  'Thành ủy',
  'Đảng ủy',
  'Đảng bộ',
  'Trung ương',
  'Văn phòng',
  'tỉnh',
  'thành phố',
  'huyện',
  'xã',
  'phường',
  'khóa',
];
const ISSUING =
  /(?:^|[,.;:]\s)((?:Ban Thường vụ|Ban Chấp hành|Bộ Chính trị|Ban Bí thư|Đoàn Chủ tịch|Thường trực|Ủy ban Kiểm tra|Uỷ ban Kiểm tra|Thủ tướng Chính phủ|Chính phủ|Quốc hội)(?:\s[^,.;:]{1,80}?)??)\s(?:ban hành|quyết định|quy định|yêu cầu|kết luận|xây dựng|hướng dẫn|thông báo|chỉ thị|quyết nghị)(?=[\s,:.;]|$)/u;

/**
 * Who really issued it (docs/domain.md#who-issued-it): the signature says on whose behalf, the opening sentence names the body
 * in full, the letterhead only the organisation.
 */
export function findIssuer(
  organisations: readonly string[],
  onBehalfOf: string | undefined,
  opening: readonly string[],
): string | undefined {
  const organisation = toName(organisations.at(-1) ?? '');
  const named = opening.map((sentence) => ISSUING.exec(sentence)?.[1]).find((found) => found !== undefined) ?? '';
  if (!onBehalfOf) return named || organisation || undefined;
  const body = toName(onBehalfOf);
  if (startsAlike(organisation, body)) return organisation;
  const isWhole = !/^(?:Ban Thường vụ|Ban Chấp hành|Đoàn Chủ tịch|Thường trực)$/u.test(body);
  const full = isWhole ? body : `${body} ${organisation}`.trim();
  return startsAlike(named, full) ? named : full;
}

function startsAlike(name: string, beginning: string): boolean {
  return foldText(name).startsWith(foldText(beginning));
}

/** `BAN THƯỜNG VỤ TỈNH ỦY LAI CHÂU` → `Ban Thường vụ Tỉnh ủy Lai Châu`: known names as usual, what is left is a place. */
function toName(capitals: string): string {
  let rest = capitals.replace(/\s+/g, ' ').trim();
  const words: string[] = [];
  while (rest !== '') {
    const body = BODIES.find((name) => foldText(`${rest} `).startsWith(`${foldText(name)} `));
    const length = body ? body.length : (rest.indexOf(' ') + 1 || rest.length + 1) - 1;
    const word = rest.slice(0, length);
    words.push(body ?? word.charAt(0).toUpperCase() + word.slice(1).toLowerCase());
    rest = rest.slice(length).trim();
  }
  const name = words.join(' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
