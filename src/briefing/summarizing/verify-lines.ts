import { addressOf, indexProvisions } from '../../documents/address.js';
import { holdsWhole, listNumbers } from '../../documents/holds-quote.js';
import type { Library } from '../../documents/library.js';
import { splitSyllables } from '../../text/syllables.js';
import { normalizeText } from '../../text/vietnamese-text.js';
import type { CheckedLines, Line } from '../summary.js';

/** At least this share of the syllables that a model wrote has to stand in the line that it was given. */
const LEAST_SHARED = 0.6;

/**
 * Unchecked → checked: the provision is held, it bears that address, the words stand in it whole and so does every
 * number. A line that fails is left out; a wording of a model's that fails gives way to the words of the provision.
 */
export function verifyLines(lines: readonly Line[], library: Library): CheckedLines {
  const kept = lines.flatMap((line): readonly Line[] => {
    if (!isHeld(line, library)) return [];
    const { said, ...plain } = line;
    return [said !== undefined && isFaithful(said, line) ? line : plain];
  });
  // The brand exists for the compiler only; this is the one place that sets it.
  return kept as readonly Line[] as CheckedLines;
}

function isHeld(line: Line, library: Library): boolean {
  const provision = library.findProvision(line.provisionId);
  const document = library.findById(line.documentId);
  if (!provision || !document || provision.documentId !== document.id || line.text.trim() === '') return false;
  if (addressOf(provision, indexProvisions(document.provisions)) !== line.address) return false;
  const source = normalizeText(provision.text);
  const numbers = new Set(listNumbers(source));
  return holdsWhole(source, line.text) && listNumbers(line.text).every((number) => numbers.has(number));
}

/** No number of its own, and mostly the words of its line. */
function isFaithful(said: string, { text, label }: Line): boolean {
  const numbers = new Set(listNumbers(`${text} ${label}`));
  if (said.trim() === '' || !listNumbers(said).every((number) => numbers.has(number))) return false;
  const held = new Set(splitSyllables(text));
  const syllables = splitSyllables(said);
  return syllables.filter((syllable) => held.has(syllable)).length >= LEAST_SHARED * syllables.length;
}
