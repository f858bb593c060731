/** One line of a file: a paragraph where the format knows paragraphs, else a line as set. Blank where a block ended. */
export interface TextLine {
  readonly text: string;
  /** Page of the source file, from 1; absent where the format has none. */
  readonly page?: number;
}

/**
 * What every reader gives, untouched by any rule of language. Columns set side by side are parted by three spaces.
 * `unreadablePages` are pages that show a picture but hold no text.
 */
export interface ExtractedText {
  readonly lines: readonly TextLine[];
  readonly unreadablePages?: readonly number[];
}

/** Bytes of a plain text file: UTF-8 or UTF-16 with its mark; undefined where the encoding is neither. */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function extractText(text: string): ExtractedText {
  return {
    lines: text
      .split(/\f/)
      .flatMap((page, index, pages) =>
        page.split(/\r\n?|\n/).map((line) => (pages.length > 1 ? { text: line, page: index + 1 } : { text: line })),
      ),
  };
}
