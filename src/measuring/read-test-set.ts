import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../errors.js';
import type { Judgements, Query } from './evaluate-retrieval.js';

export interface TestDocument {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly text: string;
}

export interface TestSet {
  readonly documents: readonly TestDocument[];
  /** File name → its questions; the plain one first. */
  readonly queries: ReadonlyMap<string, readonly Query[]>;
  readonly judgements: Judgements;
}

/** Reads a folder with corpus.jsonl, queries*.jsonl and qrels.tsv. Throws `invalid-input` naming file and line. */
export async function readTestSet(folder: string, queryFile?: string): Promise<TestSet> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AppError('invalid-input', `Không mở được thư mục ${folder}. Hãy kiểm tra đường dẫn.`, { cause });
  });
  const documents = await readRows(join(folder, 'corpus.jsonl'), (row) => ({
    id: toText(row.id),
    title: toText(row.title ?? ''),
    section: toText(row.section ?? ''),
    text: toText(row.text),
  }));
  const files = queryFile
    ? [names.includes(queryFile) ? join(folder, queryFile) : resolve(queryFile)]
    : names.filter((name) => /^queries.*\.jsonl$/.test(name)).map((name) => join(folder, name));
  if (files.length === 0) throw new AppError('invalid-input', `Thư mục ${folder} không có tệp queries*.jsonl nào.`);
  const queries = new Map<string, readonly Query[]>();
  for (const file of files.sort((a, b) => a.length - b.length || a.localeCompare(b))) {
    const rows = await readRows(file, (row) => ({ id: toText(row.id), text: toText(row.text) }));
    queries.set(file.slice(file.lastIndexOf('/') + 1), rows);
  }
  return { documents, queries, judgements: await readJudgements(join(folder, 'qrels.tsv')) };
}

async function readJudgements(file: string): Promise<Judgements> {
  const judgements = new Map<string, Set<string>>();
  const lines = (await readLines(file)).slice(1);
  lines.forEach((line, i) => {
    const [query, document, score] = line.split('\t');
    if (!query || !document) {
      throw new AppError(
        'invalid-input',
        `${file}:${i + 2}: cần ba cột query-id, corpus-id, score cách nhau bằng tab.`,
      );
    }
    if (Number(score ?? 1) > 0) judgements.set(query, (judgements.get(query) ?? new Set()).add(document));
  });
  return judgements;
}

async function readRows<T>(file: string, toRow: (row: Record<string, unknown>) => T): Promise<T[]> {
  return (await readLines(file)).map((line, i) => {
    try {
      return toRow(JSON.parse(line) as Record<string, unknown>);
    } catch (cause) {
      throw new AppError('invalid-input', `${file}:${i + 1}: không đúng dạng {"id", "text", …} trên một dòng.`, {
        cause,
      });
    }
  });
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (cause) {
    throw new AppError('invalid-input', `Không đọc được tệp ${file}. Hãy kiểm tra đường dẫn.`, { cause });
  }
}

function toText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('a string was expected');
  return value;
}
