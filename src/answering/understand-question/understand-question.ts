import type { Document } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import { type AddressMention, findAddress } from '../../documents/mentions/address-mention.js';
import { type Alias, type AliasMention, findAliases } from '../../documents/mentions/aliases.js';
import { findNumberMentions, matchesMention, type NumberMention } from '../../documents/mentions/document-number.js';
import { hasBegun } from '../../documents/validity.js';
import type { SearchIndex } from '../../storage/store.js';
import { foldText, latinizeLookalikes, normalizeText } from '../../text/vietnamese-text.js';
import type { LocalDate } from '../../time.js';
import { findIntent, NAMED } from './find-intent.js';
import { isNameOf } from './names-document.js';
import {
  asksForList,
  findWanted,
  type Intent,
  isAboutDocument,
  isPersonal,
  leansBack,
  type Wanted,
} from './question-patterns.js';
import { blank, listFocus, listTopic } from './topic.js';

/** One document or group of documents that the question names. */
export interface Subject {
  /** As the person wrote it. */
  readonly written: string;
  readonly said: 'number' | 'alias' | 'history';
  /** Documents that it may mean; empty where the library holds none. */
  readonly documents: readonly Document[];
  readonly mention?: NumberMention;
  /** Named, but begun only after the day of the question; `documents` are then what there was under that name before. */
  readonly notYet?: Document;
  readonly start: number;
  readonly end: number;
}

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
  /** What to look for: the restored question without document names, addresses and question words, in unbroken runs. */
  readonly topic: readonly (readonly string[])[];
  /** The words right beside the question word: what the count, day or person is asked of. */
  readonly focus: readonly string[];
  /** Whether it asks about the asker's own case: `tôi có được nghỉ không`. */
  readonly isPersonal: boolean;
  /** Whether it leans on what was asked before. */
  readonly leansBack: boolean;
}

export interface UnderstandingDoors {
  readonly library: Library;
  readonly aliases: readonly Alias[];
  /** Documents that begin after this day are not meant, unless nothing else is. */
  readonly asOf?: LocalDate;
  /** Restores diacritics and teencode; only the index that learnt the corpus can. */
  readonly index: Pick<SearchIndex, 'restore'>;
}

/** Pure but for `restore`; the library only answers which documents a name may mean. */
export function understandQuestion(question: string, doors: UnderstandingDoors): Understanding {
  const text = cleanQuestion(question);
  const { restored, mentions } = restoreAround(text, doors.index.restore);
  const folded = foldText(restored);
  const subjects = listSubjects(restored, mentions, doors);
  const address = findAddress(restored);
  const asked = findIntent(maskNames(folded, subjects));
  const named = [...subjects, ...(address ? [address] : [])];
  const bare = blank(restored, named);
  const rest = listTopic(blank(restored, [...named, asked]));
  const isOfWhole = (asked.intent === 'summary' || asked.intent === 'which') && isNothingElse(rest, subjects);
  const topic = isAboutDocument(asked) || isOfWhole ? rest : listTopic(bare);
  const intent = toIntent(asked.intent, isOfWhole, topic, subjects);
  const wanted = findWanted(folded);
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
    leansBack: leansBack(folded),
  };
}

const maskNames = (folded: string, subjects: readonly Subject[]): string =>
  subjects.reduce((text, { start, end }) => text.slice(0, start) + NAMED.repeat(end - start) + text.slice(end), folded);

/** Whether what stands beside the asking words only names the document again. */
function isNothingElse(rest: Understanding['topic'], subjects: readonly Subject[]): boolean {
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

/** One line of plain letters: no tags, no look-alikes, no runs of space. */
export function cleanQuestion(question: string): string {
  return (
    latinizeLookalikes(normalizeText(question))
      .replace(/<[^<>]{0,200}>/g, ' ')
      // Folded it would be `ai`, who.
      .replace(/(?<=\p{Ll}.*)(?<!\p{L})AI(?!\p{L})|(?<!\p{L})AI(?!\p{L})(?=.*\p{Ll})/gu, 'trí tuệ nhân tạo')
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
  return { restored: restored + restorePart(text.slice(from), restore), mentions };
}

/** Keeps the space at the borders, which a restored sentence would lose. */
function restorePart(part: string, restore: (question: string) => string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return words ? before + restore(words) + after : part;
}

/** A document without a number may bear one in its short title: `Hướng dẫn 02 của Ban Bí thư`. */
function isMeant(document: Document, mention: NumberMention): boolean {
  if (matchesMention(document, mention)) return true;
  if (document.number !== undefined || !document.shortTitle || mention.issuer) return false;
  if (mention.year && !document.issuedOn?.startsWith(String(mention.year))) return false;
  return findNumberMentions(document.shortTitle).some(
    (own) => own.digits === mention.digits && own.kinds.some((kind) => mention.kinds.includes(kind)),
  );
}

/** Numbers first, then aliases that do not overlap them; a weak number counts only if the library holds it. */
function listSubjects(
  restored: string,
  mentions: readonly NumberMention[],
  doors: UnderstandingDoors,
): readonly Subject[] {
  const { library, aliases } = doors;
  const aliasMentions = findAliases(restored, aliases);
  const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }) =>
    a.start < b.end && a.end > b.start;
  const subjects: Subject[] = [];
  for (const mention of mentions) {
    const documents = library.documents.filter((document) => isMeant(document, mention));
    if (mention.weak && documents.length === 0) continue;
    if (
      aliasMentions.some((alias) => overlaps(alias, mention) && alias.end - alias.start > mention.end - mention.start)
    )
      continue;
    subjects.push({
      written: mention.written,
      said: 'number',
      documents,
      mention,
      start: mention.start,
      end: mention.end,
    });
  }
  for (const found of aliasMentions) {
    if (subjects.some((subject) => overlaps(subject, found))) continue;
    const named = listAliased(found, restored.slice(found.start, found.end), library);
    if (named.length === 0) continue;
    const isBegun = (document: Document) => !doors.asOf || hasBegun(document, doors.asOf);
    const before = named.some(isBegun) ? [] : listAllAliased(found, library).filter(isBegun);
    const documents = before.length > 0 ? before : named;
    subjects.push({
      written: restored.slice(found.start, found.end),
      said: 'alias',
      documents,
      ...(before.length > 0 && named[0] ? { notYet: named[0] } : {}),
      start: found.start,
      end: found.end,
    });
  }
  const isRepeat = (subject: Subject, at: number) =>
    subjects.findIndex(
      (other) => other.documents[0] === subject.documents[0] && other.documents.length === subject.documents.length,
    ) < at && subject.documents.length > 0;
  const toBegun = (subject: Subject): Subject => {
    const begun = subject.documents.filter((document) => !doors.asOf || hasBegun(document, doors.asOf));
    return begun.length > 0 ? { ...subject, documents: begun } : subject;
  };
  return subjects
    .filter((subject, at) => !isRepeat(subject, at))
    .map(toBegun)
    .sort((a, b) => a.start - b.start);
}

function listAllAliased(mention: AliasMention, library: Library): readonly Document[] {
  return mention.alias.documents.flatMap((id) => {
    const held = library.findById(id);
    return held ? [held] : library.listByRef({ number: id.split('@')[0] ?? id });
  });
}

function listAliased(mention: AliasMention, written: string, library: Library): readonly Document[] {
  const documents = listAllAliased(mention, library);
  // `luật bảo vệ dữ liệu cá nhân` means the law, not the decrees of the same name.
  const ofKind = documents.filter(({ kind }) => foldText(written).startsWith(`${foldText(kind)} `));
  return ofKind.length > 0 ? ofKind : documents;
}
