import { datedLabel } from '../../documents/describe-validity.js';
import type { Document } from '../../documents/document.js';
import { listAt } from '../../documents/mentions/address-mention.js';
import {
  findNumberMentions,
  matchesMention,
  type NumberMention,
  toNumberParts,
} from '../../documents/mentions/document-number.js';
import type { Claim, Draft } from '../answer.js';
import { isAboutDocument } from '../understand-question/question-patterns.js';
import type { Subject, Understanding } from '../understand-question/understand-question.js';
import type { WriteDoors } from './draft-doors.js';
import { finishDraft } from './finish-draft.js';
import { quoteProvisions } from './quote-findings.js';

const MOST_NEAREST = 3;
const MOST_NAMING = 3;
const LONGEST_NAMING = 600;

/** Says so, names the nearest documents and whom to ask; never guesses. */
export function notFound(leads: readonly string[], nearest: readonly Document[], doors: WriteDoors): Draft {
  const names = [...new Set(nearest.map(datedLabel))].slice(0, MOST_NEAREST);
  const claims: Claim[] = leads.map((text) => ({ role: 'lead', text }));
  if (names.length > 0)
    claims.push({ role: 'note', text: doors.texts('not-found.nearest', { documents: names.join(', ') }) });
  claims.push({ role: 'note', text: contactLine(doors) });
  return { outcome: 'not-found', claims, citations: [], choices: [], writtenBy: 'extract' };
}

/** Whom to ask instead, in one sentence. */
export function contactLine({ contacts, texts }: Pick<WriteDoors, 'contacts' | 'texts'>): string {
  return contacts.length > 0 ? texts('contact.person', { who: contacts.join('; ') }) : texts('contact.none');
}

/** Why a named document does not answer: its article, its front matter or its words do not hold it. */
export function writeNotHeld(understanding: Understanding, documents: readonly Document[], doors: WriteDoors): Draft {
  const document = documents[0] as Document;
  const name = datedLabel(document);
  const { address, intent } = understanding;
  if (address && listAt(document.provisions, address).length === 0) {
    const articles = document.provisions.filter((provision) => provision.level === 'article');
    const held = articles.map((article) => article.number).join(', ');
    const fields = { address: address.label, document: name, held: held && `Điều ${held}` };
    return notFound([doors.texts('not-found.address', fields)], documents, doors);
  }
  const key = isAboutDocument(understanding) ? `not-found.${intent}` : 'not-found.detail';
  return notFound([doors.texts(key, { document: name })], documents, doors);
}

/** A number that no held document bears: what others say of it, or that nothing is known. */
export function writeNamedOnly(understanding: Understanding, subject: Subject, doors: WriteDoors): Draft {
  const naming = doors.library.documents.flatMap((document) =>
    document.provisions.flatMap((provision) =>
      names(provision.text, subject.mention, doors) ? [{ document, provision }] : [],
    ),
  );
  const isValidity = understanding.intent === 'validity';
  const fitting = isValidity ? naming.filter(({ provision }) => /thay|bãi bỏ/.test(provision.text)) : naming;
  const isHeldOtherwise = isOtherYear(subject.mention, doors);
  const first = isHeldOtherwise ? undefined : fitting[0];
  const asksOfItself = understanding.topic.length === 0 && (isValidity || !isAboutDocument(understanding));
  if (!first || !asksOfItself || understanding.address) {
    const fields = { written: subject.written, year: String(subject.mention?.year ?? '') };
    const lead = doors.texts(
      isHeldOtherwise ? 'not-found.year' : naming.length > 0 ? 'not-found.named' : 'not-found.number',
      fields,
    );
    return notFound(
      [lead],
      naming.map(({ document }) => document),
      doors,
    );
  }
  const lines = fitting.flatMap(({ document, provision }) => (document.id === first.document.id ? [provision] : []));
  const part = quoteProvisions(lines.slice(0, MOST_NAMING), first.document, doors, LONGEST_NAMING);
  const lead: Claim = { role: 'lead', text: doors.texts('named-only', { written: subject.written }), citation: 0 };
  return finishDraft({ ...part, claims: [lead, ...part.claims] }, understanding, doors);
}

/** `quy định 37 năm 2019`: the number is held, of another year, and no neighbour is an answer. */
function isOtherYear(mention: NumberMention | undefined, { library }: WriteDoors): boolean {
  if (!mention?.year) return false;
  const { year: _, issuedOn: __, ...anyYear } = mention;
  return library.documents.some((document) => matchesMention(document, anyYear));
}

/** Whether a text names the same number, as far as both say kind, issuer and year; `Quy định 101` is the one that is held. */
function names(text: string, mention: NumberMention | undefined, { library }: WriteDoors): boolean {
  if (!mention || !text.includes(mention.digits)) return false;
  const agrees = <T>(a: T | undefined, b: T | undefined) => a === undefined || b === undefined || a === b;
  const issuerHeld = (other: NumberMention): string | undefined => {
    const held = library.documents.find((document) => matchesMention(document, other));
    return held?.number ? toNumberParts(held.number).issuer : undefined;
  };
  return findNumberMentions(text).some(
    (other) =>
      other.digits === mention.digits &&
      (mention.kinds.length === 0 || other.kinds.some((kind) => mention.kinds.includes(kind))) &&
      agrees(mention.issuer, other.issuer ?? issuerHeld(other)) &&
      agrees(mention.year, other.year),
  );
}
