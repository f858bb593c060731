import type { Child } from 'hono/jsx';
import { type Document, type DocumentRef, documentLabel, type RelationType, refLabel } from '../documents/document.js';
import type { Library } from '../documents/library.js';
import { documentPath } from '../documents/page-path.js';
import type { Validity } from '../documents/validity.js';
import { formatDay } from '../time.js';
import { SourceLink } from './provision-view.js';

interface Link {
  /** Held in the library; else only its name is known. */
  readonly document?: Document;
  readonly label: string;
  readonly issuedOn: string;
  /** How the next one took its place; empty for the newest. */
  readonly note: string;
}

/** What came before and after a document, oldest first, however long the chain: 47 → 37 → 207. */
export function ReplacementChain({
  document,
  validity,
  library,
}: {
  document: Document;
  validity: Validity;
  library: Library;
}) {
  const links = listChain(document, validity, library);
  if (links.length < 2) return null;
  return (
    <section class="card" aria-labelledby="chuoi">
      <h2 id="chuoi">Chuỗi thay thế</h2>
      <ol class="chain">
        {links.map((link) => (
          <li class={link.document?.id === document.id ? 'here' : ''}>
            {link.document?.id === document.id ? (
              <strong aria-current="true">{link.label}</strong>
            ) : (
              <Name document={link.document}>{link.label}</Name>
            )}
            {link.issuedOn && <span class="muted"> · {formatDay(link.issuedOn)}</span>}
            {link.document?.id === document.id && <span class="muted"> · đang xem</span>}
            {link.note && <span class="note">{link.note}</span>}
          </li>
        ))}
      </ol>
    </section>
  );
}

function listChain(document: Document, validity: Validity, library: Library): Link[] {
  const links = new Map<string, Link>();
  const add = (of: Document): void => {
    if (links.has(of.id)) return;
    links.set(of.id, toLink(of, library));
    for (const { type, target } of of.relations.filter(isSuccession)) {
      const held = library.listByRef(target).filter(({ id }) => id !== of.id);
      for (const earlier of held) add(earlier);
      if (held.length > 0) continue;
      const label = targetLabel(target);
      links.set(label, { label, issuedOn: target.issuedOn ?? '', note: `${VERBS[type].passive} ${documentLabel(of)}` });
    }
  };
  add(document);
  for (const { document: of } of validity.successors) {
    if (!links.has(of.id)) links.set(of.id, toLink(of, library));
  }
  return [...links.values()].sort((a, b) => a.issuedOn.localeCompare(b.issuedOn));
}

function toLink(document: Document, library: Library): Link {
  const { issuedOn = '' } = document;
  return { document, label: documentLabel(document), issuedOn, note: noteOf(document, library) };
}

function noteOf(document: Document, library: Library): string {
  return library
    .listIncoming(document.id)
    .filter(isSuccession)
    .map(({ type, by, since }) => {
      const from = type === 'replaces' && since ? ` từ ${since.length > 4 ? 'ngày' : 'năm'} ${formatDay(since)}` : '';
      return `${VERBS[type].passive} ${documentLabel(by)}${from}`;
    })
    .join('; ');
}

function isSuccession({ type }: { readonly type: RelationType }): boolean {
  return type === 'replaces' || type === 'follows';
}

const VERBS: Readonly<Record<RelationType, { readonly active: string; readonly passive: string }>> = {
  replaces: { active: 'Thay thế', passive: 'được thay bởi' },
  follows: { active: 'Ra sau, cùng chủ đề với', passive: 'nay đã có' },
  amends: { active: 'Sửa đổi, bổ sung', passive: 'được sửa đổi bởi' },
  guides: { active: 'Hướng dẫn thực hiện', passive: 'được hướng dẫn bởi' },
};

/** Every relation of a document, its own and others' to it, with who says so. */
export function RelationList({ document, library }: { document: Document; library: Library }) {
  const own = document.relations.map(({ type, target, since, source }) => (
    <li>
      {VERBS[type].active}{' '}
      <Name document={library.listByRef(target).find(({ id }) => id !== document.id)}>{targetLabel(target)}</Name>
      {since && ` từ ngày ${formatDay(since)}`}
      {source && (
        <span class="sources">
          Nguồn: <SourceLink source={source} />
        </span>
      )}
    </li>
  ));
  const others = library.listIncoming(document.id).map(({ type, by, since }) => (
    <li>
      {VERBS[type].passive.charAt(0).toLocaleUpperCase('vi') + VERBS[type].passive.slice(1)}{' '}
      <Name document={by}>{documentLabel(by)}</Name>
      {since && since.length > 4 && ` từ ngày ${formatDay(since)}`}
    </li>
  ));
  if (own.length + others.length === 0) return null;
  return (
    <section aria-labelledby="lien-quan">
      <h2 id="lien-quan">Văn bản liên quan</h2>
      <ul class="relations">
        {own}
        {others}
      </ul>
    </section>
  );
}

function Name({ document, children }: { document: Document | undefined; children?: Child }) {
  return document ? <a href={documentPath(document.id)}>{children}</a> : <span>{children}</span>;
}

function targetLabel(target: DocumentRef): string {
  const name = refLabel(target);
  return target.issuedOn?.length === 4 ? `${name} (${target.issuedOn})` : name;
}
