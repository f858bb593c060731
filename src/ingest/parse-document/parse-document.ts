import { basename, extname } from 'node:path';
import { documentId, documentLabel } from '../../documents/document.js';
import type { ExtractedText } from '../extract-text.js';
import { type OutlineNode, type ParsedDocument, toProvisions } from '../to-provisions.js';
import { cleanLines, isEnded, type Line, withoutColumns } from './clean-lines.js';
import { findEffect } from './find-effect.js';
import { findIssuer } from './find-issuer.js';
import type { FrontMatterFacts } from './front-matter.js';
import { findMarker } from './markers.js';
import { BASIS, type Header, parseHeader } from './parse-header.js';
import { parseOutline } from './parse-outline.js';
import { isSignatureStart, parseSignature } from './parse-signature.js';

/** The lines of an original by their place. Basis: the căn cứ, which lead to the body without being part of it. */
export interface SplitText {
  readonly header: Header;
  readonly basis: readonly Line[];
  readonly body: readonly Line[];
  /** Recipients and signatures. */
  readonly end: readonly Line[];
}

/** An original as issued, in either layout. `facts` from front matter win over what is read. Never throws. */
export function parseDocument(text: ExtractedText, fileName: string, facts?: FrontMatterFacts): ParsedDocument {
  const { header, basis, body, end } = splitText(text);
  const signature = parseSignature(end);
  const basisNodes = toBasisNodes(basis);
  const outline = parseOutline(body);
  const opening = [...basisNodes.slice(1), ...outline.slice(0, 5)].map((node) => node.text);
  const issuer = findIssuer(header.organisations, signature.onBehalfOf, opening);
  const { relations: givenRelations, ...given } = facts ?? { form: 'original' as const };
  const known = {
    ...(header.number ? { number: header.number } : {}),
    ...(header.issuedOn ? { issuedOn: header.issuedOn } : {}),
    ...(issuer ? { issuer } : {}),
    ...(signature.signer ? { signer: signature.signer } : {}),
    kind: header.kind ?? 'Văn bản',
    title: header.title ?? basename(fileName, extname(fileName)),
    ...given,
  };
  const id = documentId(known);
  const { effectiveFrom, relations } = findEffect(
    outline.map((node) => node.text),
    { label: documentLabel(known), ...(known.issuedOn ? { issuedOn: known.issuedOn } : {}) },
  );
  return {
    ...(effectiveFrom ? { effectiveFrom } : {}),
    ...known,
    id,
    form: 'original',
    relations: givenRelations ?? relations,
    provisions: toProvisions(id, [...basisNodes, ...outline]),
  };
}

export function splitText(text: ExtractedText): SplitText {
  const lines = cleanLines(text.lines);
  const header = parseHeader(lines);
  const basis: Line[] = [];
  const body: Line[] = [];
  const end: Line[] = [];
  let place: 'basis' | 'body' | 'end' = 'basis';
  for (let at = header.lineCount; at < lines.length; at++) {
    const line = lines[at]!;
    if (place === 'end') {
      if (isAnnex(line) || opensArticles(line)) place = 'body';
    } else if (isSignatureStart(lines, at)) place = 'end';
    else if (place === 'basis' && !isBasis(line, basis.at(-1))) place = 'body';
    (place === 'basis' ? basis : place === 'body' ? body : end).push(line);
  }
  return { header, basis, body, end };
}

function isBasis(line: Line, before: Line | undefined): boolean {
  const text = withoutColumns(line.text);
  if (BASIS.test(text) || /^(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|QUY ĐỊNH|KẾT LUẬN)\s*:$/u.test(text)) return true;
  const isNew = findMarker(text, () => undefined) !== undefined;
  return before !== undefined && !isNew && !isEnded(before.text);
}

function isAnnex(line: Line): boolean {
  return /^(?:PHỤ LỤC|Phụ lục\s+[\dIVXA-Z]|(?:QUY CHẾ|QUY ĐỊNH|ĐIỀU LỆ|NỘI QUY|CHƯƠNG TRÌNH|ĐỀ ÁN|DANH MỤC|KẾ HOẠCH)(?:$|\s))/u.test(
    line.text,
  );
}

/** What was taken for the end was a form or a table in the middle, or an annex without a heading follows. */
function opensArticles(line: Line): boolean {
  const style = findMarker(withoutColumns(line.text), () => undefined)?.style;
  return style === 'article' || style === 'chapter' || style === 'part';
}

/** The căn cứ under a heading of their own, one paragraph each. */
function toBasisNodes(lines: readonly Line[]): readonly OutlineNode[] {
  if (lines.length === 0) return [];
  const group = { level: 'section', number: '', label: '', token: 'can-cu', heading: 'Căn cứ', text: '' } as const;
  const paragraphs: { text: string; page?: number }[] = [];
  for (const { text: raw, page } of lines) {
    const text = withoutColumns(raw);
    const last = paragraphs.at(-1);
    if (last && !BASIS.test(text) && !isEnded(last.text)) last.text = `${last.text} ${text}`;
    else paragraphs.push({ text: text.replace(/^[-+]\s*/, ''), ...(page ? { page } : {}) });
  }
  return [
    group,
    ...paragraphs.map((paragraph) => ({
      parent: group,
      level: 'paragraph' as const,
      number: '',
      label: '',
      token: '',
      ...paragraph,
    })),
  ];
}
