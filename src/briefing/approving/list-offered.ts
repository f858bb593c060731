import type { OutlineDeskDoors } from '../briefing-doors.js';
import type { OutlineMinutes } from '../outline.js';
import { type OpenedOutline, openOutline } from './open-outline.js';

const MOST_READ = 200;

/** Approved outlines that stand today, the newest version of each frame and length; of one frame, or of one length, where given. */
export async function listOffered(
  of: { readonly frameId?: string; readonly minutes?: OutlineMinutes },
  doors: OutlineDeskDoors,
): Promise<readonly OpenedOutline[]> {
  const kept = await doors.outlines.listOutlines({ ...of, statuses: ['approved'], limit: MOST_READ });
  const newest = new Map<string, OpenedOutline>();
  for (const each of kept) {
    const key = `${each.outline.frameId} ${each.outline.minutes}`;
    const opened = newest.has(key) ? undefined : openOutline(each, doors);
    if (opened?.standing === 'approved') newest.set(key, opened);
  }
  return [...newest.values()];
}
