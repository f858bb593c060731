import type { LocalDate } from '../time.js';
import type { Document } from './document.js';
import type { Library } from './library.js';

/** A document's standing on a day. */
export interface Validity {
  /** null: to be confirmed. */
  readonly inForce: boolean | null;
  /** False for a document that had not been issued on the day. */
  readonly hasBegun: boolean;
  /** What replaced it or follows it, and what replaced or follows that, oldest first. */
  readonly successors: readonly Successor[];
  /** First day on which a stated replacement holds. */
  readonly replacedOn?: string;
  readonly checkedOn?: LocalDate;
}

export interface Successor {
  readonly document: Document;
  /** Whether a source states the replacement of the document before it; otherwise it only follows. */
  readonly stated: boolean;
}

/**
 * Computed from stored dates and relations for a day, never from a flag (docs/design.md#validity). Chains are followed to their
 * end: 47 → 37 → 207. A relation holds from its own day on; one without a date holds always.
 */
export function validityOn(document: Document, day: LocalDate, library: Library): Validity {
  const successors = new Map<string, Successor>();
  const walk = (id: string, stated: boolean): void => {
    for (const relation of library.listIncoming(id)) {
      if (relation.type !== 'replaces' && relation.type !== 'follows') continue;
      if (relation.since && relation.since > day) continue;
      const isStated = stated && relation.type === 'replaces';
      const known = successors.get(relation.by.id);
      if (relation.by.id === document.id || (known && (known.stated || !isStated))) continue;
      successors.set(relation.by.id, { document: relation.by, stated: isStated });
      walk(relation.by.id, isStated);
    }
  };
  walk(document.id, true);

  const holding = library.listIncoming(document.id).filter((relation) => !relation.since || relation.since <= day);
  const replacements = holding.filter((relation) => relation.type === 'replaces');
  const replacedOn = replacements.map((relation) => relation.since ?? '').sort()[0];
  const ordered = [...successors.values()].sort((a, b) =>
    (a.document.issuedOn ?? '').localeCompare(b.document.issuedOn ?? ''),
  );
  const isOver = document.effectiveTo !== undefined && document.effectiveTo < day;
  const begun = hasBegun(document, day);
  const inForce =
    replacements.length > 0 || isOver || !begun
      ? false
      : ordered.length > 0 || document.caveat !== undefined || document.checkedOn === undefined
        ? null
        : true;
  return {
    inForce,
    hasBegun: begun,
    successors: ordered,
    ...(replacedOn ? { replacedOn } : {}),
    ...(document.checkedOn ? { checkedOn: document.checkedOn } : {}),
  };
}

/** Whether a document had been issued (or had taken effect) on a day; one without a date has always been there. */
export function hasBegun(document: Document, day: LocalDate): boolean {
  const begins = document.effectiveFrom ?? document.issuedOn;
  return begins === undefined || begins.slice(0, day.length) <= day.slice(0, begins.length);
}
