import { type AddressMention, findAddress } from '../../documents/mentions/address-mention.js';
import { findNumberMentions, type NumberMention } from '../../documents/mentions/document-number.js';
import { mendKinds } from '../../documents/mentions/mend-kinds.js';
import type { SearchIndex } from '../../storage/search-index.js';
import { foldText, latinizeLookalikes, normalizeText } from '../../text/vietnamese-text.js';
import { findIntent, NAMED } from './find-intent.js';
import { listSubjects, type Subject, type SubjectDoors } from './list-subjects.js';
import { isNameOf } from './names-document.js';
import {
  asksForList,
  findWanted,
  type Intent,
  isAboutDocument,
  isPersonal,
  leansBack,
  pointsAtDocument,
  type Wanted,
} from './question-patterns.js';
import { blank, listFocus, listTopic, saysOrdinal } from './topic.js';

export type { Subject };

export interface Understanding {
  /** The question as typed, normalised. */
  readonly text: string;
  /** With diacritics and teencode restored. */
  readonly restored: string;
  readonly intent: Intent;
  readonly wanted?: Wanted;
  /** Whether a whole enumeration is asked for. */
  readonly wantsList: boolean;
  readonly subjects: readonly Subject[];
  readonly address?: AddressMention;
  /** Which of several the turn before was about: what is told of another is no answer, though this turn says none. */
  readonly toldBefore?: Understanding['topic'];
  /** What to look for: the restored question without document names, addresses and question words, in unbroken runs. */
  readonly topic: readonly (readonly string[])[];
  /** The words right beside the question word: what the count, day or person is asked of. */
  readonly focus: readonly string[];
  /** Whether it asks about the asker's own case: `tôi có được nghỉ không`. */
  readonly isPersonal: boolean;
  /** Whether it leans on what was asked before. */
  readonly leansBack: boolean;
  /** Whether it points at a document that was named before: `văn bản đó`. */
  readonly pointsAtDocument: boolean;
}

export interface UnderstandingDoors extends SubjectDoors {
  /** Restores diacritics and teencode; only the index that learnt the corpus can. */
  readonly index: Pick<SearchIndex, 'restore'>;
}

/** Pure but for `restore`; the library only answers which documents a name may mean. */
export function understandQuestion(question: string, doors: UnderstandingDoors): Understanding {
  const text = mendKinds(cleanQuestion(question));
  const { restored, mentions } = restoreAround(text, doors.index.restore);
  const folded = foldText(restored);
  const { subjects, aside } = listSubjects(restored, mentions, doors);
  const address = findAddress(restored);
  const asked = findIntent(maskNames(folded, subjects));
  const named = [...subjects, ...aside, ...(address ? [address] : [])];
  const bare = blank(restored, named);
  const rest = listTopic(blank(restored, [...named, asked]));
  const isOfWhole = (asked.intent === 'summary' || asked.intent === 'which') && isNothingElse(rest, subjects);
  const topic = [...(isAboutDocument(asked) || isOfWhole ? rest : listTopic(bare)), ...listMeantYears(restored, doors)];
  const intent = toIntent(asked.intent, isOfWhole, topic, subjects);
  // `máy tính` is no `mấy tỉnh`.
  const wanted = findWanted(foldText(restored.replace(MACHINE, NAMED)));
  return {
    text,
    restored,
    intent,
    ...(wanted ? { wanted } : {}),
    wantsList: asksForList(folded),
    subjects,
    ...(address ? { address } : {}),
    topic,
    focus: wanted ? listFocus(isAboutDocument(asked) ? blank(bare, [asked]) : bare, wanted) : [],
    isPersonal: isPersonal(restored),
    leansBack: leansBack(folded, restored),
    pointsAtDocument: pointsAtDocument(folded),
  };
}

const maskNames = (folded: string, subjects: readonly Subject[]): string =>
  subjects.reduce((text, { start, end }) => text.slice(0, start) + NAMED.repeat(end - start) + text.slice(end), folded);

/** Whether what stands beside the asking words only names the document again. */
function isNothingElse(rest: Understanding['topic'], subjects: readonly Subject[]): boolean {
  // `Chuẩn mực thứ nhất trong Quy định 144 là gì?` asks of one of several.
  if (rest.some(saysOrdinal)) return false;
  const documents = subjects.flatMap((subject) => subject.documents);
  if (documents.length === 0) return rest.length === 0;
  return documents.some((document) => isNameOf(document, rest));
}

function toIntent(
  asked: Intent,
  isOfWhole: boolean,
  topic: Understanding['topic'],
  subjects: readonly Subject[],
): Intent {
  // `Quy định 101 là quy định gì?` names its document already.
  if (isOfWhole && subjects.length > 0) return 'summary';
  return asked === 'summary' && !isOfWhole && topic.flat().length > 1 ? 'content' : asked;
}

/** `Năm sau`, `năm ngoái`: the year that is meant, as a run of its own. */
function listMeantYears(restored: string, { asOf }: Pick<UnderstandingDoors, 'asOf'>): string[][] {
  if (!asOf || /(?<!\d)\d{4}(?!\d)/.test(restored)) return [];
  const year = Number(asOf.slice(0, 4));
  const meant = NEXT_YEAR.test(restored) ? year + 1 : LAST_YEAR.test(restored) ? year - 1 : undefined;
  return meant ? [[String(meant)]] : [];
}
/** `Hai năm sau`, `năm sau khi …` are of no certain year. */
const UNCOUNTED = '(?<!(?:\\d|mấy|nhiêu|một|hai|ba|bốn|năm|mười|những|các) )';
const NEXT_YEAR = new RegExp(
  `(?<!\\p{L})(?:sang năm|năm tới|${UNCOUNTED}năm sau(?! (?:khi|đó|ngày|đại)))(?!\\p{L})`,
  'iu',
);
const LAST_YEAR = new RegExp(`(?<!\\p{L})(?:năm ngoái|${UNCOUNTED}năm rồi)(?!\\p{L})`, 'iu');

const MACHINE = /(?<!\p{L})máy(?!\p{L})/giu;

/** Behind these `ai` is no who. */
const OF_SOFTWARE =
  /(?<=(?<!\p{L})(?:hệ thống|he thong|công cụ|cong cu|ứng dụng|ung dung|mô hình|mo hinh|phần mềm|phan mem|công nghệ|cong nghe|video|clip|chatbot|ảnh|hình|bằng|dùng|xài) )ai(?!\p{L})/giu;

/** One line of plain letters: no tags, no look-alikes, no runs of space. */
export function cleanQuestion(question: string): string {
  return (
    latinizeLookalikes(normalizeText(question))
      .replace(/<[^<>]{0,200}>/g, ' ')
      // Folded it would be `ai`, who.
      .replace(/(?<=\p{Ll}.*)(?<!\p{L})AI(?!\p{L})|(?<!\p{L})AI(?!\p{L})(?=.*\p{Ll})/gu, 'trí tuệ nhân tạo')
      .replace(OF_SOFTWARE, 'trí tuệ nhân tạo')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** Restores what stands between document numbers: `kh 464` is a plan's number, though `kh` alone stands for không. */
function restoreAround(
  text: string,
  restore: (question: string) => string,
): { readonly restored: string; readonly mentions: readonly NumberMention[] } {
  let restored = '';
  let from = 0;
  const mentions: NumberMention[] = [];
  for (const mention of findNumberMentions(text)) {
    restored += restorePart(text.slice(from, mention.start), restore);
    const start = restored.length;
    restored += text.slice(mention.start, mention.end);
    mentions.push({ ...mention, start, end: restored.length });
    from = mention.end;
  }
  restored += restorePart(text.slice(from), restore);
  // `Nghị địh 111` names a decree once it is spelt well.
  return { restored, mentions: mentions.length > 0 ? mentions : findNumberMentions(restored) };
}

/** Keeps the space at the borders, which a restored sentence would lose. */
function restorePart(part: string, restore: (question: string) => string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return words ? before + restore(words) + after : part;
}
