import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answering/answer.js';
import { openTestApp, type TestApp } from '../support/open-test-app.js';

const OUTCOMES = ['answered', 'ambiguous', 'not-found', 'out-of-scope', 'refused'];
const LABEL = 'Trợ lý tự động';

let opened: TestApp;
beforeAll(async () => {
  opened = await openTestApp();
});

const ask = (text: string, history?: readonly string[]): Promise<Answer> =>
  opened.app.answerQuestion({ text, ...(history ? { history } : {}) });

function expectPolite(answer: Answer): void {
  expect(OUTCOMES).toContain(answer.outcome);
  expect(answer.text).toContain(LABEL);
  expect(answer.text.replace(/^.*Trợ lý tự động.*$/mu, '').trim()).not.toBe('');
  expect(answer.text).toMatch(/anh\/chị|Tôi|Nguồn:/iu);
}

const STRANGE: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: ' \t\n\u00a0\u200b\ufeff ',
  'a question mark': '?',
  '100,000 letters': 'a'.repeat(100_000),
  '100,000 marked letters': 'ế '.repeat(50_000),
  '2,000 digits': '9'.repeat(2_000),
  '2,000 brackets': '(['.repeat(1_000),
  emoji: '😀🇻🇳👨‍👩‍👧‍👦❤️',
  script: '<script>alert(1)</script>',
  'an image': '<img src=x onerror=alert(1)>',
  SQL: "'; DROP TABLE documents; --",
  'a template': '{{constructor.constructor("return process")()}} #{process.exit(1)} %s %d',
  'control characters': '\u0000\u0001\u0007\u001b[31m\u009f\u202e37\u0000',
  'half a surrogate pair': '\ud83d quy định \udc00',
  'marks without letters': '\u0301\u0323\u0302'.repeat(300),
  'letters under a hundred marks': `a${'\u0301'.repeat(100)} quy định 37`,
  'right to left': 'مرحبا שלום',
  'a pattern': '(a+)+$ .* [\\d] \\',
  path: '../../etc/passwd',
};

describe('whatever is typed', () => {
  it.each(Object.entries(STRANGE))('%s gets a polite answer', async (_, text) => {
    for (const history of [undefined, ['Quy định 37 còn hiệu lực không?'], [text, text]]) {
      expectPolite(await ask(text, history));
    }
  });

  it('asks for a question where there is none', async () => {
    for (const text of ['', ' \n ', '😀🎉', '???', '\u200b']) {
      const answer = await ask(text);
      expect([answer.outcome, answer.citations]).toEqual(['not-found', []]);
      expect(answer.text).toContain('chưa thấy câu hỏi');
    }
  });

  it('says that a message is too long, and quickly', async () => {
    const answer = await ask('quy định 37 '.repeat(10_000));
    expect([answer.outcome, answer.citations]).toEqual(['not-found', []]);
    expect(answer.text).toContain('dài quá');
    expect(answer.tookMs).toBeLessThan(1_000);
  });

  it.each([
    'Quy định 37 còn hiệu lực không?',
    '19 điều đảng viên không được làm là gì?',
    'Ai ký Quy định 22-QĐ/TW?',
    'xin chào',
    'nghị quyết trung ương 4',
  ])('%s: decomposed letters are the same question', async (text) => {
    const composed = await ask(text.normalize('NFC'));
    const decomposed = await ask(text.normalize('NFD'));
    expect([decomposed.outcome, decomposed.text]).toEqual([composed.outcome, composed.text]);
  });

  it('reads Cyrillic and full-width look-alikes as the letters that they look like', async () => {
    const plain = await ask('Quy định 37-QĐ/TW còn hiệu lực không?');
    expect(plain.outcome).toBe('answered');
    for (const text of ['Quу định 37-QĐ/ТW còn hiệu lựс không?', 'Ｑｕｙ định ３７-QĐ/TW còn hiệu lực không?']) {
      const answer = await ask(text);
      expect(answer.citations.map(({ documentId }) => documentId)).toEqual(
        plain.citations.map(({ documentId }) => documentId),
      );
    }
  });

  it('never repeats markup', async () => {
    const answer = await ask('<b>Quy định 37</b> còn hiệu lực không? <script>alert(1)</script>');
    expect(answer.text).not.toContain('<script>');
    expectPolite(answer);
  });

  it('holds for any text and any history', async () => {
    const any = fc.string({ unit: 'binary', maxLength: 200 });
    const likely = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            'quy định',
            'điều',
            'khoản',
            'điểm',
            '37',
            '37-QĐ/TW',
            'số',
            'năm',
            '2021',
            'còn',
            'hiệu lực',
          ),
          fc.constantFrom(
            'không',
            'là gì',
            '99999',
            '0',
            'XIII',
            '/',
            '-',
            '…',
            'ký',
            'ai',
            'thay',
            'ngày 30/2/2026',
            '1)',
          ),
          fc.string({ unit: 'grapheme', maxLength: 8 }),
        ),
        { maxLength: 14 },
      )
      .map((words) => words.join(' '));
    const text = fc.oneof(any, likely);
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.oneof(text, fc.constantFrom('1', '2', '9')), { maxLength: 3 }),
        async (asked, history) => {
          expectPolite(await ask(asked, history));
          expectPolite(await ask('2', [...history, asked]));
        },
      ),
      { numRuns: 150 },
    );
  });
});
