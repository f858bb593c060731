import { Hono } from 'hono';
import type { Child } from 'hono/jsx';
import { type Document, documentLabel } from '../documents/document.js';
import { validityOn } from '../documents/validity.js';
import { formatDay } from '../time.js';
import { RelationList, ReplacementChain } from './document-chain.js';
import { createDocumentSummary } from './document-summary.js';
import { sendPage } from './layout.js';
import { sendMessagePage } from './message-page.js';
import type { PageDoors } from './page-doors.js';
import { Outline, ProvisionTree, SourceLink } from './provision-view.js';
import { createHighlight, type Highlight } from './quote-highlight.js';
import { ValidityBadge, ValidityNote } from './validity-badge.js';

/** More is no quote of ours: `passagePath` writes at most 600 characters. */
const LONGEST_QUOTE = 2_000;

/** `/van-ban/:slug`, with `?trich=` marking a quote. */
export function createDocumentPage({ library, today, summarize }: PageDoors): Hono {
  const app = new Hono();
  app.get('/van-ban/:slug', async (c) => {
    const held = library();
    const document = held.findBySlug(c.req.param('slug'));
    if (!document) {
      return sendMessagePage(c, 404, 'Thư viện không giữ văn bản này. Anh/chị có thể tìm trong danh sách văn bản.');
    }
    const validity = validityOn(document, today(), held);
    const summary = await createDocumentSummary(document, { summarize });
    const highlight = createHighlight(c.req.query('trich')?.slice(0, LONGEST_QUOTE));
    return sendPage(c, {
      title: `${documentLabel(document)} · Sổ tay Đoàn viên`,
      current: 'documents',
      script: 'document.js',
      bodyClass: 'document',
      children: (
        <div class="sheet">
          <header class="document-head">
            <p class="badges">
              <ValidityBadge validity={validity} />
              {document.form === 'digest' && <span class="badge plain">Bản tóm lược</span>}
            </p>
            <h1>
              <span class="number">{documentLabel(document)}</span> {highlight(document.title)}
            </h1>
            <div class="validity">
              <ValidityNote validity={validity} />
            </div>
            {document.caveat && (
              <p class="caveat">
                <strong>Lưu ý:</strong> {document.caveat}
              </p>
            )}
            <div class="cards">
              <Facts document={document} highlight={highlight} />
              <ReplacementChain document={document} validity={validity} library={held} />
            </div>
            {summary}
            <p class="actions">
              <a class="button" href={`/?hoi=${encodeURIComponent(`${documentLabel(document)} `)}`}>
                Hỏi về văn bản này
              </a>
            </p>
          </header>
          <nav class="outline" aria-label="Mục lục">
            <details open>
              <summary>Mục lục</summary>
              <Outline provisions={document.provisions} />
            </details>
          </nav>
          <article class="body">
            {document.form === 'digest' && (
              <p class="form-note">
                Đây là bản tóm lược do Sổ tay biên soạn: mỗi dòng kèm nguồn, không thay cho văn bản gốc.
              </p>
            )}
            <ProvisionTree provisions={document.provisions} highlight={highlight} />
            <RelationList document={document} library={held} />
          </article>
        </div>
      ),
    });
  });
  return app;
}

function Facts({ document, highlight }: { document: Document; highlight: Highlight }) {
  const { number, issuedOn, signer, issuer, effectiveFrom, effectiveTo, publicSource } = document;
  return (
    <dl class="facts">
      {number && <Fact name="Số hiệu">{highlight(number)}</Fact>}
      {issuedOn && (
        <Fact name={issuedOn.length > 4 ? 'Ngày ban hành' : 'Năm ban hành'}>{highlight(formatDay(issuedOn))}</Fact>
      )}
      {issuer && <Fact name="Cơ quan ban hành">{highlight(issuer)}</Fact>}
      {signer && <Fact name="Người ký">{highlight(signer)}</Fact>}
      {effectiveFrom && <Fact name="Hiệu lực từ">{highlight(formatDay(effectiveFrom))}</Fact>}
      {effectiveTo && <Fact name="Hiệu lực đến">{highlight(formatDay(effectiveTo))}</Fact>}
      {publicSource && (
        <Fact name="Nguồn công khai">
          <SourceLink source={publicSource} />
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children?: Child }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
