import type { Member } from '../../people/member.js';
import { can } from '../../people/permission.js';
import { holdsPersonalData } from '../../people/personal-data.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type Deadline, listAskedUnits } from './deadline.js';

export const MOST_SESSIONS = 1_000;
export const MOST_ATTENDING = 1_000_000;
export const LONGEST_NOTE = 500;

export interface UnitNumbers {
  readonly unitId: string;
  readonly sessions: number;
  readonly attending: number;
  readonly note: string;
}

/** saved: it stands, in place of an earlier one. personal-data: the note tells of somebody. */
export type ReportOutcome = 'saved' | 'not-allowed' | 'wrong-number' | 'too-long' | 'personal-data';

/** Writes down what a unit reports; never who wrote it. */
export async function recordUnitReport(
  member: Member,
  { campaign, occasion }: Deadline,
  numbers: UnitNumbers,
  { campaigns, tree: findTree, clock }: Pick<OutreachDoors, 'campaigns' | 'tree' | 'clock'>,
): Promise<ReportOutcome> {
  const { unitId, sessions, attending } = numbers;
  const note = numbers.note.normalize('NFC').trim();
  const tree = await findTree();
  const isAsked = listAskedUnits(campaign, tree).some(({ id }) => id === unitId);
  if (!isAsked || member.status !== 'joined' || !can(member, 'report', { tree, unitId })) return 'not-allowed';
  if (!isCount(sessions, MOST_SESSIONS) || !isCount(attending, MOST_ATTENDING)) return 'wrong-number';
  if (note.length > LONGEST_NOTE) return 'too-long';
  if (holdsPersonalData(note)) return 'personal-data';
  await campaigns.saveUnitReport({
    campaignId: campaign.id,
    occasion,
    unitId,
    sessions,
    attending,
    note,
    at: clock(),
  });
  return 'saved';
}

const isCount = (number: number, most: number): boolean => Number.isInteger(number) && number >= 0 && number <= most;
