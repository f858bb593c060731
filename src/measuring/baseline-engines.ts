import Database from 'better-sqlite3';
import MiniSearch from 'minisearch';
import type { Engine } from './compare-engines.js';

/** Well-known full-text engines as people set them up: what ours is measured against. */
export const BASELINE_ENGINES: readonly Engine[] = [
  {
    name: 'minisearch',
    async open(documents) {
      const index = new MiniSearch({ fields: ['title', 'section', 'text'] });
      index.addAll(documents);
      return {
        search: async (question) =>
          index
            .search(question)
            .slice(0, 10)
            .map(({ id }) => String(id)),
      };
    },
  },
  {
    name: 'sqlite-fts5',
    async open(documents) {
      const database = new Database(':memory:');
      database.exec(
        `CREATE VIRTUAL TABLE passages USING fts5(id UNINDEXED, title, section, text, tokenize = 'unicode61 remove_diacritics 2')`,
      );
      const insert = database.prepare('INSERT INTO passages VALUES (@id, @title, @section, @text)');
      database.transaction(() => {
        for (const document of documents) insert.run(document);
      })();
      const select = database
        .prepare<[string], string>('SELECT id FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT 10')
        .pluck();
      return {
        search: async (question) => {
          const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
          return words.length === 0 ? [] : select.all(words.map((word) => `"${word}"`).join(' OR '));
        },
        close: () => database.close(),
      };
    },
  },
];
