import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rewordLines } from '../../src/briefing/reword-lines.js';
import { openChatModel } from '../../src/models/chat-model.js';
import { loadPrompts } from '../../src/prompts.js';

const { texts } = loadPrompts('prompts');

/** Speaks just enough of both protocols: says every numbered line without its last word. */
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { messages, model } = JSON.parse(body) as { messages: { content: string }[]; model: string };
  const lines = Array.from(messages.at(-1)?.content.matchAll(/^\d+\. .+$/gm) ?? [], ([line]) => line);
  const content = lines.map((line) => line.replace(/ \S+$/, '')).join('\n');
  const message = { role: 'assistant', content };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const openai = {
    id: '1',
    object: 'chat.completion',
    model,
    usage,
    choices: [{ index: 0, finish_reason: 'stop', message }],
  };
  const isKnown = request.url === '/v1/chat/completions' && request.headers.authorization === 'Bearer key-of-test';
  const answer = isKnown ? openai : request.url === '/api/chat' && { model, message, done: true };
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
  if (model !== 'silent') response.end(`${JSON.stringify(answer)}\n`);
});

let address: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const doors = () => ({ openaiApiKey: 'key-of-test', openaiBaseUrl: `${address}/v1`, ollamaBaseUrl: address });

describe('openChatModel', () => {
  it('opens nothing for none', async () => {
    expect(await openChatModel('none', {})).toBeNull();
  });

  it.each(['openai:gpt-of-test', 'ollama:qwen:latest'])('rewords lines through %s', async (setting) => {
    const model = (await openChatModel(setting, doors())) ?? expect.unreachable('no model');
    expect(model.id).toBe(setting);
    expect(await rewordLines(['Cấm nhận quà biếu', 'Ba năm\nmột lần'], { model, texts })).toEqual([
      'Cấm nhận quà',
      'Ba năm một',
    ]);
    expect(await rewordLines([], { model, texts })).toEqual([]);
  });

  it('waits no longer than it may', async () => {
    const model = (await openChatModel('ollama:silent', doors())) ?? expect.unreachable('no model');
    await expect(model.complete('1. Một dòng', 50)).rejects.toThrow();
  });

  it.each(['', 'openai', 'openai:', 'none:x', 'builtin', 'rubbish'])(
    'refuses CHAT_MODEL=%s and names it',
    async (setting) => {
      await expect(openChatModel(setting, { openaiApiKey: 'k' })).rejects.toMatchObject({
        code: 'misconfigured',
        message: expect.stringContaining(`CHAT_MODEL=${setting}`),
      });
    },
  );

  it('asks for the key that OpenAI needs', async () => {
    await expect(openChatModel('openai:x', {})).rejects.toMatchObject({
      message: expect.stringContaining('OPENAI_API_KEY'),
    });
  });
});

describe('rewordLines', () => {
  const say = (answer: string) => ({ model: { id: 'x', complete: async () => answer }, texts });

  it('leaves empty what the model left out or did not number', async () => {
    expect(await rewordLines(['Một', 'Hai', 'Ba'], say('Vâng:\n3) Ba rưỡi\n1. Một.'))).toEqual(['Một.', '', 'Ba rưỡi']);
    expect(await rewordLines(['Một'], say('Không có gì'))).toEqual(['']);
  });
});
