import type { Summary } from '../briefing/summary.js';
import type { Document } from '../documents/document.js';
import { provisionAnchor } from '../documents/page-path.js';
import type { PageDoors } from './page-doors.js';

/** Summaries of one and of three minutes, each line with a link to its place; nothing for what is short enough to read. */
export async function createDocumentSummary({ id }: Document, { summarize }: Pick<PageDoors, 'summarize'>) {
  const target = { kind: 'document', documentId: id } as const;
  const short = await summarize(target, 'one-minute');
  if (short.missing || short.left === 0) return null;
  const long = await summarize(target, 'three-minutes');
  return (
    <section class="summaries" aria-label="Tóm tắt">
      <Lines title="Tóm tắt 1 phút" summary={short} />
      {!long.missing && long.left > 0 && <Lines title="Tóm tắt 3 phút" summary={long} />}
    </section>
  );
}

function Lines({ title, summary: { lines, left } }: { title: string; summary: Summary }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul>
        {lines.map(({ text, said, isCut, provisionId, address }) => (
          <li>
            {said ?? text}
            {isCut && '…'}{' '}
            <a href={`#${encodeURIComponent(provisionAnchor(provisionId))}`}>{address || 'Xem chỗ này'}</a>
          </li>
        ))}
      </ul>
      <p class="muted">🤖 Trợ lý trích văn bản{left > 0 && `, còn ${left} ý nữa ở bên dưới`}.</p>
    </details>
  );
}
