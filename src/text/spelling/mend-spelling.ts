import { toSpellingKey } from '../sound-key.js';
import { canonicalSyllable, listWords } from '../syllables.js';
import { foldText } from '../vietnamese-text.js';
import { CANDIDATES, type Candidate, type SyllableModel, writeBestPath } from './syllable-model.js';

/** Log-likelihood of writing one mark for another (hỏi for ngã), and of writing one letter for another (x for s). */
const OTHER_MARK = Math.log(0.005);
const OTHER_LETTER = Math.log(1e-3);
/** The same of leaving a syllable's marks out, for one who sets them. */
const LEFT_OUT = Math.log(0.05);

/**
 * Reads a syllable as another that sounds the same, where that stands far more often beside its neighbours: `phãi`,
 * `chủ chì`, `kỹ luật`. For a question whose marks have been restored; what was typed well stays.
 */
export function mendSpelling(text: string, model: SyllableModel, typed = text): string {
  const words = listWords(text);
  if (words.length === 0 || model.total === 0) return text;
  const before = listWords(typed);
  const setsMarks = before.filter((word) => foldText(word.text) !== word.text.toLowerCase()).length > before.length / 2;
  const typedAt = (at: number): string | undefined =>
    setsMarks && before.length === words.length ? before[at]?.text : undefined;
  return writeBestPath(
    text,
    words,
    words.map((word, at) => listCandidates(word.text, model, typedAt(at))),
    model,
  );
}

function listCandidates(restored: string, model: SyllableModel, typed = restored): Candidate[] {
  const syllable = canonicalSyllable(restored);
  const folded = foldText(syllable);
  const id = model.ids.get(syllable) ?? -1;
  const bare = canonicalSyllable(typed);
  const lacksMarks = bare !== syllable && bare === folded;
  const keys = new Set([syllable, ...(lacksMarks ? [bare] : [])].map(toSpellingKey));
  const alike = [...keys]
    .flatMap((key) => (model.bySound.get(key) ?? []).slice(0, CANDIDATES))
    .filter((each) => each !== id);
  return [
    { ids: [id], slip: lacksMarks ? LEFT_OUT : 0 },
    ...alike.map((each): Candidate => {
      const written = model.syllables[each]!;
      return { ids: [each], written, slip: foldText(written) === folded ? OTHER_MARK : OTHER_LETTER };
    }),
  ];
}
