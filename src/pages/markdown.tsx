import type { Child } from 'hono/jsx';

/** Bold, a link, a bare address, and a document's number, which is not to be broken at its hyphen. */
const INLINE =
  /\*\*(.+?)\*\*|\[([^\]\n]+)\]\(([^\s()]+)\)|(https?:\/\/[^\s<>"”)]*[^\s<>"”).,;:!?])|(\d{1,4}-\p{Lu}\p{L}{0,3}\/\p{Lu}+)/gu;

type Block =
  | { readonly kind: 'paragraph' | 'quote' | 'quotations'; readonly lines: string[] }
  | { readonly kind: 'bullets'; readonly lines: string[] }
  | { readonly kind: 'numbers'; readonly lines: string[]; readonly numbers: number[] };

/** A line that is a quotation as a whole, perhaps behind its place: `Điều 1: “…”`. */
const QUOTED = /^(?:([^“”:]{1,60}): )?(“.+”)$/;

/**
 * The small Markdown subset of answers: paragraphs, `> quotes` (and lines that are one “quotation”), lists, `**bold**`,
 * links. JSX escapes everything else.
 */
export function Markdown({ text }: { text: string }) {
  return <>{toBlocks(text).map(renderBlock)}</>;
}

function toBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  let last: Block | undefined;
  const add = (block: Block): void => {
    if (last?.kind === block.kind) {
      last.lines.push(...block.lines);
      if (last.kind === 'numbers' && block.kind === 'numbers') last.numbers.push(...block.numbers);
      return;
    }
    blocks.push(block);
    last = block;
  };
  for (const line of text.split(/\r?\n/)) {
    const quote = /^\s*>\s?(.*)$/.exec(line);
    const bullet = /^\s*[-*•–]\s+(.+)$/.exec(line);
    const number = /^\s*(\d{1,3})[.)]\s+(.+)$/.exec(line);
    if (quote) add({ kind: 'quote', lines: [quote[1] ?? ''] });
    else if (bullet) add({ kind: 'bullets', lines: [bullet[1] ?? ''] });
    else if (number) add({ kind: 'numbers', lines: [number[2] ?? ''], numbers: [Number(number[1])] });
    else if (QUOTED.test(line.trim())) add({ kind: 'quotations', lines: [line.trim()] });
    else if (line.trim() === '') last = undefined;
    else add({ kind: 'paragraph', lines: [line.trim()] });
  }
  return blocks;
}

function renderBlock(block: Block): Child {
  switch (block.kind) {
    case 'quote':
      return <blockquote>{toBlocks(block.lines.join('\n')).map(renderBlock)}</blockquote>;
    case 'quotations':
      return <blockquote>{block.lines.map(renderQuotation)}</blockquote>;
    case 'bullets':
      return (
        <ul>
          {block.lines.map((line) => (
            <li>{renderInline(line)}</li>
          ))}
        </ul>
      );
    case 'numbers':
      return (
        <ol>
          {block.lines.map((line, index) => (
            <li value={block.numbers[index]}>{renderInline(line)}</li>
          ))}
        </ol>
      );
    default:
      return (
        <p class={classOf(block.lines[0] ?? '')}>
          {block.lines.map((line, index) => (
            <>
              {index > 0 && <br />}
              {renderInline(line)}
            </>
          ))}
        </p>
      );
  }
}

function renderQuotation(line: string): Child {
  const [, place, quotation = line] = QUOTED.exec(line) ?? [];
  return (
    <p>
      {place && <cite>{place}: </cite>}
      {renderInline(quotation)}
    </p>
  );
}

/** Source lines step back, warnings step forward. */
function classOf(line: string): string | undefined {
  if (/^(\*\*)?Nguồn:/.test(line)) return 'source-line';
  return /^(⚠|Lưu ý:)/.test(line) ? 'caution' : undefined;
}

function renderInline(text: string): Child[] {
  const parts: Child[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    const [whole, bold, label, target, url, number] = match;
    parts.push(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold) parts.push(<strong>{renderInline(bold)}</strong>);
    else if (number) parts.push(<span class="number">{number}</span>);
    else if (url) parts.push(<a href={url}>{url}</a>);
    else parts.push(isSafeTarget(target ?? '') ? <a href={target}>{label}</a> : whole);
  }
  parts.push(text.slice(end));
  return parts;
}

/** Web addresses and our own paths; never `javascript:` or `//elsewhere`. */
export function isSafeTarget(target: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(target) || /^\/(?![/\\])/.test(target);
}
