import { addressOf, indexProvisions, lineageOf } from '../../documents/address.js';
import { datedLabel } from '../../documents/describe-validity.js';
import { type Document, documentLabel, type Provision } from '../../documents/document.js';
import { type AddressMention, listAt } from '../../documents/mentions/address-mention.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { Claim, Draft } from '../answer.js';
import { toMarked } from '../judge-evidence/bag.js';
import { type AskedEvidence, ENOUGH, ENOUGH_WITHIN, isEnough } from '../judge-evidence/evidence.js';
import { listEither } from '../judge-evidence/met-exactly/asked-kinds.js';
import { bearsName, listAskedPlaces } from '../judge-evidence/met-exactly/asked-names.js';
import { listVersions } from '../judge-evidence/met-exactly/asked-numbers.js';
import type { Finding } from '../retrieve-passages.js';
import { isNameOf, isTitleOf, saysKind } from '../understand-question/names-document.js';
import { asksToCompare, isAboutDocument, type Wanted } from '../understand-question/question-patterns.js';
import { isLight, saysOrdinal } from '../understand-question/topic.js';
import type { Subject, Understanding } from '../understand-question/understand-question.js';
import { listSuccessors, speaksOf, writeAbout } from './about-document.js';
import { chooseDocuments, isOneChain, writeAddressChoices, writeChoices } from './choose-documents.js';
import { cite } from './cite.js';
import type { DraftPart, WriteDoors } from './draft-doors.js';
import { finishDraft, joinParts } from './finish-draft.js';
import { listWithin, quoteFindings, quoteProvisions } from './quote-findings.js';
import { notFound, writeNamedOnly, writeNotHeld } from './say-not-held.js';
import { writeAddress } from './write-address.js';

/** A case of one's own, a subject known to lie outside, or one much like a question that nothing answers, needs words that speak to it plainly. */
const MORE_IF_PERSONAL = 0.15;
const MORE_IF_OUT_OF_DOMAIN = 0.2;
const MORE_IF_ALIKE = 0.055;
const MUCH_ALIKE = 0.4;
/** The same where it is also more like one that nothing answers than like those that the passage does. */
const MORE_IF_NEARER_OUT_OF_DOMAIN = 0.09;
const ALIKE = 0.3;
/** More documents than these whose titles hold the words: the words name none of them. */
const MOST_TITLED = 6;

/** Extractive: says what documents say, in their words, or that they do not say it. */
export async function writeDraft(understanding: Understanding, doors: WriteDoors): Promise<Draft> {
  const { subjects } = understanding;
  const held = subjects.filter((subject) => subject.documents.length > 0);
  const missing = subjects.find((subject) => subject.said === 'number' && subject.documents.length === 0);
  const isOnlyMissing = missing && held.every((subject) => subject.said !== 'number');
  if (isOnlyMissing) return writeNamedOnly(understanding, missing, doors);
  if (held.length === 0) return writeOpen(understanding, doors);

  const parts: DraftPart[] = [];
  for (const subject of held) {
    const { notYet } = subject;
    const isOfItself = notYet && isAboutDocument(understanding);
    const chosen = isOfItself ? [notYet] : await chooseDocuments(subject, understanding, doors);
    if (chosen.length > 1 && !isOneChain(chosen, doors)) return writeChoices(understanding, subject, chosen, doors);
    const part = await writeOn(chosen, understanding, doors);
    if (part && notYet && !isOfItself) parts.push(citeWhole(notYet, doors));
    if (part) parts.push(part);
  }
  if (parts.length > 0) {
    const joined = joinParts(parts);
    const claims = asksToCompare(foldText(understanding.restored))
      ? [sideBySide(doors), ...joined.claims]
      : joined.claims;
    return finishDraft({ ...joined, claims }, understanding, doors);
  }
  const elsewhere = await writeElsewhere(held, understanding, doors);
  if (elsewhere) return finishDraft(elsewhere, understanding, doors);
  const documents = held.flatMap((subject) => subject.documents);
  return isLoosely(held, understanding)
    ? writeOpen(understanding, doors)
    : writeNotHeld(understanding, documents, doors);
}

/** Its standing is said, and nothing quoted from it. */
const citeWhole = (document: Document, { library, asOf }: WriteDoors): DraftPart => ({
  claims: [],
  citations: [cite(document, undefined, document.title, library, asOf)],
});

const sideBySide = ({ texts }: WriteDoors): Claim => ({ role: 'lead', text: texts('side-by-side') });

/** An alias may only be a subject in passing: `nêu gương`, `bảo vệ cán bộ`; with its kind where it fits several and more is said. */
function isLoosely(held: readonly Subject[], understanding: Understanding): boolean {
  const { topic, address } = understanding;
  const says = topic.flat().filter((word) => !isLight(word) && !/\d/.test(word)).length;
  const isLoose = ({ said, written, documents }: Subject): boolean =>
    said === 'alias' && (!saysKind(written) || (documents.length > 1 && says > 1));
  return held.every(isLoose) && !isAboutDocument(understanding) && !address && topic.length > 0;
}

/** No document is named: what the library says on the subject, in force before replaced. */
async function writeOpen(understanding: Understanding, doors: WriteDoors): Promise<Draft> {
  const { address, topic } = understanding;
  const findings = await doors.find();
  if (topic.length === 0) {
    const having = address
      ? doors.library.documents.filter((document) => listAt(document.provisions, address).length > 0)
      : [];
    if (address && having.length > 1) return writeAddressChoices(understanding, address, having, doors);
    return notFound([doors.texts('not-found.which')], [], doors);
  }
  if (isAboutDocument(understanding)) {
    const titled = doors.library.documents.filter((document) => isTitleOf(document, topic));
    const named: Subject = { written: topic.flat().join(' '), said: 'alias', documents: titled, start: 0, end: 0 };
    if (titled.length > 1 && titled.length <= MOST_TITLED && !isOneChain(titled, doors)) {
      return writeChoices(understanding, named, titled, doors);
    }
    const part =
      titled.length > 0 && titled.length <= MOST_TITLED ? await writeOn(titled, understanding, doors) : undefined;
    if (part) return finishDraft(part, understanding, doors);
  }
  const leastFor = ({ evidence }: Finding): number =>
    ENOUGH +
    (understanding.isPersonal && !evidence.asked ? MORE_IF_PERSONAL : 0) +
    (doors.isOutOfDomain ? MORE_IF_OUT_OF_DOMAIN : 0) +
    moreIfAlike(evidence.asked);
  const good = findings.filter(
    (finding) =>
      isEnough(finding.evidence, leastFor(finding)) &&
      (!address || isAt(finding, address)) &&
      speaksOf(understanding, finding.passage.text),
  );
  if (good.length === 0) return notFound([doors.texts('not-found.lead')], nearestOf(findings), doors);
  return finishDraft(quoteGood(good, understanding, doors), understanding, doors);
}

function moreIfAlike(asked: AskedEvidence | undefined): number {
  if (!asked) return 0;
  if (asked.outOfDomainMatch >= ALIKE && asked.margin < 0) return MORE_IF_NEARER_OUT_OF_DOMAIN;
  return asked.outOfDomainMatch >= MUCH_ALIKE ? MORE_IF_ALIKE : 0;
}

function isAt({ document, provision }: Finding, address: AddressMention): boolean {
  const lineage = lineageOf(provision, indexProvisions(document.provisions));
  return listAt(document.provisions, address).some((place) => lineage.includes(place));
}

/** One document, or a chain of them in which each replaced the one before; newest first. */
async function writeOn(
  documents: readonly Document[],
  understanding: Understanding,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  const newest = documents[0];
  if (!newest) return undefined;
  if (understanding.address) {
    return writeAddress(documents, understanding, understanding.address, doors);
  }
  // `Luật Công đoàn đầu tiên ra năm nào?` asks of another, and why one was replaced is not told by that it was.
  const isOfItself = !understanding.topic.some(saysOrdinal) && understanding.wanted !== 'reason';
  // The day of one province's guide is not that of another's.
  if (isAboutDocument(understanding) && namesOtherPlace(understanding, documents)) return undefined;
  if (isAboutDocument(understanding) && isOfItself) {
    const asked = understanding.intent === 'validity' ? documents : [newest];
    const parts = asked.flatMap((document) => writeAbout(document, understanding, doors) ?? []);
    if (parts.length > 0) return joinParts(parts);
    if (isNameOf(newest, understanding.topic)) return undefined;
  }
  const isNamedOnly =
    isNameOf(newest, understanding.topic) &&
    !asksWhatOfAnother(understanding) &&
    !(understanding.intent === 'content' && saysMore(understanding) && isMentionedOnly(newest));
  // `Bộ luật Lao động 2019 số bao nhiêu?`: what it is about does not tell.
  if (isNamedOnly && understanding.wanted === 'number' && newest.number === undefined) return undefined;
  if (understanding.intent !== 'outline' && !asksForDetail(understanding) && isNamedOnly) {
    if (asksForContent(understanding) && isMentionedOnly(newest)) return undefined;
    return asksForItems(understanding) ? writeList(documents, doors) : writeSummary(newest, doors);
  }
  // Whether a line counts a document's parts is told from its looks.
  const least = understanding.intent === 'outline' ? ENOUGH_WITHIN / 2 : ENOUGH_WITHIN;
  const good = (await doors.find(documents)).filter(
    ({ evidence, passage }) =>
      isEnough(evidence, least) &&
      speaksOf(understanding, passage.text) &&
      (understanding.intent !== 'outline' || COUNTS_PARTS.test(passage.text)),
  );
  if (good.length > 0) return quoteGood(good, understanding, doors);
  return understanding.intent === 'content' ? writeBeside(documents, understanding, doors) : undefined;
}

const saysMore = ({ topic }: Understanding): boolean => topic.flat().some((word) => !isLight(word));

const namesOtherPlace = ({ restored }: Understanding, documents: readonly Document[]): boolean =>
  listAskedPlaces(restored).some((names) => !documents.some((document) => isOf(document, names)));

/** Whether a document is of a place: its own front matter or one of its lines names it. */
const isOf = (document: Document, names: readonly string[]): boolean => {
  const said = [
    documentLabel(document),
    document.title,
    document.issuer,
    ...document.provisions.map(({ text }) => text),
  ];
  return bearsName(foldText(toMarked(said.join(' '))), names.map(foldText));
};

/** `Luật 97 sửa chỗ nào của Luật Thanh niên?` is not told by the title that names them all. */
const asksWhatOfAnother = ({ topic }: Understanding): boolean =>
  topic.some(([first = '']) => AMENDS.test(first)) && topic.flat().some((word) => !AMENDS.test(word) && !isLight(word));
const AMENDS = /^(?:sửa|đổi|bổ|sung)$/iu;

/** `Sửa một số điều` counts none. */
const COUNTS_PARTS =
  /(?:\d+|(?<!\p{L})(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)) (?:chương|điều|phần|mục|trang|khoản|điểm|nhóm|nội dung|vấn đề)(?!\p{L})/iu;

/** A figure, a day or a name is no matter of a summary, unless nothing but the document is named. */
const asksForDetail = (understanding: Understanding): boolean => {
  const { wanted, topic, restored } = understanding;
  return (
    topic.some(saysOrdinal) ||
    wanted === 'count' ||
    wanted === 'reason' ||
    listEither(restored).length > 0 ||
    (wanted !== undefined && DETAILS.has(wanted) && saysMore(understanding))
  );
};
const DETAILS: ReadonlySet<Wanted> = new Set([
  'day',
  'time',
  'moment',
  'year',
  'money',
  'percentage',
  'duration',
  'place',
  'contact',
  'number',
  'name',
  'address',
]);

/**
 * What the documents that replaced or follow say of the one that was named (`dự thảo thay Quy định 37 bàn ở đâu?`), or
 * by themselves where their year is asked for (`quy định 22 sang bản 2026 thì sao?`).
 */
async function writeBeside(
  documents: readonly Document[],
  { restored }: Understanding,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  const successors = documents.flatMap((document) => listSuccessors(document, doors));
  if (successors.length === 0) return undefined;
  const names = documents.flatMap(({ number }) => (number ? [`${number.split(/[-/]/)[0]}`] : []));
  const versions = listVersions(restored);
  const good = (await doors.find(successors)).filter(
    ({ evidence, passage, document }) =>
      isEnough(evidence, ENOUGH) &&
      (versions.has(document.issuedOn?.slice(0, 4) ?? '') ||
        names.some((name) => new RegExp(`(?<!\\d)${name}(?!\\d)`).test(passage.text))),
  );
  return good.length > 0 ? quoteFindings(good, doors) : undefined;
}

/** What other documents say of the ones that were named: `Đại hội XIV có sửa Điều lệ Đảng không?` */
async function writeElsewhere(
  held: readonly Subject[],
  understanding: Understanding,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  const isAlias = held.every((subject) => subject.said === 'alias');
  if (!isAlias || isAboutDocument(understanding) || understanding.address || understanding.topic.length === 0)
    return undefined;
  const isNamed = (text: string) => held.every(({ written }) => foldText(text).includes(foldText(written)));
  const good = (await doors.find()).filter(
    ({ passage, evidence }) => isEnough(evidence, ENOUGH) && isNamed(passage.text),
  );
  return good.length > 0 ? quoteFindings(good, doors) : undefined;
}

function quoteGood(good: readonly Finding[], understanding: Understanding, doors: WriteDoors): DraftPart {
  const best = good[0] as Finding;
  const group = understanding.wantsList ? listGroup(best, good, understanding.topic) : undefined;
  return group ? quoteProvisions(group, best.document, doors) : quoteFindings(good, doors);
}

/**
 * All lines of the place that is asked for as a whole: the innermost heading around the best line that speaks of the
 * topic (`Điều 2. Tám việc phải đi đầu`), else the numbered place where several lines answer.
 */
function listGroup(
  best: Finding,
  good: readonly Finding[],
  topic: Understanding['topic'],
): readonly Provision[] | undefined {
  if (/[;:].*[;,]/.test(best.passage.text)) return undefined;
  const byId = indexProvisions(best.document.provisions);
  const around = lineageOf(best.provision, byId).slice(0, -1).reverse();
  const words = topic
    .flat()
    .filter((word) => !isLight(word))
    .map(foldText);
  const headed = around.find(({ heading = '' }) => {
    const said = new Set(foldText(heading).split(/[^a-z0-9]+/));
    return words.length > 1 && words.filter((word) => said.has(word)).length >= words.length * HEADED;
  });
  const parent = around[0];
  const beside = good.filter((finding) => finding.provision.parentId === parent?.id);
  const place = headed ?? (parent && parent.label !== '' && beside.length > 1 ? parent : undefined);
  return place && listWithin(place, best.document);
}

/** Share of the topic's words that a heading has to hold to be what is asked for. */
const HEADED = 0.6;

const LONGEST_SUMMARY = 500;
const MOST_SUMMARY_LINES = 4;

/** The title and the first line under each heading. */
function writeSummary(document: Document, doors: WriteDoors): DraftPart {
  const byId = indexProvisions(document.provisions);
  const firsts = new Map<string, Provision>();
  for (const provision of document.provisions) {
    const group = addressOf(provision, byId);
    if (provision.text !== '' && !firsts.has(group)) firsts.set(group, provision);
  }
  const part = quoteProvisions([...firsts.values()].slice(0, MOST_SUMMARY_LINES), document, doors, LONGEST_SUMMARY);
  const title = doors.texts('about.title', { document: datedLabel(document), title: document.title });
  return {
    ...part,
    claims: [{ role: 'lead', text: title, citation: 0 }, ...part.claims.filter((claim) => claim.role === 'quote')],
  };
}

const ABOUT_ITSELF = /^(?:thông tin chung)?$/iu;

/** A document of which nothing but its existence is held has a subject, but nothing that it says. */
function isMentionedOnly({ provisions }: Document): boolean {
  const byId = indexProvisions(provisions);
  return provisions.every((provision) => provision.text === '' || ABOUT_ITSELF.test(addressOf(provision, byId)));
}

const CONTENT = /(?<!ve )noi dung|liet ke|(?<!la )(quy dinh|yeu cau|neu|ghi) (nhung )?(gi|nao|dieu gi|viec gi)/;
const asksForContent = ({ restored }: Understanding): boolean => CONTENT.test(foldText(restored));

/** `19 điều … là gì` asks for the items themselves; `chỉ thị 05 là gì` for what the document is. */
function asksForItems({ wantsList, intent, subjects }: Understanding): boolean {
  if (!wantsList || intent === 'which') return false;
  return intent !== 'summary' || subjects.some((subject) => /^(\d|những|các|nhung|cac)/i.test(subject.written));
}

/** The articles of a document by their first lines; of a chain, those of the document of which most are held. */
function writeList(documents: readonly Document[], doors: WriteDoors): DraftPart {
  const articlesOf = (document: Document) => document.provisions.filter((provision) => provision.level === 'article');
  const fullest = [...documents].sort((a, b) => articlesOf(b).length - articlesOf(a).length)[0] as Document;
  const articles = articlesOf(fullest);
  const groups = articles.length > 0 ? articles : fullest.provisions.filter((provision) => !provision.parentId);
  const lines = groups.flatMap((group) => listWithin(group, fullest).find((provision) => provision.text !== '') ?? []);
  const part = quoteProvisions(lines, fullest, doors);
  const items = part.claims.map((claim) => {
    const address = claim.citation === undefined ? undefined : part.citations[claim.citation]?.address;
    return claim.role === 'quote' && address ? { ...claim, prefix: address } : claim;
  });
  const numbers = articles.map((article) => Number(article.number)).filter(Number.isFinite);
  const gaps = Array.from({ length: Math.max(0, ...numbers) }, (_, at) => at + 1).filter(
    (number) => !numbers.includes(number),
  );
  const missing = doors.texts('list.missing', { missing: gaps.map((gap) => `Điều ${gap}`).join(', ') });
  return {
    citations: part.citations,
    claims: [
      { role: 'lead', text: doors.texts('list.lead', { document: datedLabel(fullest) }), citation: 0 },
      ...items,
      ...(gaps.length > 0 ? [{ role: 'note' as const, text: missing }] : []),
    ],
  };
}

function nearestOf(findings: readonly Finding[]): readonly Document[] {
  return findings
    .filter((finding) => finding.evidence.share >= 0.4)
    .slice(0, 3)
    .map((finding) => finding.document);
}
