export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export interface SheetItem {
  readonly text: string;
  /** Where it stands; absent for what holds no fact. */
  readonly source?: string;
  /** The same on our pages, the words marked. */
  readonly path?: string;
}

export interface SheetSection {
  /** `I. Vì sao cần nói lúc này`. */
  readonly heading: string;
  readonly items: readonly SheetItem[];
}

/** An outline as it is read, whatever it is read on. */
export interface Sheet {
  readonly kind: string;
  readonly title: string;
  /** What must be known first. */
  readonly warnings: readonly string[];
  /** Occasion, audience, duration, state. */
  readonly facts: readonly string[];
  readonly basesHeading: string;
  readonly bases: readonly string[];
  readonly sections: readonly SheetSection[];
  /** Who wrote it. */
  readonly label: string;
  /** Present unless it is approved and stands. */
  readonly mark?: string;
}
