import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { attachAsked, toPassages } from '../src/documents/passages.js';
import { type AskedOfDocument, readAsked } from '../src/ingest/read-library/read-asked.js';
import { foldText } from '../src/text/vietnamese-text.js';
import { openTestApp, type TestApp } from './support/open-test-app.js';

/** A question that is asked of a line often enough to be found in other words too. */
const LEAST_ASKED = 5;

describe('knowledge/asked', () => {
  let opened: TestApp;
  let tables: readonly AskedOfDocument[];
  beforeAll(async () => {
    opened = await openTestApp({ EMBEDDINGS: 'builtin' });
    tables = await readAsked('knowledge/asked');
    await opened.app.ready;
  });

  it('has questions for every line of every document, each where its line is', () => {
    const { documents } = opened.app.knowledge.library;
    expect(tables.map(({ documentId }) => documentId).sort()).toEqual(documents.map(({ id }) => id).sort());
    const { passages, unplaced } = attachAsked(documents.flatMap(toPassages), tables);
    expect(unplaced).toEqual([]);
    expect(passages.filter(({ asked = [] }) => asked.length < LEAST_ASKED).map(({ id }) => id)).toEqual([]);
  });

  it('never says of one question that it is answered and that it is not', () => {
    const keyOf = (question: string) =>
      foldText(question)
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
    const answered = new Set(tables.flatMap(({ lines }) => lines.flatMap(({ asked }) => asked.map(keyOf))));
    expect(tables.flatMap(({ notHeld }) => notHeld.filter((question) => answered.has(keyOf(question))))).toEqual([]);
  });

  it('comes with the vectors of all that is searched: none was missing (else run `npm run -s ship:vectors`)', () => {
    const cache = join(opened.config.dataDir, 'cache');
    const computed = existsSync(cache) ? readdirSync(cache).filter((name) => name.endsWith('.vectors')) : [];
    expect(opened.app.answerDoors.index.vectors).toBe('ready');
    expect(computed).toEqual([]);
  });
});
