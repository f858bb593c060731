import { isAbsolute } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateKnowledge } from '../src/app/locate-knowledge.js';
import { readConfig, SETTING_NAMES } from '../src/config.js';

describe('readConfig', () => {
  it('needs nothing', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      embeddings: 'builtin',
      publicUrl: null,
      openaiApiKey: null,
      logLevel: 'info',
    });
    expect([config.dataDir, config.knowledgeDir, config.modelDir, config.promptsDir].every(isAbsolute)).toBe(true);
    expect(config.knowledgeDir).toBe(config.defaultKnowledgeDir);
  });

  it('takes what is set, and counts blanks as absent', () => {
    expect(
      readConfig({ PORT: '9000', HOST: ' ', DATA_DIR: '/srv/so-tay', PUBLIC_URL: 'https://hoi.vn/', OTHER: 'x' }),
    ).toMatchObject({ port: 9000, host: '127.0.0.1', dataDir: '/srv/so-tay', publicUrl: 'https://hoi.vn' });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['PORT', '-1'],
    ['EMBEDDINGS', 'word2vec'],
    ['EMBEDDINGS', 'openai:'],
    ['PUBLIC_URL', 'hoi.vn'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['OLLAMA_BASE_URL', 'localhost:11434'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s stops the start, naming the variable and what it takes', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'misconfigured',
        message: expect.stringMatching(new RegExp(`${name}="${value.replace(/[()]/g, '\\$&')}".*; cần .+\\.`, 'u')),
      }),
    );
  });

  it('takes the address of a PostgreSQL, and never shows one', () => {
    const url = 'postgresql://so_tay:m%40t@localhost/so_tay';
    expect([readConfig({}).databaseUrl, readConfig({ DATABASE_URL: url }).databaseUrl]).toEqual([null, url]);
    for (const wrong of ['mysql://u:secret@host/db', 'so_tay:secret@localhost', 'postgres://u:secret%@host/db'])
      expect(() => readConfig({ DATABASE_URL: wrong })).toThrow(
        expect.objectContaining({ code: 'misconfigured', message: expect.not.stringContaining('secret') }),
      );
  });

  it('gives every other library a place of its own, in either database', () => {
    const other = { DATA_DIR: '/srv/so-tay', KNOWLEDGE_DIR: '/srv/khac' };
    expect(locateKnowledge(readConfig({ DATA_DIR: '/srv/so-tay' })).store).toBe('/srv/so-tay/so-tay.sqlite');
    expect(locateKnowledge(readConfig(other)).store).toMatch(/^\/srv\/so-tay\/libraries\/\w+\/so-tay\.sqlite$/);
    const DATABASE_URL = 'postgres://localhost/so_tay';
    const { store: ours } = locateKnowledge(readConfig({ DATA_DIR: '/srv/so-tay', DATABASE_URL }));
    expect(ours).toEqual({ url: DATABASE_URL, folder: '/srv/so-tay' });
    expect(locateKnowledge(readConfig({ ...other, DATABASE_URL })).store).toMatchObject({
      schema: expect.stringMatching(/^so_tay_\w+$/),
    });
  });

  it('asks for the key of OpenAI, and never shows one', () => {
    expect(() => readConfig({ EMBEDDINGS: 'openai:text-embedding-3-small' })).toThrow(/OPENAI_API_KEY/);
    const config = readConfig({ EMBEDDINGS: 'openai:text-embedding-3-small', OPENAI_API_KEY: 'sk-secret' });
    expect(config.openaiApiKey).toBe('sk-secret');
  });

  it('gives settings or one sentence for anything', () => {
    const env = fc.dictionary(fc.constantFrom(...SETTING_NAMES), fc.string());
    fc.assert(
      fc.property(env, (given) => {
        try {
          readConfig(given);
        } catch (error) {
          expect(error).toMatchObject({ code: 'misconfigured' });
        }
      }),
    );
  });
});
