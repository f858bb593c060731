import { foldText } from '../vietnamese-text.js';

const TONE_KEYS: Readonly<Record<string, string>> = { f: '\u0300', s: '\u0301', x: '\u0303', r: '\u0309', j: '\u0323' };
const SHAPE_KEYS: readonly (readonly [keys: RegExp, letters: string, mark: string])[] = [
  [/dd/, 'd', 'đ'],
  [/uow/, 'uo', '\u031B'],
  [/aa/, 'a', '\u0302'],
  [/ee/, 'e', '\u0302'],
  [/oo/, 'o', '\u0302'],
  [/aw/, 'a', '\u0306'],
  [/ow/, 'o', '\u031B'],
  [/uw/, 'u', '\u031B'],
];
const LETTERS = [...'abcdeghiklmnopqrstuvxy'];

/** A reading of a mistyped word: its letters without marks, the marks its keys ask for, and how far-fetched it is. */
export interface Reading {
  readonly folded: string;
  readonly marks: readonly string[];
  /** Log-likelihood of slipping so. */
  readonly slip: number;
}

/** Telex keys left unconverted: `ddinhj` asks for đ and a dot below over `dinh`. */
export function readTelex(word: string): Reading | undefined {
  const marks: string[] = [];
  let folded = foldText(word);
  const tone = /^([a-z]*[aeiouyw][a-z]*)([fsxrj])([a-z]*)$/.exec(folded);
  if (tone) {
    folded = tone[1]! + tone[3]!;
    marks.push(TONE_KEYS[tone[2]!]!);
  }
  for (const [keys, letters, mark] of SHAPE_KEYS) {
    if (!keys.test(folded)) continue;
    folded = folded.replace(keys, letters);
    marks.push(mark);
  }
  return marks.length > 0 ? { folded, marks, slip: Math.log(0.05) } : undefined;
}

/** Words one slip of the fingers or one chat spelling (f for ph, z for d) away. */
export function listNearReadings(word: string): Reading[] {
  const folded = foldText(word);
  const readings = new Map<string, number>();
  const add = (variant: string, likelihood: number): void => {
    if (variant !== folded && (readings.get(variant) ?? 0) < likelihood) readings.set(variant, likelihood);
  };
  add(folded.replace(/^f/, 'ph').replace(/^d?z/, 'd').replace(/^w/, 'qu'), 0.05);
  add(folded.replace(/^z/, 'v'), 0.05);
  add(folded.replace(/([aeiouy])g$/, '$1ng').replace(/([aei])h$/, '$1nh'), 0.02);
  if (folded.length > 12) return [];
  for (let i = 0; i <= folded.length; i++) {
    const before = folded.slice(0, i);
    const after = folded.slice(i);
    for (const letter of LETTERS) add(before + letter + after, 2e-4);
    if (folded.length < 3 || after === '') continue;
    add(before + after.slice(1), after.charAt(0) === after.charAt(1) ? 5e-3 : 5e-4);
    if (after.length > 1) add(before + after.charAt(1) + after.charAt(0) + after.slice(2), 2e-3);
    for (const letter of LETTERS) add(before + letter + after.slice(1), 5e-5);
  }
  return Array.from(readings, ([variant, likelihood]) => ({ folded: variant, marks: [], slip: Math.log(likelihood) }));
}
