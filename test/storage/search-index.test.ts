import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Embedder } from '../../src/models/model.js';
import { openSearchIndex, type SearchIndexOptions } from '../../src/storage/search-index/search-index.js';
import { cosine } from '../support/cosine.js';
import { SENTENCES, withoutMarks } from '../support/sentences.js';
import { createSyllableEmbedder } from '../support/syllable-embedder.js';

const passages = SENTENCES.map((text, i) => ({
  id: `p${i}`,
  documentId: `văn bản ${i % 3}`,
  provisionId: `p${i}`,
  title: `Quy định ${i % 3}`,
  section: `Điều ${i}`,
  text,
}));
const table = {
  abbreviations: [{ short: 'UBKT', full: ['ủy ban kiểm tra'], safety: 'A' as const }],
  teencode: {},
  synonyms: [],
  everyday: [],
};

describe('openSearchIndex', () => {
  let cacheDir: string;
  beforeEach(async () => {
    cacheDir = await mkdtemp(join(tmpdir(), 'search-index-'));
  });
  afterEach(() => rm(cacheDir, { recursive: true }));

  const open = (embedder: Embedder | null, options: Partial<SearchIndexOptions> = {}) =>
    openSearchIndex({ passages, embedder, cacheDir, table, ...options });
  const first = async (opened: Awaited<ReturnType<typeof open>>, question: string, within?: ReadonlySet<string>) =>
    (await opened.index.search(question, { limit: 1, ...(within ? { within } : {}) }))[0];

  it.each(['words alone', 'words and vectors'])(
    'finds each passage by its own words, marked or not: %s',
    async (how) => {
      const opened = await open(how === 'words alone' ? null : createSyllableEmbedder(256));
      await opened.ready;
      for (const [i, sentence] of SENTENCES.entries()) {
        expect((await first(opened, sentence))?.passage).toBe(i);
        expect((await first(opened, withoutMarks(sentence)))?.passage).toBe(i);
      }
    },
  );

  it('finds what an abbreviation stands for', async () => {
    expect((await first(await open(null), 'UBKT lam gi'))?.passage).toBe(7);
    expect((await first(await open(null), 'ubkt'))?.passage).toBe(7);
  });

  it('keeps within the documents asked for, best first, ties to the earlier passage', async () => {
    const opened = await open(createSyllableEmbedder());
    await opened.ready;
    const within = new Set(['văn bản 1']);
    const hits = await opened.index.search('đảng viên công đoàn', { limit: 10, within });
    expect(new Set(hits.map(({ passage }) => passages[passage]!.documentId))).toEqual(within);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
    expect(await opened.index.search('đảng viên công đoàn', { limit: 10, within })).toEqual(hits);
    expect(await opened.index.search('đảng viên', { limit: 2 })).toHaveLength(2);
    expect(await opened.index.search('đảng viên', { limit: 5, within: new Set() })).toEqual([]);
  });

  it('says what words and vectors each think', async () => {
    const opened = await open(createSyllableEmbedder(256));
    expect(opened.index.vectors).toBe('building');
    expect(await first(opened, 'chi bộ')).not.toHaveProperty('dense');
    await opened.ready;
    expect(opened.index.vectors).toBe('ready');
    const hit = await first(opened, 'chi bộ');
    expect(hit?.lexical).toBeGreaterThan(0);
    expect(hit?.dense).toBeGreaterThan(0);
    expect(hit?.dense).toBeLessThanOrEqual(1.000_01);
  });

  it.each(['words alone', 'words and vectors'])('finds a passage by what people ask of it: %s', async (how) => {
    const asked = passages.map((passage, i) => (i === 3 ? { ...passage, asked: ['xin nghỉ đẻ mấy tháng'] } : passage));
    const opened = await open(how === 'words alone' ? null : createSyllableEmbedder(256), { passages: asked });
    await opened.ready;
    const hit = await first(opened, 'nghi de may thang');
    expect(hit?.passage).toBe(3);
    if (how !== 'words alone') expect(hit?.asked).toBeGreaterThan(0.8);
    expect((await first(opened, SENTENCES[5]!))?.passage).toBe(5);
    expect(await first(opened, SENTENCES[5]!)).not.toHaveProperty('asked');
  });

  it('shows the embedder the restored question, in the writer’s case', async () => {
    const asked: string[] = [];
    const plain = createSyllableEmbedder();
    const opened = await open({
      ...plain,
      embedQuery: (question) => {
        asked.push(question);
        return plain.embedQuery(question);
      },
    });
    await opened.ready;
    await first(opened, 'Nghi quyet cua chi bo?');
    expect(asked).toEqual(['Nghị quyết của chi bộ?']);
  });

  it('embeds only what changed on a later start', async () => {
    await (await open(createSyllableEmbedder())).ready;
    const again = createSyllableEmbedder();
    const changed = passages.map((passage, i) => (i === 4 ? { ...passage, text: 'Điều mới hoàn toàn.' } : passage));
    await (await open(again, { passages: changed })).ready;
    expect(again.embedded).toHaveLength(1);
    expect(again.embedded[0]).toContain('Điều mới hoàn toàn.');
  });

  it('answers by words, and says so once per failure, where vectors fail', async () => {
    const notices: string[] = [];
    const onNotice = (line: string) => notices.push(line);
    const fails = () => Promise.reject(new Error('máy chủ nghỉ'));
    const cannotEmbed = await open({ ...createSyllableEmbedder(), embedDocuments: fails }, { onNotice });
    await cannotEmbed.ready;
    expect(cannotEmbed.index.vectors).toBe('none');
    expect((await first(cannotEmbed, SENTENCES[3]!))?.passage).toBe(3);
    expect(notices).toEqual([expect.stringContaining('máy chủ nghỉ')]);

    const cannotAsk = await open({ ...createSyllableEmbedder(), id: 'khác', embedQuery: fails }, { onNotice });
    await cannotAsk.ready;
    expect((await first(cannotAsk, SENTENCES[3]!))?.passage).toBe(3);
    expect(notices).toHaveLength(2);
  });

  it('counts passages by syllable: marked as typed, bare in any marking', async () => {
    const { index } = await open(null);
    expect(index.documentFrequency('Đảng')).toBe(3);
    expect(index.documentFrequency('dang')).toBe(3);
    expect(index.documentFrequency('điều')).toBe(9);
    expect(index.documentFrequency('dang lạ')).toBe(3);
    expect(index.documentFrequency('xyz')).toBe(0);
    expect(index.documentFrequency('')).toBe(0);
  });

  it('tells what a passage means only where vectors serve', async () => {
    const { index, ready } = await open(createSyllableEmbedder());
    await ready;
    const [one, same, other] = [0, 0, 1].map((passage) => index.vectorOf(passage) ?? expect.unreachable());
    expect(cosine(one!, same!)).toBeCloseTo(1, 5);
    expect(cosine(one!, other!)).toBeLessThan(0.99);
    expect(index.vectorOf(index.passages.length)).toBeUndefined();
    expect((await open(null)).index.vectorOf(0)).toBeUndefined();
  });

  it('takes an empty library and any question', async () => {
    const nothing = await open(createSyllableEmbedder(), { passages: [] });
    await nothing.ready;
    expect(await nothing.index.search('đảng viên', { limit: 5 })).toEqual([]);
    const opened = await open(null);
    for (const question of ['', '   ', '👍', '<script>', 'x'.repeat(2_000)]) {
      expect(await opened.index.search(question, { limit: 3 })).toEqual([]);
    }
  });
});
