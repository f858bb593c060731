import type { OutreachDoors } from './outreach-doors.js';

/** Plans and sends what is due, until the signal. */
export async function serveOutreach(_doors: OutreachDoors, _signal: AbortSignal): Promise<void> {}
