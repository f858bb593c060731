import { describe, expect, it } from 'vitest';
import { findDatedMentions, matchesDay } from '../../src/documents/mentions/dated-mention.js';

describe('findDatedMentions', () => {
  it.each([
    ['Quy định ngày 26/7/2026 về chuyện gì?', 'quy dinh', '2026-07-26'],
    ['nghi quyet ngay 16.6.2022 noi gi', 'nghi quyet', '2022-06-16'],
    ['Luật thông qua ngày 10 tháng 12 năm 2025 có mấy điều?', 'luat', '2025-12-10'],
    ['văn bản của Trung ương ký ngày 5/9/2021', undefined, '2021-09-05'],
  ])('%s', (question, kind, issuedOn) => {
    expect(findDatedMentions(question)).toMatchObject([{ ...(kind ? { kind } : {}), issuedOn }]);
  });

  it.each(['ngày 26/7/2026 là thứ mấy', 'quy định 37 ngày 25/10/2021', 'kế hoạch năm 2026'])(
    'finds none in: %s',
    (text) => {
      expect(findDatedMentions(text)).toEqual([]);
    },
  );

  it('means documents of the day and the kind alone', () => {
    const [mention] = findDatedMentions('quy định ngày 26/7/2026');
    const on = (kind: string, issuedOn: string) => mention && matchesDay({ kind, issuedOn }, mention);
    expect([on('Quy định', '2026-07-26'), on('Quy định', '2026-07-27'), on('Luật', '2026-07-26')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
