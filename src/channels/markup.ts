/** The Markdown subset of `OutgoingMessage.text`: bold, italic, a link. Each stays on its line; signs of arithmetic (2*3*4) are none. */
const MARKED =
  /\*\*(?=\S)(?<bold>(?:[^*\n]|\*(?!\*))*?\S)\*\*|(?<![*\p{L}\p{N}])\*(?![\s*])(?<italic>[^*\n]*?[^\s*])\*(?![*\p{L}\p{N}])|\[(?<words>[^[\]\n]+)\]\((?<url>https?:\/\/[^\s()]+)\)/gu;

/** Where marked words begin and end. */
export function findMarked(text: string): { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(MARKED), ({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** Takes the marks off whatever is longer than this: all of them by default. A link becomes `words (address)`. */
export function removeMarkup(text: string, longerThan = 0): string {
  const plain = text.replace(MARKED, (marked, ...rest) =>
    marked.length > longerThan ? toPlain(rest.at(-1) as Record<string, string | undefined>) : marked,
  );
  // Marks stand within marks.
  return plain === text ? text : removeMarkup(plain, longerThan);
}

function toPlain({ bold, italic, words, url }: Record<string, string | undefined>): string {
  if (!url) return bold ?? italic ?? '';
  return words === url ? url : `${words} (${url})`;
}
