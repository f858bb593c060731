import { Hono } from 'hono';
import { toAnswerJson } from '../answering/answer.js';
import { AppError } from '../errors.js';
import type { AskDoors } from './page-doors.js';
import { readQuestion } from './read-question.js';

/** `POST /api/ask`: `{text, history?, asOf?}` → the answer as JSON (docs/api.md#the-answer). */
export function createAskApi({ answerQuestion, findRefusal }: AskDoors): Hono {
  const app = new Hono();
  app.post('/api/ask', async (c) => {
    const refusal = findRefusal(c);
    if (refusal) {
      return c.json({ error: refusal.message }, 429, { 'Retry-After': String(refusal.retryAfterS) });
    }
    const question = readQuestion(parseJson(await c.req.text()));
    c.header('Cache-Control', 'no-store');
    return c.json(toAnswerJson(await answerQuestion(question)));
  });
  app.all('/api/ask', (c) =>
    c.json({ error: 'Địa chỉ này chỉ nhận POST với nội dung JSON, ví dụ {"text": "câu hỏi"}.' }, 405, {
      Allow: 'POST',
    }),
  );
  return app;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new AppError('invalid-input', 'Nội dung gửi lên không phải JSON đúng; cần dạng {"text": "câu hỏi"}.', {
      cause,
    });
  }
}
