import { Hono } from 'hono';
import { type Document, documentLabel } from '../documents/document.js';
import { documentPath } from '../documents/page-path.js';
import { type Validity, validityOn } from '../documents/validity.js';
import { foldText } from '../text/vietnamese-text.js';
import { formatDay } from '../time.js';
import { sendPage } from './layout.js';
import type { PageDoors } from './page-doors.js';
import { STANDING_LABELS, type Standing, toStanding, ValidityBadge } from './validity-badge.js';

interface Row {
  readonly document: Document;
  readonly validity: Validity;
}

interface Filter {
  readonly words: string;
  readonly kind: string;
  readonly standing: string;
}

/** `/van-ban`: all documents held, newest first, narrowed by words, kind and validity. */
export function createDocumentsPage({ library, today }: PageDoors): Hono {
  const app = new Hono();
  app.get('/van-ban', (c) => {
    const filter = {
      words: (c.req.query('tim') ?? '').trim().slice(0, 200),
      kind: c.req.query('loai') ?? '',
      standing: c.req.query('hieu-luc') ?? '',
    };
    const held = library();
    const rows = held.documents
      .map((document) => ({ document, validity: validityOn(document, today(), held) }))
      .sort((a, b) => (b.document.issuedOn ?? '').localeCompare(a.document.issuedOn ?? ''));
    const shown = rows.filter((row) => matches(row, filter));
    return sendPage(c, {
      title: 'Văn bản · Sổ tay Đoàn viên',
      current: 'documents',
      children: (
        <div class="column wide">
          <h1>Văn bản</h1>
          <FilterForm rows={rows} filter={filter} />
          <p class="muted" role="status">
            {shown.length === rows.length ? `${rows.length} văn bản` : `${shown.length} trong ${rows.length} văn bản`}
          </p>
          {shown.length > 0 ? <List rows={shown} /> : <Empty />}
        </div>
      ),
    });
  });
  return app;
}

function matches({ document, validity }: Row, { words, kind, standing }: Filter): boolean {
  const text = foldText(
    [documentLabel(document), document.title, document.shortTitle, document.issuer, document.issuedOn].join(' '),
  );
  return (
    (kind === '' || document.kind === kind) &&
    (standing === '' || toStanding(validity) === standing) &&
    foldText(words)
      .split(/\s+/)
      .every((word) => text.includes(word))
  );
}

function FilterForm({ rows, filter }: { rows: readonly Row[]; filter: Filter }) {
  const kinds = [...new Set(rows.map(({ document }) => document.kind))].sort((a, b) => a.localeCompare(b, 'vi'));
  const standings = (Object.keys(STANDING_LABELS) as Standing[]).filter((standing) =>
    rows.some(({ validity }) => toStanding(validity) === standing),
  );
  return (
    <search>
      <form class="filter" method="get" action="/van-ban">
        <label>
          <span>Số hiệu hoặc tên</span>
          <input type="search" name="tim" value={filter.words} placeholder="ví dụ: 37, nêu gương, công đoàn" />
        </label>
        <label>
          <span>Loại</span>
          <select name="loai">
            <option value="">Tất cả</option>
            {kinds.map((kind) => (
              <option value={kind} selected={kind === filter.kind}>
                {kind}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Hiệu lực</span>
          <select name="hieu-luc">
            <option value="">Tất cả</option>
            {standings.map((standing) => (
              <option value={standing} selected={standing === filter.standing}>
                {STANDING_LABELS[standing]}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Lọc</button>
      </form>
    </search>
  );
}

function List({ rows }: { rows: readonly Row[] }) {
  return (
    <ul class="documents">
      {rows.map(({ document, validity }) => (
        <li>
          <a href={documentPath(document.id)}>
            <strong>{documentLabel(document)}</strong>
            <span>{document.title}</span>
          </a>
          <p>
            <ValidityBadge validity={validity} />
            {document.issuedOn && <span class="muted">{formatDay(document.issuedOn)}</span>}
            {document.form === 'digest' && <span class="muted">Bản tóm lược</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Empty() {
  return (
    <div class="empty">
      <p>Không có văn bản nào khớp với bộ lọc này.</p>
      <p>
        <a class="button quiet" href="/van-ban">
          Xem tất cả
        </a>
      </p>
    </div>
  );
}
