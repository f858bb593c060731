import type { Document } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import { type Alias, type AliasMention, findAliases } from '../../documents/mentions/aliases.js';
import { findDatedMentions, matchesDay } from '../../documents/mentions/dated-mention.js';
import {
  findNumberMentions,
  matchesMention,
  type NumberMention,
  toNumberParts,
} from '../../documents/mentions/document-number.js';
import { hasBegun } from '../../documents/validity.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { LocalDate } from '../../time.js';
import { saysKind } from './names-document.js';
import { asksToCompare } from './question-patterns.js';

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

export interface SubjectDoors {
  readonly library: Library;
  readonly aliases: readonly Alias[];
  /** Documents that begin after this day are not meant, unless nothing else is. */
  readonly asOf?: LocalDate;
}

/** Numbers first, then days and aliases that do not overlap them; a weak number counts only if the library holds it. What stands `aside`
 * names documents too, but not those that are asked about. */
export function listSubjects(
  restored: string,
  mentions: readonly NumberMention[],
  doors: SubjectDoors,
): { readonly subjects: readonly Subject[]; readonly aside: readonly Span[] } {
  const aliased = findAliases(restored, doors.aliases);
  const numbered = mentions.flatMap((mention) => toNumbered(mention, aliased, doors) ?? []);
  const free = aliased.filter((found) => !numbered.some((subject) => overlaps(subject, found)));
  const besides = free.filter((found) => isOnlyAbout(found, numbered, mentions, restored));
  const named = free
    .filter((found) => !besides.includes(found))
    .flatMap((found) => toAliased(found, restored, doors) ?? []);
  const heldBy = new Set(numbered.flatMap((subject) => subject.documents));
  const aside = besides.filter(
    (found) =>
      saysKind(restored.slice(found.start, found.end)) ||
      listAllAliased(found, doors.library).some((document) => heldBy.has(document)),
  );
  const dated = listDated(restored, doors.library).filter((found) => !numbered.some((other) => overlaps(found, other)));
  const isDated = (subject: Subject) => dated.some((other) => overlaps(subject, other));
  const subjects = [...numbered, ...named.filter((subject) => !isDated(subject)), ...dated];
  const isRepeat = (subject: Subject, at: number) =>
    subjects.findIndex(
      (other) => other.documents[0] === subject.documents[0] && other.documents.length === subject.documents.length,
    ) < at && subject.documents.length > 0;
  const toBegun = (subject: Subject): Subject => {
    const begun = subject.documents.filter((document) => !doors.asOf || hasBegun(document, doors.asOf));
    return begun.length > 0 ? { ...subject, documents: begun } : subject;
  };
  return {
    subjects: subjects
      .filter((subject, at) => !isRepeat(subject, at))
      .map(toBegun)
      .sort((a, b) => a.start - b.start)
      .filter((subject, at, all) => !isCarriedOut(subject, all[at - 1], restored)),
    aside,
  };
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

/** Those whose day is that of a document that is held. */
function listDated(restored: string, library: Library): readonly Subject[] {
  return findDatedMentions(restored).flatMap((mention) => {
    const documents = library.documents.filter((document) => matchesDay(document, mention));
    const { start, end } = mention;
    return documents.length > 0 ? [{ written: restored.slice(start, end), said: 'alias', documents, start, end }] : [];
  });
}

/** `Kế hoạch 03 thực hiện Kết luận 21 ký ngày nào` asks of the plan. */
const CARRIES_OUT =
  /^\s*(?:(?:của|cua)(?:\s\p{L}+){1,6}?\s+)?(?:để |de |về |ve )?(?:thực hiện|thuc hien|triển khai|trien khai|thi hành|thi hanh|cụ thể hóa|cu the hoa|công bố|cong bo)\s*$/iu;

const isCarriedOut = (subject: Subject, before: Subject | undefined, restored: string): boolean =>
  before !== undefined && before.end <= subject.start && CARRIES_OUT.test(restored.slice(before.end, subject.start));

type Span = Pick<Subject, 'start' | 'end'>;
const overlaps = (a: Span, b: Span): boolean => a.start < b.end && a.end > b.start;

/** Of several documents of one number, those that an alias in the question names as well. */
function toNumbered(
  mention: NumberMention,
  aliased: readonly AliasMention[],
  { library }: SubjectDoors,
): Subject | undefined {
  const held = library.documents.filter((document) => isMeant(document, mention));
  if (mention.weak && held.length === 0) return undefined;
  if (aliased.some((alias) => isBeyond(alias, mention))) return undefined;
  const both = aliased
    .map((alias) => listAllAliased(alias, library))
    .map((documents) => held.filter((document) => documents.includes(document)))
    .find((documents) => documents.length > 0);
  const { written, start, end } = mention;
  return { written, said: 'number', documents: both ?? held, mention, start, end };
}

/** Longer at either end: `Kế hoạch 03 của Bộ Chính trị`; but not `kế hoạch 464` in `kế hoạch 464/KH-LĐLĐ`. */
const isBeyond = (alias: Span, { start, end }: Span): boolean =>
  alias.start <= start && alias.end >= end && alias.end - alias.start > end - start;

const JOINED = /^[\s,]*(?:và|với|hay|hoặc|,|so với|khác(?: gì)?(?: với)?|cùng)[\s,]*$/iu;

/** Beside a number that is held an alias only says what about, unless the two are named side by side. */
function isOnlyAbout(
  found: AliasMention,
  numbered: readonly Subject[],
  mentions: readonly NumberMention[],
  restored: string,
): boolean {
  const held = numbered.filter((subject) => subject.documents.length > 0);
  // `Kế hoạch 03 của Bộ Chính trị` names a number itself.
  if (mentions.some((mention) => overlaps(mention, found) && !mention.weak)) return false;
  const isBeside = (subject: Subject) =>
    JOINED.test(restored.slice(Math.min(subject.end, found.end), Math.max(subject.start, found.start)));
  return held.length > 0 && !asksToCompare(foldText(restored)) && !held.some(isBeside);
}

function toAliased(found: AliasMention, restored: string, doors: SubjectDoors): Subject | undefined {
  const { library, asOf } = doors;
  const written = restored.slice(found.start, found.end);
  const behind = saysKind(written) ? BEHIND_ALIAS.exec(foldText(restored.slice(found.end))) : null;
  const all = listAliased(found, written, library);
  const told = behind ? all.filter((document) => isToldBy(document, behind)) : [];
  if (behind && told.length === 0 && isOfOtherYear(written, behind, library)) return undefined;
  const named = told.length > 0 ? told : all;
  if (named.length === 0) return undefined;
  const isBegun = (document: Document) => !asOf || hasBegun(document, asOf);
  const before = named.some(isBegun) ? [] : listAllAliased(found, library).filter(isBegun);
  const documents = before.length > 0 ? before : named;
  return {
    written,
    said: 'alias',
    documents,
    ...(before.length > 0 && named[0] ? { notYet: named[0] } : {}),
    start: found.start,
    end: told.length > 0 && behind ? found.end + behind[0].length : found.end,
  };
}

/** `quy định nêu gương 08`, `luật công đoàn năm 2024`: what tells one of an alias's documents. */
const BEHIND_ALIAS =
  /^ (?:(?:so )?(\d{1,3})(?![\d/%]| (?:dieu|nam|thang|ngay|nguoi|lan))|(?:(?:cua |ban )?nam |ban )?((?:19|20)\d{2})(?![\d/]))/;

/** `nghị quyết về công đoàn năm 1963` is none of those that the alias names where another of that name and year is held. */
function isOfOtherYear(written: string, [, , year]: RegExpExecArray, { documents }: Library): boolean {
  if (year === undefined) return false;
  const [, about] = foldText(written).split(/ ve /);
  return (
    about !== undefined &&
    documents.some(({ issuedOn = '', title }) => issuedOn.startsWith(year) && foldText(title).includes(about))
  );
}

function isToldBy(document: Document, [, digits, year]: RegExpExecArray): boolean {
  if (year) return (document.issuedOn ?? '').startsWith(year);
  return document.number !== undefined && toNumberParts(document.number).digits === String(Number(digits));
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
