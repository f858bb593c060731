import type { OutreachDoors } from './outreach-doors.js';

export type BroadcastAct =
  | 'create-broadcast'
  | 'change-broadcast'
  | 'submit-broadcast'
  | 'approve-broadcast'
  | 'refuse-broadcast'
  | 'pause-broadcast'
  | 'resume-broadcast'
  | 'cancel-broadcast'
  | 'resend-unknown';

/** Writes down who did what with a broadcast. */
export async function recordAct(
  action: BroadcastAct,
  broadcastId: string,
  actor: string,
  { people, clock }: Pick<OutreachDoors, 'people' | 'clock'>,
  details: Readonly<Record<string, string>> = {},
): Promise<void> {
  await people.recordAudit({ at: clock(), actor, action, details: { broadcast: broadcastId, ...details } });
}
