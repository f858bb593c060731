import { beforeAll, describe, expect, it } from 'vitest';
import { findTargets } from '../../../src/briefing/summarizing/find-targets.js';
import type { SummaryTarget } from '../../../src/briefing/summary.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';

describe('findTargets', () => {
  let opened: TestApp;
  beforeAll(async () => {
    opened = await openTestApp();
  });
  const find = (asked: string) => findTargets(asked, opened.app.briefing.doors);

  it.each<[string, SummaryTarget]>([
    ['37-QĐ/TW', { kind: 'document', documentId: '37-QĐ/TW@2021-10-25' }],
    ['quy định 37', { kind: 'document', documentId: '37-QĐ/TW@2021-10-25' }],
    ['464', { kind: 'document', documentId: '464/KH-LĐLĐ@2023-07-10' }],
    ['37-qd-tw-2021-10-25', { kind: 'document', documentId: '37-QĐ/TW@2021-10-25' }],
    ['nghị quyết 21 ngày 16/6/2022', { kind: 'document', documentId: '21-NQ/TW@2022-06-16' }],
    ['nghị quyết đại hội xiii', { kind: 'document', documentId: 'Nghị quyết Đại hội XIII@2021-02-01' }],
    ['19 điều đảng viên không được làm', { kind: 'document', documentId: '207-QĐ/TW@2026-07-26' }],
    ['điều 9 quy định 37', { kind: 'provision', provisionId: '37-QĐ/TW@2021-10-25#Đ9' }],
    ['neu-guong', { kind: 'theme', themeId: 'neu-guong' }],
    ['Nêu gương', { kind: 'theme', themeId: 'neu-guong' }],
    ['chong tham nhung', { kind: 'theme', themeId: 'phong-chong-tham-nhung' }],
    ['chủ đề bảo vệ cán bộ', { kind: 'theme', themeId: 'bao-ve-can-bo' }],
    ['có gì mới từ 01/7/2026', { kind: 'since', day: '2026-07-01' }],
    ['mới từ ngày 1/7/2026', { kind: 'since', day: '2026-07-01' }],
    ['từ 2026-07-01', { kind: 'since', day: '2026-07-01' }],
  ])('knows what %s means', (asked, target) => {
    const found = find(asked);
    expect('missing' in found ? found.text : found.map((each) => each.target)).toEqual([target]);
  });

  it('offers several where the words do not tell', () => {
    const found = find('nghị quyết 21');
    expect('missing' in found ? [] : found.map(({ title }) => title)).toEqual([
      'Nghị quyết 21-NQ/TW (16/6/2022)',
      'Nghị quyết 21-NQ/TW (28/7/2026)',
    ]);
  });

  it.each([
    ['quy định 9999', 'Kho chưa có văn bản “quy định 9999”'],
    ['điều 77 quy định 37', 'Kho chưa có nội dung điều 77 quy định 37'],
    ['bóng đá', 'Tôi chưa có chủ đề “bóng đá”'],
    ['', 'Tôi chưa có chủ đề'],
    ['từ 31/02/2026', 'Tôi chưa có chủ đề'],
  ])('says what is not held: %s', (asked, says) => {
    const found = find(asked);
    expect('missing' in found && found.text).toContain(says);
  });
});
