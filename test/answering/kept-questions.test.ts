import { describe, expect, it } from 'vitest';
import { createKeptQuestions } from '../../src/answering/judge-evidence/kept-questions.js';
import { toUnansweredPassage } from '../../src/answering/match-unanswered.js';
import type { Passage } from '../../src/documents/passages.js';

const passage = (id: string, asked: readonly string[]): Passage => ({
  id,
  documentId: 'a',
  provisionId: id,
  title: '',
  section: '',
  text: '',
  asked,
});
const kept = createKeptQuestions([
  passage('signer', ['Ai ký quy định về quà tặng?', 'quy định quà tặng do ông nào ký']),
  passage('day', ['Quy định về quà tặng ký ngày nào?']),
  toUnansweredPassage('Ký quy định về quà tặng hết bao nhiêu tiền?', 'out-of-domain', 0),
]);

describe('createKeptQuestions', () => {
  it('takes a question that is kept for wholly alike, whatever its marks', () => {
    for (const question of ['Ai ký quy định về quà tặng?', 'ai ky quy dinh ve qua tang']) {
      const { any, ofKind, nearest } = kept.compare(question).answeredBy(0);
      expect(any).toBeCloseTo(1, 3);
      expect(ofKind).toBeCloseTo(1, 3);
      expect(nearest).toBe('Ai ký quy định về quà tặng?');
    }
  });

  it('knows who from when, and both from how much', () => {
    const { answeredBy, unanswered } = kept.compare('Quy định về quà tặng ai ký?');
    expect(answeredBy(0).ofKind).toBeGreaterThan(0.5);
    expect(answeredBy(1).any).toBeGreaterThan(0.5);
    expect(answeredBy(1).ofKind).toBe(0);
    expect(unanswered.ofKind).toBe(0);
  });

  it('reads chat spellings and slips of the ear as what they stand for', () => {
    expect(kept.compare('quy định quà tặng kí ngày nào').answeredBy(1).ofKind).toBeGreaterThan(0.6);
    expect(kept.compare('kí quy định quà tặng hết bn tiền').unanswered.ofKind).toBeGreaterThan(0.6);
  });

  it('finds nothing alike in words that nobody used', () => {
    const { answeredBy, unanswered } = kept.compare('xyz');
    expect(answeredBy(0)).toEqual({ any: 0, ofKind: 0 });
    expect(unanswered).toEqual({ any: 0, ofKind: 0 });
  });
});
