import { backOffMs, wait } from '../../time.js';
import type { Article, Failure, OfficialAccount, Outcome, Receipt } from '../channel.js';
import { type Fields, toFields, toId, toList } from './ask-zalo.js';
import type { Answer, ZaloCalls } from './zalo-calls.js';

const PAGE = 50;
/** The platform lists at most 10,000 (docs/zalo.md#people-and-tags, seen 2026-11-24). */
const LAST_OFFSET = 9_951;
/** Pauses between asking whether an article is ready: half a second, doubling to four, a minute in all. */
const ARTICLE_POLLS = 18;
const POLLS = { firstMs: 500, longestMs: 4_000 };
const IN_WORK = /^-214\b/;

/** What only an official account can do (docs/zalo.md#templates-and-articles to #quotas). */
export function createAccount(calls: ZaloCalls): OfficialAccount {
  return {
    async sendTemplate(to, { id, data }) {
      const template = { template_id: id, template_data: data };
      return toReceipt(
        'chat' in to
          ? await calls.post('/v3.0/oa/message/template', { user_id: to.chat, ...template })
          : await calls.postTemplate('/message/template', {
              phone: to.phone,
              ...template,
              tracking_id: to.trackingId,
            }),
      );
    },

    async createArticle(article) {
      const created = await calls.post('/v2.0/article/create', toArticle(article));
      if (created.status === 'failed') return created;
      return waitForArticle(calls, toId(created.data.token) ?? '');
    },

    broadcastArticle: async (articleId) => toReceipt(await calls.post('/v2.0/oa/message', toBroadcast(articleId))),

    async getPerson(chat) {
      const answer = await calls.get('/v3.0/oa/user/detail', { user_id: chat });
      if (answer.status === 'failed') return answer;
      const { user_is_follower, user_last_interaction_date, tags_and_notes_info } = answer.data;
      const lastInteractionOn = toDay(user_last_interaction_date);
      return {
        status: 'done',
        isFollower: user_is_follower === true || user_is_follower === 'true',
        tags: toList(toFields(tags_and_notes_info).tag_names).filter((tag) => typeof tag === 'string'),
        ...(lastInteractionOn ? { lastInteractionOn } : {}),
      };
    },

    async listPeople(offset) {
      if (offset > LAST_OFFSET) return refuse('offset over 9951');
      const answer = await calls.get('/v3.0/oa/user/getlist', { offset, count: PAGE });
      if (answer.status === 'failed') return answer;
      const chats = toList(answer.data.users).flatMap((user) => toId(toFields(user).user_id) ?? []);
      return { status: 'done', chats, total: toCount(answer.data.total) ?? chats.length };
    },

    async getQuota(chat) {
      const answer = await calls.post('/v3.0/oa/quota/message', { user_id: chat });
      if (answer.status === 'failed') return answer;
      const lastMs = toCount(answer.data.last_interaction);
      const { daily_remain, monthly_remain } = toFields(answer.data.promotion);
      const [leftToday, leftThisMonth] = [toCount(daily_remain), toCount(monthly_remain)];
      return {
        status: 'done',
        ...(lastMs === undefined ? {} : { lastInteractionAt: new Date(lastMs) }),
        ...(leftToday === undefined || leftThisMonth === undefined ? {} : { promotion: { leftToday, leftThisMonth } }),
      };
    },

    tagPerson: async (chat, tag) => toDone(await calls.post('/v2.0/oa/tag/tagfollower', toTag(chat, tag))),
    untagPerson: async (chat, tag) => toDone(await calls.post('/v2.0/oa/tag/rmfollowerfromtag', toTag(chat, tag))),
  };
}

/** Articles are made in the background; `create` gives a token to ask with. */
async function waitForArticle(calls: ZaloCalls, token: string): Promise<Outcome<{ readonly articleId: string }>> {
  for (let poll = 0; poll < ARTICLE_POLLS; poll++) {
    await wait(backOffMs(poll, POLLS));
    const answer = await calls.post('/v2.0/article/verify', { token });
    if (answer.status === 'failed' && !IN_WORK.test(answer.failure.detail ?? '')) return answer;
    const articleId = answer.status === 'done' ? toId(answer.data.id ?? answer.data.article_id) : undefined;
    if (articleId) return { status: 'done', articleId };
  }
  return { status: 'failed', failure: { code: 'timeout', detail: 'the article is still being processed' } };
}

/** Limits are in docs/zalo.md#templates-and-articles; the keys beside title, author, description and status are [unverified]. */
function toArticle({ title, description, author, body, coverUrl }: Article): Fields {
  return {
    type: 'normal',
    title,
    author,
    description,
    cover: { cover_type: 'photo', photo_url: coverUrl, status: 'show' },
    body: body.map((content) => ({ type: 'text', content })),
    status: 'show',
    comment: 'hide',
  };
}

/** To everyone who follows: a target that narrows nothing. [unverified] that an empty one is taken. */
function toBroadcast(articleId: string): Fields {
  return {
    recipient: { target: {} },
    message: {
      attachment: {
        type: 'template',
        payload: { template_type: 'media', elements: [{ media_type: 'article', attachment_id: articleId }] },
      },
    },
  };
}

/** The id as a bare number, as documented; built by hand, since JavaScript would round it. Whether quotes are taken is [unverified] (docs/zalo.md#ids). */
function toTag(chat: string, tag: string): string {
  return `{"user_id":${/^\d+$/.test(chat) ? chat : JSON.stringify(chat)},"tag_name":${JSON.stringify(tag)}}`;
}

function toReceipt(answer: Answer): Receipt {
  if (answer.status === 'failed') return { status: 'failed', failure: answer.failure };
  return { status: 'sent', messageId: toId(answer.data.message_id ?? answer.data.msg_id) ?? '' };
}

function toDone(answer: Answer): Outcome<object> {
  return answer.status === 'failed' ? { status: 'failed', failure: answer.failure } : { status: 'done' };
}

function refuse(detail: string): { readonly status: 'failed'; readonly failure: Failure } {
  return { status: 'failed', failure: { code: 'invalid-message', detail } };
}

/** A number that may come as a text. */
function toCount(value: unknown): number | undefined {
  const count = typeof value === 'number' || (typeof value === 'string' && value !== '') ? Number(value) : Number.NaN;
  return Number.isFinite(count) ? count : undefined;
}

/** `24/11/2026` → `2026-11-24` */
function toDay(written: unknown): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(String(written ?? '')) ?? [];
  return day && month && year ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}
