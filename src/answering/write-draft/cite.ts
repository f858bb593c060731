import { addressOf, indexProvisions } from '../../documents/address.js';
import { datedLabel, describeValidity, isDossier } from '../../documents/describe-validity.js';
import { type Document, documentLabel, documentName, type Provision } from '../../documents/document.js';
import type { Library } from '../../documents/library.js';
import { validityOn } from '../../documents/validity.js';
import type { Texts } from '../../text/texts.js';
import { formatDay, type LocalDate } from '../../time.js';
import type { Citation, Claim } from '../answer.js';

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
      isDossier(document) ? '' : describeValidity(first.validity, texts),
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
