import type { CheckedOutline } from '../../documents/outline.js';
import type { KeptOutline } from '../../storage/outlines.js';
import { formatDay, toLocalDate } from '../../time.js';
import type { OutlineTables } from '../briefing-doors.js';
import { toSheet } from '../exporting/to-sheet.js';
import { verifyOutline } from '../outlining/verify-outline.js';
import type { Sheet } from '../sheet.js';
import { type OutlineStanding, standingOf } from './outline-rules.js';

/** A kept outline as it reads today. */
export interface OpenedOutline {
  readonly kept: KeptOutline;
  readonly outline: CheckedOutline;
  readonly standing: OutlineStanding;
  /** `đã duyệt ngày 24/11/2026, dùng đến hết 24/02/2027`. */
  readonly state: string;
  readonly sheet: Sheet;
}

/** Checks every line against the library of today, and tells how the outline stands. */
export function openOutline(
  kept: KeptOutline,
  doors: Pick<OutlineTables, 'library' | 'texts' | 'today'>,
): OpenedOutline {
  const outline = verifyOutline(kept.outline, doors);
  const standing = standingOf(kept, outline, doors.today());
  const state = doors.texts(`outline.state.${standing}`, {
    day: kept.approval ? formatDay(toLocalDate(kept.approval.at)) : '',
    until: kept.expiresOn ? formatDay(kept.expiresOn) : '',
  });
  const isApproved = standing === 'approved';
  const sheet = toSheet(outline, { state, isApproved, id: kept.id, version: kept.version }, doors);
  return { kept, outline, standing, state, sheet };
}
