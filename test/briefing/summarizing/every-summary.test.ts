import { beforeAll, describe, expect, it } from 'vitest';
import { checkSummary } from '../../../src/briefing/summarizing/check-summary.js';
import type { CheckedLines, Summary } from '../../../src/briefing/summary.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';

describe('every summary of what is shipped', () => {
  let opened: TestApp;
  beforeAll(async () => {
    opened = await openTestApp();
  });

  it('bears an address that resolves in each line, and no number that does not stand there', async () => {
    const { summaries, lines, flaws } = await opened.app.briefing.checkSummaries();
    expect(flaws).toEqual([]);
    expect(summaries).toBeGreaterThan(3 * opened.app.knowledge.library.documents.length);
    expect(lines).toBeGreaterThan(summaries);
  });

  it('holds the nine themes of the plan, told from documents that are held', () => {
    const { themes, library } = opened.app.briefing.doors;
    expect(themes).toHaveLength(9);
    expect(themes.flatMap(({ documents }) => documents).filter((id) => !library.findById(id))).toEqual([]);
  });

  it('tells a theme from at least two documents in three minutes', async () => {
    const { doors, summarize } = opened.app.briefing;
    for (const { id } of doors.themes) {
      const summary = await summarize({ kind: 'theme', themeId: id }, 'three-minutes');
      if (summary.missing) expect.unreachable(summary.text);
      expect(new Set(summary.lines.map(({ documentId }) => documentId)).size).toBeGreaterThan(1);
    }
  });

  describe('checked', () => {
    const alter = async (change: (summary: Summary) => Partial<Summary>): Promise<readonly string[]> => {
      const { briefing } = opened.app;
      const { library } = briefing.doors;
      const summary = await briefing.summarize(
        { kind: 'document', documentId: '37-QĐ/TW@2021-10-25' },
        'three-minutes',
      );
      if (summary.missing) expect.unreachable(summary.text);
      expect(checkSummary(summary, library)).toEqual([]);
      return checkSummary({ ...summary, ...change(summary) }, library);
    };

    it.each<[string, (summary: Summary) => Partial<Summary>, RegExp]>([
      ['a word', ({ text }) => ({ text: text.replace('Cấm ', 'Được ') }), /Câu không có/],
      ['a number', ({ text }) => ({ text: text.replace('vẫn 19', 'vẫn 91') }), /Câu không có/],
      ['an address', ({ text }) => ({ text: text.replace('(Điều 2)', '(Điều 20)') }), /Địa chỉ không khớp/],
      ['a line without a source', ({ text }) => ({ text: `${text}\n• Thêm một dòng. (Điều 1)` }), /không có nguồn/],
      [
        'a source without a line',
        ({ lines }) => ({ lines: lines.slice(1) as readonly object[] as CheckedLines }),
        /Địa chỉ/,
      ],
      ['its length', ({ text }) => ({ text: text + ' '.repeat(1_800) }), /ký tự/],
      ['its lines', () => ({ text: '', lines: [] as readonly object[] as CheckedLines }), /Không có dòng nào/],
      [
        'a model that brings a number',
        ({ lines, text }) => ({
          lines: lines.map((line) => ({ ...line, said: line.text })) as readonly object[] as CheckedLines,
          text: text.replace('vẫn 19', 'vẫn 91'),
        }),
        /Số 91 không có/,
      ],
    ])('finds %s that was altered', async (_, change, flaw) => {
      expect((await alter(change)).join('\n')).toMatch(flaw);
    });
  });
});
