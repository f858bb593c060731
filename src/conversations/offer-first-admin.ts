import { createCode, hashCode } from '../people/one-time-code.js';
import type { ChannelState, People } from '../storage/store.js';
import type { Clock } from '../time.js';

const STATE = 'first-admin.until';
const LIFE_MS = 7 * 86_400_000;

/** A code for the first admin, while there is none; undefined where one is there or a code was made that still holds. */
export async function offerFirstAdmin(doors: {
  readonly people: People;
  readonly state: ChannelState;
  readonly clock: Clock;
}): Promise<string | undefined> {
  const { people, state, clock } = doors;
  const holders = await people.listRoleHolders();
  if (holders.some(({ roles }) => roles.some(({ role }) => role === 'admin'))) return undefined;
  const now = clock().getTime();
  if (Number((await state.findState(STATE)) ?? 0) > now) return undefined;
  const code = createCode();
  const purpose = { type: 'role', grant: { role: 'admin' }, grantedBy: 'system' } as const;
  const expiresAt = new Date(now + LIFE_MS);
  await people.saveCode({ hash: await hashCode(code), purpose, usesLeft: 1, expiresAt });
  await state.saveState(STATE, String(expiresAt.getTime()));
  return code;
}
