import { describe, expect, it } from 'vitest';
import { mendKinds } from '../../src/documents/mentions/mend-kinds.js';

describe('mendKinds', () => {
  it.each([
    ['điều 14 quy địng 37 cấm gì', 'điều 14 quy định 37 cấm gì'],
    ['Ngị quyếc 02 nói gì', 'nghị quyết 02 nói gì'],
    ['kế hoạt số 464', 'kế hoạch số 464'],
  ])('%s → %s', (typed, meant) => {
    expect(mendKinds(typed)).toBe(meant);
  });

  it.each(['Quy định 37', 'quy dinh 37', 'qui định 37', 'có mấy điều', 'tháng 9 năm 2026', 'quy địng này', ''])(
    'keeps: %s',
    (text) => {
      expect(mendKinds(text)).toBe(text);
    },
  );
});
