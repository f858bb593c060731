import { foldText } from '../text/vietnamese-text.js';
import type { LocalDate } from '../time.js';

/** original: the text as issued. digest: our own summary of it, every line with its source. */
export type DocumentForm = 'original' | 'digest';

/**
 * replaces: a source says that this document takes the target's place. amends: it changes part of the target.
 * guides: it explains how to apply the target. follows: it is later and has the same title or subject, but no source
 * states a replacement.
 */
export type RelationType = 'replaces' | 'amends' | 'guides' | 'follows';

/** A document as another one names it. `issuedOn` is a day, or only a year where no more is known. */
export interface DocumentRef {
  readonly kind?: string;
  /** As printed, e.g. `37-QĐ/TW`; absent for documents that bear none. */
  readonly number?: string;
  readonly issuedOn?: LocalDate | string;
}

export interface Relation {
  readonly type: RelationType;
  readonly target: DocumentRef;
  /** The day from which it holds; without it, the day on which the naming document takes effect or was issued. */
  readonly since?: LocalDate;
  /** Who says so: an address or a name. Empty only for `follows`, which is our inference. */
  readonly source: string;
}

/** part: Phần or a Roman numeral. section: Mục, or an Arabic numeral under a Roman one. article: Điều. clause: khoản. point: điểm. */
export type ProvisionLevel = 'part' | 'chapter' | 'section' | 'article' | 'clause' | 'point' | 'paragraph';

export interface Provision {
  /** `<documentId>#<path>`, e.g. `37-QĐ/TW@2021-10-25#Đ5.k2.đ`. */
  readonly id: string;
  readonly documentId: string;
  readonly level: ProvisionLevel;
  /** `5`, `II`, `1.1`, `đ`; for a paragraph its place among its siblings, counted from 1. */
  readonly number: string;
  /** As read, `Điều 5`, `khoản 2`, `Phần II`; empty where the text gives none (paragraphs, unnumbered headings). */
  readonly label: string;
  readonly heading?: string;
  /** Its own text without that of its children; empty where it only holds others. */
  readonly text: string;
  readonly parentId?: string;
  /** Place in the document in reading order, from 0. */
  readonly order: number;
  /** Page of the source file, from 1. */
  readonly page?: number;
  readonly effectiveFrom?: LocalDate;
  readonly effectiveTo?: LocalDate;
  /** Where a digest's line comes from; empty for originals. */
  readonly sources: readonly string[];
}

export interface DocumentSource {
  /** File name or address that it was read from. */
  readonly uri: string;
  /** Of the bytes read, hex. */
  readonly sha256: string;
  /** Whether the text was recognised from a picture. */
  readonly ocr: boolean;
}

/** A document's identity is kind + number + issuer + day of issue, never the number alone (docs/domain.md#numbers). */
export interface Document {
  /** `<number>@<issuedOn>`; see `documentId`. */
  readonly id: string;
  readonly number?: string;
  /** `Quy định`, `Nghị quyết`, … */
  readonly kind: string;
  readonly issuer?: string;
  /** A day, or only a year where no source gives more. */
  readonly issuedOn?: LocalDate | string;
  readonly signer?: string;
  readonly title: string;
  /** What people call an unnumbered document, e.g. `Nghị quyết Đại hội XIII`. */
  readonly shortTitle?: string;
  readonly form: DocumentForm;
  readonly effectiveFrom?: LocalDate;
  readonly effectiveTo?: LocalDate;
  readonly relations: readonly Relation[];
  /** When somebody last checked whether it is still in force. */
  readonly checkedOn?: LocalDate;
  /** What every answer from it has to add: second-hand sources, validity to be confirmed. Makes `inForce` null. */
  readonly caveat?: string;
  /** Where the public can read it. */
  readonly publicSource?: string;
  readonly source: DocumentSource;
  /** Hash of the content, short; changes when anything in it changes. */
  readonly version: string;
  readonly provisions: readonly Provision[];
}

/** `37-QĐ/TW@2021-10-25`; an unnumbered document goes by its short title, an undated one has nothing behind the `@`. */
export function documentId(of: { number?: string; shortTitle?: string; title: string; issuedOn?: string }): string {
  return `${of.number ?? of.shortTitle ?? of.title}@${of.issuedOn ?? ''}`;
}

/** What a person calls it in a list: its number, or its short title. */
export function documentName(document: Pick<Document, 'number' | 'shortTitle' | 'title'>): string {
  return document.number ?? document.shortTitle ?? document.title;
}

/** Kind and number as said in a sentence: `Quy định 37-QĐ/TW`, `Nghị quyết Đại hội XIII`. */
export function documentLabel(document: Pick<Document, 'kind' | 'number' | 'shortTitle' | 'title'>): string {
  return document.number ? `${document.kind} ${document.number}` : documentName(document);
}

/** The same of a document that is only referred to; empty where neither is said. */
export function refLabel({ kind = '', number = '' }: DocumentRef): string {
  return `${kind} ${number}`.trim();
}

/** For addresses of pages: `37-qd-tw-2021-10-25`. */
export function slug(id: string): string {
  return foldText(id)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
