import { createHash } from 'node:crypto';
import type { Document, Provision, ProvisionLevel } from '../documents/document.js';

/** A provision before it has an identity. `token` is its step in the path: `Đ5`, `k2`, `II`; empty for paragraphs. */
export interface OutlineNode {
  readonly parent?: OutlineNode;
  readonly level: ProvisionLevel;
  readonly number: string;
  readonly label: string;
  readonly token: string;
  readonly heading?: string;
  readonly text: string;
  readonly page?: number;
  readonly sources?: readonly string[];
}

/** Identities for an outline in reading order. Articles are numbered through the document, so chapters stay out of their path. */
export function toProvisions(documentId: string, nodes: readonly OutlineNode[]): readonly Provision[] {
  const paths = new Map<OutlineNode, string>();
  const taken = new Set<string>();
  const paragraphs = new Map<OutlineNode | undefined, number>();
  return nodes.map((node, order) => {
    const paragraph = (paragraphs.get(node.parent) ?? 0) + 1;
    const isParagraph = node.level === 'paragraph';
    if (isParagraph) paragraphs.set(node.parent, paragraph);
    const number = isParagraph ? String(paragraph) : node.number;
    const above = node.level === 'article' ? annexOf(node) : node.parent;
    const wanted = [above && paths.get(above), isParagraph ? `p${number}` : node.token].filter(Boolean).join('.');
    let path = wanted;
    for (let again = 2; taken.has(path); again++) path = `${wanted}~${again}`;
    taken.add(path);
    paths.set(node, path);
    const parent = node.parent && paths.get(node.parent);
    return {
      id: `${documentId}#${path}`,
      documentId,
      level: node.level,
      number,
      label: node.label,
      ...(node.heading ? { heading: node.heading } : {}),
      text: node.text,
      ...(parent ? { parentId: `${documentId}#${parent}` } : {}),
      order,
      ...(node.page ? { page: node.page } : {}),
      sources: node.sources ?? [],
    };
  });
}

/** An annex counts its articles anew, so it stays in their path. */
function annexOf(node: OutlineNode): OutlineNode | undefined {
  for (let above = node.parent; above; above = above.parent) if (above.token.startsWith('PL')) return above;
  return undefined;
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** A document without what depends on the file that it was read from. */
export type ParsedDocument = Omit<Document, 'source' | 'version'>;

export function toDocument(parsed: ParsedDocument, uri: string, bytes: Uint8Array): Document {
  return {
    ...parsed,
    source: { uri, sha256: sha256(bytes), ocr: false },
    version: sha256(JSON.stringify(parsed)).slice(0, 12),
  };
}
