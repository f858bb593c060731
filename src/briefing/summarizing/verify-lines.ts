import { addressOf, indexProvisions } from '../../documents/address.js';
import { holdsWhole, listNumbers } from '../../documents/holds-quote.js';
import type { Library } from '../../documents/library.js';
import type { Line } from '../../documents/line.js';
import { splitSyllables } from '../../text/syllables.js';
import { normalizeText } from '../../text/vietnamese-text.js';
import type { CheckedLines } from '../summary.js';

/** At least this share of the syllables that a model wrote has to stand in the line that it was given. */
const LEAST_SHARED = 0.6;
/** Left out or added, they turn a rule round. */
const TURNING = new Set(['không', 'chưa', 'chẳng', 'đừng', 'cấm', 'nghiêm', 'trừ', 'phải', 'được']);
const NUMERALS = new Set('một hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu tỷ nửa đôi'.split(' '));

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

/** No longer than its line, mostly its words, no number of its own, and no rule turned round. */
function isFaithful(said: string, { text }: Line): boolean {
  if (said.trim() === '' || said.length > text.length) return false;
  const numbers = new Set(listNumbers(text));
  if (!listNumbers(said).every((number) => numbers.has(number))) return false;
  const [written, given] = [splitSyllables(said), splitSyllables(text)];
  const held = new Set(given);
  const turns = (syllables: readonly string[]): string => syllables.filter((each) => TURNING.has(each)).join(' ');
  if (turns(written) !== turns(given)) return false;
  if (written.some((syllable) => NUMERALS.has(syllable) && !held.has(syllable))) return false;
  return written.filter((syllable) => held.has(syllable)).length >= LEAST_SHARED * written.length;
}
