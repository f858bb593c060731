import { randomUUID } from 'node:crypto';
import type { Address } from '../../channels/channel.js';
import { tellAdmins } from '../../outreach/tell-staff.js';
import { hashCode } from '../../people/one-time-code.js';
import type { CodePurpose } from '../../storage/store.js';
import type { ReplyDoors } from '../conversation-doors.js';

/** Who mistypes needs a few; who guesses needs millions. */
const MOST_WRONG = 10;
/** Somebody with many chats is told of once. */
const TOLD_MS = 3_600_000;

export type TriedCode<T extends CodePurpose['type']> =
  | { readonly status: 'right'; readonly hash: string; readonly purpose: Extract<CodePurpose, { type: T }> }
  | { readonly status: 'wrong' }
  /** Too many were wrong: for an hour no code counts in this chat, a right one neither. */
  | { readonly status: 'closed' };

/**
 * Looks a code up without using it, and counts what is wrong. `isMeant`: whether words that are no code were meant as
 * one; always where absent.
 */
export async function tryCode<T extends CodePurpose['type']>(
  typed: string,
  type: T,
  address: Address,
  doors: ReplyDoors,
  isMeant: (typed: string) => boolean = () => true,
): Promise<TriedCode<T>> {
  const { people, clock } = doors;
  const now = clock();
  const isClosed = (await people.countWrongCodes(address, now)) >= MOST_WRONG;
  const hash = await hashCode(typed);
  const purpose = isClosed ? undefined : (await people.findCode(hash, now))?.purpose;
  if (isRight(purpose, type)) return { status: 'right', hash, purpose };
  if (!isMeant(typed)) return { status: 'wrong' };
  if (isClosed) return { status: 'closed' };
  if ((await people.recordWrongCode(address, now)) < MOST_WRONG) return { status: 'wrong' };
  await tellClosed(address, now, doors);
  return { status: 'closed' };
}

function isRight<T extends CodePurpose['type']>(
  purpose: CodePurpose | undefined,
  type: T,
): purpose is Extract<CodePurpose, { type: T }> {
  return purpose?.type === type;
}

async function tellClosed({ channel }: Address, now: Date, { people, outreach, texts }: ReplyDoors): Promise<void> {
  await people.recordAudit({ at: now, actor: 'system', action: 'close-code-tries', details: { channel } });
  const lock = { name: 'codes.told', owner: randomUUID(), now, leaseMs: TOLD_MS };
  if (!(await outreach.state.claimLock(lock))) return;
  await tellAdmins({ text: texts('code.closed-told', { channel: texts(`channel.${channel}`) }) }, outreach);
}
