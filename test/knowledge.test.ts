import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLibrary } from '../src/documents/library.js';
import { validityOn } from '../src/documents/validity.js';
import { type ReadLibrary, readLibrary } from '../src/ingest/read-library/read-library.js';
import type { LocalDate } from '../src/time.js';

const project = join(import.meta.dirname, '..');
const folder = join(project, 'knowledge', 'documents');
const facts = join(project, '..', 'shared', 'facts');

interface Line {
  readonly at: string;
  readonly text: string;
}

const linesOf = (dir: string): readonly Line[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) =>
      readFileSync(join(dir, name), 'utf8')
        .normalize('NFC')
        .split('\n')
        .map((text, index) => ({ at: `${name}:${index + 1}`, text: text.trimEnd() })),
    );

const TAG = /\[nguồn(?: ngày gốc)?: [^\]]+\]/u;
const bullets = linesOf(folder).filter(({ text }) => text.startsWith('- '));

describe('knowledge/documents', () => {
  let read: ReadLibrary;
  beforeAll(async () => {
    read = await readLibrary(folder);
  });

  it('parses every file', () => {
    expect(read.refusals.map(({ message }) => message)).toEqual([]);
    expect(read.documents).toHaveLength(readdirSync(folder).filter((name) => name.endsWith('.md')).length);
  });

  it('ends every bullet with its source', () => {
    expect(bullets.length).toBeGreaterThan(0);
    expect(bullets.filter(({ text }) => !new RegExp(`${TAG.source}$`, 'u').test(text))).toEqual([]);
  });

  it('holds nothing unverified', () => {
    expect(linesOf(folder).filter(({ text }) => /chưa kiểm chứng/iu.test(text))).toEqual([]);
  });

  it('resolves every relation to one document where it holds that number', () => {
    const library = createLibrary(read.documents);
    const heldNumbers = new Set(read.documents.map(({ number }) => number));
    const astray = read.documents.flatMap((document) =>
      document.relations
        .filter(({ target }) => target.number === undefined || heldNumbers.has(target.number))
        .filter(({ target }) => library.listByRef(target).filter(({ id }) => id !== document.id).length !== 1)
        .map(({ type, target }) => `${document.id} ${type} ${target.number ?? target.kind}`),
    );
    expect(astray).toEqual([]);
  });

  it('knows what took the place of what, and tells a stated replacement from an inferred one', () => {
    const library = createLibrary(read.documents);
    const standing = (id: string, day: LocalDate) => {
      const { inForce, successors } = validityOn(library.findById(id)!, day, library);
      return { inForce, successors: successors.map(({ document, stated }) => `${document.id}${stated ? '' : '?'}`) };
    };
    expect(standing('47-QĐ/TW@2011', '2026-11-24')).toEqual({
      inForce: false,
      successors: ['37-QĐ/TW@2021-10-25', '207-QĐ/TW@2026-07-26'],
    });
    expect(standing('37-QĐ/TW@2021-10-25', '2026-07-25').inForce).toBe(true);
    expect(standing('22-QĐ/TW@2021-07-28', '2026-11-24')).toEqual({
      inForce: false,
      successors: ['296-QĐ/TW@2025-05-30', '21-QĐ/TW@2026-04-11?'],
    });
    expect(standing('296-QĐ/TW@2025-05-30', '2026-11-24').inForce).toBeNull();
    expect(standing('14-KL/TW@2021-09-22', '2026-11-24')).toEqual({
      inForce: null,
      successors: ['24-NQ/TW@2026-08-22?'],
    });
  });

  it.skipIf(!existsSync(facts))('keeps every sourced line of the fact files, word for word, once', () => {
    const sourced = linesOf(facts).filter(({ text }) => /^(\d+\. |\|)/.test(text) && TAG.test(text));
    const standing = new Map<string, number>();
    for (const { text } of bullets) standing.set(text.slice(2), (standing.get(text.slice(2)) ?? 0) + 1);

    const wrong = sourced.filter(({ text }) =>
      text.startsWith('|')
        ? !bullets.some((bullet) => keepsRow(bullet.text, text))
        : standing.get(text.replace(/^\d+\. /, '')) !== 1,
    );
    expect(sourced.length).toBeGreaterThan(500);
    expect(wrong).toEqual([]);
  });
});

/** A table row becomes a sentence: every cell up to its source, save an unverified year and the years counted from it. */
function keepsRow(bullet: string, row: string): boolean {
  const cells = row.split('|').map((cell) => cell.trim());
  const tagAt = cells.findIndex((cell) => TAG.test(cell));
  const values = cells.slice(1, tagAt);
  const unverifiedAt = values.findIndex((cell) => /chưa kiểm chứng/u.test(cell));
  const kept = unverifiedAt < 0 ? values : values.slice(0, unverifiedAt);
  const sentence = bullet.slice(0, -cells[tagAt]!.length);
  return bullet.endsWith(cells[tagAt]!) && kept.every((cell) => sentence.includes(cell));
}
