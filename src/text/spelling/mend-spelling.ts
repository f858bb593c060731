import { toSpellingKey } from '../sound-key.js';
import { canonicalSyllable, listWords } from '../syllables.js';
import { foldText } from '../vietnamese-text.js';
import { CANDIDATES, type Candidate, type SyllableModel, writeBestPath } from './syllable-model.js';

/** Log-likelihood of writing one mark for another (hỏi for ngã), and of writing one letter for another (x for s). */
const OTHER_MARK = Math.log(0.005);
const OTHER_LETTER = Math.log(1e-3);

/**
 * Reads a syllable as another that sounds the same, where that stands far more often beside its neighbours: `phãi`,
 * `chủ chì`, `kỹ luật`. For a question whose marks have been restored; what was typed well stays.
 */
export function mendSpelling(text: string, model: SyllableModel): string {
  const words = listWords(text);
  if (words.length === 0 || model.total === 0) return text;
  return writeBestPath(
    text,
    words,
    words.map((word) => listCandidates(word.text, model)),
    model,
  );
}

function listCandidates(typed: string, model: SyllableModel): Candidate[] {
  const syllable = canonicalSyllable(typed);
  const folded = foldText(syllable);
  const id = model.ids.get(syllable) ?? -1;
  const alike = (model.bySound.get(toSpellingKey(syllable)) ?? []).slice(0, CANDIDATES).filter((each) => each !== id);
  return [
    { ids: [id], slip: 0 },
    ...alike.map((each): Candidate => {
      const written = model.syllables[each]!;
      return { ids: [each], written, slip: foldText(written) === folded ? OTHER_MARK : OTHER_LETTER };
    }),
  ];
}
