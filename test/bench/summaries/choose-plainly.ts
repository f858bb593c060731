import { rankByCentrality } from '../../../src/briefing/summarizing/choosing/rank-by-centrality.js';
import { splitSyllables } from '../../../src/text/syllables.js';

/** What summaries are measured against: both take whole sentences as long as there is room. */
export interface PlainOptions<S> {
  readonly room: number;
  readonly costOf: (sentence: S) => number;
  readonly textOf: (sentence: S) => string;
}

/** lead-k: from the beginning, up to the first that does not fit. */
export function chooseLead<S>(sentences: readonly S[], { room, costOf }: PlainOptions<S>): readonly S[] {
  let rest = room;
  const end = sentences.findIndex((sentence) => {
    rest -= costOf(sentence);
    return rest < 0;
  });
  return end < 0 ? sentences : sentences.slice(0, end);
}

/** TextRank as published (Mihalcea and Tarau 2004): shared words over the logarithms of lengths; best first, what does not fit is passed over. */
export function chooseByTextRank<S>(sentences: readonly S[], { room, costOf, textOf }: PlainOptions<S>): readonly S[] {
  const bags = sentences.map((sentence) => new Set(splitSyllables(textOf(sentence))));
  const ranks = rankByCentrality(sentences.length, (a, b) => {
    const [one, other] = [bags[a]!, bags[b]!];
    const lengths = Math.log(one.size || 1) + Math.log(other.size || 1);
    return lengths === 0 ? 0 : [...one].filter((word) => other.has(word)).length / lengths;
  });
  let rest = room;
  return sentences
    .map((sentence, at) => ({ sentence, at }))
    .sort((a, b) => ranks[b.at]! - ranks[a.at]! || a.at - b.at)
    .filter(({ sentence }) => {
      if (costOf(sentence) > rest) return false;
      rest -= costOf(sentence);
      return true;
    })
    .sort((a, b) => a.at - b.at)
    .map(({ sentence }) => sentence);
}
