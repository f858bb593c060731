import type { Validity } from './validity.js';

/** One thing said, with where it stands. */
export interface Line {
  /** Exact words of the provision. */
  readonly text: string;
  readonly provisionId: string;
  readonly documentId: string;
  /** `Điều 5, khoản 2`; for a line without one, the heading that it stands under. */
  readonly address: string;
  /** `Quy định 37-QĐ/TW, Điều 5, khoản 2`. */
  readonly label: string;
  /** The sentence goes on; it was longer than there was room. */
  readonly isCut?: true;
  /** A model's wording of the text, checked against it; said instead. */
  readonly said?: string;
}

/** A document that has been replaced, or that something follows. */
export interface Superseded {
  readonly documentId: string;
  /** Ready to read: `Quy định 37-QĐ/TW đã được thay bởi …`. */
  readonly text: string;
  readonly validity: Validity;
}
