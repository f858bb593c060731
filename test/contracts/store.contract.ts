import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Document } from '../../src/documents/document.js';
import type { Store } from '../../src/storage/store.js';

export function sampleDocument(number: string, issuedOn: string, texts: readonly string[], title = 'Về mẫu'): Document {
  const id = `${number}@${issuedOn}`;
  return {
    id,
    number,
    kind: 'Quy định',
    issuedOn,
    title,
    form: 'original',
    relations: [{ type: 'replaces', target: { number: '1-QĐ/TW', issuedOn: '2011' }, source: 'nguồn' }],
    source: { uri: 'mẫu.txt', sha256: '00', ocr: false },
    version: `v${texts.length}`,
    provisions: texts.map((text, order) => ({
      id: `${id}#Đ${order + 1}`,
      documentId: id,
      level: 'article',
      number: String(order + 1),
      label: `Điều ${order + 1}`,
      text,
      order,
      sources: [],
    })),
  };
}

/** What every store has to keep, whatever it is made of. `open` gives one that holds nothing. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(`a store (${name})`, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const first = sampleDocument('37-QĐ/TW', '2021-10-25', ['Một.', 'Hai.', 'Ba.']);
    const older = sampleDocument('08-QĐ/TW', '2018-10-25', ['Đầu tiên.']);

    it('holds nothing at first', async () => {
      expect(await store.listDocuments()).toEqual([]);
    });

    it('gives back what was saved, to the last field, oldest issue first', async () => {
      await store.saveDocument(first);
      await store.saveDocument(older);
      expect(await store.listDocuments()).toEqual([older, first]);
    });

    it('keeps an undated document before all others, and its missing fields missing', async () => {
      const { number: _, issuedOn: __, ...rest } = sampleDocument('x', '2000', []);
      const undated: Document = { ...rest, id: 'Điều lệ@', shortTitle: 'Điều lệ' };
      await store.saveDocument(older);
      await store.saveDocument(undated);
      const [held] = await store.listDocuments();
      expect(held).toEqual(undated);
      expect(Object.keys(held!)).not.toContain('number');
    });

    it('gives provisions in reading order, whatever order they came in', async () => {
      await store.saveDocument({ ...first, provisions: first.provisions.toReversed() });
      expect(await store.listDocuments()).toEqual([first]);
    });

    it('replaces a document with all of its provisions', async () => {
      await store.saveDocument(first);
      await store.saveDocument(older);
      const changed = sampleDocument('37-QĐ/TW', '2021-10-25', ['Khác.'], 'Về mẫu mới');
      await store.saveDocument(changed);
      expect(await store.listDocuments()).toEqual([older, changed]);
    });

    it('leaves what it held where a document cannot be saved', async () => {
      await store.saveDocument(first);
      const twice = { ...first, title: 'Hỏng', provisions: [first.provisions[0]!, first.provisions[0]!] };
      await expect(store.saveDocument(twice)).rejects.toThrow();
      expect(await store.listDocuments()).toEqual([first]);
    });

    it('removes a document and nothing else; removing what is not there is no error', async () => {
      await store.saveDocument(first);
      await store.saveDocument(older);
      await store.removeDocument(first.id);
      await store.removeDocument(first.id);
      await store.removeDocument('không có');
      expect(await store.listDocuments()).toEqual([older]);
    });

    it('keeps every letter: composed, decomposed, quotes, emoji, line ends', async () => {
      const texts = ['ế', 'ế'.normalize('NFD'), `'"; DROP TABLE documents; --`, '😀\u0000\t\n', ''];
      await store.saveDocument(sampleDocument('1-QĐ/TW', '2020-01-01', texts));
      const [held] = await store.listDocuments();
      expect(held!.provisions.map(({ text }) => text)).toEqual(texts);
    });

    it('holds 40,000 provisions in one document', async () => {
      const large = sampleDocument(
        '99-QĐ/TW',
        '2020-01-01',
        Array.from({ length: 40_000 }, (_, place) => `Nội dung ${place}.`),
      );
      await store.saveDocument(large);
      const [held] = await store.listDocuments();
      expect(held!.provisions).toHaveLength(40_000);
      expect(held!.provisions.at(-1)).toEqual(large.provisions.at(-1));
    });

    it('takes saves that are asked for at once', async () => {
      const many = Array.from({ length: 20 }, (_, place) =>
        sampleDocument(`${place + 10}-QĐ/TW`, '2020-01-01', ['Một.']),
      );
      await Promise.all(many.map((document) => store.saveDocument(document)));
      expect(await store.listDocuments()).toEqual(many);
    });
  });
}
