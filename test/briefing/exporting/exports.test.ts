import mammoth from 'mammoth';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutlineDoors } from '../../../src/briefing/briefing-doors.js';
import { renderDocx } from '../../../src/briefing/exporting/render-docx.js';
import { renderScript } from '../../../src/briefing/exporting/render-script.js';
import { renderText } from '../../../src/briefing/exporting/render-text.js';
import { toSheet } from '../../../src/briefing/exporting/to-sheet.js';
import { outlineTopic } from '../../../src/briefing/outlining/outline-topic.js';
import { verifyOutline } from '../../../src/briefing/outlining/verify-outline.js';
import type { Sheet } from '../../../src/briefing/sheet.js';
import { type CheckedOutline, OUTLINE_MINUTES } from '../../../src/documents/outline.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';
import { unzip } from '../../support/unzip.js';

let opened: TestApp;
let doors: OutlineDoors;
const outlines: CheckedOutline[] = [];
beforeAll(async () => {
  opened = await openTestApp();
  doors = opened.app.briefing.doors;
  for (const frame of doors.frames) {
    for (const minutes of OUTLINE_MINUTES) {
      outlines.push(verifyOutline(await outlineTopic(frame, minutes, doors), doors));
    }
  }
});

const DRAFT = { state: 'bản nháp, chưa duyệt', isApproved: false, id: 'ABCD2345', version: 2 };
const APPROVED = { state: 'đã duyệt', isApproved: true, id: 'ABCD2345', version: 2 };
const sheetOf = (outline: CheckedOutline, state = DRAFT): Sheet => toSheet(outline, state, doors);
const listWords = ({ title, warnings, facts, bases, sections }: Sheet): readonly string[] => [
  title,
  ...warnings,
  ...bases,
  ...facts,
  ...sections.flatMap(({ items }) => items.flatMap(({ text, source }) => (source ? [text, source] : [text]))),
];

describe('the DOCX of an outline', () => {
  it('read by another library holds every line of every outline, in order', async () => {
    for (const outline of outlines) {
      const sheet = sheetOf(outline);
      const { value, messages } = await mammoth.extractRawText({ buffer: Buffer.from(await renderDocx(sheet, doors)) });
      expect(messages.filter(({ type }) => type === 'error')).toEqual([]);
      let from = 0;
      for (const words of listWords(sheet)) {
        const at = value.indexOf(words, from);
        expect(at, words).toBeGreaterThanOrEqual(from);
        from = at;
      }
    }
  });

  it('is laid out as knowledge/layout.yaml says: paper, margins, letters, head, signature', async () => {
    const parts = unzip(await renderDocx(sheetOf(outlines[0]!), doors));
    const document = parts.get('word/document.xml')!;
    const twips = (mm: number) => String(Math.round((mm * 1_440) / 25.4));
    const { mm, words } = doors.layout;
    const [size = ''] = /<w:pgSz [^>]*>/.exec(document) ?? [];
    expect([/w:w="(\d+)"/, /w:h="(\d+)"/].map((side) => side.exec(size)?.[1])).toEqual([twips(210), twips(297)]);
    const [margins = ''] = /<w:pgMar [^>]*>/.exec(document) ?? [];
    for (const side of ['top', 'bottom', 'left', 'right'] as const) {
      expect(margins).toContain(`w:${side}="${twips(mm[side])}"`);
    }
    expect(parts.get('word/styles.xml')).toContain('Times New Roman');
    for (const each of [words.nation, words.motto, words.issuer, words.signer]) expect(document).toContain(each);
    // Numbers of pages begin on the second.
    expect(document).toContain('<w:titlePg/>');
  });

  it('bears DỰ THẢO until it is approved', async () => {
    const read = async (sheet: Sheet) =>
      (await mammoth.extractRawText({ buffer: Buffer.from(await renderDocx(sheet, doors)) })).value;
    expect(await read(sheetOf(outlines[0]!))).toContain('DỰ THẢO');
    expect(await read(sheetOf(outlines[0]!, APPROVED))).not.toContain('DỰ THẢO');
  });
});

describe('plain words for a chat without files', () => {
  it('hold every line with its source, and no mark-up', () => {
    for (const outline of outlines) {
      const sheet = sheetOf(outline);
      const text = renderText(sheet);
      for (const words of listWords(sheet)) expect(text).toContain(words);
      expect(text).not.toMatch(/\*\*|<[a-z]|\n{3}/);
    }
  });
});

describe('the loudspeaker script', () => {
  it('lasts 60 to 90 seconds, in sentences of at most 20 syllables, with nothing to work out', () => {
    for (const outline of outlines) {
      const { sentences, seconds } = renderScript(outline, doors);
      expect(seconds, outline.frameId).toBeGreaterThanOrEqual(60);
      expect(seconds).toBeLessThanOrEqual(90);
      for (const sentence of sentences) {
        expect(sentence.match(/[\p{L}\p{M}]+/gu)!.length, sentence).toBeLessThanOrEqual(20);
        // `COVID` is said as a word.
        expect(sentence.replace('COVID', 'Covid')).not.toMatch(/\d|[/%()]|\p{Lu}{2}/u);
        expect(sentence).toMatch(/[.!?]$/);
      }
      expect(sentences[0]).toContain('Kính thưa');
      expect(sentences.at(-1)).toContain('cảm ơn');
    }
  });
});
