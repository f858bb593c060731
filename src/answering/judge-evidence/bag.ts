import { RecentMap } from '../../recent-map.js';
import { toSoundKey } from '../../text/sound-key.js';
import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { splitNumbers } from './met-exactly/asked-numbers.js';

/** Different words, in the order in which they first stand. */
export interface Words extends Iterable<string> {
  has(word: string): boolean;
}

/** What a text holds, made ready to be asked for word by word. */
export interface Bag {
  readonly marked: Words;
  readonly folded: Words;
  readonly pairs: Words;
  readonly joined: string;
  readonly numbers: Words;
  readonly sounds: Words;
}

type Keep = (word: string) => string;

export function toBag(text: string, keep: Keep = (word) => word): Bag {
  const folded = splitSyllables(foldText(text)).map(keep);
  let pairs: Words | undefined;
  return {
    marked: toWords(splitSyllables(text).map(keep)),
    folded: toWords(folded),
    get pairs() {
      pairs ??= toWords(listPairs(folded));
      return pairs;
    },
    joined: ` ${folded.join(' ')} `,
    numbers: toWords(splitNumbers(text)),
    sounds: toWords(folded.map((word) => keep(toSoundKey(word)))),
  };
}

/** Words in a row, their marks kept, between single spaces and with one at either end: to look for phrases in. */
export const toMarked = (text: string): string => ` ${splitSyllables(text).join(' ')} `;

/** Whether a text holds one of some words, both as `toMarked` has them. */
export const holdsAny = (text: string, words: readonly string[]): boolean => words.some((word) => text.includes(word));

/** What stands between commas, brackets and full stops; numbers keep theirs. */
export const splitClauses = (text: string): readonly string[] => text.split(/,(?!\d)|[;()]|\.\s/);

export function listPairs(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

/** So many words are found by looking at each: a set of them takes ten times the memory, and there are thousands of questions. */
const FEW = 24;

function toWords(words: readonly string[]): Words {
  const different = new Set(words);
  return different.size > FEW ? different : new FewWords([...different]);
}

class FewWords implements Words {
  constructor(private readonly words: readonly string[]) {}

  has(word: string): boolean {
    return this.words.includes(word);
  }

  [Symbol.iterator](): Iterator<string> {
    return this.words[Symbol.iterator]();
  }
}

/** As `toBag`, remembering the texts asked for last: a library is judged over and over. Each word is kept once. */
export function createBags(most: number): (text: string) => Bag {
  const held = new RecentMap<string, Bag>(most);
  const known = new Map<string, string>();
  const keep = (word: string): string => {
    const kept = known.get(word);
    if (kept === undefined) known.set(word, word);
    return kept ?? word;
  };
  return (text) => {
    const found = held.get(text);
    if (found) return found;
    const bag = toBag(text, keep);
    held.set(text, bag);
    return bag;
  };
}
