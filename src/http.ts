import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import { trimTrailingSlash } from 'hono/trailing-slash';
import type { OutlineDeskDoors } from './briefing/briefing-doors.js';
import type { OpenWebhook } from './channels/channel.js';
import { AppError, toPersonMessage } from './errors.js';
import type { Health } from './observability/check-health.js';
import { createAskApi } from './pages/ask-api.js';
import { createAssets } from './pages/assets.js';
import { createCalendarFeed, type FeedPageDoors } from './pages/calendar-feed.js';
import { type CalendarPageDoors, createCalendarPage } from './pages/calendar-page.js';
import { createChatPage } from './pages/chat-page.js';
import { createDocumentPage } from './pages/document-page.js';
import { createDocumentsPage } from './pages/documents-page.js';
import { createHealthPage } from './pages/health-page.js';
import { createQuestionGate, type QuestionLimits } from './pages/limit-questions.js';
import { sendMessagePage } from './pages/message-page.js';
import { createOutlinePage } from './pages/outline-page.js';
import type { AskDoors, PageDoors } from './pages/page-doors.js';
import { createZaloConnect, type ZaloConnectDoors } from './pages/zalo-connect.js';
import type { Texts } from './text/texts.js';
import { type Clock, wait } from './time.js';

export interface HttpDoors extends PageDoors {
  readonly questionLimits: QuestionLimits;
  readonly texts: Texts;
  /** Where people reach this service; an https address adds Strict-Transport-Security. */
  readonly publicUrl?: string;
  /** How platforms call us. */
  readonly webhooks: readonly OpenWebhook[];
  /** Connecting the OA; null where none is set. */
  readonly consent: ZaloConnectDoors | null;
  readonly feeds: FeedPageDoors & CalendarPageDoors;
  /** Outlines that were given out in chat; absent where none are kept. */
  readonly briefing?: OutlineDeskDoors;
  readonly checkHealth: () => Promise<Health>;
  readonly clock: Clock;
  /** Receives what a person must not see: errors with their insides, and refused calls. */
  readonly logger: { error(details: object, message: string): void; warn(details: object, message: string): void };
}

const LARGEST_API_BODY = 64 * 1024;
/** A form writes a Vietnamese letter in up to nine bytes, and carries the earlier turns. */
const LARGEST_FORM_BODY = 256 * 1024;
const LARGEST_WEBHOOK_BODY = 1024 * 1024;
/** Of a body that is refused no more is waited for than this, and no longer; the connection ends then. */
const LARGEST_REST = 8 * 1024 * 1024;
const LONGEST_REST_MS = 5_000;

/** The whole web face: pages, `/api`, `/webhook`, `/khoe`. Knows no port and keeps nothing between requests. */
export function createHttp(doors: HttpDoors): Hono {
  const app = new Hono();
  const reportError = (error: unknown): void => {
    if (!(error instanceof AppError && error.code === 'invalid-input') && !hasLeft(error)) {
      doors.logger.error({ err: error }, 'a web request failed');
    }
  };

  const gate = createQuestionGate(doors.questionLimits, doors.clock, () =>
    doors.logger.warn({}, 'requests come through a proxy: without PROXY_HOPS all who ask pass for one caller'),
  );
  const asking: AskDoors = {
    answerQuestion: gate.count(doors.answerQuestion),
    converse: gate.count(doors.converse),
    findRefusal(c) {
      const refusal = gate.findRefusal(c);
      if (!refusal) return undefined;
      const { because, retryAfterS } = refusal;
      return { message: doors.texts(`too-many.${because}`, { seconds: String(retryAfterS) }), retryAfterS };
    },
  };

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: doors.publicUrl?.startsWith('https:') ? 'max-age=31536000' : false,
      xFrameOptions: 'DENY',
      referrerPolicy: 'same-origin',
    }),
  );
  app.get('*', compress());
  app.use(readRest);
  app.use(trimTrailingSlash());
  app.use('/api/*', accept('application/json', LARGEST_API_BODY));
  for (const path of ['/tro-chuyen', '/zalo/ket-noi']) {
    app.use(path, accept('application/x-www-form-urlencoded', LARGEST_FORM_BODY));
  }

  app.get('/khoe', (c) => c.json({ ok: true, documents: doors.library().documents.length }));
  app.route('/', createHealthPage(doors.checkHealth));
  app.route('/', createAssets());
  app.route('/', createChatPage({ ...asking, reportError }));
  app.route('/', createDocumentsPage(doors));
  app.route('/', createDocumentPage(doors));
  app.route('/', createCalendarPage(doors.feeds));
  app.route('/', createCalendarFeed(doors.feeds));
  if (doors.briefing) app.route('/', createOutlinePage(doors.briefing));
  app.route('/', createAskApi(asking));
  if (doors.consent) app.route('/', createZaloConnect(doors.consent));
  for (const each of doors.webhooks) app.route('/', createWebhookRoute(each, doors));

  app.notFound((c) =>
    fail(c, 404, 'Địa chỉ này không có ở đây. Anh/chị có thể hỏi trợ lý hoặc xem danh sách văn bản.'),
  );
  app.onError((error, c) => {
    reportError(error);
    const status = !(error instanceof AppError) ? 500 : error.code === 'invalid-input' ? 400 : 503;
    return fail(c, status, toPersonMessage(error));
  });
  return app;
}

/** Size and type are guarded here, the rest by the channel; each refusal is one line of the log and no work. */
function createWebhookRoute({ channel, webhook, receive }: OpenWebhook, { clock, logger }: HttpDoors): Hono {
  const app = new Hono();
  const refuse = (c: Context, status: 413 | 415, reason: string) => {
    logger.warn({ channel, refused: reason }, 'a webhook call was refused');
    return c.body(null, webhook.refusesQuietly ? 200 : status);
  };
  const limit = limitBody(LARGEST_WEBHOOK_BODY, (c) => refuse(c, 413, 'too-large'));
  app.post(webhook.path, limit, async (c) => {
    const given = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    if (given !== 'application/json') return refuse(c, 415, 'wrong-type');
    const reply = await webhook.handle(
      {
        header: (name) => c.req.header(name),
        body: new Uint8Array(await c.req.arrayBuffer()),
        receivedAt: clock(),
      },
      receive,
    );
    if (reply.refused) logger.warn({ channel, refused: reply.refused }, 'a webhook call was refused');
    return c.body(null, reply.status);
  });
  return app;
}

/** Only one content type, and no more than so many bytes, for requests that carry a body. */
function accept(type: string, maxSize: number) {
  const limit = limitBody(maxSize, (c) => fail(c, 413, 'Nội dung gửi lên quá dài. Anh/chị vui lòng hỏi ngắn gọn hơn.'));
  return (c: Context, next: () => Promise<void>) => {
    const given = c.req.header('Content-Type')?.split(';')[0]?.trim().toLowerCase();
    if (c.req.method === 'POST' && given !== type) {
      return Promise.resolve(fail(c, 415, `Nội dung gửi lên phải có kiểu ${type}.`));
    }
    return limit(c, next);
  };
}

/** As Hono's `bodyLimit`, which leaves half unread what it refuses. */
function limitBody(maxSize: number, refuse: (c: Context) => Response | Promise<Response>) {
  return async (c: Context, next: () => Promise<void>) => {
    const length = c.req.header('Content-Length');
    if (length !== undefined && c.req.header('Transfer-Encoding') === undefined) {
      return Number(length) > maxSize ? refuse(c) : next();
    }
    if (!c.req.raw.body) return next();
    const chunks: Uint8Array[] = [];
    const reader = c.req.raw.body.getReader();
    for (let size = 0; ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > maxSize) {
        await readOut(reader, c);
        return refuse(c);
      }
      chunks.push(value);
    }
    c.req.raw = new Request(c.req.raw, { body: Buffer.concat(chunks) });
    return next();
  };
}

/** Nothing that was sent is left unread by an answer, whatever it says. */
async function readRest(c: Context, next: () => Promise<void>): Promise<void> {
  await next();
  const { raw } = c.req;
  if (!raw.bodyUsed && raw.body && !raw.body.locked) await readOut(raw.body.getReader(), c);
}

/**
 * Otherwise the server ends the connection half a second later, and whoever keeps it (a platform, a proxy) has sent the
 * next call into it by then.
 */
async function readOut(reader: ReadableStreamDefaultReader<Uint8Array>, c: Context): Promise<void> {
  const stop = new AbortController();
  const read = async (): Promise<boolean> => {
    for (let size = 0; size <= LARGEST_REST; ) {
      const { done, value } = await reader.read();
      if (done) return true;
      size += value.length;
    }
    return false;
  };
  // Who broke off while sending waits for no answer.
  const isRead = await Promise.race([read().catch(() => true), wait(LONGEST_REST_MS, stop.signal).then(() => false)]);
  stop.abort();
  if (!isRead) c.header('Connection', 'close');
}

function fail(c: Context, status: 400 | 404 | 413 | 415 | 500 | 503, message: string) {
  return c.req.path.startsWith('/api/') ? c.json({ error: message }, status) : sendMessagePage(c, status, message);
}

/** Whether the client broke off while it was sending: nothing failed on this side. */
function hasLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}
