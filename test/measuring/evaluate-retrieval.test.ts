import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateRetrieval } from '../../src/measuring/evaluate-retrieval.js';
import { readTestSet } from '../../src/measuring/read-test-set.js';

describe('evaluateRetrieval', () => {
  it('asks what has a judgement and averages', async () => {
    const asked: string[] = [];
    const search = async (question: string) => {
      asked.push(question);
      return question === 'đúng' ? ['a'] : ['b'];
    };
    const queries = [
      { id: '1', text: 'đúng' },
      { id: '2', text: 'sai' },
      { id: '3', text: 'không có đáp án' },
    ];
    const judgements = new Map([
      ['1', new Set(['a'])],
      ['2', new Set(['a'])],
    ]);
    const report = await evaluateRetrieval({ search }, queries, judgements);
    expect(asked).toEqual(['đúng', 'sai']);
    expect(report).toMatchObject({ n: 2, figures: { ndcg10: 0.5, recall10: 0.5 } });
    expect(report.scores.map(({ ndcg10 }) => ndcg10)).toEqual([1, 0]);
  });
});

describe('readTestSet', () => {
  let folder: string;
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'test-set-'));
    await write(
      'corpus.jsonl',
      '{"id":"a","title":"T","text":"văn bản"}\n{"id":"b","text":"khác","section":"Điều 1"}\n',
    );
    await write('queries.noisy.jsonl', '{"id":"1","text":"vb"}\n');
    await write('queries.jsonl', '{"id":"1","text":"văn bản"}\n\n');
    await write('qrels.tsv', 'query-id\tcorpus-id\tscore\n1\ta\t1\n1\tb\t0\n');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads documents, every query file and judgements', async () => {
    const set = await readTestSet(folder);
    expect(set.documents).toEqual([
      { id: 'a', title: 'T', section: '', text: 'văn bản' },
      { id: 'b', title: '', section: 'Điều 1', text: 'khác' },
    ]);
    expect([...set.queries.keys()]).toEqual(['queries.jsonl', 'queries.noisy.jsonl']);
    expect(set.judgements).toEqual(new Map([['1', new Set(['a'])]]));
  });

  it('reads one query file where it is named, from the folder or elsewhere', async () => {
    expect([...(await readTestSet(folder, 'queries.noisy.jsonl')).queries.keys()]).toEqual(['queries.noisy.jsonl']);
    await write('other.jsonl', '{"id":"1","text":"x"}');
    const set = await readTestSet(folder, join(folder, 'other.jsonl'));
    expect([...set.queries]).toEqual([['other.jsonl', [{ id: '1', text: 'x' }]]]);
  });

  it('names file and line of what is wrong', async () => {
    await write('queries.jsonl', '{"id":"1","text":"văn bản"}\n{"id":2}\n');
    await expect(readTestSet(folder)).rejects.toThrow(/queries\.jsonl:2:/);
    await write('queries.jsonl', '');
    await write('qrels.tsv', 'query-id\tcorpus-id\tscore\nchỉ một cột\n');
    await expect(readTestSet(folder)).rejects.toThrow(/qrels\.tsv:2:/);
    await expect(readTestSet(join(folder, 'không có'))).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(readTestSet(folder, 'không-có.jsonl')).rejects.toMatchObject({ code: 'invalid-input' });
  });
});
