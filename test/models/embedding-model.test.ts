import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbedder } from '../../src/models/embedding-model.js';
import { createSyllableEmbedder } from '../support/syllable-embedder.js';

const builtIn = createSyllableEmbedder();
const openBuiltIn = () => Promise.resolve(builtIn);

/** Speaks just enough of both protocols: a text of n letters becomes [n, 1]. */
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { input, model } = JSON.parse(body) as { input: string | string[]; model: string };
  const vectors = [input].flat().map((text) => [text.length, 1]);
  const answer =
    request.url === '/v1/embeddings' && request.headers.authorization === 'Bearer key-of-test'
      ? { model, data: vectors.map((embedding, index) => ({ index, embedding })) }
      : request.url === '/api/embed' && { model, embeddings: vectors };
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
});

describe('openEmbedder', () => {
  let address: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('opens nothing for none and the shipped model for builtin', async () => {
    expect(await openEmbedder('none', { openBuiltIn })).toBeNull();
    expect(await openEmbedder(' builtin ', { openBuiltIn })).toBe(builtIn);
  });

  it.each([
    ['openai', 'openai:text-embedding-3-small'],
    ['ollama', 'ollama:bge-m3:latest'],
  ])('embeds through %s', async (_, setting) => {
    const doors = { openBuiltIn, openaiApiKey: 'key-of-test', openaiBaseUrl: `${address}/v1`, ollamaBaseUrl: address };
    const embedder = await openEmbedder(setting, doors);
    expect(embedder?.id).toBe(setting);
    expect(await embedder?.embedQuery('một')).toEqual([3, 1]);
    expect(await embedder?.embedDocuments(['một', 'hai ba'])).toEqual([
      [3, 1],
      [6, 1],
    ]);
  });

  it.each(['', 'openai', 'openai:', 'builtin:x', 'none:x', 'OPENAI:x', 'gemini:x', 'rubbish'])(
    'refuses EMBEDDINGS=%s and names the setting',
    async (setting) => {
      await expect(openEmbedder(setting, { openBuiltIn, openaiApiKey: 'k' })).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining(`EMBEDDINGS=${setting}`),
      });
    },
  );

  it('asks for the key that openai needs', async () => {
    await expect(openEmbedder('openai:text-embedding-3-small', { openBuiltIn })).rejects.toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('OPENAI_API_KEY'),
    });
  });
});
