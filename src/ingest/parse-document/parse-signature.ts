import { foldText } from '../../text/vietnamese-text.js';
import { cellsOf, isUpper, type Line, withoutColumns } from './clean-lines.js';

const RECIPIENTS = /^Nơi\s+nhận\s*(?::|$)/iu;
const ON_BEHALF = /^(TM|T\/M|KT|K\/T|TL|T\/L|TUQ|T\/UQ|Q)\s*[./]?\s+(\p{Lu}{2,}.*)$/u;
const OFFICE =
  /^(?:PHÓ\s+|Q\.\s*)?(?:TỔNG BÍ THƯ|BÍ THƯ|CHỦ TỊCH|CHỦ NHIỆM|THỦ TƯỚNG|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG BAN|TỔNG THƯ KÝ|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|VIỆN TRƯỞNG|CHÁNH ÁN|CHÁNH VĂN PHÒNG|TỔNG THANH TRA)/u;
/** A signature without recipients stands in the last lines. */
const LAST_LINES = 8;

/** What stands under the body: recipients and signature. */
export interface Signature {
  readonly signer?: string;
  /** On whose behalf it was signed, as printed: `BAN THƯỜNG VỤ`. */
  readonly onBehalfOf?: string;
}

/** Whether recipients or the signature begin at this line. */
export function isSignatureStart(lines: readonly Line[], at: number): boolean {
  const cells = cellsOf(lines[at]!);
  if (cells.some((cell) => RECIPIENTS.test(cell) || ON_BEHALF.test(cell))) return true;
  return (
    lines.length - at <= LAST_LINES &&
    cells.length === 1 &&
    OFFICE.test(cells[0]!) &&
    isUpper(cells[0]!) &&
    cells[0]!.length < 60 &&
    lines.slice(at + 1).some((line) => isName(withoutColumns(line.text)))
  );
}

export function parseSignature(lines: readonly Line[]): Signature {
  const cells = lines.flatMap(cellsOf).map(withoutColumns);
  const behalf = cells.map((cell) => ON_BEHALF.exec(cell)).find((found) => found !== null);
  const start = cells.findIndex((cell) => ON_BEHALF.test(cell) || OFFICE.test(cell));
  const signer = cells.slice(Math.max(start, 0)).findLast(isName);
  const isOwnBody = behalf && /^T\/?M$/u.test(behalf[1]!);
  return {
    ...(signer ? { signer: toName(signer) } : {}),
    ...(isOwnBody ? { onBehalfOf: behalf[2]!.trim() } : {}),
  };
}

function isName(cell: string): boolean {
  const words = cell.split(' ');
  return (
    words.length >= 2 &&
    words.length <= 6 &&
    words.every((word) => /^\p{Lu}\p{L}*$/u.test(word)) &&
    !OFFICE.test(cell) &&
    !ON_BEHALF.test(cell) &&
    !/^(?:da ky|noi nhan|ban|uy ban|lien doan|tong|dang uy|tinh uy|doan chu tich)/.test(foldText(cell))
  );
}

function toName(cell: string): string {
  return cell
    .split(' ')
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join(' ');
}
