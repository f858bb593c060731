import { addressOf } from '../../documents/address.js';
import { type AddressMention, listAt } from '../../documents/address-mention.js';
import { type Document, documentLabel } from '../../documents/document.js';
import { findNumberMentions } from '../../documents/document-number.js';
import { foldText } from '../../text/vietnamese-text.js';
import { formatDay } from '../../time.js';
import type { Choice, Claim, Draft } from '../answer.js';
import type { Finding } from '../retrieve-passages.js';
import type { Subject, Understanding } from '../understand-question.js';
import { type DraftDoors, type DraftPart, listSuccessors, writeAbout } from './about-document.js';
import { datedLabel, sourceClaims, validityClause } from './cite.js';
import { listWithin, quoteFindings, quoteProvisions } from './quote-findings.js';

export interface WriteDoors extends DraftDoors {
  /** Whom to ask instead, as `knowledge/contacts.yaml` says; empty where nobody is entered. */
  readonly contacts: readonly string[];
  /** Whether the subject is known to lie outside the library, so that near words do not count. */
  readonly isOutside: boolean;
  /** Passages for the question, best first; only of these documents where some are given. */
  readonly find: (within?: readonly Document[]) => Promise<readonly Finding[]>;
}

/** Evidence below this is no answer; fitted with the weights in judge-evidence.ts. */
const ENOUGH = 0.5;
/** With the document named, less is asked of the words. */
const ENOUGH_WITHIN = 0.4;
/** How much clearer one of several documents of the same number has to speak to be the one that was meant. */
const CLEARER = 0.2;
const MOST_CHOICES = 6;

/** Extractive: says what documents say, in their words, or that they do not say it. */
export async function writeDraft(understanding: Understanding, doors: WriteDoors): Promise<Draft> {
  const { subjects } = understanding;
  const missing = subjects.find((subject) => subject.documents.length === 0);
  if (missing && subjects.length === 1) return writeNamedOnly(understanding, missing, doors);
  const held = subjects.filter((subject) => subject.documents.length > 0);
  if (held.length === 0) return writeOpen(understanding, doors);

  const parts: DraftPart[] = [];
  for (const subject of held) {
    const chosen = await chooseDocuments(subject, understanding, doors);
    if (chosen.length > 1 && !isOneChain(chosen, doors)) return writeChoices(understanding, subject, chosen, doors);
    const part = await writeOn(chosen, understanding, doors);
    if (part) parts.push(part);
  }
  const isLoose = held.every((subject) => subject.said === 'alias') && !isAboutDocument(understanding);
  if (parts.length === 0 && isLoose && understanding.topic.length > 0) return writeOpen(understanding, doors);
  if (parts.length === 0)
    return writeNotHeld(
      understanding,
      held.flatMap((subject) => subject.documents),
      doors,
    );
  return finish(joinParts(parts), understanding, doors);
}

/** No document is named: what the library says on the subject, in force before replaced. */
async function writeOpen(understanding: Understanding, doors: WriteDoors): Promise<Draft> {
  const findings = await doors.find();
  if (doors.isOutside) return notFound([doors.texts('not-found.lead')], [], doors);
  if (understanding.topic.length === 0) return notFound([doors.texts('not-found.which')], [], doors);
  if (understanding.address && understanding.subjects.length === 0) {
    const address = understanding.address;
    const having = doors.library.documents.filter((document) => listAt(document.provisions, address).length > 0);
    const said = findings.find(
      (finding) => finding.evidence.probability >= ENOUGH && having.includes(finding.document),
    );
    if (!said && having.length > 1) return writeAddressChoices(understanding, address, having, doors);
  }
  const titled = isAboutDocument(understanding) ? bestTitled(findings) : undefined;
  if (titled) {
    const part = writeAbout(titled, understanding.intent, doors);
    if (part) return finish(part, understanding, doors);
  }
  const good = findings.filter((finding) => isEnough(finding, ENOUGH));
  if (good.length === 0) return notFound([doors.texts('not-found.lead')], nearestOf(findings), doors);
  return finish(quoteGood(good, understanding, doors), understanding, doors);
}

/** One document, or a chain of them in which each replaced the one before. */
async function writeOn(
  documents: readonly Document[],
  understanding: Understanding,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  const newest = documents[0];
  if (!newest) return undefined;
  if (understanding.address) return writeAddress(documents, understanding, understanding.address, doors);
  if (isAboutDocument(understanding)) {
    const parts = (understanding.intent === 'validity' ? documents : documents.slice(0, 1)).flatMap(
      (document) => writeAbout(document, understanding.intent, doors) ?? [],
    );
    if (parts.length > 0) return joinParts(parts);
    if (isNameOf(newest, understanding.topic)) return undefined;
  }
  if (understanding.topic.length === 0) {
    return asksForItems(understanding) ? writeList(documents, doors) : writeSummary(newest, doors);
  }
  const findings = await doors.find(documents);
  const good = findings.filter((finding) => isEnough(finding, ENOUGH_WITHIN));
  return good.length > 0 ? quoteGood(good, understanding, doors) : undefined;
}

function quoteGood(good: readonly Finding[], understanding: Understanding, doors: WriteDoors): DraftPart {
  const best = good[0] as Finding;
  const group = understanding.wantsList ? listGroup(best, good) : undefined;
  return group ? quoteProvisions(group, best.document, doors) : quoteFindings(good, doors);
}

/** The lines beside the best one, where several of them answer and they stand under a heading of their own. */
function listGroup(best: Finding, good: readonly Finding[]): ReturnType<typeof listWithin> | undefined {
  const parent = best.document.provisions.find((provision) => provision.id === best.provision.parentId);
  if (!parent || parent.label === '' || /[;:]/.test(best.passage.text)) return undefined;
  const beside = good.filter((finding) => finding.provision.parentId === parent.id);
  return beside.length > 1 ? listWithin(parent, best.document) : undefined;
}

async function writeAddress(
  documents: readonly Document[],
  understanding: Understanding,
  address: AddressMention,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  for (const document of documents) {
    const provisions = listAt(document.provisions, address).flatMap((provision) => listWithin(provision, document));
    if (provisions.every((provision) => provision.text === '')) continue;
    if (understanding.topic.length === 0) return quoteProvisions(provisions, document, doors, 900);
    const ids = new Set(provisions.map((provision) => provision.id));
    const findings = (await doors.find([document])).filter((finding) => ids.has(finding.provision.id));
    const good = findings.filter((finding) => isEnough(finding, ENOUGH_WITHIN / 2));
    if (good.length > 0) return quoteFindings(good, doors);
  }
  return undefined;
}

function writeSummary(document: Document, doors: WriteDoors): DraftPart {
  const byParent = new Map<string, (typeof document.provisions)[number]>();
  const byId = new Map(document.provisions.map((provision) => [provision.id, provision]));
  for (const provision of document.provisions) {
    const group = addressOf(provision, byId);
    if (provision.text !== '' && !byParent.has(group)) byParent.set(group, provision);
  }
  const lines = [...byParent.values()].slice(0, 4);
  const part = quoteProvisions(lines, document, doors, 500);
  const title = doors.texts('about.title', { document: datedLabel(document), title: document.title });
  return {
    ...part,
    claims: [{ role: 'lead', text: title, citation: 0 }, ...part.claims.filter((claim) => claim.role === 'quote')],
  };
}

/** Whether the words left over only name the document again: its title or who issued it. */
function isNameOf(document: Document, topic: Understanding['topic']): boolean {
  const name = ` ${foldText(`${documentLabel(document)} ${document.title} ${document.issuer ?? ''}`).replace(/[^a-z0-9]+/g, ' ')} `;
  return topic.flat().every((word) => name.includes(` ${foldText(word)} `));
}

/** `19 điều … là gì` asks for the items themselves; `chỉ thị 05 là gì` for what the document is. */
function asksForItems({ wantsList, intent, subjects }: Understanding): boolean {
  if (!wantsList || intent === 'which') return false;
  return intent !== 'summary' || subjects.some((subject) => /^(\d|những|các|nhung|cac)/i.test(subject.written));
}

/** The provisions of a document one by one, by their headings or first lines; of a chain, the fullest that is held. */
function writeList(documents: readonly Document[], doors: WriteDoors): DraftPart {
  const countArticles = (document: Document) =>
    document.provisions.filter((provision) => provision.level === 'article').length;
  const fullest = [...documents].sort((a, b) => countArticles(b) - countArticles(a))[0] as Document;
  const articles = fullest.provisions.filter((provision) => provision.level === 'article');
  const groups =
    articles.length > 0 ? articles : fullest.provisions.filter((provision) => provision.parentId === undefined);
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

/** A number that no held document bears: what others say of it, or that nothing is known. */
async function writeNamedOnly(understanding: Understanding, subject: Subject, doors: WriteDoors): Promise<Draft> {
  const mention = subject.mention;
  const names = (text: string) =>
    findNumberMentions(text).some(
      (other) =>
        mention !== undefined &&
        other.digits === mention.digits &&
        (mention.kinds.length === 0 || other.kinds.some((kind) => mention.kinds.includes(kind))) &&
        (!mention.issuer || !other.issuer || other.issuer === mention.issuer) &&
        (!mention.year || !other.year || other.year === mention.year),
    );
  const naming = doors.library.documents.flatMap((document) =>
    document.provisions.filter((provision) => names(provision.text)).map((provision) => ({ document, provision })),
  );
  const fitting =
    understanding.intent === 'validity' ? naming.filter(({ provision }) => /thay|bãi bỏ/.test(provision.text)) : naming;
  const first = fitting[0];
  const isAsked =
    understanding.topic.length === 0 &&
    (understanding.intent === 'summary' || understanding.intent === 'validity' || understanding.intent === 'content');
  if (!first || !isAsked)
    return notFound(
      [doors.texts('not-found.number', { written: subject.written })],
      naming.map(({ document }) => document),
      doors,
    );
  const lines = fitting.filter(({ document }) => document.id === first.document.id).map(({ provision }) => provision);
  const part = quoteProvisions(lines.slice(0, 3), first.document, doors, 600);
  const lead: Claim = { role: 'lead', text: doors.texts('named-only', { written: subject.written }), citation: 0 };
  return finish({ ...part, claims: [lead, ...part.claims] }, understanding, doors);
}

/** Which of several documents the question's other words mean; all of them where they do not tell. Newest first. */
async function chooseDocuments(
  subject: Subject,
  understanding: Understanding,
  doors: WriteDoors,
): Promise<readonly Document[]> {
  const documents = [...subject.documents].sort((a, b) => (b.issuedOn ?? '').localeCompare(a.issuedOn ?? ''));
  if (documents.length < 2) return documents;
  const address = understanding.address;
  const withAddress = address
    ? documents.filter((document) => listAt(document.provisions, address).length > 0)
    : documents;
  const candidates = withAddress.length > 0 ? withAddress : documents;
  if (candidates.length < 2 || isOneChain(candidates, doors) || understanding.topic.length === 0) return candidates;
  const findings = await doors.find(candidates);
  const best = candidates.map((document) => ({
    document,
    probability: Math.max(
      0,
      ...findings
        .filter((finding) => finding.document.id === document.id)
        .map((finding) => finding.evidence.probability),
    ),
  }));
  best.sort((a, b) => b.probability - a.probability);
  const [first, second] = best;
  if (!first) return candidates;
  const lead = first.probability - (second?.probability ?? 0);
  const isClear = lead >= CLEARER || (first.probability >= ENOUGH_WITHIN && (second?.probability ?? 0) < ENOUGH_WITHIN);
  return isClear || (subject.said === 'alias' && lead > 0) ? [first.document] : candidates;
}

/** Whether each but the newest leads on to another of them, so that they are one subject. */
function isOneChain(documents: readonly Document[], doors: WriteDoors): boolean {
  return documents
    .slice(1)
    .every((document) => listSuccessors(document, doors).some((successor) => documents.includes(successor)));
}

function writeChoices(
  understanding: Understanding,
  subject: Subject,
  documents: readonly Document[],
  doors: WriteDoors,
): Draft {
  const shown = documents.slice(0, MOST_CHOICES);
  const choices: Choice[] = shown.map((document) => ({
    label: doors.texts('ambiguous.choice', { document: datedLabel(document), title: cutTitle(document.title) }),
    text: `${understanding.restored.slice(0, subject.start)}${explicitName(document)}${understanding.restored.slice(subject.end)}`.trim(),
  }));
  const lead = doors.texts('ambiguous.lead', { count: String(shown.length), written: subject.written });
  return {
    outcome: 'ambiguous',
    claims: [
      { role: 'lead', text: lead },
      { role: 'next', text: doors.texts('ambiguous.hint') },
    ],
    citations: [],
    choices,
    writtenBy: 'extract',
  };
}

function writeAddressChoices(
  understanding: Understanding,
  address: AddressMention,
  documents: readonly Document[],
  doors: WriteDoors,
): Draft {
  const shown = [...documents]
    .sort((a, b) => (b.issuedOn ?? '').localeCompare(a.issuedOn ?? ''))
    .slice(0, MOST_CHOICES);
  const choices = shown.map((document) => ({
    label: doors.texts('ambiguous.choice', { document: datedLabel(document), title: cutTitle(document.title) }),
    text: `${understanding.restored.replace(/[?\s]+$/, '')} ${explicitName(document)}`,
  }));
  const lead = doors.texts('ambiguous.address', { address: address.label });
  return {
    outcome: 'ambiguous',
    claims: [
      { role: 'lead', text: lead },
      { role: 'next', text: doors.texts('ambiguous.hint') },
    ],
    citations: [],
    choices,
    writtenBy: 'extract',
  };
}

/** A name that only this document bears: kind, number and day. */
function explicitName(document: Document): string {
  const day = document.issuedOn;
  if (!day) return documentLabel(document);
  return `${documentLabel(document)} ${day.length === 10 ? 'ngày' : 'năm'} ${formatDay(day)}`;
}

function cutTitle(title: string): string {
  return title.length <= 80 ? title : `${title.slice(0, title.lastIndexOf(' ', 80))}…`;
}

/** Why a named document does not answer: its article, its front matter or its words do not hold it. */
function writeNotHeld(understanding: Understanding, documents: readonly Document[], doors: WriteDoors): Draft {
  const document = documents[0] as Document;
  const name = datedLabel(document);
  if (understanding.address) {
    const held = document.provisions
      .filter((provision) => provision.level === 'article')
      .map((provision) => provision.label);
    return notFound(
      [
        doors.texts('not-found.address', {
          address: understanding.address.label,
          document: name,
          held: held.join(', '),
        }),
      ],
      [document],
      doors,
    );
  }
  const key =
    isAboutDocument(understanding) && understanding.topic.length === 0
      ? `not-found.${understanding.intent}`
      : 'not-found.detail';
  return notFound([doors.texts(key, { document: name })], documents, doors);
}

function notFound(leads: readonly string[], nearest: readonly Document[], doors: WriteDoors): Draft {
  const names = [...new Set(nearest.map(datedLabel))].slice(0, 3);
  const contact =
    doors.contacts.length > 0
      ? doors.texts('contact.person', { who: doors.contacts.join('; ') })
      : doors.texts('contact.none');
  return {
    outcome: 'not-found',
    claims: [
      ...leads.map((text) => ({ role: 'lead' as const, text })),
      ...(names.length > 0
        ? [{ role: 'note' as const, text: doors.texts('not-found.nearest', { documents: names.join(', ') }) }]
        : []),
      { role: 'note', text: contact },
    ],
    citations: [],
    choices: [],
    writtenBy: 'extract',
  };
}

/** Warnings, source lines, caveats and what can be asked next, around what was quoted. */
function finish(part: DraftPart, understanding: Understanding, doors: WriteDoors): Draft {
  const { texts, library } = doors;
  const documents = [...new Set(part.citations.map((citation) => citation.documentId))].flatMap(
    (id) => library.findById(id) ?? [],
  );
  const isValidity = understanding.intent === 'validity';
  const warnings = documents.flatMap((each): Claim[] => {
    const at = part.citations.findIndex((citation) => citation.documentId === each.id);
    const citation = part.citations[at];
    if (!citation || isValidity || (citation.validity.inForce !== false && citation.validity.successors.length === 0))
      return [];
    return [
      {
        role: 'warning',
        text: texts('warning', { document: documentLabel(each), clause: validityClause(citation, texts) }),
        citation: at,
      },
    ];
  });
  const notes = documents.flatMap((each): Claim[] => {
    const at = part.citations.findIndex((citation) => citation.documentId === each.id);
    const replaced = each.relations.filter((relation) => relation.type === 'replaces').slice(0, 2);
    const names = replaced.map(({ target }) => [target.kind, target.number].filter(Boolean).join(' ')).filter(Boolean);
    return [
      ...(names.length > 0 && !isValidity && understanding.intent !== 'replaced-what'
        ? [{ role: 'note' as const, text: texts('replaces', { documents: names.join(', ') }), citation: at }]
        : []),
      ...(each.caveat ? [{ role: 'note' as const, text: texts('caveat', { caveat: each.caveat }), citation: at }] : []),
    ];
  });
  const choices = documents[0] ? nextQuestions(documents[0], understanding, doors) : [];
  return {
    outcome: 'answered',
    citations: part.citations,
    claims: [
      ...warnings,
      ...part.claims,
      ...sourceClaims(part.citations, library, texts),
      ...dedupe(notes),
      ...(choices.length > 0 ? [{ role: 'next' as const, text: texts('next') }] : []),
    ],
    choices,
    writtenBy: 'extract',
  };
}

function nextQuestions(document: Document, understanding: Understanding, doors: WriteDoors): readonly Choice[] {
  const newest = listSuccessors(document, doors).at(-1);
  const questions = [
    ...(understanding.intent === 'validity'
      ? []
      : [doors.texts('next-questions.validity', { document: explicitName(document) })]),
    ...(newest ? [doors.texts('next-questions.summary', { document: explicitName(newest) })] : []),
    ...(understanding.intent === 'validity' && !newest
      ? [doors.texts('next-questions.summary', { document: explicitName(document) })]
      : []),
  ];
  return questions.slice(0, 2).map((text) => ({ label: text, text }));
}

function joinParts(parts: readonly DraftPart[]): DraftPart {
  const claims: Claim[] = [];
  const citations: DraftPart['citations'][number][] = [];
  for (const part of parts) {
    const shift = citations.length;
    claims.push(
      ...part.claims.map((claim) =>
        claim.citation === undefined ? claim : { ...claim, citation: claim.citation + shift },
      ),
    );
    citations.push(...part.citations);
  }
  return { claims, citations };
}

const dedupe = (claims: readonly Claim[]): readonly Claim[] =>
  claims.filter((claim, at) => claims.findIndex((other) => other.text === claim.text) === at);
const nearestOf = (findings: readonly Finding[]): readonly Document[] =>
  findings
    .filter((finding) => finding.evidence.share >= 0.4)
    .slice(0, 3)
    .map((finding) => finding.document);
const isEnough = (finding: Finding, least: number): boolean =>
  finding.evidence.probability >= least && finding.evidence.hasWanted;
const isAboutDocument = (understanding: Understanding): boolean =>
  !['summary', 'content', 'outline', 'which'].includes(understanding.intent);

/** The document whose title carries nearly all that was asked for. */
function bestTitled(findings: readonly Finding[]): Document | undefined {
  const best = findings[0];
  return best && best.evidence.share >= 0.8 ? best.document : undefined;
}
