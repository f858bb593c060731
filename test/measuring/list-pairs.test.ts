import { beforeAll, describe, expect, it } from 'vitest';
import { listKeptPairs, listQuestionPairs, type Pair } from '../../src/measuring/learning/list-pairs.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

const AS_OF = '2026-11-24';
const FRONT = { style: 'marked', category: 'content' } as const;

describe('pairs that a cross-encoder learns from', () => {
  let opened: TestApp;
  beforeAll(async () => {
    opened = await openTestApp();
  });
  const listOf = (...questions: Parameters<typeof listQuestionPairs>[0]): Promise<readonly Pair[]> =>
    listQuestionPairs(questions, opened.app.answerDoors, { asOf: AS_OF });

  it('show a question that is answered beside the passage that holds the words of its answer', async () => {
    const document = ['207-QĐ/TW@2026-07-26'];
    const pairs = await listOf({
      ...FRONT,
      q: 'dang vien co duoc nhan qua khong',
      outcome: 'answered',
      document,
      words: ['quà'],
    });
    const right = pairs.filter(({ answers }) => answers);
    expect(right.length).toBeGreaterThan(0);
    for (const { question, passage } of right) {
      expect(question).toMatch(/nhận quà/);
      expect(passage.text).toContain('quà');
    }
  });

  it('show one that nothing answers beside what seems to, as no answer, and follow-ups not at all', async () => {
    const q = 'Quy định 207 in trên khổ giấy nào?';
    const pairs = await listOf(
      { ...FRONT, q, outcome: 'not-found' },
      { ...FRONT, q, outcome: 'not-found', history: ['Quy định 37 nói gì?'] },
      { ...FRONT, q: 'nghị quyết 21 nói về gì', outcome: 'ambiguous' },
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const { question, answers } of pairs) expect([question, answers]).toEqual([q, false]);
  });

  it('show kept questions beside their own passage, and some beside another of the document that counts less', () => {
    const pairs = listKeptPairs(opened.app.answerDoors, { asOf: AS_OF });
    const kept = opened.app.answerDoors.index.passages.flatMap(({ isQuestion, asked = [] }) =>
      isQuestion ? [] : asked,
    );
    expect(pairs.filter(({ answers }) => answers)).toHaveLength(kept.length);
    const wrong = pairs.filter(({ answers }) => !answers);
    expect(wrong.length / kept.length).toBeGreaterThan(0.1);
    expect(wrong.length / kept.length).toBeLessThan(0.4);
    expect(wrong.every(({ weight }) => weight < 1)).toBe(true);
  });
});
