import type { Context } from 'hono';
import { describe, expect, it, vi } from 'vitest';
import type { Answer } from '../../src/answering/answer.js';
import { createQuestionGate, type QuestionLimits } from '../../src/pages/limit-questions.js';
import { answerSample, createSamplePages } from './sample-pages.js';

const START = Date.UTC(2026, 10, 24, 3);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const STREAM = { ...FORM, Accept: 'application/x-ndjson' };

interface Asking {
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The web face on a clock of its own; 6 questions a minute, 2 of them at once, unless it says otherwise. */
function open(limits: Partial<QuestionLimits> = {}, answerQuestion = answerSample) {
  let now = START;
  const warn = vi.fn();
  const app = createSamplePages({
    answerQuestion,
    questionLimits: { perMinute: 6, atOnce: 0, proxyHops: 0, ...limits },
    clock: () => new Date(now),
    logger: { error: () => {}, warn },
  });
  const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });
  const post = (path: string, body: string, headers: Readonly<Record<string, string>>, address: string) =>
    app.request(path, { method: 'POST', body, headers }, from(address));
  const ask = async ({ from: address = '203.0.113.7', headers = {} }: Asking = {}) => {
    const body = JSON.stringify({ text: 'số 21' });
    return post('/api/ask', body, { 'Content-Type': 'application/json', ...headers }, address);
  };
  const statuses = async (amount: number, asking: Asking = {}) => {
    const found: number[] = [];
    for (let n = 0; n < amount; n++) found.push((await ask(asking)).status);
    return found;
  };
  return { ask, statuses, post, warn, pass: (ms: number) => (now += ms) };
}

describe('the limit of one caller', () => {
  it('refuses what comes beyond the burst with 429, politely, and says when to come back', async () => {
    const { ask, statuses } = open();
    expect(await statuses(2)).toEqual([200, 200]);
    const refused = await ask();
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '10']);
    expect(await refused.json()).toEqual({ error: expect.stringMatching(/^Anh\/chị hỏi hơi nhanh.* sau 10 giây\.$/) });
  });

  it('answers again once Retry-After has passed, at the steady rate, and at will after a minute', async () => {
    const { statuses, pass } = open();
    expect(await statuses(3)).toEqual([200, 200, 429]);
    pass(9_999);
    expect(await statuses(1)).toEqual([429]);
    pass(1);
    expect(await statuses(2)).toEqual([200, 429]);
    pass(60_000);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('takes over an hour as many questions as the rate says and the burst, however hard somebody tries', async () => {
    const { ask, pass } = open();
    let answered = 0;
    for (let second = 0; second < 3_600; second++) {
      if ((await ask()).status === 200) answered += 1;
      pass(1_000);
    }
    expect(answered).toBe(361);
  });

  it('leaves others alone, and takes one IPv6 network for one caller', async () => {
    const { statuses } = open();
    expect(await statuses(3)).toEqual([200, 200, 429]);
    expect(await statuses(3, { from: '203.0.113.8' })).toEqual([200, 200, 429]);
    expect(await statuses(1, { from: '::ffff:203.0.113.7' })).toEqual([429]);
    expect(await statuses(2, { from: '2001:db8:1:2::1' })).toEqual([200, 200]);
    expect(await statuses(1, { from: '2001:db8:1:2:ffff::9' })).toEqual([429]);
    expect(await statuses(1, { from: '2001:db8:1:3::1' })).toEqual([200]);
  });

  it('is one for the API and the chat, with and without JavaScript', async () => {
    const { statuses, post } = open();
    await statuses(2);
    const body = new URLSearchParams([
      ['history', 'trước đó'],
      ['text', 'số 21'],
    ]).toString();
    const page = await post('/tro-chuyen', body, FORM, '203.0.113.7');
    expect([page.status, page.headers.get('Retry-After')]).toEqual([429, '10']);
    const html = await page.text();
    expect(html).toMatch(/<p class="turn answer failed">Anh\/chị hỏi hơi nhanh[^<]*<\/p>/);
    // What was typed, and what was said before, is not lost.
    expect(html).toContain('số 21</textarea>');
    expect(html).toContain('name="history" value="trước đó"');
    const streamed = await post('/tro-chuyen', body, STREAM, '203.0.113.7');
    expect([streamed.status, streamed.headers.get('Retry-After')]).toEqual([429, '10']);
    expect(JSON.parse(await streamed.text())).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('sau 10 giây'),
    });
  });

  it('believes X-Forwarded-For only as far as our own proxies wrote it', async () => {
    const forged = (client: string) => ({ headers: { 'X-Forwarded-For': `1.2.3.4, ${client}` } });
    const direct = open();
    expect(await direct.statuses(2, forged('198.51.100.1'))).toEqual([200, 200]);
    expect(await direct.statuses(1, forged('198.51.100.2'))).toEqual([429]);
    expect(direct.warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(direct.warn.mock.calls)).not.toMatch(/\d+\.\d+\.\d+/);

    const behindOne = open({ proxyHops: 1 });
    expect(await behindOne.statuses(3, forged('198.51.100.1'))).toEqual([200, 200, 429]);
    expect(await behindOne.statuses(3, forged('198.51.100.2:49152'))).toEqual([200, 200, 429]);
    expect(behindOne.warn).not.toHaveBeenCalled();
  });

  it('keeps nobody waiting because the clock went back', async () => {
    const { statuses, pass } = open();
    await statuses(3);
    pass(-3_600_000);
    expect(await statuses(3)).toEqual([200, 200, 429]);
  });

  it('remembers a bounded number of callers, and forgets them after a minute', () => {
    let now = START;
    const gate = createQuestionGate({ perMinute: 30, atOnce: 0, proxyHops: 0 }, () => new Date(now));
    const from = (remoteAddress: string) => {
      const env = { incoming: { socket: { remoteAddress } } };
      return gate.findRefusal({ env, req: { header: () => undefined } } as unknown as Context);
    };
    let refused = 0;
    for (let n = 0; n < 100_000; n++) {
      if (from(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`)) refused += 1;
    }
    expect(refused).toBe(0);
    expect(gate.callers).toBeLessThanOrEqual(10_000);
    now += 60_000;
    from('203.0.113.7');
    expect(gate.callers).toBe(1);
  });

  it('is off at 0', async () => {
    const { statuses } = open({ perMinute: 0 });
    expect(new Set(await statuses(100))).toEqual(new Set([200]));
  });
});

describe('the limit for all', () => {
  it('refuses with 429 while as many are being answered, whoever asks, and answers again once one is done', async () => {
    const waiting: (() => void)[] = [];
    const slow = async (question: Parameters<typeof answerSample>[0]): Promise<Answer> => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return answerSample(question);
    };
    const { ask } = open({ atOnce: 3, perMinute: 0 }, slow);
    const first = [1, 2, 3].map((n) => ask({ from: `203.0.113.${n}` }));
    await vi.waitFor(() => expect(waiting).toHaveLength(3));
    const refused = await ask({ from: '203.0.113.4' });
    expect([refused.status, Number(refused.headers.get('Retry-After')) > 0]).toEqual([429, true]);
    expect(await refused.json()).toEqual({ error: expect.stringContaining('nhiều người cùng hỏi') });
    waiting.shift()!();
    expect((await first[0]!).status).toBe(200);
    const next = ask({ from: '203.0.113.4' });
    await vi.waitFor(() => expect(waiting).toHaveLength(3));
    for (const finish of waiting) finish();
    expect((await Promise.all([...first, next])).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('counts an answer that failed as done', async () => {
    const { statuses } = open({ atOnce: 1, perMinute: 0 }, () => Promise.reject(new Error('hỏng')));
    expect(await statuses(3)).toEqual([500, 500, 500]);
  });
});
