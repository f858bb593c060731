import { describe, expect, it } from 'vitest';
import { toBag } from '../../src/answering/judge-evidence/bag.js';
import { listAsking, listMissing, weighMissing } from '../../src/answering/judge-evidence/missing-terms.js';

const passage = toBag('Nghị định 30/2020/NĐ-CP là quy chuẩn thể thức văn bản, có 29 tên loại văn bản hành chính.');
const kept = toBag('nghị định 30 có mấy loại văn bản hành chính');

describe('what a passage leaves missing', () => {
  it('is each syllable and pair that stands neither in it nor in what is known to be asked of it', () => {
    expect(listMissing(listAsking('Nghị định 30 có mấy khổ giấy?'), passage, kept)).toEqual([
      '?may',
      'kho',
      'giay',
      'may kho',
      'kho giay',
    ]);
  });

  it('is nothing where all is told', () => {
    expect(listMissing(listAsking('có 29 tên loại văn bản'), passage, kept)).toEqual([]);
  });

  it('names all numbers by one sign', () => {
    expect(listMissing(listAsking('văn bản 31 32'), passage, kept)).toEqual(['#', 'ban 31', '31 32']);
  });

  it('knows a word by its marks, where the passage has any', () => {
    expect(listMissing(listAsking('thẻ thức'), passage, kept)).toEqual(['~']);
    expect(listMissing(listAsking('mấy loại'), toBag('may loai'), kept)).toEqual([]);
  });

  it('counts beside the other evidence, and only where it was learnt', () => {
    const base = { open: { vectors: -0.5, words: 1 }, named: { vectors: 0, words: 2 } };
    const learnt = { base, weights: new Map([['kho giay', -1.5]]) };
    const weigh = (isOpen: boolean, hasVectors: boolean) =>
      weighMissing(['kho', 'kho giay'], learnt, hasVectors ? { cosine: 0.9 } : {}, isOpen);
    expect([weigh(true, true), weigh(false, true), weigh(true, false), weigh(false, false)]).toEqual([
      -2, -1.5, -0.5, 0.5,
    ]);
    expect(weighMissing([], learnt, { cosine: 0.9 }, true)).toBe(-0.5);
  });
});
