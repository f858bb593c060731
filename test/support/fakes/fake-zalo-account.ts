import { z } from 'zod';
import { type Clock, toLocalDate } from '../../../src/time.js';
import { countPromotionsLeft, type ZaloPeople, type ZaloPerson } from './fake-zalo-people.js';
import { check, id, Refusal } from './fake-zalo-rules.js';

const DAY_MS = 24 * 3_600_000;

export interface AccountDoors {
  readonly oaId: string;
  readonly clock: Clock;
  readonly people: ZaloPeople;
  readonly promotionsPerMonth: number;
  readonly packageQuota: { total: number; remain: number };
  /** Whether tag calls take `user_id` quoted; documented is the bare number only (docs/zalo.md#people-and-tags, [unverified]). */
  readonly quotedTagIds: boolean;
}

type Calls = Readonly<Record<string, (input: unknown) => unknown>>;

const page = z.strictObject({
  offset: z.int().min(0).max(9_951),
  count: z.int().min(1).max(50),
  tag_name: z.string().optional(),
  last_interaction_period: z
    .string()
    .regex(/^(TODAY|YESTERDAY|L7D|L30D|\d{4}_\d\d_\d\d:\d{4}_\d\d_\d\d)$/)
    .optional(),
  is_follower: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
});

/** docs/zalo.md#people-and-tags, #quotas. `gets` take the JSON of the query parameter `data`, `posts` a body. */
export function createZaloAccount(doors: AccountDoors): { readonly gets: Calls; readonly posts: Calls } {
  const { people } = doors;
  const now = () => doors.clock().getTime();

  const tagged = z.strictObject({
    user_id: doors.quotedTagIds ? z.union([z.bigint(), z.int(), id]) : z.union([z.bigint(), z.int()]),
    tag_name: z.string().regex(/\S/),
  });
  const readTag = (input: unknown) => {
    const { user_id, tag_name } = check(tagged, input);
    return { person: people.get(String(user_id)), tag_name };
  };

  const showPerson = (person: ZaloPerson) => ({
    user_id: person.id,
    user_id_by_app: person.idByApp,
    user_external_id: '',
    display_name: person.name,
    user_alias: person.name,
    is_sensitive: false,
    user_last_interaction_date: toSlashes(person.lastInteractionAt),
    user_is_follower: person.isFollower,
    avatar: 'https://s120-ava-talk.zadn.vn/a.jpg',
    avatars: { 120: 'https://s120-ava-talk.zadn.vn/a.jpg', 240: 'https://s240-ava-talk.zadn.vn/a.jpg' },
    dynamic_param: '',
    tags_and_notes_info: { notes: [], tag_names: [...person.tags] },
    shared_info: { address: '', city: '', district: '', phone: 0, name: '' },
  });

  const list = (input: unknown) => {
    const { offset, count, tag_name, last_interaction_period, is_follower } = check(page, input);
    const found = people
      .list()
      .filter(
        (person) =>
          person.lastInteractionAt !== undefined &&
          (tag_name === undefined || person.tags.has(tag_name)) &&
          (is_follower === undefined || String(person.isFollower) === String(is_follower)) &&
          isWithin(toLocalDate(new Date(person.lastInteractionAt)), last_interaction_period),
      );
    const users = found.slice(0, 10_000).slice(offset, offset + count);
    return { total: found.length, count: users.length, offset, users: users.map((person) => ({ user_id: person.id })) };
  };

  const isWithin = (day: string, period: string | undefined): boolean => {
    const ago = (days: number) => toLocalDate(new Date(now() - days * DAY_MS));
    if (period === undefined) return true;
    if (period === 'TODAY') return day === ago(0);
    if (period === 'YESTERDAY') return day === ago(1);
    if (period === 'L7D') return day >= ago(7);
    if (period === 'L30D') return day >= ago(30);
    const [from, to] = period.replaceAll('_', '-').split(':');
    return day >= from! && day <= to!;
  };

  const quotaOf = (userId: string) => {
    const person = people.get(userId);
    const left = countPromotionsLeft(person, doors.clock, doors.promotionsPerMonth);
    return {
      ...(person.lastInteractionAt === undefined ? {} : { last_interaction: String(person.lastInteractionAt) }),
      promotion: {
        daily_remain: left.daily,
        daily_total: 1,
        monthly_remain: left.monthly,
        monthly_total: doors.promotionsPerMonth,
      },
    };
  };
  const assets = z.strictObject({
    quota_owner: z.enum(['OA', 'APP']),
    product_type: z.string(),
    quota_type: z.enum(['sub_quota', 'purchase_quota', 'reward_quota']),
  });
  const quota = (input: unknown) => {
    if (input && typeof input === 'object' && 'user_id' in input) {
      return quotaOf(check(z.strictObject({ user_id: id }), input).user_id);
    }
    const { product_type, quota_type } = check(assets, input);
    if (product_type !== 'cs' || quota_type !== 'sub_quota') return [];
    return [{ asset_id: 'asset-1', product_type, quota_type, valid_through: '31/12/2026', ...doors.packageQuota }];
  };

  return {
    gets: {
      '/v3.0/oa/user/detail': (input) => showPerson(people.get(check(z.strictObject({ user_id: id }), input).user_id)),
      '/v3.0/oa/user/getlist': list,
      '/v2.0/oa/tag/gettagsofoa': () => [...new Set(people.list().flatMap(({ tags }) => [...tags]))],
      '/v2.0/oa/getoa': () => ({
        oaid: doors.oaId,
        name: 'Sổ tay Đoàn viên (giả lập)',
        is_verified: true,
        oa_type: 4,
        num_follower: people.list().filter(({ isFollower }) => isFollower).length,
        package_name: 'Tăng trưởng',
        package_valid_through_date: '31/12/2026',
        linked_ZCA: '',
      }),
    },
    posts: {
      '/v2.0/oa/tag/tagfollower': (input) => {
        const { person, tag_name } = readTag(input);
        person.tags.add(tag_name);
        return {};
      },
      '/v2.0/oa/tag/rmfollowerfromtag': (input) => {
        const { person, tag_name } = readTag(input);
        if (!person.tags.delete(tag_name)) throw new Refusal(-201, 'tag_name is invalid!');
        return {};
      },
      '/v2.0/oa/tag/rmtag': (input) => {
        const { tag_name } = check(z.strictObject({ tag_name: z.string() }), input);
        for (const { tags } of people.list()) tags.delete(tag_name);
        return {};
      },
      '/v3.0/oa/quota/message': quota,
      '/v2.0/oa/quota/message': (input) =>
        quotaOf(check(z.strictObject({ user_id: id, type: z.literal('promotion') }), input).user_id).promotion,
    },
  };
}

/** dd/MM/yyyy */
function toSlashes(at: number | undefined): string {
  return at === undefined ? '' : toLocalDate(new Date(at)).split('-').reverse().join('/');
}
