import type { Document } from '../documents/document.js';
import { normalizeText } from '../text/vietnamese-text.js';
import { extractDocx } from './extract-docx.js';
import { extractHtml } from './extract-html.js';
import { extractMarkdown } from './extract-markdown.js';
import { extractPdf } from './extract-pdf.js';
import { decodeText, type ExtractedText, extractText } from './extract-text.js';
import { gateDocument, LARGEST_FILE_BYTES, type Refusal, type RefusalReason, refusalFor } from './gate-document.js';
import { type FrontMatter, type Problem, parseFrontMatter } from './parse-document/front-matter.js';
import { parseDigest } from './parse-document/parse-digest.js';
import { parseDocument } from './parse-document/parse-document.js';
import { type ParsedDocument, toDocument } from './to-provisions.js';

export interface SourceFile {
  /** Name or path as people know it; its ending tells the format. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** Reasons that somebody entitled has lifted for this file (see `Confirmable`). */
  readonly confirmed?: ReadonlySet<RefusalReason>;
}

export type Ingested = { readonly document: Document } | Refusal;

/** Formats made of characters; front matter may stand at their top. */
const TEXT_FORMATS: Readonly<Record<string, (text: string) => ExtractedText>> = {
  md: extractMarkdown,
  txt: extractText,
  html: extractHtml,
  htm: extractHtml,
};

const BINARY_FORMATS: Readonly<Record<string, (bytes: Uint8Array) => Promise<ExtractedText>>> = {
  docx: extractDocx,
  pdf: extractPdf,
};

/** A file becomes a document, or a reason why not. Never throws for what is in the file; writes nothing. */
export async function ingestDocument(file: SourceFile): Promise<Ingested> {
  const { fileName, bytes } = file;
  if (bytes.length === 0) return refusalFor('empty');
  if (bytes.length > LARGEST_FILE_BYTES) return refusalFor('too-large');
  const format = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const readText = TEXT_FORMATS[format];
  const readBytes = BINARY_FORMATS[format];
  if (readText) {
    const content = decodeText(bytes)?.replace(/^\uFEFF/, '');
    if (content === undefined) return refusalFor('unknown-encoding');
    return ingestText(file, content, readText);
  }
  if (!readBytes) return refusalFor('unknown-format');
  try {
    return ingestOriginal(file, await readBytes(bytes));
  } catch {
    return refusalFor('unreadable');
  }
}

function ingestText(file: SourceFile, content: string, readText: (text: string) => ExtractedText): Ingested {
  if (content.trim() === '') return refusalFor('empty');
  const plain = normalizeText(content);
  const front = parseFrontMatter(plain);
  if (!front) return ingestOriginal(file, readText(content));
  if (front.form === 'original') {
    if (!front.facts) return invalid(file.fileName, front.problems);
    const body = content.split(/\r\n?|\n/).slice(front.lineCount);
    return ingestOriginal(file, readText(body.join('\n')), front);
  }
  const digest = parseDigest(plain);
  if ('problems' in digest) return invalid(file.fileName, digest.problems);
  return { document: toDocument(digest.document, file.fileName, file.bytes) };
}

function ingestOriginal(file: SourceFile, extracted: ExtractedText, front?: FrontMatter): Ingested {
  const refusal = gateDocument(extracted, file.confirmed);
  if (refusal) return refusal;
  const parsed: ParsedDocument = parseDocument(extracted, file.fileName, front?.facts);
  if (parsed.provisions.length === 0) return refusalFor('empty');
  return { document: toDocument(parsed, file.fileName, file.bytes) };
}

function invalid(fileName: string, problems: readonly Problem[]): Refusal {
  return {
    refused: 'invalid-digest',
    message: problems.map((problem) => `${fileName}:${problem.line}: ${problem.message}`).join('\n'),
  };
}
