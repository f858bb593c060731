import { type Document, documentLabel } from '../documents/document.js';
import { holdsWhole, listNumbers } from '../documents/holds-quote.js';
import type { Library } from '../documents/library.js';
import { normalizeText } from '../text/vietnamese-text.js';
import { formatDay, type LocalDate } from '../time.js';
import type { Answer, Claim, Draft } from './answer.js';

export interface VerificationDoors {
  readonly library: Library;
  /** Words that may appear without a source: the question itself. */
  readonly question: string;
  /** What is said where nothing of the draft can be kept. Holds no facts. */
  readonly fallback: Draft;
  readonly render: (answer: Pick<Draft, 'claims' | 'choices'>) => string;
  /** Told of each claim that was taken out. */
  readonly onRejected?: (claim: Claim) => void;
}

/**
 * Unchecked → checked, whoever wrote it. A quote has to stand word for word in its provision (or the document's title);
 * numbers and dates of any other claim have to stand in the quoted provision, in the front matter of its document or of
 * a document in the same chain, or in the question. What fails is taken out; if nothing that was quoted remains, the
 * fallback takes its place.
 */
export function verifyCitations(
  draft: Draft,
  about: Pick<Answer, 'id' | 'asOf' | 'tookMs'>,
  doors: VerificationDoors,
): Answer {
  const claims = draft.claims.filter((claim) => {
    const isHeld = holds(claim, draft, about.asOf, doors);
    if (!isHeld) doors.onRejected?.(claim);
    return isHeld;
  });
  const carries = (claim: Claim) => claim.citation !== undefined && (claim.role === 'quote' || claim.role === 'lead');
  const hadQuotes = draft.claims.some((claim) => claim.role === 'quote');
  const isBare = hadQuotes && !claims.some((claim) => claim.role === 'quote');
  const isLost = claims.length === 0 || isBare || (draft.citations.length > 0 && !claims.some(carries));
  const kept = isLost ? doors.fallback : { ...draft, claims };
  // The brand exists for the compiler only; this is the one place that sets it.
  return { ...kept, ...about, text: doors.render(kept) } as Answer;
}

function holds(claim: Claim, draft: Draft, asOf: LocalDate, { library, question }: VerificationDoors): boolean {
  const { citations } = draft;
  if (claim.citation === undefined) {
    const numbers = listNumbers(claim.text);
    // Our own notes hold counts and gaps that we worked out; a model's have to be found like any other words.
    const isOurs = draft.writtenBy === 'extract' && (claim.role === 'next' || claim.role === 'note');
    if (isOurs || numbers.length === 0) return true;
    const labels = library.documents.flatMap((document) => document.provisions.map((provision) => provision.label));
    const counts = String(draft.choices.length);
    const allowed = numbersOf([question, counts, ...library.documents.map(frontMatter), ...labels].join(' '));
    return numbers.every((number) => allowed.has(number));
  }
  const citation = citations[claim.citation];
  const document = citation && library.findById(citation.documentId);
  if (!citation || !document) return false;
  const provision = library.findProvision(citation.provisionId);
  if (provision && provision.documentId !== citation.documentId) return false;
  const source = normalizeText(`${provision?.text ?? ''} ${document.title}`);
  if (!holdsWhole(source, citation.quote)) return false;
  if (claim.role === 'quote') {
    const isPlaced = claim.prefix === undefined || claim.prefix === citation.address;
    return claim.text.trim() !== '' && isPlaced && holdsWhole(source, claim.text);
  }

  const chain = [
    document,
    ...citation.validity.successors.map((successor) => successor.document),
    ...document.relations.flatMap((relation) => library.listByRef(relation.target)),
    ...library.listIncoming(document.id).map((relation) => relation.by),
  ];
  const origins = citations.flatMap((each) => library.findProvision(each.provisionId)?.sources ?? []);
  const addresses = citations.map((each) => each.address);
  const allowed = numbersOf([source, question, ...addresses, ...origins, ...chain.map(frontMatter)].join(' '));
  // We say for which day we answer; its parts prove nothing.
  const [day] = draft.writtenBy === 'extract' ? listNumbers(formatDay(asOf)) : [];
  return listNumbers(claim.text).every((number) => number === day || allowed.has(number));
}

/** All that the front matter says, as it may be read in an answer. */
function frontMatter(document: Document): string {
  const days = [
    document.issuedOn,
    document.effectiveFrom,
    document.effectiveTo,
    document.checkedOn,
    ...document.relations.map((relation) => relation.since),
  ];
  const targets = document.relations.map(
    ({ target }) => `${target.kind ?? ''} ${target.number ?? ''} ${target.issuedOn ? formatDay(target.issuedOn) : ''}`,
  );
  return [
    documentLabel(document),
    document.title,
    document.signer ?? '',
    document.issuer ?? '',
    document.caveat ?? '',
    ...days.map((day) => (day ? formatDay(day) : '')),
    ...targets,
  ].join(' ');
}

function numbersOf(text: string): ReadonlySet<string> {
  const numbers = listNumbers(text);
  return new Set([...numbers, ...numbers.flatMap((number) => number.split('/'))]);
}
