import { createHash, randomBytes } from 'node:crypto';
import type { Member } from '../../people/member.js';
import type { OutreachDoors } from '../outreach-doors.js';

/** Bytes of a token: nobody guesses one. */
const TOKEN_BYTES = 24;

/**
 * A new link to a member's own calendar, the only one that leads anywhere from now on: the path of a page of ours. The
 * token in it is shown this once.
 */
export async function createOwnFeed(
  { id: memberId }: Pick<Member, 'id'>,
  { campaigns }: Pick<OutreachDoors, 'campaigns'>,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await campaigns.saveFeed({ tokenHash: hashToken(token), memberId });
  return `/lich/rieng/${token}.ics`;
}

/** Whose calendar a link leads to; undefined for a link that leads nowhere, or of who left. */
export async function findFeedMember(
  token: string,
  { campaigns, people }: Pick<OutreachDoors, 'campaigns' | 'people'>,
): Promise<Member | undefined> {
  const feed = await campaigns.findFeed(hashToken(token));
  const member = feed && (await people.findMember(feed.memberId));
  return member?.status === 'joined' ? member : undefined;
}

const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
