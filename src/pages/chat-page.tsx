import { type Context, Hono } from 'hono';
import { stream } from 'hono/streaming';
import type { OutgoingMessage } from '../channels/channel.js';
import { toPersonMessage } from '../errors.js';
import { HistoryFields, ReplyCards } from './answer-card.js';
import { type LayoutProps, MACHINE_LABEL, sendPage } from './layout.js';
import type { AskDoors } from './page-doors.js';
import { LONGEST_HISTORY, LONGEST_QUESTION, readQuestion } from './read-question.js';

const SUGGESTIONS = [
  '19 điều đảng viên không được làm là gì?',
  'Quy định 22 còn hiệu lực không?',
  'Đảng viên có được nhận quà không?',
  'Quy định nêu gương nói gì?',
  'Tổ chức đảng có những hình thức kỷ luật nào?',
  'Quy định nào thay Quy định 37?',
];

interface Conversation {
  /** The person's own turns so far, the newest last. */
  readonly turns: readonly string[];
  /** To the newest turn. */
  readonly reply?: readonly OutgoingMessage[];
  /** What went wrong instead. */
  readonly failure?: string;
  /** Typed, and not to be lost. */
  readonly draft?: string;
}

/** One line each of the streamed conversation. */
type ChatEvent =
  | { readonly type: 'typing' }
  | { readonly type: 'answer'; readonly html: string }
  | { readonly type: 'failed'; readonly message: string };

/** The web chat: `/`, and `/tro-chuyen`, which streams to the script and answers plain forms with a whole page. */
export function createChatPage(doors: AskDoors & { readonly reportError: (error: unknown) => void }): Hono {
  const app = new Hono();
  app.get('/', (c) => sendChat(c, { turns: [], draft: (c.req.query('hoi') ?? '').slice(0, LONGEST_QUESTION) }));
  app.get('/tro-chuyen', (c) => c.redirect('/', 303));
  app.post('/tro-chuyen', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const text = (form.get('text') ?? '').trim();
    const earlier = form.getAll('history').slice(-LONGEST_HISTORY);
    const ask = async () => doors.converse(readQuestion({ text, history: earlier }));
    const turns = [...earlier, text].slice(-LONGEST_HISTORY);
    // Not no-store: coming back from a document, a browser without JavaScript must find the page it had.
    c.header('Cache-Control', 'private, no-cache');
    const isStreamed = c.req.header('Accept')?.includes('application/x-ndjson');
    if (text === '' && !isStreamed) return c.redirect('/', 303);

    const refusal = doors.findRefusal(c);
    if (refusal) {
      const { message, retryAfterS } = refusal;
      c.header('Retry-After', String(retryAfterS));
      c.status(429);
      if (!isStreamed) {
        return sendChat(c, { turns: earlier, failure: message, draft: text.slice(0, LONGEST_QUESTION) }, 429);
      }
      c.header('Content-Type', STREAM);
      return c.body(toLine({ type: 'failed', message }));
    }

    if (isStreamed) {
      c.header('Content-Type', STREAM);
      c.header('X-Accel-Buffering', 'no');
      return stream(c, async (out) => {
        const send = (event: ChatEvent) => out.write(toLine(event));
        await send({ type: 'typing' });
        try {
          const card = <ReplyCards messages={await ask()} turns={turns} />;
          await send({ type: 'answer', html: String(await card) });
        } catch (error) {
          doors.reportError(error);
          await send({ type: 'failed', message: toPersonMessage(error) });
        }
      });
    }
    try {
      return await sendChat(c, { turns, reply: await ask() });
    } catch (error) {
      doors.reportError(error);
      return sendChat(c, { turns: earlier, failure: toPersonMessage(error), draft: text.slice(0, LONGEST_QUESTION) });
    }
  });
  return app;
}

const STREAM = 'application/x-ndjson; charset=utf-8';
const toLine = (event: ChatEvent): string => `${JSON.stringify(event)}\n`;

function sendChat(c: Context, { turns, reply, failure, draft }: Conversation, status: 200 | 429 = 200) {
  const started = turns.length > 0 || failure !== undefined;
  const page: LayoutProps = {
    title: 'Sổ tay Đoàn viên: hỏi đáp văn bản',
    current: 'chat',
    script: 'chat.js',
    bodyClass: 'chat',
    children: (
      <>
        <div class="column conversation">
          {started ? <h1 class="hidden">Hỏi đáp văn bản</h1> : <Welcome />}
          <div id="log" role="log" aria-live="polite" aria-label="Cuộc trò chuyện">
            {turns.slice(0, -1).map((turn) => (
              <p class="turn question earlier">{turn}</p>
            ))}
            {turns.slice(-1).map((turn) => (
              <p class="turn question" id="moi-nhat">
                {turn}
              </p>
            ))}
            {reply && <ReplyCards messages={reply} turns={turns} />}
            {failure && <Notice>{failure}</Notice>}
          </div>
        </div>
        <Composer turns={turns} draft={draft ?? ''} />
        <template id="typing">
          <p class="turn answer typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            Trợ lý đang tra văn bản…
          </p>
        </template>
        <template id="failed">
          <Notice>Chưa kết nối được với trợ lý. Câu hỏi của anh/chị vẫn ở ô bên dưới, vui lòng gửi lại.</Notice>
        </template>
      </>
    ),
  };
  return sendPage(c, page, status);
}

function Notice({ children }: { children?: string }) {
  return <p class="turn answer failed">{children}</p>;
}

function Welcome() {
  return (
    <section class="welcome" aria-labelledby="chao">
      <h1 id="chao">Anh/chị muốn tra cứu điều gì?</h1>
      <p>
        Tôi tìm trong các văn bản của Đảng và công đoàn, trả lời bằng đoạn trích kèm số hiệu, ngày ban hành, điều khoản
        và hiệu lực. Điều gì không có trong văn bản, tôi sẽ nói rõ là không có.
      </p>
      <form class="suggestions" method="post" action="/tro-chuyen" data-ask aria-label="Câu hỏi gợi ý">
        {SUGGESTIONS.map((suggestion) => (
          <button type="submit" name="text" value={suggestion}>
            {suggestion}
          </button>
        ))}
      </form>
    </section>
  );
}

function Composer({ turns, draft }: { turns: readonly string[]; draft: string }) {
  return (
    <div class="composer">
      <form id="composer" class="column" method="post" action="/tro-chuyen#moi-nhat" data-ask autocomplete="off">
        <HistoryFields turns={turns} />
        <label class="hidden" for="cau-hoi">
          Câu hỏi của anh/chị
        </label>
        <div class="field">
          <textarea
            id="cau-hoi"
            name="text"
            rows={1}
            maxlength={LONGEST_QUESTION}
            required
            enterkeyhint="send"
            placeholder="Ví dụ: Điều 5 Quy định 37"
            aria-describedby="nhan-may"
          >
            {draft}
          </textarea>
          <button type="submit">
            <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
              <path d="M3 11.5 21 3l-6 18-4-7.5z" fill="currentColor" />
            </svg>
            <span>Gửi</span>
          </button>
        </div>
        <p id="nhan-may" class="machine">
          <strong>{MACHINE_LABEL}.</strong> <span>Xin đừng nhập thông tin cá nhân hay bí mật.</span>
          <a href="/" class="restart">
            Cuộc trò chuyện mới
          </a>
        </p>
      </form>
    </div>
  );
}
