import { foldText } from '../text/vietnamese-text.js';
import type { Unit } from './unit.js';

/** As people shorten what most names of unions begin with; of both the name and the question. */
const SHORT: Readonly<Record<string, string>> = {
  cd: 'cong doan',
  cdcs: 'cong doan co so',
  ldld: 'lien doan lao dong',
  cty: 'cong ty',
  dn: 'doanh nghiep',
};
/** Share of the weight of the asked words that a name has to bear. */
const ENOUGH = 0.6;
const NEARLY = 0.8;
/** What was typed is a word of other names: rather not a slip. */
const UNLIKELY = 0.5;
/** Of a word that only a unit above bears: it does not count against what is asked, nor as much for it. */
const ABOVE = 0.5;
/** Words of at least so many letters are matched with a slip. */
const LEAST_SLIPPED = 3;

/**
 * Finds units by name, marks and case aside, best first: the whole name, then its beginning, then all words in any
 * order (the last one may be cut short), then nearly: one slip in a word, or most of the words. Rare words count more
 * than those that half of all names bear; words of the units above may stand beside.
 */
export function createUnitSearch(
  units: readonly Unit[],
  parentOf: (unit: Unit) => Unit | undefined,
): (asked: string, limit: number) => readonly Unit[] {
  const names = new Map(units.map((unit) => [unit.id, toWords(unit.name)]));
  const bearers = new Map<string, number>();
  for (const name of names.values()) for (const word of new Set(name)) bearers.set(word, (bearers.get(word) ?? 0) + 1);
  const weightOf = (word: string): number => Math.log(1 + units.length / (bearers.get(word) ?? 0.5));
  const wordsAbove = (unit: Unit): ReadonlySet<string> => {
    const words = new Set<string>();
    for (let at = parentOf(unit); at; at = parentOf(at)) for (const word of names.get(at.id) ?? []) words.add(word);
    return words;
  };

  return (asked, limit) => {
    const wanted = toWords(asked);
    if (wanted.length === 0) return [];
    const near = wanted.map((word, place) => listNear(word, place === wanted.length - 1, bearers));
    const weights = wanted.map((word, place) =>
      weightOf(bearers.has(word) ? word : ([...near[place]!.keys()][0] ?? word)),
    );
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    const scoreOf = (unit: Unit): number => {
      const name = names.get(unit.id) ?? [];
      const found = wanted.map((_, place) => Math.max(0, ...name.map((word) => near[place]!.get(word) ?? 0)));
      if (!found.some((each) => each > 0)) return 0;
      if (found.every((each) => each === 1)) {
        const [held, said] = [name.join(' '), wanted.join(' ')];
        const rank = held === said ? 4 : held.startsWith(`${said} `) ? 3 : 2;
        return rank + wanted.length / (name.length + 1);
      }
      const above = wordsAbove(unit);
      const borne = found.map((each, place) => weights[place]! * (each || (above.has(wanted[place]!) ? ABOVE : 0)));
      const share = borne.reduce((sum, each) => sum + each, 0) / whole;
      return share >= ENOUGH ? share + 1 / (1000 + name.length) : 0;
    };
    return units
      .map((unit) => ({ unit, score: scoreOf(unit) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ unit }) => unit);
  };
}

function toWords(text: string): string[] {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.flatMap((word) => (Object.hasOwn(SHORT, word) ? SHORT[word]!.split(' ') : [word]));
}

/** Words of names that may be meant by one that was typed, and how likely. */
function listNear(word: string, isLast: boolean, known: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const near = new Map<string, number>();
  for (const each of known.keys()) {
    if (each === word) near.set(each, 1);
    else if (isLast && word.length > 1 && each.startsWith(word)) near.set(each, NEARLY);
    else if (isSlip(each, word)) near.set(each, known.has(word) ? UNLIKELY : NEARLY);
  }
  return near;
}

/** One letter more, less or other, or two neighbours exchanged. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < LEAST_SLIPPED || long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  let end = 0;
  while (end < short.length - start && short[short.length - 1 - end] === long[long.length - 1 - end]) end += 1;
  const left = long.length - start - end;
  if (left <= 1) return true;
  const [x, y] = [short.slice(start, short.length - end), long.slice(start, long.length - end)];
  return x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0];
}
