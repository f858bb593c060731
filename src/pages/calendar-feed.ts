import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { TOPICS, type Topic } from '../people/member.js';
import { sendMessagePage } from './message-page.js';

/** Calendars to subscribe to, as iCalendar text. */
export interface FeedPageDoors {
  readonly giveTopicFeed: (topic: Topic) => Promise<string>;
  /** Undefined where the link leads nowhere. */
  readonly giveOwnFeed: (token: string) => Promise<string | undefined>;
}

const TOKEN = /^[\w-]{32}$/;

/** `/lich/<topic>.ics` for everybody, `/lich/rieng/<token>.ics` for who holds the link. Both are fetched again and again: unchanged, they are not sent again. */
export function createCalendarFeed({ giveTopicFeed, giveOwnFeed }: FeedPageDoors): Hono {
  const app = new Hono();
  const none = (c: Context) =>
    sendMessagePage(
      c,
      404,
      'Lịch này không có ở đây, hoặc đường dẫn đã được thay. Anh/chị gõ /lich trong cuộc trò chuyện để lấy đường dẫn mới.',
    );
  app.get('/lich/:file', async (c) => {
    const topic = TOPICS.find((each) => c.req.param('file') === `${each}.ics`);
    return topic ? send(c, await giveTopicFeed(topic), 'public, max-age=3600') : none(c);
  });
  app.get('/lich/rieng/:file', async (c) => {
    const [token = '', ending] = c.req.param('file').split('.');
    const feed = ending === 'ics' && TOKEN.test(token) ? await giveOwnFeed(token) : undefined;
    return feed === undefined ? none(c) : send(c, feed, 'private, no-cache');
  });
  return app;
}

function send(c: Context, feed: string, caching: string): Response {
  const tag = `"${createHash('sha256').update(feed).digest('base64url').slice(0, 22)}"`;
  c.header('ETag', tag);
  c.header('Cache-Control', caching);
  if (c.req.header('If-None-Match')?.includes(tag)) return c.body(null, 304);
  c.header('Content-Type', 'text/calendar; charset=utf-8');
  return c.body(feed);
}
