import type { Member } from '../../people/member.js';
import type { Segment } from '../../people/segment.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { mayAddress, mayAddressAll } from '../rights/reach.js';

/** owned: somebody else keeps another one under this name. */
export type SegmentSaving = { readonly status: 'saved' | 'not-allowed' | 'owned' | 'bad-name' };

const LONGEST_NAME = 60;

/** Keeps under a name whom something is for. Announcements copy it: changing it changes none of them. */
export async function saveSegment(
  name: string,
  segment: Segment,
  owner: Member,
  { ledger, tree }: Pick<OutreachDoors, 'ledger' | 'tree'>,
): Promise<SegmentSaving> {
  const kept = name.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (kept === '' || kept.length > LONGEST_NAME || kept.includes('"')) return { status: 'bad-name' };
  const units = await tree();
  if (!mayAddress(owner, { type: 'members', segment }, units)) return { status: 'not-allowed' };
  const held = await ledger.findSegment(kept);
  if (held && held.owner !== owner.id && !mayAddressAll(owner, units)) return { status: 'owned' };
  await ledger.saveSegment({ name: kept, owner: owner.id, segment });
  return { status: 'saved' };
}
