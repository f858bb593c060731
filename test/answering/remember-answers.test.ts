import { beforeAll, describe, expect, it } from 'vitest';
import type { Question } from '../../src/answering/answer.js';
import { rememberAnswers } from '../../src/answering/remember-answers.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

let opened: TestApp;
beforeAll(async () => {
  opened = await openTestApp();
});

function open(failures = 0) {
  let [now, computed, left] = [Date.parse('2026-11-24T03:00:00Z'), 0, failures];
  const ask = rememberAnswers(
    async (question) => {
      computed += 1;
      if (left-- > 0) throw new Error('the thread died');
      return opened.app.answerQuestion(question);
    },
    () => new Date(now),
  );
  return { ask, pass: (ms: number) => (now += ms), count: () => computed };
}

describe('an answer that was just given', () => {
  it('is given again within the minute, to all who ask the same at once too', async () => {
    const { ask, pass, count } = open();
    const text = 'Đảng viên có được nhận quà không?';
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask({ text })));
    pass(59_000);
    answers.push(await ask({ text: `  ${text} ` }));
    expect(count()).toBe(1);
    expect(new Set(answers.map((answer) => answer.text))).toEqual(
      new Set([(await opened.app.answerQuestion({ text })).text]),
    );
  });

  it('is computed anew after the minute, and where the clock went back', async () => {
    const { ask, pass, count } = open();
    await ask({ text: 'quy định 37' });
    pass(60_000);
    await ask({ text: 'quy định 37' });
    pass(-1_000);
    await ask({ text: 'quy định 37' });
    expect(count()).toBe(3);
  });

  it.each<[string, Question, Question]>([
    ['other words', { text: 'quy định 37' }, { text: 'quy định 22' }],
    ['other marks', { text: 'mua bán' }, { text: 'mưa bàn' }],
    ['what was asked before', { text: 'Điều 5' }, { text: 'Điều 5', history: ['quy định 37'] }],
    ['another day', { text: 'quy định 37' }, { text: 'quy định 37', asOf: '2020-01-01' }],
    ['by words', { text: 'quy định 37' }, { text: 'quy định 37', byWords: true }],
  ])('is no answer to %s', async (_, first, second) => {
    const { ask, count } = open();
    await ask(first);
    await ask(second);
    expect(count()).toBe(2);
  });

  it('is not one that failed', async () => {
    const { ask, count } = open(1);
    await expect(ask({ text: 'quy định 37' })).rejects.toThrow('the thread died');
    expect((await ask({ text: 'quy định 37' })).citations.length).toBeGreaterThan(0);
    expect(count()).toBe(2);
  });
});
