import { splitSyllables } from '../../text/syllables.js';

/** Kinds of a thing of which what is so of one is not so of the other. */
const OTHERS: readonly (readonly (readonly string[])[])[] = [
  [['nông thôn'], ['thành thị', 'đô thị']],
  [['dự bị'], ['chính thức']],
  [
    ['tối đa', 'nhiều nhất', 'lâu nhất', 'dài nhất'],
    ['tối thiểu', 'ít nhất', 'ngắn nhất'],
  ],
  [
    ['buổi sáng', 'sáng'],
    ['buổi chiều', 'chiều'],
    ['buổi tối', 'tối'],
  ],
];

const toMarked = (text: string): string => ` ${splitSyllables(text).join(' ')} `;
const OTHER_WORDS = OTHERS.map((kinds) => kinds.map((words) => words.map(toMarked)));

/** Kinds that a question, its marks restored, asks of where the text speaks of their counterparts only. Marks count: `tôi` is not `tối`. */
export function listOtherKinds(question: string, text: string): readonly string[] {
  const [asking, saying] = [toMarked(question), toMarked(text)];
  return OTHER_WORDS.flatMap((kinds) => {
    const asked = kinds.filter((words) => words.some((word) => asking.includes(word)));
    const [first] = asked;
    if (!first || asked.length > 1) return [];
    const said = kinds.filter((words) => words.some((word) => saying.includes(word)));
    return said.length > 0 && !said.includes(first) ? first.slice(0, 1).map((word) => word.trim()) : [];
  });
}

const COUNTED =
  /(?<![\d/.])(?:\d{1,3}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:nhóm|điểm|khâu|biểu hiện|nhiệm vụ|giải pháp|công tác|trường hợp|đột phá|chỉ tiêu|mục tiêu|nội dung|quan điểm|nguyên tắc|chuẩn mực|hình thức|điều)(?!\p{L})/giu;
const LISTED = /[:;]|,[^,]*,|(?<!\p{L})(?:gồm|là) /u;

/** Whether a text only says how many there are, and names none of them: `nêu 4 công tác trọng tâm`. */
export const countsOnly = (text: string): boolean => {
  const counts = [...text.matchAll(COUNTED)];
  const last = counts.at(-1);
  return last !== undefined && !LISTED.test(text.slice(last.index + last[0].length));
};
