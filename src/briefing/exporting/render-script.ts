import type { Line } from '../../documents/line.js';
import type { CheckedOutline } from '../../documents/outline.js';
import { countSyllables } from '../../text/read-aloud/split-for-speech.js';
import { toSpeech } from '../../text/read-aloud/to-speech.js';
import type { OutlineTables } from '../briefing-doors.js';

/** A loudspeaker is read to slowly, with a pause behind each sentence. */
const SYLLABLES_PER_SECOND = 3;
const PAUSE_SECONDS = 0.5;
export const SCRIPT_SECONDS = { least: 60, most: 90 } as const;

/** Nobody follows a longer sentence by ear. */
const LONGEST_LINE = 160;

export interface Script {
  /** One sentence each, at most 20 syllables, without a figure or an abbreviation. */
  readonly sentences: readonly string[];
  readonly seconds: number;
}

/** What is read over a loudspeaker in 60 to 90 seconds: opening, points as far as they go, a word of thanks. */
export function renderScript(
  outline: CheckedOutline,
  { texts, speech, library }: Pick<OutlineTables, 'texts' | 'speech' | 'library'>,
): Script {
  const opening = toSpeech(texts('outline.script.opening', { title: outline.title }), speech);
  const closing = toSpeech(texts('outline.script.closing'), speech);
  const said: string[] = [];
  const named = new Set<string>();
  for (const line of listInTurns(outline).filter(({ text }) => isSpoken(text))) {
    const document = library.findById(line.documentId);
    const isNew = document?.number !== undefined && !named.has(document.id) && !line.text.includes(document.number);
    const words = isNew
      ? texts('outline.script.according', { document: `${document.kind} ${document.number}`, text: line.text })
      : line.text;
    const sentences = toSpeech(words, speech);
    if (secondsOf([...opening, ...said, ...sentences, ...closing]) > SCRIPT_SECONDS.most) continue;
    said.push(...sentences);
    named.add(line.documentId);
  }
  const sentences = [...opening, ...said, ...closing];
  return { sentences, seconds: Math.round(secondsOf(sentences)) };
}

/** The first of each part, then the second of each, and so on: an excerpt tells of all parts. */
function listInTurns({ parts, figures, questions }: CheckedOutline): readonly Line[] {
  const longest = Math.max(0, ...parts.map(({ points }) => points.length));
  const turns = Array.from({ length: longest }, (_, at) => parts.flatMap(({ points }) => points[at] ?? []));
  return [...turns.flat(), ...figures, ...questions.flatMap(({ answer }) => answer)];
}

/** What is in brackets, quoted or an address is for the eye. */
function isSpoken(text: string): boolean {
  return text.length <= LONGEST_LINE && !/[()"“”]|\w\.vn/.test(text);
}

function secondsOf(sentences: readonly string[]): number {
  const syllables = sentences.reduce((sum, sentence) => sum + countSyllables(sentence), 0);
  return syllables / SYLLABLES_PER_SECOND + sentences.length * PAUSE_SECONDS;
}
