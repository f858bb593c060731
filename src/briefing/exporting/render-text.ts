import type { Sheet } from '../sheet.js';

/** An outline as plain words, for chats that take no files. */
export function renderText({
  kind,
  title,
  warnings,
  facts,
  basesHeading,
  bases,
  sections,
  label,
  mark,
}: Sheet): string {
  const head = [mark, `${kind.toUpperCase()}: ${title}`, ...warnings, ...facts].filter(Boolean);
  const blocks = [
    head,
    bases.length > 0 ? [basesHeading, ...bases.map((base) => `• ${base}`)] : [],
    ...sections.map(({ heading, items }) => [
      heading,
      ...items.map(({ text, source }) => `• ${source ? `${text} (${source})` : text}`),
    ]),
    [label],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}
