import { mayOutline } from '../../briefing/approving/outline-rules.js';
import { type FoundTarget, findTargets } from '../../briefing/summarizing/find-targets.js';
import type { SummaryLength, SummaryTarget } from '../../briefing/summary.js';
import type { Choice } from '../../text/texts.js';
import type { ReplyDoors } from '../conversation-doors.js';
import type { Dialogue, DialogueReply, DialogueTurn } from '../dialogues/dialogue.js';
import { answerInstead } from './answer-instead.js';

const LENGTHS: readonly SummaryLength[] = ['one-minute', 'three-minutes', 'full'];
/** What stands before what is to be summarized, in what a choice sends. */
const MARKS: Readonly<Record<SummaryLength, string>> = {
  'one-minute': '1 phút',
  'three-minutes': '3 phút',
  full: 'đầy đủ',
};
const NEWS_DAYS = 92;
const DAY_MS = 86_400_000;

/**
 * `/tomtat`, `/tomtat <what>`, `/tomtat 3 phút: <what>`: for everybody, on every face. A choice sends the whole command,
 * so that a face which keeps nothing understands it too.
 */
export const tellSummary: Dialogue = async (turn, doors) => {
  const { length, asked } = readWish(turn.text);
  if (asked === '') return askWhat(doors.texts('summary-chat.ask'), doors);
  const found = findTargets(asked, doors.briefing);
  if ('missing' in found) return answerInstead(asked, () => askWhat(found.text, doors), doors);
  const [only, ...others] = found;
  if (!only) return askWhat(doors.texts('summary-chat.ask'), doors);
  if (others.length > 0) {
    const choices = found.map((each) => ({ label: each.title, text: toCommand(each, length) }));
    return { speech: { text: doors.texts('summary-chat.which'), choices } };
  }
  const summary = await doors.briefing.summarize(only.target, length);
  if ('missing' in summary) return askWhat(summary.text, doors);
  // What was told in full is not told at greater length.
  const told = LENGTHS.indexOf(length);
  const lengths = LENGTHS.filter((_, at) => at < told || (at > told && summary.left > 0));
  const [longer] = lengths.filter((each) => LENGTHS.indexOf(each) > told);
  const choices = await listNext(only, lengths, turn, doors);
  return { speech: { text: summary.text, choices, ...(longer ? { more: toCommand(only, longer) } : {}) } };
};

/** What tells all of a document of which an answer could list a part only. */
export const toWholeCommand = (documentId: string): string => `/tomtat ${MARKS.full}: ${documentId}`;

function readWish(text: string): { readonly length: SummaryLength; readonly asked: string } {
  for (const length of LENGTHS) {
    const mark = `${MARKS[length]}:`;
    if (text.toLowerCase().startsWith(mark)) return { length, asked: text.slice(mark.length).trim() };
  }
  return { length: 'one-minute', asked: text.trim() };
}

function askWhat(text: string, { texts, briefing, clock }: ReplyDoors): DialogueReply {
  const since = new Date(clock().getTime() - NEWS_DAYS * DAY_MS).toISOString().slice(0, 10);
  const choices = [
    ...briefing.themes.map(({ id, title }) => ({ label: title, text: `/tomtat ${id}` })),
    { label: texts('summary-chat.news'), text: `/tomtat mới từ ${since}` },
  ];
  return { speech: { text, choices }, next: { name: 'tomtat', step: 'ask', data: {} } };
}

/** Longer and shorter, what speakers need next, and the way back. */
async function listNext(
  found: FoundTarget,
  lengths: readonly SummaryLength[],
  { member }: DialogueTurn,
  { texts, tree }: ReplyDoors,
): Promise<readonly Choice[]> {
  const maySpeak = member !== undefined && mayOutline(member, await tree());
  const { target } = found;
  return [
    ...lengths.map((length) => ({ label: texts(`summary-chat.${length}`), text: toCommand(found, length) })),
    ...(target.kind === 'theme' && maySpeak
      ? [{ label: texts('summary-chat.outline'), text: `/decuong ${target.themeId}` }]
      : []),
    { label: texts('summary-chat.other'), text: '/tomtat' },
  ];
}

const toCommand = (found: FoundTarget, length: SummaryLength): string => `/tomtat ${MARKS[length]}: ${nameOf(found)}`;

/** Words that `findTargets` reads as just this target. */
function nameOf({ target, title }: FoundTarget): string {
  const names: { readonly [K in SummaryTarget['kind']]: (of: Extract<SummaryTarget, { kind: K }>) => string } = {
    document: ({ documentId }) => documentId,
    theme: ({ themeId }) => themeId,
    since: ({ day }) => `mới từ ${day}`,
    provision: () => title,
  };
  return (names[target.kind] as (of: SummaryTarget) => string)(target);
}
