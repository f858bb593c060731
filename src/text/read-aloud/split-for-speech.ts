/** More than this nobody says in one breath over a loudspeaker. */
const LONGEST = 20;
/** Less than this is no sentence of its own where a cut can be had elsewhere. */
const SHORTEST = 4;

/** Where a sentence may be cut, best first: behind a sign, before a word that joins clauses, before one that joins words. */
const SENTENCE_END = /(?<=[.!?])\s+(?=\S)/u;
const BORDERS: readonly RegExp[] = [
  /[;:]$/u,
  /,$/u,
  /^(?:nhưng|mà|để|nhằm|khi|nếu|vì|do|nên|đồng thời|trong đó|trừ|hoặc|song|còn|và|gồm|bao gồm)$/iu,
  /^(?:của|theo|về|cho|từ|đến|tại|trong|ngoài|với|bằng|được|phải|không|là|ở|trước|sau|bị|các|những|đã|sẽ|như)$/iu,
];

/** Words of two syllables whose second one would else begin a clause. */
const ONE_WORD = /^(?:lý do|tự do|cho nên|bởi vì|kể từ)$/iu;

/** Joins words that belong together, as those of one number do: no sentence is cut between them. */
const GLUE = '\uE000';
export const glue = (words: string): string => words.replace(/ /g, GLUE);
export const unglue = (text: string): string => text.replaceAll(GLUE, ' ');

/** Sentences of at most 20 syllables whose words are the line's own, in order. Each ends with a full stop, question or exclamation mark. */
export function splitForSpeech(line: string): readonly string[] {
  return line
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim().split(/\s+/).filter(Boolean))
    .flatMap(cut)
    .map((words) => finish(unglue(words.join(' '))))
    .filter((sentence) => /\p{L}/u.test(sentence));
}

/** Syllables joined by hyphens count each. */
export function countSyllables(text: string): number {
  return text.match(/[\p{L}\p{M}\d]+/gu)?.length ?? 0;
}

function cut(words: readonly string[]): readonly (readonly string[])[] {
  const lengths = words.map(countSyllables);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total <= LONGEST) return [words];
  if (words.length === 1) {
    const parts = unglue(words.join(' ')).split(/\s+/);
    return parts.length > 1 ? cut(parts) : [parts];
  }
  const before = lengths.map((_, at) => lengths.slice(0, at).reduce((sum, length) => sum + length, 0));
  const pieces = Math.ceil(total / LONGEST);
  // Near a border of equal pieces, so that no tail of two words is left.
  const wanted = total / pieces;
  const choose = (isBorder: (at: number) => boolean, least: number): number | undefined => {
    const fit = words.flatMap((_, at) => {
      const head = before[at] ?? 0;
      return at > 0 && head >= least && head <= LONGEST && total - head >= least && isBorder(at) ? [at] : [];
    });
    return fit.sort((a, b) => Math.abs((before[a] ?? 0) - wanted) - Math.abs((before[b] ?? 0) - wanted))[0];
  };
  const isAtSign = (sign: RegExp) => (at: number) => sign.test(words[at - 1] ?? '');
  const isAtWord = (word: RegExp) => (at: number) =>
    word.test(words[at] ?? '') && !word.test(words[at - 1] ?? '') && !ONE_WORD.test(`${words[at - 1]} ${words[at]}`);
  const [strong, comma, joins, small] = BORDERS as [RegExp, RegExp, RegExp, RegExp];
  const at =
    choose(isAtSign(strong), SHORTEST) ??
    choose(isAtSign(comma), SHORTEST) ??
    choose(isAtWord(joins), SHORTEST) ??
    choose(isAtWord(small), SHORTEST) ??
    choose(() => true, 1) ??
    1;
  return [...cut(words.slice(0, at)), ...cut(words.slice(at))];
}

function finish(words: string): string {
  const text = words.replace(/[\s,;:–-]+$/u, '');
  const sentence = /[.!?]$/u.test(text) ? text : `${text}.`;
  return sentence.replace(/^[\s,;:.–-]+/u, '').replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}
