import { addressOf, indexProvisions } from '../../documents/address.js';
import { isDossier } from '../../documents/describe-validity.js';
import { type Document, documentLabel, documentName } from '../../documents/document.js';
import type { Superseded } from '../../documents/line.js';
import { validityOn } from '../../documents/validity.js';
import { formatDay } from '../../time.js';
import type { SummaryDoors } from '../briefing-doors.js';
import { listSuperseded } from '../list-superseded.js';
import type { SummaryLength, SummaryTarget } from '../summary.js';
import type { Material } from './gather-sentences.js';

/** What is said around the lines. */
export interface SummaryFrame {
  readonly title: string;
  readonly superseded: readonly Superseded[];
  /** What has to be known before the lines. */
  readonly warnings: readonly string[];
  /** Form and standing of what is told, in one sentence. */
  readonly source: string;
}

export interface FrameOptions {
  readonly target: SummaryTarget;
  readonly length: SummaryLength;
  readonly material: Material;
  /** The documents that lines are taken from. */
  readonly quoted: readonly Document[];
}

const LONGEST_TITLE = 110;
/** More names than this are counted. */
const MOST_NAMES = 2;
/** Of what is new: the newest. */
const MOST_LISTED = 10;

export function frameSummary(options: FrameOptions, doors: SummaryDoors): SummaryFrame {
  const { length, quoted } = options;
  const { library, texts, today } = doors;
  const standing = quoted
    .filter((document) => !isDossier(document))
    .map((document) => ({ document, validity: validityOn(document, today(), library) }));
  const superseded = listSuperseded(quoted, today(), doors);
  // What a document itself has to add takes a third of a minute: there, the source line says it in four words.
  const caveat = length !== 'one-minute' && quoted.length === 1 ? (quoted[0]?.caveat ?? '') : '';
  const open = standing.flatMap(({ document, validity }) =>
    validity.inForce === null && validity.successors.length === 0 && caveat === '' ? [document] : [],
  );
  const isShort = length === 'one-minute' && superseded.length > 1;
  return {
    title: toTitle(options, doors),
    superseded,
    warnings: [
      ...(isShort ? [warnOfMany(superseded, doors)] : superseded.map(({ text }) => text)),
      ...(caveat ? [texts('brief.caveat', { caveat })] : []),
    ],
    source: toSource(quoted, open, doors),
  };
}

/** `37-QĐ/TW → 207-QĐ/TW`: the newest of each chain. */
function warnOfMany(superseded: readonly Superseded[], { library, texts }: SummaryDoors): string {
  const chains = superseded.map(({ documentId, validity }) => {
    const [from, to] = [library.findById(documentId), validity.successors.at(-1)?.document];
    return [from, to].flatMap((document) => (document ? [documentName(document)] : [])).join(' → ');
  });
  return texts('brief.warning-many', { list: chains.join('; ') });
}

function toSource(quoted: readonly Document[], open: readonly Document[], { texts }: SummaryDoors): string {
  const checked = quoted.flatMap(({ checkedOn }) => checkedOn ?? []).sort()[0];
  const names = open.map(documentName).join(', ');
  const isNamed = quoted.length > 1 && open.length <= MOST_NAMES;
  const parts = [
    quoted.some(({ form }) => form === 'digest') ? texts('brief.digest') : '',
    checked ? texts('brief.checked', { day: formatDay(checked) }) : '',
    open.length === 0
      ? ''
      : texts('brief.unconfirmed', {
          names: isNamed ? names : '',
          count: quoted.length > 1 && !isNamed ? String(open.length) : '',
        }),
  ].filter(Boolean);
  const joined = parts.join('; ');
  return joined ? texts('brief.source', { parts: joined.charAt(0).toUpperCase() + joined.slice(1) }) : '';
}

function toTitle({ target, material }: FrameOptions, { texts }: SummaryDoors): string {
  const { documents, provision, theme } = material;
  const [document] = documents;
  const label = document ? documentLabel(document) : '';
  switch (target.kind) {
    case 'document': {
      const title = document && !label.includes(document.title) ? document.title : '';
      return shorten(texts('brief.summary.document', { document: label, title }));
    }
    case 'provision':
      return shorten(
        texts('brief.summary.provision', {
          address: document && provision ? addressOf(provision, indexProvisions(document.provisions)) : '',
          heading: provision?.label ? (provision.heading ?? '') : '',
          document: label,
        }),
      );
    case 'theme':
      return shorten(texts('brief.summary.theme', { title: theme?.title ?? '' }));
    case 'since':
      return texts('brief.summary.since', {
        day: formatDay(target.day),
        count: String(documents.length),
        names: listNames(documents),
      });
  }
}

function listNames(documents: readonly Document[]): string {
  const names = documents.slice(0, MOST_LISTED).map(documentName).join('; ');
  return documents.length > MOST_LISTED ? `${names}; …` : names;
}

function shorten(title: string): string {
  if (title.length <= LONGEST_TITLE) return title;
  return `${title.slice(0, title.lastIndexOf(' ', LONGEST_TITLE)).replace(/[,;:]$/, '')}…`;
}
