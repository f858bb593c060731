import { documentId } from '../../documents/document.js';
import type { ExtractedText } from '../extract-text.js';
import type { FrontMatterFacts } from '../front-matter.js';
import { type ParsedDocument, toProvisions } from '../to-provisions.js';

export function parseDocument(text: ExtractedText, fileName: string, facts?: FrontMatterFacts): ParsedDocument {
  const title = facts?.title ?? fileName;
  const id = documentId({ title });
  const nodes = text.lines
    .filter((l) => l.text !== '')
    .map((l) => ({ level: 'paragraph' as const, number: '', label: '', token: '', text: l.text }));
  return { id, kind: 'Văn bản', title, form: 'original', relations: [], provisions: toProvisions(id, nodes) };
}
