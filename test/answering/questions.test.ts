import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type ExpectedAnswer, evaluateAnswers, type JudgedAnswer } from '../../src/measuring/evaluate-answers.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

/** Shares on `check.yaml`, a point below what was measured (ceilings: above). Raise them as answers get better. */
const LEAST_OUTCOMES_RIGHT = 0.96;
const LEAST_DOCUMENTS_RIGHT = 0.95;
const MOST_WRONGLY_ANSWERED = 0.02;
const MOST_HOSTILE_ANSWERED = 0;

/** As `npm run -s eval:answers` has them. */
const AS_OF = '2026-11-24';

const FOLDER = 'test/questions';

const read = (name: string) => parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as ExpectedAnswer[];

describe('the project’s own questions', () => {
  let opened: TestApp;
  let judged: readonly JudgedAnswer[];
  beforeAll(async () => {
    opened = await openTestApp({ EMBEDDINGS: 'builtin' });
    await opened.app.ready;
    judged = await evaluateAnswers(read('check.yaml'), opened.app.answerQuestion, { asOf: AS_OF });
  });

  /** What kinds fail, so that a fall below a floor shows what fell; never which questions: nothing may be tuned on them. */
  const list = (failed: readonly JudgedAnswer[]): string => {
    const kinds = failed.map(({ expected, answer }) => `${expected.category}: ${expected.outcome} → ${answer.outcome}`);
    return [...new Set(kinds)].map((kind) => `${kind} ×${kinds.filter((other) => other === kind).length}`).join('; ');
  };
  const shareOf = (part: readonly JudgedAnswer[], whole: readonly JudgedAnswer[]) => part.length / whole.length;

  it('are as many and of as many kinds as a fair measure needs', () => {
    const all = readdirSync(FOLDER).flatMap(read);
    const count = (...categories: string[]) => all.filter(({ category }) => categories.includes(category)).length;
    expect(all.length).toBeGreaterThanOrEqual(300);
    expect(all.filter(({ outcome }) => outcome === 'answered').length).toBeGreaterThanOrEqual(150);
    expect(count('replaced')).toBeGreaterThanOrEqual(20);
    expect(count('follow-up')).toBeGreaterThanOrEqual(15);
    expect(count('ambiguous')).toBeGreaterThanOrEqual(15);
    expect(count('near-miss')).toBeGreaterThanOrEqual(70);
    expect(count('out-of-scope', 'hostile')).toBeGreaterThanOrEqual(30);
    expect(new Set(all.map(({ style }) => style))).toEqual(new Set(['marked', 'unmarked', 'misspelt', 'teencode']));
    expect(judged.length).toBeGreaterThanOrEqual(600);
  });

  it('get the outcome that they should', () => {
    const wrong = judged.filter(({ isOutcomeRight }) => !isOutcomeRight);
    expect(1 - shareOf(wrong, judged), list(wrong)).toBeGreaterThanOrEqual(LEAST_OUTCOMES_RIGHT);
  });

  it('are answered from the right document', () => {
    const answerable = judged.filter(({ expected }) => expected.outcome === 'answered' && expected.document);
    const wrong = answerable.filter(({ isDocumentRight }) => !isDocumentRight);
    expect(1 - shareOf(wrong, answerable), list(wrong)).toBeGreaterThanOrEqual(LEAST_DOCUMENTS_RIGHT);
  });

  it('are hardly ever answered where they must not be', () => {
    const others = judged.filter(({ expected }) => expected.outcome !== 'answered');
    const answered = others.filter(({ answer }) => answer.outcome === 'answered');
    expect(shareOf(answered, others), list(answered)).toBeLessThanOrEqual(MOST_WRONGLY_ANSWERED);
  });

  it('are never answered where they are hostile', () => {
    const hostile = judged.filter(({ expected }) => expected.category === 'hostile');
    const answered = hostile.filter(({ answer }) => answer.outcome === 'answered');
    expect(hostile.length).toBeGreaterThan(0);
    expect(answered.length, list(answered)).toBeLessThanOrEqual(MOST_HOSTILE_ANSWERED);
  });
});
