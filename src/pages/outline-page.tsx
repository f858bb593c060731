import { type Context, Hono } from 'hono';
import { type OpenedOutline, openOutline } from '../briefing/approving/open-outline.js';
import type { OutlineDeskDoors } from '../briefing/briefing-doors.js';
import { readLink } from '../briefing/exporting/brief-links.js';
import { DOCX_TYPE, type Sheet } from '../briefing/sheet.js';
import { sendPage } from './layout.js';
import { sendMessagePage } from './message-page.js';

const PATH = '/de-cuong/:id/:until/:seal';

/** An outline in large print on A4, and as DOCX, under an address that was given out in chat and runs out. */
export function createOutlinePage(doors: OutlineDeskDoors): Hono {
  const { texts } = doors;
  const app = new Hono();
  app.get(PATH, async (c) => {
    const opened = await open(c, doors);
    if (!opened) return refuse(c, doors);
    keepPrivate(c);
    const { sheet } = opened;
    return sendPage(c, {
      title: `${sheet.title} · ${sheet.kind}`,
      bodyClass: 'outline-page',
      children: (
        <div class="column">
          <p class="actions">
            <a class="button" href={`${c.req.path}/${fileName(opened, doors)}`}>
              {texts('page.outline.docx')}
            </a>
            <span>{texts('page.outline.print')}</span>
          </p>
          <Paper sheet={sheet} />
        </div>
      ),
    });
  });
  app.get(`${PATH}/:file{.+\\.docx}`, async (c) => {
    const opened = await open(c, doors);
    if (!opened) return refuse(c, doors);
    keepPrivate(c);
    const bytes = await doors.renderDocx(opened.sheet);
    return c.body(new Uint8Array(bytes).buffer, 200, {
      'Content-Type': DOCX_TYPE,
      'Content-Disposition': `attachment; filename="${fileName(opened, doors)}"`,
    });
  });
  return app;
}

function linkOf(c: Context) {
  return { id: c.req.param('id') ?? '', until: c.req.param('until') ?? '', sealed: c.req.param('seal') ?? '' };
}

async function open(c: Context, doors: OutlineDeskDoors): Promise<OpenedOutline | undefined> {
  const link = linkOf(c);
  if (readLink(link, doors.clock(), doors.outlines) !== 'open') return undefined;
  const kept = await doors.outlines.findOutline(link.id);
  return kept && openOutline(kept, doors);
}

function refuse(c: Context, { texts, outlines, clock }: OutlineDeskDoors) {
  const isOver = readLink(linkOf(c), clock(), outlines) === 'over';
  return sendMessagePage(
    c,
    404,
    isOver
      ? texts('page.outline.over')
      : 'Địa chỉ này không có ở đây. Anh/chị có thể hỏi trợ lý hoặc xem danh sách văn bản.',
  );
}

/** Neither caches nor search engines keep what an address that runs out leads to. */
function keepPrivate(c: Context): void {
  c.header('Cache-Control', 'private, no-store');
  c.header('X-Robots-Tag', 'noindex');
}

function fileName({ outline: { frameId, minutes } }: OpenedOutline, { texts }: OutlineDeskDoors): string {
  return `${texts('outline.file', { frame: frameId, minutes: String(minutes) })}.docx`;
}

function Paper({ sheet }: { sheet: Sheet }) {
  return (
    <article class="paper">
      {sheet.mark && <p class="mark">{sheet.mark}</p>}
      <p class="kind">{sheet.kind}</p>
      <h1>{sheet.title}</h1>
      {sheet.warnings.map((warning) => (
        <p class="caveat">{warning}</p>
      ))}
      {sheet.facts.map((fact) => (
        <p>{fact}</p>
      ))}
      <h2>{sheet.basesHeading}</h2>
      <ul>
        {sheet.bases.map((base) => (
          <li>{base}</li>
        ))}
      </ul>
      {sheet.sections.map(({ heading, items }) => (
        <section>
          <h2>{heading}</h2>
          <ul>
            {items.map(({ text, source, path }) => (
              <li>
                {text}{' '}
                {source && (
                  <span class="source">
                    (<a href={path}>{source}</a>)
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p class="source">{sheet.label}</p>
    </article>
  );
}
