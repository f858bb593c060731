import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/answering/answer-question.js';
import type { CrossEncoder, ReadPassage } from '../../src/models/model.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

const QUESTION = 'Đảng viên có được nhận quà không?';

describe('reading the likeliest passages beside the question', () => {
  let opened: TestApp;
  beforeAll(async () => {
    opened = await openTestApp();
  });

  /** Says the same of every passage and remembers what it was shown. */
  const saying = (logOdds: number) => {
    const shown: { question: string; passages: readonly ReadPassage[] }[] = [];
    const crossEncoder: CrossEncoder = {
      score: async (question, passages) => {
        shown.push({ question, passages });
        return passages.map(() => logOdds);
      },
    };
    const ask = (text: string, history: readonly string[] = [], byWords = false) =>
      answerQuestion({ text, history, ...(byWords ? { byWords } : {}) }, { ...opened.app.answerDoors, crossEncoder });
    return { shown, ask };
  };

  it('takes back what it speaks against and keeps what it speaks for', async () => {
    expect((await saying(6).ask(QUESTION)).outcome).toBe('answered');
    expect((await saying(-20).ask(QUESTION)).outcome).toBe('not-found');
  });

  it('is of a few that are likely, read beside the question with its marks', async () => {
    const { shown, ask } = saying(6);
    await ask('dang vien co duoc nhan qua khong');
    expect(shown.length).toBeGreaterThan(0);
    for (const { question, passages } of shown) {
      expect(question).toMatch(/đảng viên có được nhận quà không/i);
      expect(passages.length).toBeLessThanOrEqual(3);
    }
    expect(shown.some(({ passages }) => passages.some(({ text }) => text.includes('quà')))).toBe(true);
  });

  it('gives no exact constraint up: what lacks the year that is asked for is not answered', async () => {
    expect((await saying(20).ask('Giải Búa liềm vàng năm 2031 có mấy giải A?')).outcome).toBe('not-found');
  });

  it('is left out where a reply is wanted at once', async () => {
    const { shown, ask } = saying(-20);
    expect((await ask(QUESTION, [], true)).outcome).toBe('answered');
    expect(shown).toEqual([]);
  });

  it('is left out where a turn says something only with the one before it', async () => {
    const history = ['Giải Búa liềm vàng lần X có bao nhiêu giải A?'];
    const { shown, ask } = saying(-20);
    expect((await ask('thế có bao nhiêu giải B?', history)).outcome).toBe('answered');
    expect(shown.map(({ question }) => question).join()).not.toContain('Búa liềm vàng');
  });
});
