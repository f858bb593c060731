import { describe, expect, it } from 'vitest';
import type { Intent } from '../../src/answering/understand-question/question-patterns.js';
import { type Understanding, understandQuestion } from '../../src/answering/understand-question/understand-question.js';
import { createLibrary } from '../../src/documents/library.js';
import { createDocument } from '../support/create-documents.js';

const conduct = createDocument({
  number: '144-QĐ/TW',
  issuedOn: '2024-05-09',
  title: 'Về chuẩn mực đạo đức cách mạng',
});
const old30 = createDocument({ number: '30-QĐ/TW', issuedOn: '2016-07-26', title: 'Về kiểm tra, giám sát' });
const example08 = createDocument({ number: '08-QĐi/TW', issuedOn: '2018-10-25', title: 'Về trách nhiệm nêu gương' });
const example101 = createDocument({ number: '101-QĐ/TW', issuedOn: '2012-06-07', title: 'Về trách nhiệm nêu gương' });
const provincial = createDocument({ number: '35-KH/TU', kind: 'Kế hoạch' });
const military = createDocument({ number: '646/QĐ/QUTW', issuedOn: '2012' });
const party28 = createDocument({ number: '28-NQ/TW', kind: 'Nghị quyết', issuedOn: '2022-11-17' });
const insurance28 = createDocument({ number: '28-NQ/TW', kind: 'Nghị quyết', issuedOn: '2018-05-23' });
const secrets2018 = createDocument({ number: '29/2018/QH14', kind: 'Luật', issuedOn: '2018' });
const secrets2025 = createDocument({ number: '117/2025/QH15', kind: 'Luật', issuedOn: '2025-12-10' });
const library = createLibrary([
  conduct,
  old30,
  example08,
  example101,
  provincial,
  military,
  party28,
  insurance28,
  secrets2018,
  secrets2025,
]);
const aliases = [
  { names: ['quy định nêu gương', 'nêu gương'], documents: [example101.id, example08.id] },
  { names: ['luật bí mật nhà nước'], documents: [secrets2018.id, secrets2025.id] },
  { names: ['cải cách bảo hiểm xã hội'], documents: [insurance28.id] },
];

const understand = (question: string): Understanding =>
  understandQuestion(question, { library, aliases, index: { restore: (text) => text } });
const topicOf = (question: string): string =>
  understand(question)
    .topic.map((run) => run.join(' '))
    .join(' | ');
const namedIn = (question: string) =>
  understand(question).subjects.map(({ documents }) => documents.map(({ id }) => id));

describe('a question about a document as a whole', () => {
  it.each([
    'quy định 144 bàn về cái gì',
    'Quy định 144 lo chuyện gì vậy ạ?',
    'quy định 144 kêu gọi điều gì',
    'QĐ 144 thuộc lĩnh vực nào thế',
    'qd 144 de cap van de nao vay ad',
    'quy dinh 144 quy dinh ve mang nao',
    'quy định 144 là vb gì z',
    '144-QĐ/TW là quy định gì vậy',
    'văn bản 144 là cái gì',
    'nội dung của quy định 144 là gì',
    'Nội dung quy định 144 ra sao?',
    'Trong quy định 144 có gì?',
    'Quy định 144 nhằm mục đích gì?',
    'quy định 144 viết về cái chi rứa',
    'quy định 144 được ban hành để điều chỉnh việc gì',
    'Vấn đề gì được nêu trong Quy định 144?',
    'Tóm lược giúp em quy định 144',
    'quy định 144 tên đầy đủ là gì',
    'quy định 144 chủ trương gì',
  ])('“%s”', (question) => {
    expect([understand(question).intent, topicOf(question)]).toEqual(['summary', '']);
  });

  it.each([
    ['Quy định 144 yêu cầu gì ở người đứng đầu?', 'người đứng đầu'],
    ['quy định 144 nói gì về mạng xã hội', 'mạng xã hội'],
    ['quy định 144 cấm gì', 'cấm'],
    ['quy định 144 đề cập việc nhận quà thế nào', 'nhận quà'],
    ['đảng viên nói gì ở quy định 144', 'đảng viên'],
  ])('is not “%s”, which asks for what it says', (question, topic) => {
    expect(understand(question).intent).toBe('content');
    expect(topicOf(question)).toContain(topic);
  });
});

describe('what is asked of a document as such, in other words', () => {
  const ASKED: readonly (readonly [Intent, readonly string[]])[] = [
    [
      'validity',
      [
        'quy định 30 bị vb nào thay z',
        'Quy định 30 bị cái nào thay?',
        'quy định 30 hết dùng từ hôm nào',
        'quy dinh 30 mat hieu luc chua',
        'quy định 30 hết giá trị từ bao giờ',
        'quy định 30 còn xài không',
        'quy định 30 còn dùng được không',
        'Chi bộ em có còn theo Quy định 30 nữa không?',
        'còn phải làm theo quy định 30 nữa không',
        'kiểm tra giờ vẫn theo quy định 30 hay theo bản khác',
        'quy định 30 có bản mới chưa',
        'quy định 30 đã lỗi thời chưa',
        'quy định 30 bỏ chưa',
        'thay quy định 30 là văn bản nào',
        'văn bản nào đã thay quy định 30',
        'quy định 30 được thay bằng cái gì',
        'quy định 30 giờ đổi thành quy định mấy',
        'quy định 30 nay là quy định nào',
        'bản mới của quy định 30 là bản nào',
      ],
    ],
    [
      'replaced-what',
      [
        'quy định 30 ra đời thay cho qđ nào trước đó',
        'quy định 30 thay cái nào',
        'quy định 30 bãi bỏ văn bản nào',
        'quy định 30 bỏ mấy văn bản nào',
        'trước quy định 30 thì dùng văn bản nào',
        'quy định 30 sửa đổi quy định nào',
      ],
    ],
    [
      'issued-on',
      [
        'Quy định 144 đề ngày bao nhiêu?',
        'Quy định 144 ra hôm nào?',
        'quy định 144 ký ngày mấy tháng mấy',
        'quy định 144 phát hành hồi nào',
        'Ngày tháng ban hành quy định 144',
        'quy định 144 là của năm nào',
        'quy định 144 ngày tháng năm nào',
      ],
    ],
    [
      'effective-from',
      [
        'quy định 144 có hiệu lực từ bao h',
        'quy định 144 bắt đầu áp dụng ngày nào',
        'chừng nào quy định 144 có hiệu lực',
        'quy định 144 có hl từ hôm nào',
        'quy định 144 thi hành kể từ khi nào',
      ],
    ],
    [
      'signer',
      [
        'văn bản 144 ai kí vậy',
        'quy định 144 do đồng chí nào ký ban hành',
        'ai ký kết luận 144',
        'vị nào đã ký quy định 144',
        'ký quy định 144 là ông nào',
      ],
    ],
    [
      'issuer',
      [
        'kế hoạch 35 là của tỉnh nào',
        'kế hoạch 35-KH/TU của thành phố nào z',
        'quy định 144 của cấp nào ban hành',
        'quy định 144 là của ai',
      ],
    ],
    ['outline', ['quy định 144 có tất cả mấy điều?', 'quy định 144 chia làm bao nhiêu chương']],
    [
      'content',
      [
        'ai kỷ luật đảng viên theo quy định 30',
        'quy định 30 công bố văn bản nào',
        'quy định 144 áp dụng cho ai',
        'chỉ tiêu chiếm bao nhiêu phần trăm theo quy định 144',
        'người ký tên giả bị xử thế nào theo quy định 30',
        'khi nào thì bị khai trừ theo quy định 30',
        'còn ai phải theo quy định 144 ngoài đảng viên',
      ],
    ],
  ];
  it.each(ASKED.flatMap(([intent, questions]) => questions.map((question) => [question, intent] as const)))(
    '“%s” asks for %s',
    (question, intent) => expect(understand(question).intent).toBe(intent),
  );
});

describe('a number and other names in one question', () => {
  it.each([
    ['Quy định 101 về nêu gương còn dùng không', [[example101.id]], ''],
    ['nghị quyết 28 về cải cách bảo hiểm xã hội ra năm nào', [[insurance28.id]], ''],
    ['quy định 30 có nhắc nêu gương không', [[old30.id]], 'nhắc nêu gương'],
    ['quy định 30 và quy định nêu gương', [[old30.id], [example101.id, example08.id]], ''],
    ['quy định 30 khác quy định nêu gương thế nào', [[old30.id], [example101.id, example08.id]], ''],
  ])('%s', (question, documents, topic) => {
    expect([namedIn(question), topicOf(question).replace(/ \| khác$|^khác$/, '')]).toEqual([documents, topic]);
  });

  it.each([
    ['quy định nêu gương 08 nói gì', [[example08.id]]],
    ['quy định nêu gương năm 2012 còn hiệu lực không', [[example101.id]]],
    ['Luật bí mật nhà nước bản 2025 nói gì', [[secrets2025.id]]],
    ['Luật bí mật nhà nước năm 2018 đã bị thay chưa', [[secrets2018.id]]],
    ['luat bi mat nha nuoc nam 2018 da bi thay chua', [[secrets2018.id]]],
    ['luật bí mật nhà nước có 5 chương không', [[secrets2018.id, secrets2025.id]]],
    ['646 qutw là văn bản gì', [[military.id]]],
    ['144/TW nói gì', [[conduct.id]]],
    ['37 đã xong chưa', []],
    ['quy định 144 và 30 khác nhau chỗ nào', [[conduct.id], [old30.id]]],
    ['quy định 144, 30 điều', [[conduct.id]]],
    ['quy định 144 và 5 nội dung', [[conduct.id]]],
  ])('%s', (question, documents) => expect(namedIn(question)).toEqual(documents));
});

it.each(['dung ', 'sua doi ', 'noi dung ', 'bao gom ', 'con dung ', 'tu khi la '])(
  'is done with %j said over and over',
  (words) => {
    expect(understand(`quy định 144 ${words.repeat(200)}`).subjects).toHaveLength(1);
  },
);
