import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import type { Actor } from '../../people/permission.js';
import type { People } from '../../storage/store.js';
import { SYSTEM } from './reach.js';

/** Who writes: a member, or the service. */
export type Author = Pick<Member, 'id' | 'roles' | 'unitId'> | 'system';

/** Who wrote a broadcast, with the roles of today; undefined for who left or was erased. */
export async function findAuthor(
  { author }: Pick<Broadcast, 'author'>,
  people: Pick<People, 'findMember'>,
): Promise<Author | undefined> {
  if (author === 'system') return author;
  const member = await people.findMember(author);
  return member?.status === 'joined' ? member : undefined;
}

/** The rights that an author acts with. */
export function toActor(author: Author): Actor {
  return author === 'system' ? SYSTEM : author;
}
