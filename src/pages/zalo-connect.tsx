import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Child } from 'hono/jsx';
import { sendPage } from './layout.js';

/** What connecting the OA needs from outside. */
export interface ZaloConnectDoors {
  /** Spends the one-time code: the address of Zalo's consent page, or undefined where the code does not hold. */
  start(code: string): Promise<string | undefined>;
  /** Changes what Zalo sent back for tokens. unavailable: Zalo did not answer, the same request may be repeated. */
  finish(given: {
    readonly code: string;
    readonly oaId: string;
    readonly state: string;
  }): Promise<'done' | 'refused' | 'expired' | 'unavailable'>;
}

const COOKIE = 'zalo-xac-nhan';
const COOKIE_LIFE_S = 15 * 60;
const LONGEST_VALUE = 2_000;
const AGAIN = (
  <p>
    Chạy lại <code>npm run zalo:connect</code> để lấy liên kết mới. Kết nối đang có (nếu có) không bị ảnh hưởng.
  </p>
);

/** `/zalo/ket-noi` explains and begins the consent of an OA admin; `/zalo/xac-nhan` is where Zalo sends the admin back. */
export function createZaloConnect(doors: ZaloConnectDoors): Hono {
  const app = new Hono();
  app.use('/zalo/*', async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.get('/zalo/ket-noi', (c) => sendInvitation(c, read(c.req.query('ma'))));
  app.post('/zalo/ket-noi', async (c) => {
    const url = await doors.start(read(new URLSearchParams(await c.req.text()).get('ma')));
    if (url === undefined) return sendSpentCode(c);
    rememberState(c, url);
    return sendLink(c, url);
  });
  app.get('/zalo/xac-nhan', async (c) => {
    const [code, oaId] = [read(c.req.query('code')), read(c.req.query('oa_id'))];
    // Whether Zalo sends the state back is [unverified] (docs/zalo.md#consent): the browser that began has it too.
    const state = read(c.req.query('state')) || read(getCookie(c, COOKIE));
    if (!code) return sendRefused(c);
    return RESULTS[await doors.finish({ code, oaId, state })](c);
  });
  return app;
}

function read(value: string | null | undefined): string {
  return value && value.length <= LONGEST_VALUE ? value : '';
}

function rememberState(c: Context, consentUrl: string): void {
  const { searchParams } = new URL(consentUrl);
  setCookie(c, COOKIE, searchParams.get('state') ?? '', {
    path: '/zalo',
    maxAge: COOKIE_LIFE_S,
    httpOnly: true,
    sameSite: 'Lax',
    secure: (searchParams.get('redirect_uri') ?? '').startsWith('https:'),
  });
}

function sendInvitation(c: Context, code: string) {
  if (!code) return sendSpentCode(c);
  return send(
    c,
    'Kết nối Zalo OA',
    <>
      <p>
        Bước này cho phép Sổ tay Đoàn viên nhận và trả lời tin nhắn thay cho Official Account của công đoàn. Chỉ quản
        trị viên của Official Account mới cho phép được.
      </p>
      <ol>
        <li>Bấm “Bắt đầu”, rồi sang trang của Zalo.</li>
        <li>Ở trang Zalo, chọn đúng Official Account và tích mọi quyền được hỏi, rồi bấm đồng ý.</li>
        <li>Zalo đưa anh/chị về lại đây; trang sẽ báo kết nối xong.</li>
      </ol>
      <p class="muted">Mật khẩu Zalo của anh/chị không đi qua trang này. Liên kết dùng được một lần, trong 15 phút.</p>
      <form method="post" action="/zalo/ket-noi" class="actions">
        <input type="hidden" name="ma" value={code} />
        <button type="submit" class="button">
          Bắt đầu
        </button>
      </form>
    </>,
  );
}

/** A link, not a redirect: browsers let `form-action 'self'` stop a form that ends on another host (tried in Chromium). */
function sendLink(c: Context, url: string) {
  return send(
    c,
    'Sang trang Zalo để cho phép',
    <>
      <p>Chọn đúng Official Account của công đoàn và tích mọi quyền được hỏi. Anh/chị có 10 phút.</p>
      <p class="actions">
        <a class="button" href={url} rel="noreferrer">
          Mở trang cho phép của Zalo
        </a>
      </p>
    </>,
  );
}

function sendSpentCode(c: Context) {
  return send(
    c,
    'Liên kết không còn dùng được',
    <>
      <p>Liên kết kết nối đã dùng rồi, đã quá 15 phút hoặc thiếu mã.</p>
      {AGAIN}
    </>,
    400,
  );
}

function sendRefused(c: Context) {
  return send(
    c,
    'Zalo chưa cho phép',
    <>
      <p>
        Zalo không chấp nhận lần kết nối này. Thường do chưa bấm đồng ý, hoặc địa chỉ nhận lại trong trang quản trị của
        Zalo khác địa chỉ của trang này.
      </p>
      {AGAIN}
    </>,
    400,
  );
}

const RESULTS: Readonly<
  Record<Awaited<ReturnType<ZaloConnectDoors['finish']>>, (c: Context) => Response | Promise<Response>>
> = {
  done: (c) =>
    send(
      c,
      'Đã kết nối Zalo OA',
      <p>Sổ tay Đoàn viên đã nhận được quyền. Anh/chị có thể đóng trang này; không cần khởi động lại dịch vụ.</p>,
    ),
  refused: sendRefused,
  expired: (c) =>
    send(
      c,
      'Lần kết nối này đã kết thúc',
      <>
        <p>Lần kết nối đã xong hoặc đã quá 15 phút. Nếu anh/chị vừa thấy báo “Đã kết nối” thì không cần làm gì thêm.</p>
        {AGAIN}
      </>,
      400,
    ),
  unavailable: (c) =>
    send(
      c,
      'Zalo chưa trả lời',
      <p>Chưa đổi được quyền vì máy chủ Zalo không trả lời. Anh/chị tải lại trang này sau ít phút để thử tiếp.</p>,
      503,
    ),
};

function send(c: Context, title: string, children: Child, status: 200 | 400 | 503 = 200) {
  return sendPage(
    c,
    {
      title: `${title} · Sổ tay Đoàn viên`,
      children: (
        <div class="column wide">
          <h1>{title}</h1>
          {children}
        </div>
      ),
    },
    status,
  );
}
