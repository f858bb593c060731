import { isDeepStrictEqual } from 'node:util';
import type { Outline, OutlineMinutes } from '../../documents/outline.js';
import type { KeptOutline } from '../../storage/outlines.js';
import { createReadableId } from '../../text/readable-id.js';
import type { OutlineDeskDoors, OutlineFrame } from '../briefing-doors.js';
import { type OpenedOutline, openOutline } from './open-outline.js';

const ID_LENGTH = 8;

/** Makes an outline and keeps it; one that says the same as the newest of its frame and length is that one. */
export async function draftOutline(
  frame: OutlineFrame,
  minutes: OutlineMinutes,
  doors: OutlineDeskDoors,
): Promise<OpenedOutline> {
  const { outlines, clock } = doors;
  const outline = await doors.outlineTopic(frame, minutes);
  const [newest] = await outlines.listOutlines({ frameId: frame.id, minutes, limit: 1 });
  if (newest && isSame(newest, outline)) return openOutline(newest, doors);
  for (;;) {
    const kept = await outlines.createOutline({ id: createReadableId(ID_LENGTH), outline, createdAt: clock() });
    if (kept) return openOutline(kept, doors);
  }
}

/** What was withdrawn is made anew, whatever it says. */
function isSame({ status, outline: { asOf: _, ...held } }: KeptOutline, { asOf: __, ...made }: Outline): boolean {
  return status !== 'withdrawn' && isDeepStrictEqual(held, JSON.parse(JSON.stringify(made)));
}
