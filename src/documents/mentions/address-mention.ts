import { fromRoman, toRoman } from '../../text/roman-numerals.js';
import { foldText, normalizeText } from '../../text/vietnamese-text.js';
import { indexProvisions } from '../address.js';
import type { Provision } from '../document.js';

/** A place in a document as somebody names it: `điểm đ khoản 2 điều 5`, `d5k2`, `phần II mục 1`. */
export interface AddressMention {
  readonly start: number;
  readonly end: number;
  /** Steps from the outside in, e.g. [article 5, clause 2, point đ]. */
  readonly steps: readonly AddressStep[];
  /** As read: `Điều 5, khoản 2`. */
  readonly label: string;
}

export interface AddressStep {
  /** Folded word of the label: dieu, khoan, diem, phan, chuong, muc, … */
  readonly word: string;
  /** `5`, `II` as `2`, `đ`. */
  readonly number: string;
}

const RANK: readonly string[] = [
  'phan',
  'chuong',
  'muc',
  'dieu',
  'noi dung',
  'nhom',
  'nhiem vu',
  'dinh huong',
  'dot pha',
  'khoan',
  'diem',
];
const SHOWN: Readonly<Record<string, string>> = {
  phan: 'Phần',
  chuong: 'Chương',
  muc: 'mục',
  dieu: 'Điều',
  khoan: 'khoản',
  diem: 'điểm',
  'noi dung': 'Nội dung',
  nhom: 'Nhóm',
  'nhiem vu': 'Nhiệm vụ',
  'dinh huong': 'Định hướng',
  'dot pha': 'Đột phá',
};
const STEP =
  /(?<![a-z])(?:(dieu|khoan|phan|chuong|muc|noi dung|nhom|nhiem vu|dinh huong|dot pha)\s*(?:thu\s+|so\s+)?(\d{1,3}[a-z]?|[ivx]{1,5})(?![\da-z])|diem\s*([a-z]|\d{1,2}(?:\.\d{1,2})?)(?![a-z\d])|(?:đ|d)\.?\s?(\d{1,3})(?=\s*(?:k|khoan|qd|quy|nghi|luat|$))|k\.?\s?(\d{1,2})(?![\da-z]))/g;
/** `nhiệm vụ thứ ba`, `phần bốn`: counted in words. */
const SPELLED =
  /(?<![a-z])(?:(dieu|khoan|phan|chuong|muc|noi dung|nhom|nhiem vu|dinh huong|dot pha)\s+thu\s+(nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)|(?<!(?:mot|hai|ba)\s)(phan|chuong)\s+(mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi))(?![a-z])/g;
const VALUES: Readonly<Record<string, number>> = {
  mot: 1,
  nhat: 1,
  hai: 2,
  ba: 3,
  bon: 4,
  tu: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
};
const GLUED = /(?<=\d)dieu\s*(\d{1,3})(?!\d)/g;
const NOT_AN_ADDRESS = /^(?:nhung|cac)\s/;
/** `chuẩn mực thứ năm`, `mức 2`, `danh mục 10 nhiệm vụ` are no `mục`. */
const NO_ITEM = /(?<!\p{L})(?:(?:chuẩn|chuan|danh)\s+\p{L}+|mực|mức)$/iu;

/** Roman numerals up to 39 as digits; anything else as it is. */
export function toArabic(numeral: string): string {
  if (!/^[ivx]+$/i.test(numeral)) return numeral;
  return String(fromRoman(numeral));
}

/** The address named in a text, all its steps joined and put in order; undefined where none is. */
export function findAddress(text: string): AddressMention | undefined {
  const original = normalizeText(text);
  const folded = foldText(original);
  const steps: AddressStep[] = [];
  let start = original.length;
  let end = 0;
  const add = (match: RegExpMatchArray, word: string, number: string): void => {
    const at = match.index ?? 0;
    const isOther = word === 'muc' && NO_ITEM.test(original.slice(0, at + word.length));
    if (isOther || steps.some((step) => step.word === word) || NOT_AN_ADDRESS.test(folded.slice(at))) return;
    steps.push({ word, number });
    start = Math.min(start, at);
    end = Math.max(end, at + match[0].length);
  };
  for (const match of folded.matchAll(STEP)) {
    const at = match.index + match[0].length - 1;
    if (match[1]) {
      // A lower-case letter behind the word is a letter, not a Roman numeral: `mấy nhiệm vụ v ad`.
      const isRoman = /^[ivx]+$/.test(match[2] ?? '');
      const mayBeLower = match[1] === 'phan' || match[1] === 'chuong';
      if (!isRoman || mayBeLower || /[IVX]/.test(original[at] ?? '') || (match[2] ?? '').length > 1) {
        add(match, match[1], toArabic(match[2] ?? ''));
      }
    } else if (match[3]) add(match, 'diem', match[3] === 'd' && /đ/i.test(original[at] ?? '') ? 'đ' : match[3]);
    else if (match[4]) add(match, 'dieu', match[4]);
    else if (match[5] && /dieu|\bd\.?\s?\d|luat|qd|quy dinh/.test(folded)) add(match, 'khoan', match[5]);
  }
  for (const match of folded.matchAll(SPELLED)) {
    add(match, (match[1] ?? match[3])!, String(VALUES[(match[2] ?? match[4])!]));
  }
  for (const match of folded.matchAll(GLUED)) add(match, 'dieu', match[1] ?? '');
  if (steps.length === 0) return undefined;
  steps.sort((a, b) => rankOf(a) - rankOf(b));
  return { start, end, steps, label: toLabel(steps) };
}

const rankOf = ({ word }: AddressStep): number => RANK.indexOf(word);

function toLabel(steps: readonly AddressStep[]): string {
  const label = steps.map((step) => `${SHOWN[step.word]} ${toShown(step)}`).join(', ');
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** `khoản 2` said after `khoản 1 điều 12` is of Điều 12. */
export function placeWithin(address: AddressMention, before: AddressMention | undefined): AddressMention {
  const [first] = address.steps;
  if (!first || (first.word !== 'khoan' && first.word !== 'diem')) return address;
  const outer = (before?.steps ?? []).filter((step) => rankOf(step) < rankOf(first));
  const steps = [...outer, ...address.steps];
  return { ...address, steps, label: toLabel(steps) };
}

/** Parts and chapters are counted in Roman numerals. */
function toShown({ word, number }: AddressStep): string {
  const value = Number(number);
  if ((word !== 'phan' && word !== 'chuong') || !(value > 0 && value < 40)) return number;
  return toRoman(value);
}

/**
 * The provisions whose labels, from the outside in, hold all steps of the address; innermost ones only. `điểm d` is
 * also what is typed for điểm đ: it is looked at where there is no d.
 */
export function listAt(provisions: readonly Provision[], address: AddressMention): readonly Provision[] {
  const exact = listMatching(provisions, address, (own, asked) => own === asked);
  return exact.length > 0 ? exact : listMatching(provisions, address, (own, asked) => foldText(own) === asked);
}

function listMatching(
  provisions: readonly Provision[],
  address: AddressMention,
  isSameNumber: (own: string, asked: string) => boolean,
): readonly Provision[] {
  const isSameStep = (own: AddressStep, asked: AddressStep): boolean =>
    isSameNumber(own.number, asked.number) && (own.word === asked.word || (isItem(own) && isItem(asked)));
  const byId = indexProvisions(provisions);
  const pathOf = (provision: Provision): readonly AddressStep[] => {
    const parent = provision.parentId ? byId.get(provision.parentId) : undefined;
    return [...(parent ? pathOf(parent) : []), ...toStep(provision)];
  };
  return provisions.filter((provision) => {
    const own = toStep(provision)[0];
    const innermost = address.steps.at(-1);
    if (!own || !innermost || !isSameStep(own, innermost)) return false;
    const path = pathOf(provision);
    return address.steps.every((step) => path.some((other) => isSameStep(other, step)));
  });
}

function toStep(provision: Provision): AddressStep[] {
  const match = /^(.*?)\s+(\S+)$/.exec(provision.label);
  return match ? [{ word: foldText(match[1] ?? ''), number: toArabic((match[2] ?? '').toLowerCase()) }] : [];
}

/** People call a numbered item below a Roman numeral `điểm 4` as well as `mục 4`. */
const isItem = ({ word, number }: AddressStep): boolean => /^\d/.test(number) && (word === 'diem' || word === 'muc');
