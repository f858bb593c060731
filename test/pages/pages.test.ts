import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagePath } from '../../src/documents/page-path.js';
import { AppError } from '../../src/errors.js';
import { answerSample, createSamplePages, QUOTE, sampleLibrary } from './sample-pages.js';

const app = createSamplePages();

const post = (path: string, body: string, headers: Record<string, string>, of = app) =>
  of.request(path, { method: 'POST', body, headers });
const askApi = (body: unknown, of = app) =>
  post('/api/ask', JSON.stringify(body), { 'Content-Type': 'application/json' }, of);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error;
const form = (fields: [string, string][]) => new URLSearchParams(fields).toString();

describe('POST /api/ask', () => {
  it('returns the answer of docs/api.md and nothing else', async () => {
    const response = await askApi({ text: 'nhận quà?' });
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.json()).toEqual({
      outcome: 'answered',
      text: expect.stringContaining(QUOTE),
      citations: [
        {
          number: '37-QĐ/TW',
          kind: 'Quy định',
          issuedOn: '2021-10-25',
          address: 'Điều 14',
          quote: QUOTE,
          validity: { inForce: false, replacedBy: ['207-QĐ/TW'], checkedOn: '2026-11-24' },
          documentId: '37-QĐ/TW@2021-10-25',
        },
      ],
      choices: [{ label: 'Quy định 207 nói gì?', text: 'Quy định 207-QĐ/TW nói gì?' }],
      tookMs: 12,
    });
  });

  it('hands on the earlier turns and the day', async () => {
    const answer = await askApi({ text: 'còn điều 5?', history: ['một', 'hai'], asOf: '2022-01-31' });
    expect(await answer.json()).toMatchObject({ text: 'Chưa có văn bản về: còn điều 5? [một | hai] 2022-01-31' });
  });

  it.each([
    ['no text', {}],
    ['a number as text', { text: 5 }],
    ['history that is no list', { text: 'a', history: 'b' }],
    ['history of other things', { text: 'a', history: [1] }],
    ['a day that does not exist', { text: 'a', asOf: '2026-02-30' }],
    ['a date of another form', { text: 'a', asOf: '30/1/2026' }],
    ['a list', []],
    ['null', null],
    ['text that is too long', { text: 'a'.repeat(2001) }],
  ])('refuses %s with a sentence in Vietnamese', async (_, body) => {
    const response = await askApi(body);
    expect(response.status).toBe(400);
    const error = await errorOf(response);
    expect(error).toMatch(/phải|dài quá/);
    expect(error).not.toMatch(/Invalid|expected|zod/i);
  });

  it('refuses broken JSON, other types, other methods and large bodies', async () => {
    const broken = await post('/api/ask', '{"text":', { 'Content-Type': 'application/json' });
    expect([broken.status, await errorOf(broken)]).toEqual([400, expect.stringContaining('không phải JSON')]);
    expect((await post('/api/ask', 'text=a', FORM)).status).toBe(415);
    expect((await post('/api/ask', '{"text":"a"}', {})).status).toBe(415);
    const get = await app.request('/api/ask');
    expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST']);
    const large = await askApi({ text: 'a'.repeat(100_000) });
    expect([large.status, await errorOf(large)]).toEqual([413, expect.stringContaining('quá dài')]);
  });

  it('answers an unknown address under /api in JSON', async () => {
    const response = await app.request('/api/khac');
    expect([response.status, await response.json()]).toEqual([404, { error: expect.stringContaining('Địa chỉ') }]);
  });

  it('shows no insides of an error, and gives them to the log', async () => {
    const seen: object[] = [];
    const watched = createSamplePages({ logger: { error: (details) => seen.push(details), warn: () => {} } });
    const response = await askApi({ text: 'hỏng' }, watched);
    const body = await response.text();
    expect(response.status).toBe(500);
    expect(body).not.toMatch(/SECRET|app\.ts/);
    expect(body).toContain('Vui lòng thử lại');
    expect(seen).toEqual([{ err: expect.objectContaining({ message: expect.stringContaining('SECRET') }) }]);
  });

  it('says in our own words what is unavailable', async () => {
    const closed = createSamplePages({
      answerQuestion: () => Promise.reject(new AppError('unavailable', 'Kho văn bản đang được dựng lại.')),
    });
    const response = await askApi({ text: 'a' }, closed);
    expect([response.status, await response.json()]).toEqual([503, { error: 'Kho văn bản đang được dựng lại.' }]);
  });

  it('never fails for what a body holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), async (body) => {
        const response = await post('/api/ask', body, { 'Content-Type': 'application/json' });
        expect([200, 400]).toContain(response.status);
        expect(await response.json()).toBeTypeOf('object');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the chat', () => {
  it('opens with questions to tap, the machine label and one labelled field', async () => {
    const response = await app.request('/');
    const page = await response.text();
    expect(response.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'.*script-src 'self'/);
    expect(page).toMatch(/^<!doctype html><html lang="vi">/);
    expect(page.match(/<h1/g)).toHaveLength(1);
    expect(page).toContain('Trợ lý tự động, trả lời bằng cách trích văn bản');
    expect(page).toContain('value="Quy định 22 còn hiệu lực không?"');
    expect(page).toContain('<label class="hidden" for="cau-hoi">');
    expect(page).not.toMatch(/<script(?![^>]*src=)|style="|onclick/);
  });

  it('puts a question that a link brings into the field, escaped', async () => {
    const page = await (
      await app.request(`/?hoi=${encodeURIComponent('</textarea><script>alert(1)</script>')}`)
    ).text();
    expect(page).toContain('&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>');
  });

  it('works as a plain form: question, answer, citation, choices and earlier turns in one page', async () => {
    const response = await post(
      '/tro-chuyen',
      form([
        ['history', 'trước đó'],
        ['text', 'nhận quà?'],
      ]),
      FORM,
    );
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(page).toContain('<p class="turn question" id="moi-nhat">nhận quà?</p>');
    expect(page).toContain('<strong>Điều 14</strong>');
    expect(page).toContain('Cấm đưa, nhận, môi giới hối lộ &lt;dưới mọi hình thức&gt; &amp; lợi dụng');
    expect(page).toMatch(/<a href="\/van-ban\/37-qd-tw-2021-10-25\?trich=[^"]+#%C4%9014\.1">/);
    expect(page).toMatch(
      /<form class="choices".*<input type="hidden" name="history" value="trước đó"\/?><input type="hidden" name="history" value="nhận quà\?"\/?>.*value="Quy định 207-QĐ\/TW nói gì\?"/,
    );
  });

  it('shows choices as numbered buttons in the place of their list', async () => {
    const page = await (await post('/tro-chuyen', form([['text', 'số 21']]), FORM)).text();
    expect(page.match(/Kết luận 21-KL\/TW \(25\/10\/2021\)/g)).toHaveLength(1);
    expect(page).toMatch(
      /muốn xem văn bản nào\?<\/p>.*Anh\/chị bấm để chọn\..*<form class="choices".*<span>2\.<\/span> Nghị quyết 21.*Trợ lý tự động<\/p>/s,
    );
  });

  it('gathers quotes by document and place, each place marking all of its quotes', async () => {
    const page = await (await post('/tro-chuyen', form([['text', 'nhiều chỗ']]), FORM)).text();
    expect(page).toContain('<p class="caution">Lưu ý: đã thay.</p>');
    expect(page).toContain(
      '<blockquote><p><cite>Điều 14: </cite>“Một.”</p><p><cite>Điều 15: </cite>“Hai.”</p></blockquote>',
    );
    expect(page.match(/<strong>Quy định 37-QĐ\/TW<\/strong>/g)).toHaveLength(1);
    expect(page.match(/badge da-thay/g)).toHaveLength(1);
    const links = [...page.matchAll(/<a href="([^"]+)" aria-label="Quy định 37-QĐ\/TW, Điều 1[^"]*">/g)];
    expect(links).toHaveLength(2);
    const passage = await (await app.request(links[1]![1]!.split('#')[0]!)).text();
    expect(passage.match(/<mark>[^<]*<\/mark>/g)).toEqual(['<mark>Một khoản.</mark>', '<mark>Một điểm.</mark>']);
  });

  it('shows scripts in a question as text', async () => {
    const page = await (await post('/tro-chuyen', form([['text', '<script>alert("x")</script>']]), FORM)).text();
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
  });

  it('keeps the question when something fails', async () => {
    const page = await (await post('/tro-chuyen', form([['text', 'hỏng']]), FORM)).text();
    expect(page).toContain('Vui lòng thử lại');
    expect(page).toMatch(/<textarea[^>]*>hỏng<\/textarea>/);
    expect(page).not.toContain('SECRET');
  });

  it('leads an empty question and a reload back to the start', async () => {
    const empty = await post('/tro-chuyen', form([['text', '  ']]), FORM);
    expect([empty.status, empty.headers.get('Location')]).toEqual([303, '/']);
    expect((await app.request('/tro-chuyen')).status).toBe(303);
  });

  it('streams: a typing state at once, then the answer', async () => {
    let release = (): void => {};
    const slow = createSamplePages({
      answerQuestion: async (question) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return answerSample(question);
      },
    });
    const headers = { ...FORM, Accept: 'application/x-ndjson' };
    const response = await post('/tro-chuyen', form([['text', 'nhận quà?']]), headers, slow);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe('{"type":"typing"}\n');
    release();
    const event = JSON.parse((await reader.read()).value!);
    expect(event).toEqual({ type: 'answer', html: expect.stringMatching(/^<article.*<blockquote>.*<\/article>$/s) });
    expect((await reader.read()).done).toBe(true);
  });

  it('streams what went wrong', async () => {
    const headers = { ...FORM, Accept: 'application/x-ndjson' };
    for (const text of ['hỏng', 'a'.repeat(2001)]) {
      const lines = (await (await post('/tro-chuyen', form([['text', text]]), headers)).text()).trim().split('\n');
      expect(JSON.parse(lines[1]!)).toEqual({ type: 'failed', message: expect.stringMatching(/Vui lòng|vui lòng/) });
    }
  });

  it('refuses other types and large forms with a page', async () => {
    expect((await post('/tro-chuyen', '{}', { 'Content-Type': 'application/json' })).status).toBe(415);
    const large = await post('/tro-chuyen', form([['text', 'ư'.repeat(100_000)]]), FORM);
    expect([large.status, await large.text()]).toEqual([
      413,
      expect.stringContaining('<h1>Nội dung gửi lên quá dài</h1>'),
    ]);
  });
});

describe('documents', () => {
  const read = async (path: string) => (await app.request(path)).text();

  it('lists all, newest first, each with its validity', async () => {
    const page = await read('/van-ban');
    expect(page).toContain('4 văn bản');
    const places = ['207-QĐ/TW', '21-NQ/TW', '37-QĐ/TW', '47-QĐ/TW'].map((number) =>
      page.indexOf(`${number}</strong>`),
    );
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(page).toMatch(/207-QĐ\/TW.*badge con-hieu-luc.*21-NQ\/TW.*37-QĐ\/TW.*badge da-thay/s);
  });

  it('narrows by words without marks, kind and validity', async () => {
    expect(await read('/van-ban?tim=dang+vien+37')).toContain('1 trong 4 văn bản');
    expect(await read(`/van-ban?loai=${encodeURIComponent('Nghị quyết')}`)).toContain('1 trong 4 văn bản');
    expect(await read('/van-ban?hieu-luc=da-thay')).toContain('2 trong 4 văn bản');
    const none = await read(`/van-ban?tim=${encodeURIComponent('"><script>')}`);
    expect(none).toContain('Không có văn bản nào khớp');
    expect(none).toContain('value="&quot;&gt;&lt;script&gt;"');
  });

  it('shows a document: facts, validity, caveat, chain, outline, provisions and their sources', async () => {
    const page = await read('/van-ban/37-qd-tw-2021-10-25');
    for (const shown of [
      'Quy định 37-QĐ/TW</span> Về những điều đảng viên không được làm',
      '<dd>Nguyễn Phú Trọng</dd>',
      '<dd>25/10/2021</dd>',
      'Bản tóm lược',
      'Bản tóm lược lấy từ nguồn thứ cấp.',
      'Đã được thay bởi <a href="/van-ban/207-qd-tw-2026-07-26">Quy định 207-QĐ/TW</a> từ ngày 26/7/2026',
      '<a href="#%C4%9014">Điều 14. Hối lộ</a>',
      'id="Đ15.k1.đ"',
      '<span class="marker">đ) </span>Một điểm.',
      '<a href="https://www.plo.vn/thoi-su/1.html" rel="noopener noreferrer nofollow" title="https://www.plo.vn/thoi-su/1.html">plo.vn</a>',
      ', javascript:alert(1), Báo Nhân Dân',
    ]) {
      expect(page).toContain(shown);
    }
    const chain = page.slice(page.indexOf('class="chain"'));
    expect(chain).toMatch(
      /47-QĐ\/TW.*được thay bởi Quy định 37-QĐ\/TW từ ngày 25\/10\/2021.*aria-current="true".*207-QĐ\/TW/s,
    );
  });

  it('shows the whole chain from its newest end too', async () => {
    expect(await read('/van-ban/207-qd-tw-2026-07-26')).toMatch(/class="chain".*47-QĐ\/TW.*37-QĐ\/TW.*207-QĐ\/TW/s);
  });

  it('marks the quoted words of a citation, escaped', async () => {
    const citation = (await answerSample({ text: 'quà' })).citations[0]!;
    const page = await read(passagePath(citation).split('#')[0]!);
    expect(page).toContain(
      '<mark>Cấm đưa, nhận, môi giới hối lộ &lt;dưới mọi hình thức&gt; &amp; lợi dụng việc tặng quà</mark> để vụ lợi.',
    );
    expect(page.match(/<mark>/g)).toHaveLength(1);
  });

  it('marks parts of a quote put together, and ignores one that is not there', async () => {
    const address = '/van-ban/37-qd-tw-2021-10-25';
    const parts = await read(`${address}?trich=${encodeURIComponent('Cấm đưa, nhận … lợi dụng việc\n- Một khoản.')}`);
    expect(parts.match(/<mark>[^<]*<\/mark>/g)).toEqual([
      '<mark>Cấm đưa, nhận</mark>',
      '<mark>lợi dụng việc</mark>',
      '<mark>Một khoản.</mark>',
    ]);
    for (const other of ['<script>alert(1)</script>', '(((', '', 'a-b.*', '%E0%A4%A']) {
      const response = await app.request(`${address}?trich=${encodeURIComponent(other)}`);
      expect(response.status).toBe(200);
      expect(await response.text()).not.toMatch(/<mark>|<script>alert/);
    }
    expect((await app.request(`${address}?trich=%E0%A4%A`)).status).toBe(200);
  });

  it('answers what is not there with a friendly page', async () => {
    for (const path of ['/van-ban/khong-co', '/khong-co', '/van-ban/%E0%A4%A']) {
      const response = await app.request(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('<h1>Không tìm thấy trang</h1>');
    }
    const slash = await app.request('/van-ban/');
    expect(slash.headers.get('Location')).toMatch(/\/van-ban$/);
  });

  it('every citation of every provision leads to its anchor', async () => {
    for (const document of sampleLibrary.documents) {
      for (const provision of document.provisions.filter(({ text }) => text !== '')) {
        const path = passagePath({ documentId: document.id, provisionId: provision.id, quote: provision.text });
        const [address, anchor] = path.split('#');
        const page = await read(address!);
        expect(page).toContain(`id="${decodeURIComponent(anchor!)}"`);
        expect(page).toContain('<mark>');
      }
    }
  });
});

describe('around the pages', () => {
  it('reports its health', async () => {
    const response = await app.request('/khoe');
    expect([response.status, await response.json()]).toEqual([200, { ok: true, documents: 4 }]);
  });

  it('serves style and scripts under addresses that change with their content', async () => {
    const page = await (await app.request('/')).text();
    const addresses = [...page.matchAll(/(?:href|src)="(\/tep\/[^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(addresses).size).toBe(3);
    for (const address of addresses) {
      const response = await app.request(address);
      expect([response.status, response.headers.get('Cache-Control')]).toEqual([
        200,
        expect.stringContaining('immutable'),
      ]);
    }
  });

  it('asks for https only where the public address has it', async () => {
    const header = async (publicUrl?: string) =>
      (await createSamplePages(publicUrl ? { publicUrl } : {}).request('/')).headers.get('Strict-Transport-Security');
    expect([await header(), await header('http://a.vn'), await header('https://a.vn')]).toEqual([
      null,
      null,
      'max-age=31536000',
    ]);
  });
});
