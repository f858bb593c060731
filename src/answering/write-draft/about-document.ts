import { datedLabel, describeValidity } from '../../documents/describe-validity.js';
import { type Document, documentLabel, type Provision, refLabel } from '../../documents/document.js';
import { validityOn } from '../../documents/validity.js';
import { foldText } from '../../text/vietnamese-text.js';
import { formatDay } from '../../time.js';
import type { Intent } from '../understand-question/question-patterns.js';
import type { Understanding } from '../understand-question/understand-question.js';
import { cite } from './cite.js';
import type { DraftDoors, DraftPart } from './draft-doors.js';
import { shorten } from './quote-findings.js';

/** Answers from front matter and relations, with the line that says so quoted where one does; undefined: not held. */
export function writeAbout(
  document: Document,
  { intent, restored }: Pick<Understanding, 'intent' | 'restored'>,
  doors: DraftDoors,
): DraftPart | undefined {
  switch (intent) {
    case 'validity':
      return writeValidity(document, doors);
    case 'issued-on': {
      // Asked for the day, a year is no answer.
      if (!document.issuedOn || (asksForDay(restored) && document.issuedOn.length < 10)) return undefined;
      const day = formatDay(document.issuedOn);
      const key = document.issuedOn.length === 10 ? 'about.issued-on' : 'about.issued-in';
      return withQuote(document, doors.texts(key, { document: documentLabel(document), day }), [day], doors);
    }
    case 'signer':
      if (!document.signer) return undefined;
      return withQuote(
        document,
        doors.texts('about.signer', { document: datedLabel(document), signer: document.signer }),
        [document.signer],
        doors,
      );
    case 'issuer': {
      if (!document.issuer) {
        const isNamed = ISSUER_IN_TITLE.test(document.title);
        const title = doors.texts('about.title', { document: datedLabel(document), title: document.title });
        return isNamed ? withQuote(document, title, [], doors) : undefined;
      }
      const words = document.issuer.split(/ (?:Đảng|khóa) /)[0] ?? document.issuer;
      return withQuote(
        document,
        doors.texts('about.issuer', { document: datedLabel(document), issuer: document.issuer }),
        // `Hội nghị nào ban hành?`: the line that names it says more than the issuer's own name.
        [...(MEETING.exec(restored)?.slice(1).map(capitalize) ?? []), document.issuer, words],
        doors,
      );
    }
    case 'effective-from':
      if (!document.effectiveFrom) return undefined;
      return withQuote(
        document,
        doors.texts('about.effective-from', { document: datedLabel(document), day: formatDay(document.effectiveFrom) }),
        ['hiệu lực', formatDay(document.effectiveFrom)],
        doors,
      );
    case 'replaced-what':
      return writeReplacements(document, doors);
    default:
      return undefined;
  }
}

function asksForDay(question: string): boolean {
  const folded = foldText(question);
  return (
    /(?:ngay|hom) (?:nao|may|bao nhieu|thang)|thang (?:nao|may|bao nhieu)/.test(folded) &&
    !/nam (?:nao|may)/.test(folded)
  );
}

const MEETING = /(hội nghị|đại hội) nào/iu;
const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();

/** `Chương trình của Gia Lai`, not `Quy định của một thành ủy`. */
const ISSUER_IN_TITLE = /^\p{L}+(?: \p{L}+){0,2} của \p{Lu}/u;

/** What a line has to hold to answer what is asked of a document as such, where its front matter does not. */
const SPEAKS_OF: Readonly<Partial<Record<Intent, RegExp>>> = {
  signer: /ký/,
  issuer: /ban hành|ra|của/,
  'issued-on': /\d{4}/,
  'effective-from': /hiệu lực|áp dụng|thi hành/,
  validity: /thay|bỏ|hiệu lực|còn|hết|chấm dứt|ngừng|thôi/i,
  outline: /(?:\d|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:\p{L}+ )?(?:điều|chương|phần|mục|trang)/u,
};

export function speaksOf({ intent, restored }: Pick<Understanding, 'intent' | 'restored'>, text: string): boolean {
  if (intent === 'issued-on' && asksForDay(restored)) return /\d{1,2}\/\d{1,2}/.test(text);
  return SPEAKS_OF[intent]?.test(text) ?? true;
}

function writeValidity(document: Document, { library, texts, asOf }: DraftDoors): DraftPart {
  const own = cite(document, undefined, document.title, library, asOf);
  const validity = own.validity;
  const fields = { document: datedLabel(document), clause: describeValidity(own.validity, texts) };
  const isEarly = !validity.hasBegun && validity.successors.length === 0;
  const key =
    validity.inForce === null
      ? 'about.validity-unknown'
      : validity.inForce
        ? 'about.validity-yes'
        : 'about.validity-no';
  const lead = isEarly
    ? texts('about.not-yet', { day: formatDay(asOf), document: datedLabel(document) })
    : texts(key, fields);

  const witnesses = validity.successors.flatMap((successor) => {
    const line = findLine(
      successor.document,
      [documentLabel(document), document.number ?? document.title, shortNumber(document)],
      /thay|bãi bỏ|tiếp|cùng (tên|chủ đề)/,
    );
    return line ? [cite(successor.document, line, shorten(line.text), library, asOf)] : [];
  });
  const inside =
    witnesses.length === 0
      ? findLine(document, ['thay thế', 'bị thay', 'hiệu lực', 'vẫn lấy', 'tiếp tục làm'], /./)
      : undefined;
  const quotes = inside ? [cite(document, inside, shorten(inside.text), library, asOf)] : witnesses.slice(-2);
  const amendments = library
    .listIncoming(document.id)
    .filter((relation) => relation.type === 'amends' && (relation.since ?? '') <= asOf);
  return {
    citations: [own, ...quotes],
    claims: [
      { role: 'lead', text: lead, citation: 0 },
      ...quotes.map((quote, at) => ({ role: 'quote' as const, text: quote.quote, citation: at + 1 })),
      ...(amendments.length > 0
        ? [
            {
              role: 'note' as const,
              text: texts('about.amended', {
                documents: amendments.map((relation) => datedLabel(relation.by)).join(', '),
              }),
              citation: 0,
            },
          ]
        : []),
    ],
  };
}

function writeReplacements(document: Document, { library, texts, asOf }: DraftDoors): DraftPart | undefined {
  const type = (['replaces', 'amends', 'follows'] as const).find((each) =>
    document.relations.some((relation) => relation.type === each),
  );
  if (!type) return undefined;
  const relations = document.relations.filter((relation) => relation.type === type);
  const named = relations.map(({ target }) => {
    const held = library.listByRef(target)[0];
    return held ? datedLabel(held) : refLabel(target);
  });
  const lead = texts(`about.${type}`, { document: datedLabel(document), documents: named.join(', ') });
  return withQuote(
    document,
    lead,
    relations.flatMap(({ target }) => (target.number ? [target.number] : [])),
    { library, texts, asOf },
  );
}

function withQuote(document: Document, lead: string, words: readonly string[], doors: DraftDoors): DraftPart {
  const line = findLine(document, words, /./);
  const own = cite(document, line, shorten(line?.text ?? document.title), doors.library, doors.asOf);
  return {
    citations: [own],
    claims: [
      { role: 'lead', text: lead, citation: 0 },
      ...(line ? [{ role: 'quote' as const, text: own.quote, citation: 0 }] : []),
    ],
  };
}

/** The first provision that holds one of the words, earlier words first, and fits the pattern. */
function findLine(document: Document, words: readonly string[], pattern: RegExp): Provision | undefined {
  for (const word of words) {
    const found = document.provisions.find(
      (provision) => provision.text.includes(word) && pattern.test(provision.text),
    );
    if (found && word) return found;
  }
  return undefined;
}

/** `Quy định 37` for `37-QĐ/TW`, as running text names it. */
function shortNumber(document: Document): string {
  return document.number ? `${document.kind} ${document.number.split(/[-/]/)[0]}` : document.title;
}

/** The standing of a document as structured data, for callers that only need the successors. */
export function listSuccessors(document: Document, doors: DraftDoors): readonly Document[] {
  return validityOn(document, doors.asOf, doors.library).successors.map((successor) => successor.document);
}
