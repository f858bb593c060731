import { pickVariant } from '../../outreach/delivery-rules/pick-variant.js';
import { type Dialogue, end } from '../dialogues/dialogue.js';

/** `/phieu <id> <n>`: what pressing an option of a poll sends. Any member may answer it, once; who chose what is nowhere. */
export const vote: Dialogue = async ({ text, member }, doors) => {
  const { ledger } = doors.outreach;
  const [id = '', number = ''] = text.trim().split(/\s+/);
  if (id === '' || number === '') return end(doors, 'vote.how');
  const broadcast = await ledger.findBroadcast(toId(id));
  const poll = broadcast?.content.messages[pickVariant(broadcast, member?.id ?? '')]?.poll;
  const option = poll?.options[Number(number) - 1];
  if (!broadcast || option === undefined) return end(doors, 'vote.unknown');
  if (['draft', 'waiting', 'approved'].includes(broadcast.status)) return end(doors, 'vote.not-open');
  if (member?.status !== 'joined') return end(doors, 'vote.join-first');
  if (broadcast.content.expiresAt <= doors.clock()) return end(doors, 'vote.closed');
  const cast = await ledger.castVote({ broadcastId: broadcast.id, memberId: member.id, option: Number(number) - 1 });
  return cast === 'repeat' ? end(doors, 'vote.repeat') : end(doors, 'vote.done', { option });
};

/** Ids are read aloud and typed by thumb: small letters mean the capital ones. */
export function toId(typed: string): string {
  return /^[a-z0-9]{8}$/i.test(typed) ? typed.toUpperCase() : typed;
}
