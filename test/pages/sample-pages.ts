import { join } from 'node:path';
import type { Answer, Citation, Question } from '../../src/answering/answer.js';
import type { SummaryDoors } from '../../src/briefing/briefing-doors.js';
import { summarize } from '../../src/briefing/summarizing/summarize.js';
import { type Document, documentId, type Provision } from '../../src/documents/document.js';
import { createLibrary } from '../../src/documents/library.js';
import { toPassages } from '../../src/documents/passages.js';
import { validityOn } from '../../src/documents/validity.js';
import { createHttp, type HttpDoors } from '../../src/http.js';
import { loadPrompts } from '../../src/prompts.js';

const TODAY = '2026-11-24';

type Sample = Partial<Omit<Document, 'provisions'>> & { number: string; issuedOn: string };

function sampleDocument(fields: Sample, provisions: readonly Omit<Provision, 'documentId' | 'order'>[] = []): Document {
  const id = documentId({ title: '', ...fields });
  return {
    kind: 'Quy định',
    title: 'Về những điều đảng viên không được làm',
    form: 'digest',
    relations: [],
    checkedOn: TODAY,
    source: { uri: `${fields.number}.md`, sha256: '00', ocr: false },
    version: 'v1',
    ...fields,
    id,
    provisions: provisions.map((provision, order) => ({
      ...provision,
      id: `${id}#${provision.id}`,
      documentId: id,
      order,
      ...(provision.parentId ? { parentId: `${id}#${provision.parentId}` } : {}),
    })),
  };
}

export const QUOTE = 'Cấm đưa, nhận, môi giới hối lộ <dưới mọi hình thức> & lợi dụng việc tặng quà';

export const sampleLibrary = createLibrary([
  sampleDocument({ number: '47-QĐ/TW', issuedOn: '2011-11-01' }),
  sampleDocument(
    {
      number: '37-QĐ/TW',
      issuedOn: '2021-10-25',
      signer: 'Nguyễn Phú Trọng',
      issuer: 'Ban Chấp hành Trung ương',
      caveat: 'Bản tóm lược lấy từ nguồn thứ cấp.',
      publicSource: 'https://noichinh.vn/quy-dinh-37',
      relations: [
        {
          type: 'replaces',
          target: { kind: 'Quy định', number: '47-QĐ/TW', issuedOn: '2011' },
          since: '2021-10-25',
          source: 'https://noichinh.vn/thay-the',
        },
      ],
    },
    [
      { id: 'Đ14', level: 'article', number: '14', label: 'Điều 14', heading: 'Hối lộ', text: '', sources: [] },
      {
        id: 'Đ14.1',
        parentId: 'Đ14',
        level: 'paragraph',
        number: '1',
        label: '',
        text: `${QUOTE} để vụ lợi.`,
        sources: ['https://www.plo.vn/thoi-su/1.html', 'javascript:alert(1)', 'Báo Nhân Dân'],
      },
      { id: 'Đ15', level: 'article', number: '15', label: 'Điều 15', text: 'Điều này nói về quà tặng.', sources: [] },
      {
        id: 'Đ15.k1',
        parentId: 'Đ15',
        level: 'clause',
        number: '1',
        label: 'khoản 1',
        text: 'Một khoản.',
        sources: [],
      },
      {
        id: 'Đ15.k1.đ',
        parentId: 'Đ15.k1',
        level: 'point',
        number: 'đ',
        label: 'điểm đ',
        text: 'Một điểm.',
        sources: [],
      },
    ],
  ),
  sampleDocument({
    number: '207-QĐ/TW',
    issuedOn: '2026-07-26',
    relations: [
      {
        type: 'replaces',
        target: { number: '37-QĐ/TW', issuedOn: '2021-10-25' },
        since: '2026-07-26',
        source: 'đề thi',
      },
    ],
  }),
  sampleDocument({
    number: '21-NQ/TW',
    issuedOn: '2022-06-16',
    kind: 'Nghị quyết',
    title: 'Về xây dựng tổ chức cơ sở đảng',
  }),
]);

const gifts: Citation = {
  provisionId: '37-QĐ/TW@2021-10-25#Đ14.1',
  documentId: '37-QĐ/TW@2021-10-25',
  label: 'Quy định 37-QĐ/TW, Điều 14',
  number: '37-QĐ/TW',
  kind: 'Quy định',
  issuedOn: '2021-10-25',
  address: 'Điều 14',
  quote: QUOTE,
  validity: validityOn(sampleLibrary.findById('37-QĐ/TW@2021-10-25')!, TODAY, sampleLibrary),
  version: 'v1',
};

/** Answers gifts with a citation, "nhiều chỗ" with several, "số 21" with choices, "hỏng" with a failure; else says what it was asked. */
export async function answerSample({ text, history = [], asOf }: Question): Promise<Answer> {
  if (text === 'hỏng') throw new Error('SECRET at /srv/app.ts:1');
  const answer = (fields: Partial<Answer>): Answer =>
    ({
      id: 'a1',
      outcome: 'answered',
      text: '',
      claims: [],
      citations: [],
      choices: [],
      writtenBy: 'extract',
      asOf: asOf ?? TODAY,
      tookMs: 12,
      ...fields,
    }) as Answer;
  if (/quà|hối lộ/.test(text)) {
    return answer({
      text: `**Điều 14** cấm việc này:\n\n> ${QUOTE}\n\nNguồn: Quy định 37-QĐ/TW (25/10/2021), Điều 14.`,
      citations: [gifts],
      choices: [{ label: 'Quy định 207 nói gì?', text: 'Quy định 207-QĐ/TW nói gì?' }],
    });
  }
  if (text === 'nhiều chỗ') {
    const clause = { ...gifts, provisionId: '37-QĐ/TW@2021-10-25#Đ15.k1', address: 'Điều 15, khoản 1' };
    return answer({
      text: 'Lưu ý: đã thay.\n\nĐiều 14: “Một.”\nĐiều 15: “Hai.”\n\nNguồn: ở đây.',
      citations: [
        gifts,
        { ...clause, label: 'Quy định 37-QĐ/TW, Điều 15, khoản 1', quote: 'Một khoản.' },
        { ...clause, label: 'Quy định 37-QĐ/TW, Điều 15, khoản 1', quote: 'Một điểm.' },
      ],
    });
  }
  if (text === 'số 21') {
    return answer({
      outcome: 'ambiguous',
      text: 'Số 21 có 2 văn bản, anh/chị muốn xem văn bản nào?\n\nAnh/chị bấm để chọn.\n1) Kết luận 21-KL/TW (25/10/2021)\n2) Nghị quyết 21-NQ/TW (16/6/2022)\n\nTrợ lý tự động',
      choices: [
        { label: 'Kết luận 21-KL/TW (25/10/2021)', text: 'Kết luận 21-KL/TW' },
        { label: 'Nghị quyết 21-NQ/TW (16/6/2022)', text: 'Nghị quyết 21-NQ/TW' },
      ],
    });
  }
  return answer({ outcome: 'not-found', text: `Chưa có văn bản về: ${text} [${history.join(' | ')}] ${asOf ?? ''}` });
}

/** Documents are told without searching. */
const summaryDoors: SummaryDoors = {
  library: sampleLibrary,
  index: {
    passages: sampleLibrary.documents.flatMap(toPassages),
    search: async () => [],
    vectorOf: () => undefined,
  },
  texts: loadPrompts(join(import.meta.dirname, '../../prompts')).texts,
  aliases: [],
  themes: [],
  today: () => TODAY,
};

/** The whole web face over the sample library. */
export function createSamplePages(doors: Partial<HttpDoors> = {}) {
  return createHttp({
    answerQuestion: answerSample,
    converse: async (question) => {
      const answer = await (doors.answerQuestion ?? answerSample)(question);
      return [{ text: answer.text, answer }];
    },
    summarize: (target, length) => summarize(target, length, summaryDoors),
    library: () => sampleLibrary,
    today: () => TODAY,
    webhooks: [],
    consent: null,
    feeds: {
      giveTopicFeed: async (topic) => `BEGIN:VCALENDAR ${topic}`,
      giveOwnFeed: async () => undefined,
      listCalendarDays: async () => [],
      listFeedTopics: () => [],
    },
    checkHealth: async () => ({ isAlive: true, isReady: true, troubles: [] }),
    questionLimits: { perMinute: 0, atOnce: 0, proxyHops: 0 },
    texts: summaryDoors.texts,
    clock: () => new Date(`${TODAY}T03:00:00Z`),
    logger: { error: () => {}, warn: () => {} },
    ...doors,
  });
}
