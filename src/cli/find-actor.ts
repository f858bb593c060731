import { AppError } from '../errors.js';
import type { Member } from '../people/member.js';
import type { People } from '../storage/store.js';

/** Whose rights a command acts with: `--as MEMBER`. Throws `invalid-input`. */
export async function findActor(
  as: string | undefined,
  people: Pick<People, 'findMember'>,
  usage: string,
): Promise<Member> {
  if (as === undefined) throw new AppError('invalid-input', `Thiếu --as MÃ-ĐOÀN-VIÊN: làm với quyền của ai. ${usage}`);
  const member = await people.findMember(as);
  if (!member) throw new AppError('invalid-input', `Không có đoàn viên mã ${as}. ${usage}`);
  return member;
}
