import { normalizeText } from '../text/vietnamese-text.js';
import type { ExtractedText } from './extract-text.js';

/**
 * Why a file is turned away. The marks in `Confirmable` may be lifted by somebody entitled to say that the text is
 * public; the others never. That no mark is seen proves nothing: a red stamp on a picture is not text.
 */
export type RefusalReason =
  | Confirmable
  | 'secret'
  | 'too-large'
  | 'empty'
  | 'unknown-format'
  | 'unreadable'
  | 'unknown-encoding'
  | 'legacy-encoding'
  | 'no-text-layer'
  | 'invalid-digest'
  | 'duplicate';

type Confirmable = 'internal' | 'conference' | 'not-for-publication' | 'draft';

export interface Refusal {
  readonly refused: RefusalReason;
  /** For the person who brought the file, in Vietnamese. */
  readonly message: string;
}

export const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

const MESSAGES: Readonly<Record<Exclude<RefusalReason, 'invalid-digest' | 'duplicate'>, string>> = {
  secret:
    'Tài liệu có dấu chỉ độ mật nên không được nạp; chưa có gì được ghi lại. Vui lòng gỡ tệp khỏi máy nối mạng theo quy định bảo vệ bí mật nhà nước.',
  internal:
    'Tài liệu ghi "lưu hành nội bộ" nên chưa được nạp; chưa có gì được ghi lại. Cần người có thẩm quyền xác nhận được công khai.',
  conference:
    'Tài liệu ghi "tài liệu hội nghị" nên chưa được nạp; chưa có gì được ghi lại. Cần người có thẩm quyền xác nhận được công khai.',
  'not-for-publication':
    'Tài liệu ghi "không phổ biến" nên chưa được nạp; chưa có gì được ghi lại. Cần người có thẩm quyền xác nhận được công khai.',
  draft:
    'Tài liệu là dự thảo nên chưa được nạp; chưa có gì được ghi lại. Vui lòng dùng bản đã ban hành, hoặc nhờ người có thẩm quyền xác nhận.',
  'too-large': 'Tệp lớn hơn 20 MB nên không được nạp. Vui lòng tách nhỏ hoặc bỏ bớt hình ảnh rồi thử lại.',
  empty: 'Tệp không có nội dung nên không được nạp. Vui lòng kiểm tra lại tệp.',
  'unknown-format': 'Chưa đọc được loại tệp này. Vui lòng dùng .md, .txt, .html, .docx hoặc .pdf có chữ.',
  unreadable: 'Không mở được tệp (có thể tệp hỏng hoặc đặt mật khẩu). Vui lòng lưu lại tệp rồi thử lại.',
  'unknown-encoding': 'Tệp chữ không ở bảng mã UTF-8 hay UTF-16. Vui lòng lưu lại bằng bảng mã UTF-8 rồi thử lại.',
  'legacy-encoding':
    'Chữ trong tệp theo bảng mã cũ (TCVN3, VNI) hoặc bị lỗi mã nên không đọc được. Vui lòng chuyển sang Unicode rồi thử lại.',
  'no-text-layer':
    'Tệp là bản quét, không có lớp chữ để đọc. Vui lòng dùng bản có chữ, hoặc nhận dạng chữ và rà lại trước khi nạp.',
};

export function refusalFor(reason: keyof typeof MESSAGES, detail = ''): Refusal {
  return { refused: reason, message: detail ? `${MESSAGES[reason]} ${detail}` : MESSAGES[reason] };
}

const SECRET_LINE = /^(?:ĐỘMẬT:?)?(?:TUYỆTMẬT|TỐIMẬT|MẬT)$/iu;
const SECRET_WORDS = /độ\s+mật\s*:?\s*(?:tuyệt\s+mật|tối\s+mật|mật)(?!\p{L})/iu;
const MARKS: readonly (readonly [Confirmable, RegExp])[] = [
  ['internal', /^(?:tài liệu |chỉ |không )?lưu hành nội bộ/iu],
  ['conference', /^tài liệu (?:phục vụ )?hội nghị/iu],
  ['not-for-publication', /^(?:tài liệu )?không (?:được )?phổ biến/iu],
  ['draft', /^(?:bản )?dự thảo/iu],
];
/** Marks stand at the head of the first page, or at the foot of the last. */
const HEAD_LINES = 20;
const FOOT_LINES = 6;
const LONGEST_MARK = 60;

/** Looks for what must not be stored, before anything is written; undefined where the text may enter. */
export function gateDocument(
  extracted: ExtractedText,
  confirmed: ReadonlySet<RefusalReason> = new Set(),
): Refusal | undefined {
  const raw = extracted.lines.map((line) => line.text).join('\n');
  if (extracted.unreadablePages && extracted.unreadablePages.length > 0) {
    return refusalFor('no-text-layer', `(Trang ${extracted.unreadablePages.join(', ')}.)`);
  }
  if (!/[\p{L}\d]/u.test(raw)) return refusalFor('empty');
  if (isLegacyEncoded(raw)) return refusalFor('legacy-encoding');

  const lines = extracted.lines.map((line) => normalizeText(line.text)).filter((line) => line.trim() !== '');
  const head = lines.slice(0, HEAD_LINES);
  const cells = head.flatMap(toCells);
  if (
    cells.some((cell) => SECRET_LINE.test(cell.replace(/\s+/g, ''))) ||
    head.some((line) => SECRET_WORDS.test(line))
  ) {
    return refusalFor('secret');
  }
  const marks = [...cells, ...lines.slice(-FOOT_LINES).flatMap(toCells)].filter((cell) => cell.length <= LONGEST_MARK);
  for (const [reason, mark] of MARKS) {
    if (!confirmed.has(reason) && marks.some((cell) => mark.test(cell))) return refusalFor(reason);
  }
  return undefined;
}

function toCells(line: string): readonly string[] {
  return line
    .split(/\s{2,}|\t|\|/)
    .map((cell) => cell.replace(/[*_#()[\]{}"“”.<>]/g, ' ').trim())
    .filter((cell) => cell !== '');
}

/** Latin-1 letters and signs that no Vietnamese word bears: TCVN3 and VNI show them, and so does UTF-8 read wrongly. */
const FOREIGN_MARK = /[¡-©«-¹»-¿ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþÿ\uFFFD\uE000-\uF8FF]/u;

function isLegacyEncoded(text: string): boolean {
  const words = text.normalize('NFC').match(/\S*\p{L}\S*/gu) ?? [];
  const strange = words.filter((word) => {
    const letters = word.replace(/^[^\p{L}\uFFFD]+|[^\p{L}\uFFFD]+$/gu, '');
    return FOREIGN_MARK.test(letters);
  }).length;
  return strange >= 2 && strange / words.length > 0.1;
}
