import { describe, expect, it } from 'vitest';
import type { Intent, Wanted } from '../../src/answering/understand-question/question-patterns.js';
import {
  cleanQuestion,
  type Understanding,
  understandQuestion,
} from '../../src/answering/understand-question/understand-question.js';
import { createLibrary } from '../../src/documents/library.js';
import { createDocument } from '../support/create-documents.js';

const rule47 = createDocument({ number: '47-QĐ/TW', issuedOn: '2011' });
const rule37 = createDocument({ number: '37-QĐ/TW', issuedOn: '2021-10-25' });
const rule207 = createDocument({ number: '207-QĐ/TW', issuedOn: '2026-07-26' });
const resolution21 = createDocument({ number: '21-NQ/TW', kind: 'Nghị quyết', issuedOn: '2022-06-16' });
const later21 = createDocument({ number: '21-NQ/TW', kind: 'Nghị quyết', issuedOn: '2026-07-28' });
const conclusion21 = createDocument({ number: '21-KL/TW', kind: 'Kết luận', issuedOn: '2021-10-25' });
const plan = createDocument({ number: '464/KH-LĐLĐ', kind: 'Kế hoạch', issuedOn: '2023-07-10' });
const guide02 = createDocument({ kind: 'Hướng dẫn', shortTitle: 'Hướng dẫn 02 của Ban Bí thư' });
const library = createLibrary([rule47, rule37, rule207, resolution21, later21, conclusion21, plan, guide02]);
const aliases = [
  { names: ['19 điều', 'những điều đảng viên không được làm'], documents: [rule47.id, '37-QĐ/TW', rule207.id] },
  { names: ['kế hoạch tuyên truyền xây dựng đảng'], documents: [plan.id] },
  { names: ['quy chế không có trong kho'], documents: ['1-QC/TW@2020-01-01'] },
];

const understand = (question: string): Understanding =>
  understandQuestion(question, { library, aliases, index: { restore: (text) => text } });
const meant = (question: string) =>
  understand(question).subjects.map(({ said, documents }) => [
    said,
    documents.map(({ number, shortTitle }) => number ?? shortTitle),
  ]);

describe('the documents that a question names', () => {
  it.each([
    ['quy định 37 nói gì', [['number', ['37-QĐ/TW']]]],
    ['dieu 5 qd37', [['number', ['37-QĐ/TW']]]],
    ['nghị quyết 21 nói gì', [['number', ['21-NQ/TW', '21-NQ/TW']]]],
    ['nghị quyết 21 năm 2022 nói gì', [['number', ['21-NQ/TW']]]],
    ['văn bản số 21 nói gì', [['number', ['21-NQ/TW', '21-NQ/TW', '21-KL/TW']]]],
    ['quy định 99 nói gì', [['number', []]]],
    ['nghị quyết 37 nói gì', [['number', []]]],
    ['19 điều là gì', [['alias', ['47-QĐ/TW', '37-QĐ/TW', '207-QĐ/TW']]]],
    ['kế hoạch tuyên truyền xây dựng Đảng có gì', [['alias', ['464/KH-LĐLĐ']]]],
    ['hướng dẫn 02 của Ban Bí thư nói gì', [['number', ['Hướng dẫn 02 của Ban Bí thư']]]],
    [
      'so sánh quy định 37 với quy định 207',
      [
        ['number', ['37-QĐ/TW']],
        ['number', ['207-QĐ/TW']],
      ],
    ],
    [
      'kết luận 21 và 19 điều',
      [
        ['number', ['21-KL/TW']],
        ['alias', ['47-QĐ/TW', '37-QĐ/TW', '207-QĐ/TW']],
      ],
    ],
    ['quy định 37, quy định số 37 và 37-QĐ/TW', [['number', ['37-QĐ/TW']]]],
    ['quy chế không có trong kho', []],
    ['được nhận quà không', []],
  ])('%s', (question, expected) => expect(meant(question)).toEqual(expected));

  it('believes an everyday code only where the library holds the number', () => {
    expect(meant('kh 464 noi gi')).toEqual([['number', ['464/KH-LĐLĐ']]]);
    expect(meant('kh 5 người có được không')).toEqual([]);
  });

  it('keeps the words of the person', () => {
    expect(understand('cho hỏi QĐ 37/TW nói gì').subjects[0]?.written).toBe('QĐ 37/TW');
    expect(understand('Những Điều đảng viên không được làm?').subjects[0]?.written).toBe(
      'Những Điều đảng viên không được làm',
    );
  });
});

describe('what is asked', () => {
  it.each<[string, Intent]>([
    ['Quy định 37 còn hiệu lực không?', 'validity'],
    ['quy dinh 37 con hieu luc khong', 'validity'],
    ['quy định 37 hết hiệu lực chưa', 'validity'],
    ['quy định 37 bị văn bản nào thay thế', 'validity'],
    ['quy định 37 được thay bằng quy định nào', 'validity'],
    ['quy định 37 còn áp dụng được không', 'validity'],
    ['quy định 207 thay thế văn bản nào', 'replaced-what'],
    ['quy định 207 thay cho văn bản nào', 'replaced-what'],
    ['quy định 37 ban hành khi nào', 'issued-on'],
    ['ngày ban hành quy định 37', 'issued-on'],
    ['quy định 37 ra năm nào', 'issued-on'],
    ['ai ký quy định 37', 'signer'],
    ['người ký quy định 37 là ai', 'signer'],
    ['cơ quan nào ban hành quy định 37', 'issuer'],
    ['quy định 37 do ai ban hành', 'issuer'],
    ['quy định 37 có hiệu lực từ ngày nào', 'effective-from'],
    ['quy định 37 áp dụng từ khi nào', 'effective-from'],
    ['quy định 37 có mấy điều', 'outline'],
    ['bố cục quy định 37', 'outline'],
    ['quy định 37 nói về gì', 'summary'],
    ['tóm tắt quy định 37', 'summary'],
    ['quy định 37 là gì', 'summary'],
    ['việc kê khai tài sản quy định ở văn bản nào', 'which'],
    ['đảng viên có được nhận quà không', 'content'],
    ['quy định 37 nói gì về việc kê khai tài sản', 'content'],
  ])('“%s” asks for %s', (question, intent) => expect(understand(question).intent).toBe(intent));

  it.each<[string, Wanted | undefined]>([
    ['chi bộ họp mấy lần một tháng, bao nhiêu đảng viên', 'count'],
    ['có mấy hình thức kỷ luật', 'count'],
    ['tỷ lệ là bao nhiêu phần trăm', 'percentage'],
    ['giải nhất được bao nhiêu tiền', 'money'],
    ['thời hạn khiếu nại bao lâu', 'duration'],
    ['khiếu nại trong mấy ngày', 'duration'],
    ['thành lập năm nào', 'year'],
    ['hạn nộp ngày nào', 'day'],
    ['khi nào trao giải', 'moment'],
    ['ai có quyền khai trừ', 'person'],
    ['cơ quan nào giải quyết khiếu nại', 'body'],
    ['vì sao phải nêu gương', 'reason'],
    ['đảng viên có được nhận quà không', 'rule'],
    ['số điện thoại của công đoàn', 'contact'],
    ['nhiệm vụ của công đoàn cơ sở', undefined],
  ])('“%s” wants %s', (question, wanted) => expect(understand(question).wanted).toBe(wanted));

  it.each([
    ['19 điều đảng viên không được làm là gì', true],
    ['liệt kê các hình thức kỷ luật', true],
    ['gồm những nội dung nào', true],
    ['kể tên các nhiệm vụ', true],
    ['đảng viên có được nhận quà không', false],
    ['quy định 37 còn hiệu lực không', false],
  ])('whether “%s” asks for a whole list: %s', (question, wantsList) => {
    expect(understand(question).wantsList).toBe(wantsList);
  });

  it('reads the address, and keeps it out of the topic', () => {
    const { address, topic } = understand('khoản 2 điều 5 quy định 37 nói gì về kê khai tài sản');
    expect([address?.label, topic]).toEqual(['Điều 5, khoản 2', [['kê', 'khai', 'tài', 'sản']]]);
  });

  it.each([
    ['Cho tôi hỏi đảng viên có được nhận quà biếu không ạ?', 'đảng viên | nhận quà biếu'],
    ['Quy định 37 còn hiệu lực không?', ''],
    ['xin hỏi quy định 37 nói về gì vậy ad', ''],
    ['thời hạn khiếu nại là bao lâu', 'thời hạn khiếu nại'],
    ['mục tiêu đến năm 2030 là bao nhiêu phần trăm', 'mục tiêu | năm 2030'],
  ])('the topic of “%s” is “%s”', (question, topic) => {
    const words = understand(question).topic.map((run) => run.join(' '));
    expect(words.join(' | ').replace(/ \| phần trăm$/, '')).toBe(topic);
  });

  it.each([
    ['có bao nhiêu đảng viên trong cả nước', ['đảng', 'viên']],
    ['có mấy lần khai trừ', ['khai', 'trừ']],
    ['thời hạn khiếu nại bao lâu', ['khiếu', 'nại']],
    ['ai có quyền khai trừ', ['quyền', 'khai']],
    ['nhiệm vụ của công đoàn', []],
  ])('the focus of “%s” is %s', (question, focus) => expect(understand(question).focus).toEqual(focus));
});

describe('who asks, and upon what', () => {
  it.each([
    ['tôi có được nghỉ thai sản không', true],
    ['lương của em bao nhiêu', true],
    ['cho tôi hỏi đảng viên có được nhận quà không', false],
    ['em muốn hỏi hình thức kỷ luật', false],
    ['giúp mình xem quy định 37', false],
    ['đảng viên phải tự mình gương mẫu', true],
    ['đảng viên có được nhận quà không', false],
  ])('whether “%s” is a case of one’s own: %s', (question, isPersonal) => {
    expect(understand(question).isPersonal).toBe(isPersonal);
  });

  it.each([
    ['còn điều 5 thì sao?', true],
    ['thế quy định 22 thì sao', true],
    ['văn bản này còn hiệu lực không', true],
    ['nó do ai ký', true],
    ['vậy thời hạn là bao lâu', true],
    ['quy định đó nói gì', true],
    ['quy định 37 nói gì', false],
    ['đảng viên có được nhận quà không', false],
  ])('whether “%s” leans on what came before: %s', (question, leansBack) => {
    expect(understand(question).leansBack).toBe(leansBack);
  });
});

describe('restoring', () => {
  const restored = (question: string) =>
    understandQuestion(question, {
      library,
      aliases,
      index: { restore: (part) => part.replaceAll('kh', 'không').replaceAll('dang vien', 'đảng viên') },
    });

  it('happens around document numbers, never inside them', () => {
    expect(restored('kh 464 co hieu luc kh').restored).toBe('kh 464 co hieu luc không');
    expect(restored('dang vien theo qd 37, moi dang vien').restored).toBe('đảng viên theo qd 37, moi đảng viên');
  });

  it('keeps the typed text and finds subjects in the restored one', () => {
    const { text, restored: shown, subjects } = restored('nhung dieu dang vien khong duoc lam trong qd 37');
    expect(text).toBe('nhung dieu dang vien khong duoc lam trong qd 37');
    for (const { start, end, written } of subjects) expect(shown.slice(start, end)).toBe(written);
    expect(subjects.map(({ said }) => said)).toContain('number');
  });
});

describe('cleanQuestion', () => {
  it.each([
    ['  quy   định\n37 ', 'quy định 37'],
    ['<b>quy định</b> 37', 'quy định 37'],
    ['<script>x</script>37', 'x 37'],
    ['quу định 37', 'quy định 37'],
    ['ｑｕｙ định ３７', 'quy định 37'],
    ['dùng AI có được không', 'dùng trí tuệ nhân tạo có được không'],
    ['AI KY QUY DINH 37', 'AI KY QUY DINH 37'],
    ['', ''],
  ])('%j reads %j', (typed, clean) => expect(cleanQuestion(typed)).toBe(clean));
});
