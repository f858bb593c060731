import { addressOf, indexProvisions } from '../../documents/address.js';
import { type Document, documentLabel, documentName, type Provision } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import { validityOn } from '../../documents/validity.js';
import { formatDay, type LocalDate } from '../../time.js';
import type { Citation, Claim } from '../answer.js';
import type { Texts } from './draft-doors.js';

/** `Quy định 37-QĐ/TW (25/10/2021)`. */
export function datedLabel(document: Document): string {
  return document.issuedOn ? `${documentLabel(document)} (${formatDay(document.issuedOn)})` : documentLabel(document);
}

export function cite(
  document: Document,
  provision: Provision | undefined,
  quote: string,
  library: Library,
  asOf: LocalDate,
): Citation {
  const byId = indexProvisions(document.provisions);
  const address = provision ? addressOf(provision, byId) : '';
  return {
    provisionId: provision?.id ?? document.id,
    documentId: document.id,
    label: [documentLabel(document), address].filter(Boolean).join(', '),
    number: documentName(document),
    kind: document.kind,
    ...(document.issuedOn ? { issuedOn: document.issuedOn } : {}),
    address,
    quote,
    validity: validityOn(document, asOf, library),
    version: document.version,
  };
}

/** What a reader has to know of a document's standing, as one clause: `đã được thay bởi Quy định 207-QĐ/TW từ 26/7/2026`. */
export function validityClause(citation: Citation, texts: Texts): string {
  const { inForce, successors, replacedOn } = citation.validity;
  const stated = successors.filter((successor) => successor.stated);
  const followers = successors.filter((successor) => !successor.stated);
  const named = (list: typeof successors) => list.map((successor) => datedLabel(successor.document)).join(', ');
  const followed = followers.length > 0 ? texts('validity.followed', { by: named(followers) }) : '';
  if (inForce === false && stated.length > 0) {
    const [first, ...later] = stated;
    const replaced = texts('validity.replaced', {
      by: documentLabel((first as (typeof stated)[number]).document),
      since: replacedOn ? formatDay(replacedOn) : '',
    });
    return [replaced, later.length > 0 ? texts('validity.then', { by: named(later) }) : '', followed]
      .filter(Boolean)
      .join('; ');
  }
  if (inForce === false) return texts(citation.validity.hasBegun ? 'validity.over' : 'validity.not-yet');
  if (followed) return followed;
  return texts(inForce === null ? 'validity.unconfirmed' : 'validity.standing');
}

/** A collection of facts of our own: it is no document that could be in force. */
export const isDossier = ({ kind }: Pick<Document, 'kind'>): boolean => kind === 'Hồ sơ dữ kiện';

/** One source line for each document: number, date, addresses, validity, form and where its lines come from. */
export function sourceClaims(citations: readonly Citation[], library: Library, texts: Texts): readonly Claim[] {
  const documents = [...new Set(citations.map((citation) => citation.documentId))];
  return documents.flatMap((id) => {
    const document = library.findById(id);
    const own = citations.filter((citation) => citation.documentId === id);
    const first = own[0];
    if (!document || !first) return [];
    const addresses = [...new Set(own.map((citation) => citation.address).filter(Boolean))];
    const parts = [
      [datedLabel(document), joinAddresses(addresses)].filter(Boolean).join(', '),
      isDossier(document) ? '' : validityClause(first, texts),
      document.checkedOn ? texts('source.checked', { day: formatDay(document.checkedOn) }) : '',
      document.form === 'digest' ? texts('source.digest', { hosts: hostsOf(own, library).join(', ') }) : '',
    ];
    return [
      {
        role: 'source' as const,
        text: texts('source.line', { parts: parts.filter(Boolean).join('; ') }),
        citation: citations.indexOf(first),
      },
    ];
  });
}

/** `Điều 1, 2, 5; Điều 6, khoản 1`. */
function joinAddresses(addresses: readonly string[]): string {
  const plain = addresses.filter((address) => /^Điều \d+$/.test(address)).map((address) => address.slice(5));
  const others = addresses.filter((address) => !/^Điều \d+$/.test(address));
  return [plain.length > 0 ? `Điều ${plain.join(', ')}` : '', ...others].filter(Boolean).join('; ');
}

const MOST_HOSTS = 2;

function hostsOf(citations: readonly Citation[], library: Library): string[] {
  const sources = citations.flatMap((citation) => library.findProvision(citation.provisionId)?.sources ?? []);
  const hosts = sources.map((source) => /^https?:\/\/(?:www\.)?([^/:]+)/.exec(source)?.[1] ?? toSourceName(source));
  return [...new Set(hosts)].filter((host) => !/^[\d.]+$/.test(host)).slice(0, MOST_HOSTS);
}

function toSourceName(source: string): string {
  if (source === 'seed') return 'bản kế hoạch gốc';
  return /github|tệp kho công khai/i.test(source)
    ? 'nguồn thứ cấp trên kho công khai'
    : (source.split(/[,(]/)[0]?.trim() ?? source);
}
