import type { Child } from 'hono/jsx';
import type { Provision } from '../documents/document.js';
import { provisionAnchor } from '../documents/page-path.js';
import { isSafeTarget } from './markdown.js';
import type { Highlight } from './quote-highlight.js';

type Children = ReadonlyMap<string | undefined, readonly Provision[]>;

/** The whole body as nested sections, each with its anchor. */
export function ProvisionTree({ provisions, highlight }: { provisions: readonly Provision[]; highlight: Highlight }) {
  return <>{renderSiblings(groupByParent(provisions), undefined, 2, highlight)}</>;
}

/** Links to everything that bears a heading or an official number, two levels deep. */
export function Outline({ provisions }: { provisions: readonly Provision[] }) {
  return renderOutline(groupByParent(provisions), undefined, 2);
}

function renderOutline(children: Children, parentId: string | undefined, depth: number) {
  const items = (children.get(parentId) ?? []).filter(isHeaded);
  if (items.length === 0 || depth === 0) return null;
  return (
    <ol>
      {items.map((provision) => (
        <li>
          <a href={`#${encodeURIComponent(provisionAnchor(provision.id))}`}>{headingOf(provision)}</a>
          {renderOutline(children, provision.id, depth - 1)}
        </li>
      ))}
    </ol>
  );
}

function groupByParent(provisions: readonly Provision[]): Children {
  const children = new Map<string | undefined, Provision[]>();
  for (const provision of [...provisions].sort((a, b) => a.order - b.order)) {
    const siblings = children.get(provision.parentId);
    if (siblings) siblings.push(provision);
    else children.set(provision.parentId, [provision]);
  }
  return children;
}

function renderSiblings(children: Children, parentId: string | undefined, depth: number, highlight: Highlight): Child {
  return (children.get(parentId) ?? []).map((provision) => {
    const inner = renderSiblings(children, provision.id, depth + 1, highlight);
    return isHeaded(provision) ? (
      <section id={provisionAnchor(provision.id)} class={`provision ${provision.level}`} tabindex={-1}>
        <Heading depth={depth}>{highlight(headingOf(provision))}</Heading>
        <Text provision={provision} highlight={highlight} />
        {inner}
      </section>
    ) : (
      <div id={provisionAnchor(provision.id)} class={`provision ${provision.level}`} tabindex={-1}>
        <Text provision={provision} marker={markerOf(provision)} highlight={highlight} />
        {inner}
      </div>
    );
  });
}

function Heading({ depth, children }: { depth: number; children?: Child }) {
  if (depth <= 2) return <h2>{children}</h2>;
  return depth === 3 ? <h3>{children}</h3> : <h4>{children}</h4>;
}

function Text({ provision, marker, highlight }: { provision: Provision; marker?: string; highlight: Highlight }) {
  if (provision.text === '') return null;
  return (
    <p class="words">
      {marker && <span class="marker">{marker} </span>}
      {highlight(provision.text)}
      {provision.sources.length > 0 && <Sources sources={provision.sources} />}
    </p>
  );
}

function Sources({ sources }: { sources: readonly string[] }) {
  return (
    <span class="sources">
      Nguồn:{' '}
      {sources.map((source, index) => (
        <>
          {index > 0 && ', '}
          <SourceLink source={source} />
        </>
      ))}
    </span>
  );
}

/** A source that is an address becomes a link named after its site; any other stays as it is written. */
export function SourceLink({ source }: { source: string }) {
  const url = source.replace(/[.,;]$/, '');
  if (!/^https?:/i.test(url) || !isSafeTarget(url) || !URL.canParse(url)) return <>{source}</>;
  return (
    <a href={url} rel="noopener noreferrer nofollow" title={url}>
      {new URL(url).hostname.replace(/^www\./, '')}
    </a>
  );
}

/** Clauses and points of an original are running text behind their number; in a digest they only hold lines. */
function isHeaded({ level, text, heading, label }: Provision): boolean {
  if (heading) return true;
  if (level === 'paragraph' || label === '') return false;
  return text === '' || !(level === 'clause' || level === 'point');
}

function headingOf({ label, heading = '' }: Provision): string {
  const first = label.charAt(0).toLocaleUpperCase('vi') + label.slice(1);
  return label && heading ? `${first}. ${heading}` : first || heading;
}

function markerOf({ level, number, text }: Provision): string {
  if (level === 'paragraph' || number === '' || text.startsWith(number)) return '';
  return level === 'point' ? `${number})` : `${number}.`;
}
