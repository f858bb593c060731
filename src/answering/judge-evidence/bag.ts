import { toSoundKey } from '../../text/sound-key.js';
import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import { splitNumbers } from './asked-numbers.js';

/** What a text holds, made ready to be asked for word by word. */
export interface Bag {
  readonly marked: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
  readonly pairs: ReadonlySet<string>;
  readonly joined: string;
  readonly numbers: ReadonlySet<string>;
  readonly sounds: ReadonlySet<string>;
}

export function toBag(text: string): Bag {
  const folded = splitSyllables(foldText(text));
  return {
    marked: new Set(splitSyllables(text)),
    folded: new Set(folded),
    pairs: new Set(listPairs(folded)),
    joined: ` ${folded.join(' ')} `,
    numbers: new Set(splitNumbers(text)),
    sounds: new Set(folded.map(toSoundKey)),
  };
}

export function listPairs(words: readonly string[]): string[] {
  return words.slice(1).map((word, at) => `${words[at]} ${word}`);
}

/** As `toBag`, remembering the texts asked for last: a library is judged over and over. */
export function createBags(most: number): (text: string) => Bag {
  const held = new Map<string, Bag>();
  return (text) => {
    const known = held.get(text);
    if (known) return known;
    const [oldest] = held.size >= most ? held.keys() : [];
    if (oldest !== undefined) held.delete(oldest);
    const bag = toBag(text);
    held.set(text, bag);
    return bag;
  };
}
