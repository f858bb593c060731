import type { Relation } from '../../documents/document.js';
import { isLocalDate } from '../../time.js';

const DAY = 'ngày\\s*(\\d{1,2})\\s*(?:[/.-]|\\s+tháng\\s+)\\s*(\\d{1,2})\\s*(?:[/.-]|\\s+năm\\s+)\\s*(\\d{4})';
const NUMBER = '\\d{1,5}(?:\\.\\d{1,3})?[-/][\\p{L}\\d]+(?:[-/][\\p{L}\\d]+)*';
/** `Quy định này`: the document speaks of itself. */
const ITSELF =
  '(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Quy định|Quy chế|Chỉ thị|Kết luận|Hướng dẫn|Thông tư|Thông tri|Kế hoạch|Điều lệ)\\s+này';
const TAKES_EFFECT = new RegExp(
  `${ITSELF}[^.;]{0,200}?có hiệu lực(?:\\s+thi hành)?(?:\\s+kể)?\\s+từ\\s+(?:(ngày ký|ngày ban hành)|${DAY})`,
  'iu',
);
const REPLACES = new RegExp(`${ITSELF}[^.;]{0,200}?thay(?: thế)?\\s+(?:cho\\s+)?(\\p{Lu}[^.]*)`, 'iu');
const NAMED = new RegExp(`([\\p{L} ]{2,30}?)\\s+số\\s*:?\\s*(${NUMBER})(?:,?\\s*${DAY})?`, 'giu');

/** From when the document holds and what it replaces, where its own text says so in plain words. */
export function findEffect(
  texts: readonly string[],
  self: { readonly label: string; readonly issuedOn?: string },
): { readonly effectiveFrom?: string; readonly relations: readonly Relation[] } {
  const said = texts.map((text) => TAKES_EFFECT.exec(text)).find((found) => found !== null);
  const [, onIssue, ...day] = said ?? [];
  const effectiveFrom = onIssue ? self.issuedOn : toDay(day);
  const relations = texts.flatMap((text) => {
    const replaced = REPLACES.exec(text)?.[1] ?? '';
    // A part of it replaced is no replacement.
    if (/^(?:khoản|điểm|điều|chương|mục|phần)\s/iu.test(replaced)) return [];
    return [...replaced.matchAll(NAMED)].map(([, kind = '', number = '', ...of]): Relation => {
      const issuedOn = toDay(of);
      return {
        type: 'replaces',
        target: { ...(toKind(kind) ? { kind: toKind(kind) } : {}), number, ...(issuedOn ? { issuedOn } : {}) },
        ...(effectiveFrom ? { since: effectiveFrom } : {}),
        source: self.label,
      };
    });
  });
  return { ...(isLocalDate(effectiveFrom ?? '') ? { effectiveFrom: effectiveFrom! } : {}), relations };
}

function toDay([date, month, year]: readonly (string | undefined)[]): string | undefined {
  const day = `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}`;
  return isLocalDate(day) ? day : undefined;
}

/** The words before `số`, from their last capital on: `và Quy định` → `Quy định`. */
function toKind(words: string): string {
  return /\p{Lu}[\p{Ll} ]*$/u.exec(words)?.[0].trim() ?? '';
}
