import type { OutlineDeskDoors } from '../briefing-doors.js';
import { type OpenedOutline, openOutline } from './open-outline.js';

const MOST_READ = 200;

export interface ApprovedOutlines {
  /** Those that stand today, the newest version of each frame and length. */
  readonly offered: readonly OpenedOutline[];
  /** Frames and lengths of which none stands any more, by the newest of theirs: a new version is due. */
  readonly due: readonly OpenedOutline[];
}

/** What was approved, of one frame where given, by whether it still stands. */
export async function listApproved(
  of: { readonly frameId?: string },
  doors: OutlineDeskDoors,
): Promise<ApprovedOutlines> {
  const kept = await doors.outlines.listOutlines({ ...of, statuses: ['approved'], limit: MOST_READ });
  const versions = new Map<string, OpenedOutline[]>();
  for (const each of kept) {
    const key = `${each.outline.frameId} ${each.outline.minutes}`;
    versions.set(key, [...(versions.get(key) ?? []), openOutline(each, doors)]);
  }
  const offered: OpenedOutline[] = [];
  const due: OpenedOutline[] = [];
  for (const opened of versions.values()) {
    const standing = opened.find((each) => each.standing === 'approved');
    if (standing) offered.push(standing);
    else due.push(...opened.slice(0, 1));
  }
  return { offered, due };
}
