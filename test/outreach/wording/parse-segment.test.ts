import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSegment } from '../../../src/outreach/wording/describe-segment.js';
import { parseSegment } from '../../../src/outreach/wording/parse-segment.js';
import type { Segment } from '../../../src/people/segment.js';
import { treeOn } from '../../../src/people/unit-tree.js';
import { loadPrompts } from '../../../src/prompts.js';
import { foldText } from '../../../src/text/vietnamese-text.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const TREE = treeOn(SAMPLE_UNITS, '2026-11-24');
const { texts } = loadPrompts('prompts');
const SAVED = new Map<string, Segment>([['Tổ trưởng', { role: 'propagandist' }]]);
const parse = (words: string) => parseSegment(words, { tree: TREE, saved: SAVED });

/** As somebody who knows the grammar would write it, with as many parentheses as can be. */
function write(segment: Segment): string {
  if ('everybody' in segment) return 'tất-cả';
  if ('branch' in segment) return `nhánh=${segment.branch}`;
  if ('role' in segment) return `vai=${segment.role}`;
  if ('topic' in segment) return `việc=${segment.topic}`;
  if ('channel' in segment) return `kênh=${segment.channel}`;
  if ('joinedFrom' in segment) return `từ=${segment.joinedFrom}`;
  if ('joinedBefore' in segment) return `trước=${segment.joinedBefore}`;
  if ('not' in segment) return `trừ (${write(segment.not)})`;
  const [parts, word] = 'and' in segment ? [segment.and, 'và'] : [segment.or, 'hoặc'];
  return parts.map((each) => `(${write(each)})`).join(` ${word} `);
}

const segments = fc.letrec<{ any: Segment }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...SAMPLE_UNITS.map(({ id }): Segment => ({ branch: id }))),
    fc.constantFrom<Segment>(
      { everybody: true },
      { role: 'unit-admin' },
      { topic: 'sinh-hoat' },
      { channel: 'zalo-bot' },
      { joinedFrom: '2026-01-31' },
      { joinedBefore: '2026-02-28' },
    ),
    fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map((and): Segment => ({ and })),
    fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map((or): Segment => ({ or })),
    tie('any').map((not): Segment => ({ not })),
  ),
})).any;

it('reads back whatever can be written, with marks or without', () => {
  fc.assert(
    fc.property(segments, (segment) => {
      expect(parse(write(segment))).toEqual({ status: 'read', segment });
      expect(parse(foldText(write(segment)))).toEqual({ status: 'read', segment });
    }),
  );
});

it.each<[string, Segment]>([
  ['nhánh=tan-phong trừ vai=propagandist', { and: [{ branch: 'tan-phong' }, { not: { role: 'propagandist' } }] }],
  [
    'nhánh=may hoặc nhánh=truong và vai=member',
    { or: [{ branch: 'may' }, { and: [{ branch: 'truong' }, { role: 'member' }] }] },
  ],
  ['nhánh="công đoàn cơ sở may mẫu"', { branch: 'may' }],
  ['nhóm="Tổ trưởng" và kênh=telegram', { and: [{ role: 'propagandist' }, { channel: 'telegram' }] }],
])('reads “%s”', (words, segment) => {
  expect(parse(words)).toEqual({ status: 'read', segment });
});

it.each([
  ['', ''],
  ['nhánh=khong-co', 'nhánh=khong-co'],
  ['nhánh="Công đoàn"', 'nhánh="Công đoàn"'],
  ['vai=giam-doc', 'vai=giam-doc'],
  ['từ=2026-02-30', 'từ=2026-02-30'],
  ['nhóm="Ai đó"', 'nhóm="Ai đó"'],
  ['tất-cả và', ''],
  ['(tất-cả', ''],
  ['tất-cả)', ')'],
  ['tất-cả tất-cả', 'tất-cả'],
  ['mọi người', 'mọi'],
])('names the word of “%s” that is not understood', (words, at) => {
  expect(parse(words)).toEqual({ status: 'wrong', at });
});

it('takes any text without throwing', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('(', ')', ' ', 'trừ', 'và', 'hoặc', 'nhánh=may', '"', '=', 'x'),
        maxLength: 200,
      }),
      (words) => {
        expect(['read', 'wrong']).toContain(parse(words).status);
      },
    ),
  );
});

describe('in words', () => {
  it.each<[Segment, string]>([
    [{ branch: 'tan-phong' }, 'Công đoàn phường Tân Phong và cấp dưới'],
    [{ branch: 'may' }, 'Công đoàn cơ sở May mẫu'],
    [{ branch: 'gone' }, 'đơn vị gone (không còn)'],
    [
      { and: [{ branch: 'tan-phong' }, { channel: 'telegram' }, { not: { role: 'propagandist' } }] },
      'Công đoàn phường Tân Phong và cấp dưới, chỉ người dùng Telegram, trừ người có vai trò báo cáo viên, tuyên truyền viên',
    ],
    [
      { and: [{ or: [{ branch: 'may' }, { branch: 'truong' }] }, { joinedFrom: '2026-01-31' }] },
      '(Công đoàn cơ sở May mẫu hoặc Công đoàn cơ sở Trường mẫu), chỉ người tham gia từ 31/01/2026',
    ],
    [{ not: { topic: 'sinh-hoat' } }, 'toàn bộ đoàn viên đã tham gia, trừ người nhận việc “Nhắc sinh hoạt công đoàn”'],
    [{ or: [] }, 'không ai'],
  ])('%j', (segment, words) => {
    expect(describeSegment(segment, TREE, texts)).toBe(words);
  });
});
