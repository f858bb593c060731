import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { assetPath } from './assets.js';

export const MACHINE_LABEL = 'Trợ lý tự động, trả lời bằng cách trích văn bản';

export interface LayoutProps {
  readonly title: string;
  readonly current?: 'chat' | 'documents' | 'calendar';
  readonly script?: 'chat.js' | 'document.js';
  readonly bodyClass?: string;
  readonly children?: Child;
}

function Layout({ title, current, script, bodyClass, children }: LayoutProps) {
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
        <meta name="description" content="Hỏi và tra văn bản của Đảng, công đoàn; mỗi câu trả lời kèm trích dẫn." />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#0b4f8a" />
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('style.css')} />
        {script && <script type="module" src={assetPath(script)} />}
      </head>
      <body class={bodyClass}>
        <a class="skip" href="#noi-dung">
          Đến nội dung chính
        </a>
        <header class="top">
          <div class="top-inner">
            <a class="brand" href="/">
              <img src={assetPath('icon.svg')} alt="" width="32" height="32" />
              <span>Sổ tay Đoàn viên</span>
            </a>
            <nav aria-label="Chính">
              <a href="/" aria-current={current === 'chat' ? 'page' : undefined}>
                Hỏi đáp
              </a>
              <a href="/van-ban" aria-current={current === 'documents' ? 'page' : undefined}>
                Văn bản
              </a>
              <a href="/lich" aria-current={current === 'calendar' ? 'page' : undefined}>
                Lịch
              </a>
            </nav>
          </div>
        </header>
        <main id="noi-dung" tabindex={-1}>
          {children}
        </main>
        {current !== 'chat' && (
          <footer class="foot">
            <p>{MACHINE_LABEL}. Nội dung là bản tóm lược có dẫn nguồn, không thay cho văn bản gốc.</p>
          </footer>
        )}
      </body>
    </html>
  );
}

type PageStatus = 200 | 400 | 404 | 413 | 415 | 429 | 500 | 503;

/** One whole page as a response. */
export function sendPage(c: Context, page: LayoutProps, status: PageStatus = 200): Response | Promise<Response> {
  return c.html(html`<!doctype html>${<Layout {...page} />}`, status);
}
