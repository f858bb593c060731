import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutlineDoors, OutlineFrame } from '../../../src/briefing/briefing-doors.js';
import { holdsFigure } from '../../../src/briefing/outlining/choose-points.js';
import { findFrames } from '../../../src/briefing/outlining/find-frames.js';
import { outlineTopic } from '../../../src/briefing/outlining/outline-topic.js';
import { verifyOutline } from '../../../src/briefing/outlining/verify-outline.js';
import { addressOf, indexProvisions } from '../../../src/documents/address.js';
import { createLibrary } from '../../../src/documents/library.js';
import type { Line } from '../../../src/documents/line.js';
import { type CheckedOutline, OUTLINE_MINUTES, type Outline } from '../../../src/documents/outline.js';
import { normalizeText } from '../../../src/text/vietnamese-text.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';

let opened: TestApp;
let doors: OutlineDoors;
const made = new Map<string, Outline>();
beforeAll(async () => {
  opened = await openTestApp();
  doors = opened.app.briefing.doors;
  for (const frame of doors.frames) {
    for (const minutes of OUTLINE_MINUTES) {
      made.set(`${frame.id} ${minutes}`, await outlineTopic(frame, minutes, doors));
    }
  }
});

const linesOf = ({ parts, figures, questions }: Outline): readonly Line[] => [
  ...parts.flatMap(({ points }) => points),
  ...figures,
  ...questions.flatMap(({ answer }) => answer),
];
const frameOf = (id: string): OutlineFrame => doors.frames.find((each) => each.id === id)!;
const check = (outline: Outline): CheckedOutline => verifyOutline(outline, doors);
/** Every run of digits, zeros in front left off: written here once more, so that a fault of the house shows. */
const digitsOf = (text: string): readonly string[] => (text.match(/\d+/g) ?? []).map((each) => String(Number(each)));

describe('outlines of all shipped frames, of every length', () => {
  it('are there for the nine themes and for the days that the union speaks on', () => {
    expect(doors.frames.filter(({ kind }) => kind === 'theme').map(({ id }) => id)).toEqual(
      doors.themes.map(({ id }) => id),
    );
    expect(doors.frames.filter(({ kind }) => kind === 'occasion').length).toBeGreaterThanOrEqual(6);
  });

  it('say only what stands under the address that they give, number by number', () => {
    let count = 0;
    for (const outline of made.values()) {
      for (const { text, provisionId, documentId, address, label } of linesOf(outline)) {
        const document = doors.library.findById(documentId)!;
        const provision = document.provisions.find(({ id }) => id === provisionId)!;
        expect(addressOf(provision, indexProvisions(document.provisions))).toBe(address);
        expect(label).toContain(address);
        expect(normalizeText(provision.text)).toContain(text);
        const held = digitsOf(provision.text);
        expect(digitsOf(text).filter((number) => !held.includes(number))).toEqual([]);
        count += 1;
      }
      // Nothing is lost in the check that the house makes of itself.
      expect(linesOf(check(outline))).toEqual(linesOf(outline));
    }
    expect(count).toBeGreaterThan(1_000);
  });

  it('fill their time: more points for more minutes, two a minute at most, whole statements, none twice', () => {
    for (const frame of doors.frames) {
      const counts = OUTLINE_MINUTES.map((minutes) => {
        const points = made.get(`${frame.id} ${minutes}`)!.parts.flatMap((part) => part.points);
        expect(new Set(points.map(({ provisionId, text }) => `${provisionId} ${text}`)).size).toBe(points.length);
        for (const { text } of points) expect(text).toMatch(/^["“(]?[\p{Lu}\d].*[^;:,]$/su);
        expect(points.length).toBeLessThanOrEqual(minutes * 3);
        return points.length;
      });
      expect(counts[0]).toBeGreaterThanOrEqual(5);
      expect(counts).toEqual(counts.toSorted((a, b) => a - b));
    }
  });

  it('begin an occasion with what day it is', () => {
    const first = made.get('thanh-lap-cong-doan 5')!.parts[0]!.points[0]!;
    expect(first.text).toMatch(/^Ngày 28\/7: Thành lập Công đoàn Việt Nam; năm gốc: 1929/);
  });

  it('name a base that has been superseded before anything else', () => {
    const { superseded, outdated } = check(made.get('kiem-soat-quyen-luc 15')!);
    expect(superseded.map(({ text }) => text)).toContain(
      'Lưu ý: Quy định 37-QĐ/TW đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026.',
    );
    expect(outdated).toEqual([]);
  });

  it('answer what listeners ask from the library, and leave open what it does not hold', () => {
    const { questions } = made.get('thanh-lap-cong-doan 5')!;
    const rights = questions.find(({ question }) => question.includes('Điều 21'))!;
    expect(rights.answer[0]!.label).toBe('Luật 50/2024/QH15, Điều 21');
    const deadline = made.get('bua-liem-vang 5')!.questions.find(({ question }) => question.startsWith('Hạn nộp'))!;
    expect(deadline.answer).toEqual([]);
  });

  it('offer slogans with who says so, and hold no fact of their own elsewhere', () => {
    for (const { slogans, discussion } of made.values()) {
      for (const { source } of slogans) expect(source).toMatch(/^https?:\/\/\S+$/);
      for (const words of discussion) expect(words).not.toMatch(/\d/);
    }
  });

  it('are the same when made again', async () => {
    expect(await outlineTopic(frameOf('neu-guong'), 5, doors)).toEqual(made.get('neu-guong 5'));
  });
});

describe('the check of an outline', () => {
  it('leaves out every line whose words, number or address were touched', () => {
    const outline = made.get('neu-guong 5')!;
    const lines = linesOf(outline);
    const touched = fc.constantFrom<(line: Line) => Line>(
      (line) => ({ ...line, text: `${line.text} 17` }),
      (line) => ({ ...line, text: line.text.replace(/\p{L}+/u, 'Khôngcó') }),
      (line) => ({ ...line, address: `${line.address}, khoản 9` }),
      (line) => ({ ...line, provisionId: `${line.provisionId}x` }),
      (line) => ({ ...line, documentId: '37-QĐ/TW@2021-10-25' }),
      (line) => ({ ...line, text: '' }),
    );
    fc.assert(
      fc.property(fc.nat(lines.length - 1), touched, (at, touch) => {
        const broken = touch(lines[at]!);
        const part = { title: 'Phần', points: [broken, lines[at]!] };
        const checked = check({ ...outline, parts: [part], figures: [], questions: [] });
        expect(checked.parts[0]!.points).toEqual([lines[at]!]);
      }),
    );
  });

  it('calls for a new version once a base is replaced or reads otherwise, and says which', () => {
    const outline = made.get('neu-guong 5')!;
    const base = doors.library.findById('08-QĐi/TW@2018-10-25')!;
    const newer = {
      ...base,
      id: '99-QĐ/TW@2027-01-05',
      number: '99-QĐ/TW',
      issuedOn: '2027-01-05',
      relations: [{ type: 'replaces' as const, target: { number: '08-QĐi/TW' }, source: 'công báo' }],
      provisions: [],
    };
    const replaced = {
      ...doors,
      library: createLibrary([...doors.library.documents, newer]),
      today: () => '2027-01-06',
    };
    const checked = verifyOutline(outline, replaced);
    expect(checked.outdated.map(({ documentId }) => documentId)).toEqual([base.id]);
    expect(checked.superseded.some(({ text }) => text.includes('thay bởi Quy định 99-QĐ/TW'))).toBe(true);
    // On the day before it is not known yet.
    expect(verifyOutline(outline, { ...replaced, today: () => '2027-01-04' }).outdated).toEqual([]);

    const others = doors.library.documents.filter((document) => document !== base);
    const changed = { ...doors, library: createLibrary([...others, { ...base, version: 'khác' }]) };
    expect(verifyOutline(outline, changed).outdated.map(({ documentId }) => documentId)).toEqual([base.id]);
    expect(linesOf(verifyOutline(outline, changed))).toEqual(linesOf(outline));

    const gone = { ...doors, library: createLibrary(others) };
    expect(linesOf(verifyOutline(outline, gone)).some(({ documentId }) => documentId === base.id)).toBe(false);
  });
});

describe('a number to remember', () => {
  it.each([
    ['Năm 2025: thêm 622 nghìn đoàn viên, 2.862 công đoàn cơ sở mới.', true],
    ['Năng suất lao động xã hội tăng bình quân trên 6,5%/năm.', true],
    ['Bản 2026 vẫn giữ 19 điều cấm.', true],
    ['Quy định 69 có 4 chương, 58 điều.', true],
    ['Quy định 37-QĐ/TW ngày 25/10/2021 thay Quy định 47-QĐ/TW năm 2011.', false],
    ['Chỉ thị 07 nằm trong nội dung hội nghị ngày 03/9/2026.', false],
    ['Tại Đại hội XIII (01/2021), Hội nghị Trung ương 8 bàn việc này.', false],
    ['Điều 5, khoản 2 nói rõ hơn định hướng 11.', false],
    ['Không có số nào.', false],
  ])('“%s”: %s', (text, expected) => {
    expect(holdsFigure(text)).toBe(expected);
  });
});

describe('what was asked for', () => {
  const ids = (asked: string) => findFrames(asked, doors.frames).map(({ id }) => id);

  it.each([
    ['28/7', ['thanh-lap-cong-doan']],
    ['ngày 28/7', ['thanh-lap-cong-doan']],
    ['NÊU GƯƠNG', ['neu-guong']],
    ['neu guong', ['neu-guong']],
    ['nêu gương của cán bộ', ['neu-guong']],
    ['tham nhung', ['phong-chong-tham-nhung']],
    ['tháng công nhân năm nay', ['quoc-te-lao-dong']],
    ['búa liềm vàng', ['bua-liem-vang']],
    ['3/2', ['thanh-lap-dang']],
    ['giá vàng hôm nay', []],
    ['', []],
  ])('“%s”', (asked, expected) => {
    expect(ids(asked)).toEqual(expected);
  });
});
