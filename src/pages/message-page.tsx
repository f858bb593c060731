import type { Context } from 'hono';
import { sendPage } from './layout.js';

const TITLES = {
  400: 'Yêu cầu chưa dùng được',
  404: 'Không tìm thấy trang',
  413: 'Nội dung gửi lên quá dài',
  415: 'Kiểu nội dung chưa được hỗ trợ',
  500: 'Có lỗi ngoài dự kiến',
  503: 'Tạm thời chưa phục vụ được',
} as const;

/** A friendly page for what went wrong: what happened, and where to go on. */
export function sendMessagePage(c: Context, status: keyof typeof TITLES, message: string) {
  return sendPage(
    c,
    {
      title: `${TITLES[status]} · Sổ tay Đoàn viên`,
      bodyClass: 'message-page',
      children: (
        <div class="column">
          <p class="code" aria-hidden="true">
            {status}
          </p>
          <h1>{TITLES[status]}</h1>
          <p>{message}</p>
          <p class="actions">
            <a class="button" href="/">
              Về trang hỏi đáp
            </a>
            <a class="button quiet" href="/van-ban">
              Xem danh sách văn bản
            </a>
          </p>
        </div>
      ),
    },
    status,
  );
}
