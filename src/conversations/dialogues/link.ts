import { createCode, hashCode } from '../../people/one-time-code.js';
import { type Dialogue, end } from './dialogue.js';
import { tryCode } from './try-code.js';

const LIFE_MS = 15 * 60_000;

/** `/lien_ket`: a code on the channel where one has joined; `/lien_ket <code>` on the other. */
export const link: Dialogue = async ({ text, member, address }, doors) => {
  const { texts, people, clock } = doors;
  const now = clock();
  if (text === '') {
    if (member?.status !== 'joined') return end(doors, 'not-joined');
    const code = createCode();
    const purpose = { type: 'link', memberId: member.id } as const;
    await people.saveCode({
      hash: await hashCode(code),
      purpose,
      usesLeft: 1,
      expiresAt: new Date(now.getTime() + LIFE_MS),
    });
    return { speech: { text: texts('link.give', { code }) } };
  }
  const code = await tryCode(text, 'link', address, doors);
  if (code.status !== 'right') return end(doors, code.status === 'closed' ? 'code.closed' : 'link.wrong');
  const purpose = (await people.takeCode(code.hash, now))?.purpose;
  if (purpose?.type !== 'link') return end(doors, 'link.wrong');
  if (purpose.memberId === member?.id) return end(doors, 'link.same');
  const joined = member
    ? await people.joinMembers(member.id, purpose.memberId)
    : await people.changeMember(purpose.memberId, (held) => ({
        ...held,
        addresses: [...held.addresses, { address, state: 'reachable', lastInteractionAt: now }],
      }));
  return end(doors, joined ? 'link.done' : 'link.wrong');
};
