import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { Occurrence } from '../../storage/campaigns.js';
import { listCampaigns } from '../list-campaigns.js';
import type { OutreachDoors } from '../outreach-doors.js';

export type DeclineDoors = Pick<OutreachDoors, 'campaigns' | 'writtenCampaigns' | 'tree'>;

/**
 * Who, of these members, wants nothing of a campaign's announcement: of everything that it speaks of they said "đã xong"
 * or "thôi nhắc", or their union has reported what it asks for.
 */
export async function findDeclined(
  { id, origin }: Pick<Broadcast, 'id' | 'origin'>,
  memberIds: readonly string[],
  doors: DeclineDoors,
): Promise<(member: Pick<Member, 'id' | 'unitId'>) => boolean> {
  if (origin !== 'campaign') return () => false;
  const said = await listSaid(id, doors);
  if (said.length === 0) return () => false;
  const choices = await doors.campaigns.listCampaignChoices({
    memberIds,
    campaignIds: said.map(({ campaignId }) => campaignId),
  });
  const wishes = new Set(
    choices.map(({ memberId, campaignId, occasion = '' }) => toKey(memberId, campaignId, occasion)),
  );
  const reported = await listReported(said, doors);
  const tree = await doors.tree();
  return (member) =>
    said.every(({ id: occurrence, campaignId, occasion }) => {
      const isDone = ['', occasion].some((each) => wishes.has(toKey(member.id, campaignId, each)));
      const unit = member.unitId === undefined ? undefined : tree.standingFor(member.unitId);
      const units = reported.get(occurrence) ?? [];
      return isDone || (unit !== undefined && units.some((each) => tree.isWithin(unit.id, each)));
    });
}

/** What it speaks of: everything that was put together, of what somebody put off just that. */
async function listSaid(broadcastId: string, { campaigns }: DeclineDoors): Promise<readonly Occurrence[]> {
  const [occurrenceId = '', putOff] = broadcastId.split('~');
  if (putOff === undefined) return campaigns.listOccurrences({ broadcastId });
  const occurrence = await campaigns.findOccurrence(occurrenceId);
  return occurrence ? [occurrence] : [];
}

const toKey = (...parts: readonly string[]): string => parts.join(' ');

/** Of each occurrence that asks for numbers: the units that gave theirs. */
async function listReported(
  said: readonly Occurrence[],
  doors: DeclineDoors,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await listCampaigns(doors);
  const reported = new Map<string, readonly string[]>();
  for (const { id, campaignId, occasion, offsetDays } of said) {
    const milestones = all.find((campaign) => campaign.id === campaignId)?.milestones ?? [];
    if (!milestones.some((each) => each.offsetDays === offsetDays && each.asksReport)) continue;
    const reports = await doors.campaigns.listUnitReports({ campaignId, occasion });
    reported.set(
      id,
      reports.map(({ unitId }) => unitId),
    );
  }
  return reported;
}
