import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { ExtractedText, TextLine } from './extract-text.js';

/** Files with a text layer, page by page. Throws for what is no PDF or asks for a password. */
export async function extractPdf(bytes: Uint8Array): Promise<ExtractedText> {
  // Loaded only when a PDF comes: it is large, and most starts read none.
  const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const pictures = [OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject];
  const loading = getDocument({
    data: new Uint8Array(bytes),
    useSystemFonts: false,
    disableFontFace: true,
    isEvalSupported: false,
    verbosity: 0,
  });
  try {
    const pdf = await loading.promise;
    const lines: TextLine[] = [];
    const unreadablePages: number[] = [];
    for (let number = 1; number <= pdf.numPages; number++) {
      const page = await pdf.getPage(number);
      const rows = await readRows(page);
      if (rows.length === 0 && (await shows(page, pictures))) unreadablePages.push(number);
      lines.push(...toLines(rows).map((text) => ({ text, page: number })), { text: '', page: number });
      page.cleanup();
    }
    return { lines, unreadablePages };
  } finally {
    await loading.destroy();
  }
}

interface Row {
  text: string;
  readonly left: number;
  right: number;
  readonly y: number;
  readonly height: number;
}

/** Words on one baseline; a gap wider than two letters parts columns. */
async function readRows(page: PDFPageProxy): Promise<readonly Row[]> {
  const { items } = await page.getTextContent();
  const words = items.flatMap((item) => {
    if (!('str' in item) || item.str.trim() === '') return [];
    const [, , , , x = 0, y = 0] = item.transform as number[];
    return [{ text: item.str, x, y, width: item.width, height: item.height || 10 }];
  });
  words.sort((a, b) => (Math.abs(a.y - b.y) < Math.min(a.height, b.height) / 2 ? a.x - b.x : b.y - a.y));
  const rows: Row[] = [];
  for (const word of words) {
    const row = rows.at(-1);
    if (row && Math.abs(row.y - word.y) < Math.min(row.height, word.height) / 2) {
      const gap = word.x - row.right;
      const glue = gap > word.height * 2 ? '   ' : gap > word.height * 0.15 ? ' ' : '';
      row.text += glue + word.text;
      row.right = word.x + word.width;
    } else rows.push({ text: word.text, left: word.x, right: word.x + word.width, y: word.y, height: word.height });
  }
  const [first, last] = [rows[0], rows.at(-1)];
  return rows.filter((row) => !((row === first || row === last) && isPageNumber(row.text)));
}

function isPageNumber(text: string): boolean {
  return /^\s*[-–]?\s*(?:trang\s*)?\d{1,4}(?:\s*\/\s*\d{1,4})?\s*[-–]?\s*$/iu.test(text);
}

/** Rows that fill the measure run on into the next one; a new paragraph is indented, set apart, or follows a short row. */
function toLines(rows: readonly Row[]): readonly string[] {
  const left = rows.map((row) => row.left).toSorted((a, b) => a - b)[Math.floor(rows.length / 10)] ?? 0;
  const right = Math.max(0, ...rows.map((row) => row.right));
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    const above = rows[index - 1];
    const isContinued =
      above !== undefined &&
      !row.text.includes('   ') &&
      !above.text.includes('   ') &&
      right - above.right < (right - left) * 0.12 &&
      row.left < left + row.height &&
      above.y - row.y < row.height * 2.2 &&
      Math.abs(above.height - row.height) < 1;
    if (isContinued) lines[lines.length - 1] += ` ${row.text}`;
    else {
      if (above && above.y - row.y > row.height * 2.2) lines.push('');
      lines.push(row.text);
    }
  }
  return lines;
}

async function shows(page: PDFPageProxy, operators: readonly number[]): Promise<boolean> {
  const { fnArray } = await page.getOperatorList();
  return fnArray.some((operator) => operators.includes(operator));
}
