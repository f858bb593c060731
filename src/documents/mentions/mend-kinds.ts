import { toSpellingKey } from '../../text/sound-key.js';
import { foldText } from '../../text/vietnamese-text.js';

/** Kinds of documents in two syllables that a number is said behind. */
const KINDS = [
  'nghị quyết',
  'quy định',
  'quyết định',
  'kết luận',
  'chỉ thị',
  'kế hoạch',
  'hướng dẫn',
  'nghị định',
  'thông tư',
  'công văn',
  'quy chế',
];

const toKey = (words: string): string => words.split(/\s+/).map(toSpellingKey).join(' ');
const BY_KEY = new Map(KINDS.map((kind) => [toKey(kind), kind]));
const KNOWN = new Set([...KINDS, 'qui định', 'qui chế'].map(foldText));

/** Before a number, two syllables that are read like the name of a kind: `quy địng 37`, `ngị quyếc 02`, `kế hoạt 464`. */
const BEFORE_NUMBER = /(?<!\p{L})\p{L}+\s+\p{L}+(?=\s+(?:số\s+|so\s+)?\d)/giu;

/** Writes the kinds of documents as they are spelt, so that their numbers are found. */
export function mendKinds(question: string): string {
  return question.replace(BEFORE_NUMBER, (words) =>
    KNOWN.has(foldText(words).replace(/\s+/g, ' ')) ? words : (BY_KEY.get(toKey(words)) ?? words),
  );
}
