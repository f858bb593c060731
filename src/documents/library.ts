import { type Document, type DocumentRef, type Provision, type RelationType, slug } from './document.js';
import { toNumberKey } from './mentions/document-number.js';

/** A relation seen from its target: who replaces, amends, guides or follows it. */
export interface IncomingRelation {
  readonly type: RelationType;
  readonly by: Document;
  /** Day from which it holds; undefined where no date is known (it then counts as holding). */
  readonly since?: string;
}

/** All documents held, with the look-ups that flows need. Immutable: a change makes a new library. */
export interface Library {
  readonly documents: readonly Document[];
  findById(id: string): Document | undefined;
  findBySlug(slug: string): Document | undefined;
  findProvision(id: string): Provision | undefined;
  /** Documents that a reference fits: same number, and kind and date as far as given. */
  listByRef(ref: DocumentRef): readonly Document[];
  listIncoming(id: string): readonly IncomingRelation[];
}

export function createLibrary(documents: readonly Document[]): Library {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const bySlug = new Map(documents.map((document) => [slug(document.id), document]));
  const provisions = new Map<string, Provision>();
  for (const document of documents)
    for (const provision of document.provisions) provisions.set(provision.id, provision);

  const byNumber = new Map<string, Document[]>();
  for (const document of documents) {
    const key = document.number ? toNumberKey(document.number) : '';
    byNumber.set(key, [...(byNumber.get(key) ?? []), document]);
  }
  const listByRef = (ref: DocumentRef): readonly Document[] =>
    (byNumber.get(ref.number ? toNumberKey(ref.number) : '') ?? []).filter(
      (document) =>
        (ref.number !== undefined || (document.shortTitle ?? document.title) === ref.kind) &&
        (!ref.number || !ref.kind || document.kind === ref.kind) &&
        (!ref.issuedOn ||
          !document.issuedOn ||
          document.issuedOn.startsWith(ref.issuedOn) ||
          ref.issuedOn.startsWith(document.issuedOn)),
    );

  const incoming = new Map<string, IncomingRelation[]>();
  for (const by of documents) {
    for (const relation of by.relations) {
      for (const target of listByRef(relation.target)) {
        if (target.id === by.id) continue;
        const since = relation.since ?? by.effectiveFrom ?? by.issuedOn;
        const list = incoming.get(target.id) ?? [];
        list.push({ type: relation.type, by, ...(since ? { since } : {}) });
        incoming.set(target.id, list);
      }
    }
  }
  return {
    documents,
    findById: (id) => byId.get(id),
    findBySlug: (of) => bySlug.get(of),
    findProvision: (id) => provisions.get(id),
    listByRef,
    listIncoming: (id) => incoming.get(id) ?? [],
  };
}
