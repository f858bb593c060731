import { randomUUID } from 'node:crypto';
import type { Document } from '../documents/document.js';
import { placeWithin } from '../documents/mentions/address-mention.js';
import type { Alias } from '../documents/mentions/aliases.js';
import type { SearchIndex } from '../storage/search-index.js';
import type { Choice, Texts } from '../text/texts.js';
import { foldText } from '../text/vietnamese-text.js';
import type { Clock, LocalDate } from '../time.js';
import { stopwatch, toLocalDate } from '../time.js';
import type { Answer, Claim, Draft, Question } from './answer.js';
import type { GuardVerdict } from './guard-question.js';
import { toMarked } from './judge-evidence/bag.js';
import { listAskedNames } from './judge-evidence/met-exactly/asked-names.js';
import { isLead, readRoman } from './judge-evidence/met-exactly/asked-numbers.js';
import { matchUnanswered } from './match-unanswered.js';
import { readPick } from './read-pick.js';
import { renderAnswer } from './render-answer.js';
import { type Finding, type RetrievalDoors, retrievePassages } from './retrieve-passages.js';
import { isLight, saysOrdinal, withoutOrdinal } from './understand-question/topic.js';
import {
  cleanQuestion,
  type Subject,
  type Understanding,
  understandQuestion,
} from './understand-question/understand-question.js';
import { verifyCitations } from './verify-citations.js';
import { contactLine } from './write-draft/say-not-held.js';
import { writeDraft } from './write-draft/write-draft.js';

export interface AnswerDoors extends RetrievalDoors {
  readonly aliases: readonly Alias[];
  readonly guard: (question: string) => GuardVerdict;
  readonly texts: Texts;
  /** Questions offered with a greeting. */
  readonly suggestions: readonly string[];
  /** Whom to ask instead, as lines. */
  readonly contacts: readonly string[];
  readonly clock: Clock;
  /** Told of the passages that were weighed, best first; for measuring. */
  readonly onFindings?: (findings: readonly Finding[]) => void;
  /** Told of what verification took out and of surprises; never of the question. */
  readonly onNotice?: (notice: string, details?: unknown) => void;
}

/** A longer message is not a question. In characters. */
const LONGEST_QUESTION = 2_000;
/** Earlier turns beyond these are not looked at. */
const LONGEST_HISTORY = 4;

/** The journey of a question (docs/design.md#a-question). Never throws for what a person typed. */
export async function answerQuestion(question: Question, opened: AnswerDoors): Promise<Answer> {
  const tookMs = stopwatch();
  const doors = question.byWords ? { ...opened, index: byWords(opened.index), crossEncoder: undefined } : opened;
  const asOf = question.asOf ?? toLocalDate(doors.clock());
  const history = (question.history ?? []).slice(-LONGEST_HISTORY);
  let draft: Draft;
  try {
    draft = await draftAnswer(question.text, history, asOf, doors);
  } catch (error) {
    doors.onNotice?.('answer-failed', error);
    draft = say('not-found', doors.texts('failed'));
  }
  const about = { id: randomUUID(), asOf, tookMs: 0 };
  const answer = verifyCitations(draft, about, {
    library: doors.library,
    question: question.text.slice(0, LONGEST_QUESTION),
    fallback: say('not-found', doors.texts('not-found.lead'), doors.texts('contact.none')),
    render: (checked) => renderAnswer(checked, doors.texts),
    onRejected: (claim: Claim) => doors.onNotice?.('claim-rejected', claim),
  });
  return { ...answer, tookMs: tookMs() };
}

async function draftAnswer(
  typed: string,
  history: readonly string[],
  asOf: LocalDate,
  doors: AnswerDoors,
): Promise<Draft> {
  if (typed.length > LONGEST_QUESTION) return say('not-found', doors.texts('too-long'));
  const text = cleanQuestion(typed);
  if (!/[\p{L}\p{N}]/u.test(text)) return say('not-found', doors.texts('empty'));
  const picked = readPick(text);
  if (picked && history.length > 0) return pickChoice(picked, history, asOf, doors);
  const verdict = doors.guard(text);
  const seeming = isAnsweredAtOnce(verdict) ? verdict : undefined;
  if (seeming && /\P{ASCII}/u.test(text)) return answerGuarded(seeming, doors);

  const alone = understandQuestion(text, { ...doors, asOf });
  const meant = doors.guard(alone.restored);
  // Without marks a fair question may look like what is told off: `bay mat`, seven sides, is not `bí mật`.
  if (isAnsweredAtOnce(meant)) return answerGuarded(seeming ?? meant, doors);
  const isOutOfDomain = verdict === 'out-of-domain' && meant === 'out-of-domain';
  const readings = history.length > 0 ? await leanOn(history, alone, asOf, doors) : [alone];
  let first: Draft | undefined;
  for (const reading of readings) {
    const query = reading === alone ? reading.restored : reading.topic.flat().join(' ');
    // Words of an earlier turn may find what it was answered with: what is new has to be there.
    const isNew = reading.topic.length > alone.topic.length && reading !== alone;
    const holding = isNew ? alone.topic.flat().filter((word) => !isOfAsking(word)) : [];
    const draft = await draftReading(
      reading,
      { query: query || reading.restored, holding, asOf, isOutOfDomain },
      doors,
    );
    if (draft.outcome !== 'not-found') return draft;
    first ??= draft;
  }
  if (seeming && seeming !== 'refused') return answerGuarded(seeming, doors);
  const mayBeTold = seeming !== undefined || (!isOutOfDomain && readings.includes(alone) && saysEnough(alone, history));
  const why = mayBeTold ? await matchUnanswered(alone.restored, doors.index) : 'out-of-domain';
  if (why !== 'out-of-domain') return answerGuarded(seeming ?? why, doors);
  return first ?? say('not-found', doors.texts('not-found.lead'));
}

/** A turn of few words may lean on an earlier one, and a document named by its number is asked about. */
function saysEnough({ topic, subjects }: Understanding, history: readonly string[]): boolean {
  const isOnDocument = subjects.some(({ said, documents }) => said === 'number' && documents.length > 0);
  return !isOnDocument && (history.length === 0 || topic.flat().length >= ENOUGH_WORDS);
}
const ENOUGH_WORDS = 5;

interface Reading {
  readonly query: string;
  /** Words that a passage has to hold. */
  readonly holding: readonly string[];
  readonly asOf: LocalDate;
  readonly isOutOfDomain: boolean;
}

function draftReading(
  understanding: Understanding,
  { query, holding, asOf, isOutOfDomain }: Reading,
  doors: AnswerDoors,
): Promise<Draft> {
  const find = async (within?: readonly Document[]) => {
    const findings = await retrievePassages(understanding, doors, {
      asOf,
      query,
      ...(within ? { within: new Set(within.map((document) => document.id)) } : {}),
    });
    const fitting = findings.filter(({ passage }) => holdsAll(passage.text, holding));
    doors.onFindings?.(fitting);
    return fitting;
  };
  return writeDraft(understanding, { ...doors, asOf, isOutOfDomain, find });
}

function holdsAll(text: string, words: readonly string[]): boolean {
  const held = new Set(foldText(text).split(/[^a-z0-9]+/));
  return words.every((word) => held.has(foldText(word)));
}

function byWords(index: SearchIndex): SearchIndex {
  return { ...index, search: (query, options) => index.search(query, { ...options, byWords: true }) };
}

/** A bare number picks from the choices that the last turn led to. */
async function pickChoice(
  number: number,
  history: readonly string[],
  asOf: LocalDate,
  doors: AnswerDoors,
): Promise<Draft> {
  const earlier = history.slice(0, -1);
  const offered = await draftAnswer(history.at(-1) ?? '', earlier, asOf, doors);
  const choice = offered.choices[number - 1];
  if (!choice) return say('not-found', doors.texts('no-choice', { number: String(number) }));
  return draftAnswer(choice.text, [], asOf, doors);
}

/** What a question that names no document takes over from the turns before it; several readings, the likeliest first. */
async function leanOn(
  history: readonly string[],
  alone: Understanding,
  asOf: LocalDate,
  doors: AnswerDoors,
): Promise<readonly Understanding[]> {
  const last = history.at(-1) ?? '';
  const before = history.slice(0, -1);
  const previous = understandQuestion(last, { ...doors, asOf });
  const isBare = alone.topic.flat().every(isOfAsking);
  const address = alone.address && placeWithin(alone.address, previous.address);
  if (alone.subjects.length > 0) {
    // `còn quy định 22 thì sao?` asks of another document what was asked before.
    if (!isBare || !alone.leansBack || alone.intent !== 'content') return [alone];
    return [
      {
        ...previous,
        subjects: alone.subjects,
        ...(address ? { address } : {}),
        restored: alone.restored,
      },
    ];
  }
  const documents = await documentsOf(last, before, asOf, doors);
  const subjects: readonly Subject[] =
    documents.length > 0 ? [{ written: '', said: 'history', documents, start: 0, end: 0 }] : [];
  if (isFragment(alone)) return [fillFragment(alone, previous, subjects)];
  if (documents.length === 0) return alone.pointsAtDocument || POINTS_BACK.test(alone.restored) ? [] : [alone];
  const plain = { ...alone, subjects, ...(address ? { address } : {}) };
  const own = (asksWithin(alone) && keepNumbers(plain, previous)[0]) || plain;
  const mayLean = alone.leansBack || alone.address !== undefined || isBare;
  // What the document of the turn before answers is asked of it; what it does not may be a subject of its own.
  if (!mayLean) {
    if (isOfAnyDocument(alone)) return [own];
    const toldBefore = keptNumbers(own, previous);
    return [...keepNumbers(own, previous), { ...own, toldBefore }, { ...alone, toldBefore }];
  }
  if (alone.intent !== 'content' || alone.address || (own !== plain && !isBare)) return [own];
  const filled = fillFragment(isBare ? { ...alone, topic: [] } : alone, previous, subjects);
  // `Lai Châu còn bao nhiêu?` counts what was counted elsewhere.
  if (isOnlyName(alone)) return [filled];
  // `Kể tên ra giúp mình`, `Bắt đầu từ khi nào?` have no words of their own to look for.
  return isBare && !alone.pointsAtDocument ? [filled, own] : [own, filled];
}

/** `Đại hội ấy họp ở đâu?` asks of no other, though nothing is known of which. */
const POINTS_BACK = /(?<!\p{L})(?:ấy|đó|đấy)(?!\p{L})/iu;

/** Whether nothing but the place or body that a fact is asked of is said; `con` may be `còn`. */
const isOnlyName = ({ restored, wanted, topic }: Understanding): boolean => {
  const said = toMarked(foldText(topic.flat().join(' ')).replace(/^con /, ''));
  return listAskedNames(restored, wanted).some((names) => names.includes(said));
};

/** Words that ask on about what was said, and name nothing. */
const OF_ASKING =
  /^(?:bắt|đầu|kết|thúc|xong|kể|tên|hết|đầy|đủ|rõ|hơn|thêm|giải|thích|cụ|thể|chi|tiết|kéo|dài|nhiêu|lý|do|ví|dụ|vậy|làm|thế|ý)$/iu;
const isOfAsking = (word: string): boolean => OF_ASKING.test(word) || isLight(word);

/** `Trao hôm nào?` after a question of the ninth season asks of the ninth. */
function keepNumbers(own: Understanding, previous: Understanding): readonly Understanding[] {
  const kept = keptNumbers(own, previous);
  return kept.length > 0 ? [{ ...own, topic: [...kept, ...own.topic] }] : [];
}

/** Those of the turn before, unless a turn says its own. */
function keptNumbers(own: Understanding, previous: Understanding): Understanding['topic'] {
  return filterRuns(own.topic, isNumeral).length > 0 ? [] : filterRuns(previous.topic, isNumeral);
}

type IsKept = (word: string, at: number, run: readonly string[]) => boolean;
const filterRuns = (topic: Understanding['topic'], isKept: IsKept): Understanding['topic'] =>
  topic.map((run) => run.filter(isKept)).filter((run) => run.length > 0);

/** `Trong đó bao nhiêu …?`, `Lần đó ai …?` are of the ninth season, where that was asked of. */
const asksWithin = ({ restored }: Understanding): boolean =>
  /(?<!\p{L})(?:trong (?:số )?(?:đó|ấy)|(?:lần|mùa|năm|kỳ|khóa|đợt|dịp) (?:đó|ấy|này))(?!\p{L})/iu.test(restored);

/** With the word that tells which of several it numbers: `lần`, `khóa`. */
const isNumeral: IsKept = (word, at, run) =>
  isNumber(word, run[at - 1]) || (isLead(word) && isNumber(run[at + 1], word));
const isNumber = (word = '', before = ''): boolean =>
  /\d|^[IVX]+$/.test(word) || readRoman(foldText(word), foldText(before)) !== undefined;

/** Parts that every document has: `có mấy chương`, `ai ký` name none. */
const OF_ANY_DOCUMENT =
  /^(?:chuong|dieu|khoan|diem|muc|phan|nhom|thu|nhat|hai|ba|tu|sau|bay|noi|dung|nhiem|vu|giai|phap|quan|tieu|dich|chi|dao|can|cu|ky|ban|hanh|hieu|luc|ap|doi|tuong|pham|vi|thay|the|cam|trang|y)$/;
const isOfAnyDocument = ({ topic }: Understanding): boolean =>
  topic.flat().every((word) => OF_ANY_DOCUMENT.test(foldText(word)) || isOfAsking(word));

/** `Đến 2030 thì bao nhiêu?` says only what differs from the question before. */
function isFragment({ topic, intent, address }: Understanding): boolean {
  const words = topic.flat();
  const saysOne = topic.some(saysOrdinal)
    ? words.length <= 3
    : words.filter((word) => !isLight(word)).length <= 2 && filterRuns(topic, isNumeral).length > 0;
  return intent === 'content' && !address && saysOne;
}

function fillFragment(fragment: Understanding, previous: Understanding, subjects: readonly Subject[]): Understanding {
  return {
    ...previous,
    ...fragment,
    topic: [
      ...filterRuns(previous.topic.map(withoutOrdinal), (word, at, run) => !isNumeral(word, at, run)),
      ...fragment.topic,
    ],
    focus: fragment.focus.length > 0 ? fragment.focus : previous.focus,
    subjects: subjects.length > 0 ? subjects : previous.subjects,
  };
}

/** The documents that an earlier turn was about: those it named, or those its answer quoted, else those of the turns before it. */
async function documentsOf(
  turn: string,
  before: readonly string[],
  asOf: LocalDate,
  doors: AnswerDoors,
): Promise<readonly Document[]> {
  const named = understandQuestion(turn, { ...doors, asOf }).subjects.flatMap((subject) => subject.documents);
  if (named.length === 1) return named;
  const draft = await draftAnswer(turn, before, asOf, doors);
  const cited = [...new Set(draft.citations.map((citation) => citation.documentId))].flatMap(
    (id) => doors.library.findById(id) ?? [],
  );
  if (cited.length > 0) return cited.slice(0, 1);
  const earlier = before.at(-1);
  return named.length > 0 || earlier === undefined ? named : documentsOf(earlier, before.slice(0, -1), asOf, doors);
}

/** What needs no look into the library. */
type AtOnce = Exclude<GuardVerdict, 'pass' | 'out-of-domain'>;
const isAnsweredAtOnce = (verdict: GuardVerdict): verdict is AtOnce =>
  verdict !== 'pass' && verdict !== 'out-of-domain';

function answerGuarded(verdict: AtOnce, doors: AnswerDoors): Draft {
  const { texts, suggestions } = doors;
  const choices: readonly Choice[] = suggestions.map((text) => ({ label: text, text }));
  switch (verdict) {
    case 'refused':
      return say('refused', texts('refused'));
    case 'complaint':
      return say('out-of-scope', texts('complaint'), contactLine(doors));
    case 'out-of-scope':
      return say('out-of-scope', texts('out-of-scope'), contactLine(doors));
    case 'greeting':
    case 'who':
    case 'help':
      return { ...say('answered', texts(verdict)), choices };
    default:
      return say('answered', texts(verdict));
  }
}

function say(outcome: Draft['outcome'], ...lines: readonly string[]): Draft {
  const claims = lines.map((text, at): Claim => ({ role: at === 0 ? 'lead' : 'note', text: text.trim() }));
  return { outcome, claims, citations: [], choices: [], writtenBy: 'extract' };
}
