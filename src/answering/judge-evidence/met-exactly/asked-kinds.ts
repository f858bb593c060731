import { holdsAny, toMarked } from '../bag.js';
import { COUNTED_THINGS } from './asked-numbers.js';

/** Kinds of a thing of which what is so of one is not so of the other. */
const OTHERS: readonly (readonly (readonly string[])[])[] = [
  [['nông thôn'], ['thành thị', 'đô thị']],
  [['dự bị'], ['chính thức']],
  [['chi bộ'], ['chi ủy'], ['đảng ủy']],
  [['dữ liệu cá nhân cơ bản', 'dữ liệu cơ bản'], ['nhạy cảm']],
  [
    ['tối đa', 'nhiều nhất', 'lâu nhất', 'dài nhất'],
    ['tối thiểu', 'ít nhất', 'ngắn nhất'],
  ],
  [
    ['nửa đầu', 'đầu năm', 'sáu tháng đầu', '6 tháng đầu'],
    ['nửa cuối', 'nửa sau', 'cuối năm', 'sáu tháng cuối', '6 tháng cuối'],
  ],
  [
    ['buổi sáng', 'sáng'],
    ['buổi chiều', 'chiều'],
    ['buổi tối', 'tối'],
  ],
];

const OTHER_WORDS = OTHERS.map((kinds) => kinds.map((words) => words.map(toMarked)));

/** A kind that is asked of, and its counterparts: words as `toMarked` has them. */
interface AskedKind {
  readonly own: readonly string[];
  readonly others: readonly string[];
}

/** Kinds that a question, its marks restored, asks of; none where it speaks of their counterparts too. Marks count: `tôi` is not `tối`. */
export function listAskedKinds(question: string): readonly AskedKind[] {
  const asking = toMarked(question);
  return OTHER_WORDS.flatMap((kinds) => {
    const [own, ...more] = kinds.filter((words) => holdsAny(asking, words));
    return own && more.length === 0 ? [{ own, others: kinds.filter((words) => words !== own).flat() }] : [];
  });
}

/** Kinds asked of where a text speaks of their counterparts only. */
export function listOtherKinds(asked: readonly AskedKind[], text: string): readonly string[] {
  if (asked.length === 0) return [];
  const saying = toMarked(text);
  return asked
    .filter(({ own, others }) => holdsAny(saying, others) && !holdsAny(saying, own))
    .flatMap(({ own: [word = ''] }) => word.trim());
}

const LEFT_OUT =
  /(?<!\p{L})không phải (?:là )?(đảng viên|đoàn viên|cán bộ|công chức|viên chức|hội viên|công nhân|lãnh đạo|nhà báo|nhạy cảm)(?!\p{L})/giu;
const EXCEPTS = /(?<!\p{L})(?:không|chưa|ngoài|trừ)(?!\p{L})/iu;

/** Whom a question leaves out: `đoàn viên không phải đảng viên`. */
export const listLeftOut = (question: string): readonly string[] =>
  Array.from(question.matchAll(LEFT_OUT), ([, who = '']) => toMarked(who));

/** Those left out of whom a text speaks all the same. */
export const listToldOf = (leftOut: readonly string[], text: string): readonly string[] =>
  leftOut.length > 0 && !EXCEPTS.test(text) ? leftOut.filter((who) => toMarked(text).includes(who)) : [];

const EITHER =
  /(?<!\p{L})(\p{L}+) hay (?:là |của |do |ở |tại |cho |từ )*(?!không|chưa|sai|hết|thôi|mất|nữa|sao|gì|nhiều|ít|đã|còn|chỉ|phải|cả)(\p{L}+)/giu;

/** Two things between which a question wants to know, by the last word of the one and the first of the other: `đặt ở đầu hay cuối`. */
export const listEither = (question: string): readonly (readonly string[])[] =>
  Array.from(question.matchAll(EITHER), (match) => match.slice(1).map(toMarked));

/** Those of which a text names neither: it does not tell which. */
export const listNeither = (either: readonly (readonly string[])[], text: string): readonly string[] =>
  either.filter((words) => !holdsAny(toMarked(text), words)).map((words) => words.join('hay'));

const COUNTED = new RegExp(`(?<![\\d/.])(?:\\d{1,3}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) ${COUNTED_THINGS}`, 'giu');
const LISTED = /:|,[^,]*,|(?<!\p{L})(?:gồm|là) /u;
/** `nhóm nhiệm vụ, giải pháp`: what is counted, though it has a comma in it. */
const HEAD = new RegExp(`^(?:[\\s,]|và |${COUNTED_THINGS})*`, 'iu');
const namesItems = (behind: string): boolean => LISTED.test(behind.replace(HEAD, ' '));

/** Whether a text only says how many there are, and names none of them: `nêu 4 công tác trọng tâm`. `numbers` are those asked for. */
export function countsOnly(text: string, numbers: readonly string[]): boolean {
  const asked = numbers.flatMap((number) => [...text.matchAll(new RegExp(`(?<![\\d/.,])${number}(?![\\d/.,%])`, 'g'))]);
  if (asked.length > 0) {
    const behind = asked.map(({ index, 0: number }) => /^[^\d]*/.exec(text.slice(index + number.length))![0]);
    return !behind.some(namesItems);
  }
  const last = [...text.matchAll(COUNTED)].at(-1);
  return last !== undefined && !namesItems(text.slice(last.index + last[0].length));
}

const MENTIONED = /(?:^|[,;] )có (?:nội dung|điều khoản|quy định|phần|mục)(?= riêng| về| miễn)[^;.]*/iu;

/** What a text says but for a clause by which something is only known to be regulated: `Có nội dung riêng về đoàn kết.` */
export const withoutMentions = (text: string): string => text.replace(MENTIONED, ' ');
