import { createHash } from 'node:crypto';
import type { Broadcast } from '../../people/broadcast.js';

/** Which of two messages a member gets: half of them each, and the same one every time. */
export function pickVariant({ id, content }: Broadcast, memberId: string): number {
  if (content.messages.length < 2) return 0;
  return createHash('sha256').update(`${id}:${memberId}`).digest()[0]! % content.messages.length;
}
