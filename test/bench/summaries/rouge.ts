import { splitSyllables } from '../../../src/text/syllables.js';

/** F1 of ROUGE-1, -2 and -L over syllables (Lin 2004), of a text against one reference. */
export interface Rouge {
  readonly one: number;
  readonly two: number;
  readonly longest: number;
}

export function rougeOf(text: string, reference: string): Rouge {
  const [said, wanted] = [splitSyllables(text), splitSyllables(reference)];
  return {
    one: overlap(listGrams(said, 1), listGrams(wanted, 1)),
    two: overlap(listGrams(said, 2), listGrams(wanted, 2)),
    longest: toF1(countLongest(said, wanted), said.length, wanted.length),
  };
}

function listGrams(words: readonly string[], size: number): readonly string[] {
  return words.slice(size - 1).map((_, at) => words.slice(at, at + size).join(' '));
}

function overlap(said: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const gram of wanted) left.set(gram, (left.get(gram) ?? 0) + 1);
  let shared = 0;
  for (const gram of said) {
    const count = left.get(gram) ?? 0;
    if (count === 0) continue;
    shared++;
    left.set(gram, count - 1);
  }
  return toF1(shared, said.length, wanted.length);
}

/** The longest sequence that both hold in this order. */
function countLongest(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const next = [0];
    b.forEach((other, at) => {
      next.push(word === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

function toF1(shared: number, said: number, wanted: number): number {
  return shared === 0 ? 0 : (2 * shared) / (said + wanted);
}
