import { type Document, documentId, type Provision, type ProvisionLevel } from '../../src/documents/document.js';

/** What a test says of a document; everything else is plain and the same. */
export type DocumentParts = Partial<Omit<Document, 'id' | 'provisions'>> & {
  readonly provisions?: (documentId: string) => readonly Provision[];
};

/** `37-QĐ/TW` of 2021-10-25 and the like: dated, checked, without relations, unless said otherwise. */
export function createDocument({ provisions, ...parts }: DocumentParts): Document {
  const document = {
    kind: 'Quy định',
    title: 'Về một việc',
    form: 'digest',
    relations: [],
    source: { uri: 'x.md', sha256: '00', ocr: false },
    version: '1',
    ...parts,
  } as const;
  const id = documentId(document);
  return { ...document, id, provisions: provisions?.(id) ?? [] };
}

const LEVELS: readonly (readonly [RegExp, ProvisionLevel])[] = [
  [/^Phần/, 'part'],
  [/^Chương/, 'chapter'],
  [/^mục/, 'section'],
  [/^Điều/, 'article'],
  [/^khoản/, 'clause'],
  [/^điểm/, 'point'],
];

/** Provisions by their path of labels: `['Điều 5 > khoản 2 > điểm đ', 'text']`; what lies between is made as well. */
export function createProvisions(
  rows: readonly (readonly [path: string, text: string])[],
): (documentId: string) => readonly Provision[] {
  return (documentId) => {
    const provisions = new Map<string, Provision>();
    for (const [path, text] of rows) {
      const steps = path.split(' > ');
      for (const [depth, label] of steps.entries()) {
        const id = `${documentId}#${steps.slice(0, depth + 1).join('.')}`;
        const isLast = depth === steps.length - 1;
        const known = provisions.get(id);
        if (known && !isLast) continue;
        provisions.set(id, {
          id,
          documentId,
          level: LEVELS.find(([pattern]) => pattern.test(label))?.[1] ?? 'paragraph',
          number: label.split(' ').at(-1) ?? '',
          label,
          text: isLast ? text : '',
          ...(depth > 0 ? { parentId: `${documentId}#${steps.slice(0, depth).join('.')}` } : {}),
          order: known?.order ?? provisions.size,
          sources: [],
        });
      }
    }
    return [...provisions.values()];
  };
}
