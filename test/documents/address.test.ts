import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/documents/address.js';
import type { Provision, ProvisionLevel } from '../../src/documents/document.js';

type Step = [level: ProvisionLevel, number: string, label: string, heading?: string];

/** The address of the last of nested provisions. */
function addressOfNested(...steps: Step[]): string {
  const provisions = steps.map(
    ([level, number, label, heading], order): Provision => ({
      id: `x#${order}`,
      documentId: 'x',
      level,
      number,
      label,
      ...(heading ? { heading } : {}),
      text: '',
      ...(order > 0 ? { parentId: `x#${order - 1}` } : {}),
      order,
      sources: [],
    }),
  );
  return addressOf(provisions.at(-1)!, new Map(provisions.map((provision) => [provision.id, provision])));
}

const PARAGRAPH: Step = ['paragraph', '1', ''];

describe('addressOf', () => {
  it('finds an article by its number, without the chapters above it', () => {
    expect(
      addressOfNested(
        ['part', 'I', 'Phần I'],
        ['chapter', 'II', 'Chương II', 'QUY ĐỊNH'],
        ['section', '1', 'mục 1'],
        ['article', '5', 'Điều 5', 'Tên'],
        ['clause', '2', 'khoản 2'],
        ['point', 'đ', 'điểm đ'],
      ),
    ).toBe('Điều 5, khoản 2, điểm đ');
  });

  it('keeps the annex of an article', () => {
    expect(addressOfNested(['part', 'I', 'Phụ lục I'], ['article', '1', 'Điều 1'])).toBe('Phụ lục I, Điều 1');
  });

  it('reads the Roman layout from the part down, without saying a number twice', () => {
    expect(
      addressOfNested(['part', 'II', 'Phần II', 'NỘI DUNG'], ['section', '1', 'mục 1'], ['point', 'a', 'điểm a']),
    ).toBe('Phần II, mục 1, điểm a');
    expect(addressOfNested(['part', 'II', 'Phần II'], ['section', '1', 'mục 1'], ['clause', '1.1', 'mục 1.1'])).toBe(
      'Phần II, mục 1.1',
    );
  });

  it('gives a paragraph what it stands under', () => {
    expect(addressOfNested(['article', '3', 'Điều 3'], PARAGRAPH)).toBe('Điều 3');
    expect(addressOfNested(['section', '', '', 'Thông tin chung'], PARAGRAPH)).toBe('Thông tin chung');
    expect(addressOfNested(['section', '3', 'nội dung 3', 'Đổi mới'], PARAGRAPH)).toBe('Nội dung 3');
    expect(addressOfNested(PARAGRAPH)).toBe('');
  });
});
