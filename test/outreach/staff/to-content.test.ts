import { describe, expect, it } from 'vitest';
import { parseAnnouncement } from '../../../src/ingest/parse-announcement.js';
import { toArticle, toContent } from '../../../src/outreach/staff/to-content.js';
import { openChat } from '../../support/open-chat.js';
import { createContent, local, TUESDAY } from '../../support/outreach-samples.js';
import { sampleBroadcast } from '../../support/sample-broadcasts.js';
import { useStage } from '../../support/use-stage.js';

const chat = useStage((app) => openChat(app, TUESDAY));

/** What a file says, or the sentences that tell what is wrong with it. */
async function read(head: string, body = 'Mời họp.', name = 'tin.md') {
  const content = name.endsWith('.md') ? `---\n${head}\n---\n${body}\n` : head;
  const parsed = parseAnnouncement(name, content, 'message');
  if ('flaws' in parsed) return parsed.flaws.map(({ line, reason }) => `${line}: ${reason}`);
  const readFile = async (file: string) => (file === 'giay-moi.pdf' ? new Uint8Array([37, 80]) : undefined);
  const reading = await toContent(parsed.written, { templates: chat.doors.templates, readFile }, chat.doors.outreach);
  return reading.status === 'read' ? reading.content : reading.reasons;
}

describe('an announcement in a file', () => {
  it('is at once, for three days, about announcements, where it says nothing else', async () => {
    expect(await read('to: tất-cả')).toEqual(
      createContent({ messages: [{ text: 'Mời họp.', attachments: [], buttons: [] }] }),
    );
  });

  it('says everything that an announcement can', async () => {
    const content = await read(
      [
        'to: nhánh="Công đoàn phường Tân Phong" và (vai=propagandist hoặc vai=unit-admin)',
        'topic: sinh-hoat',
        'at: 14h30 25/11',
        'until: 2026-11-27 17:00',
        'urgent: true',
        'cite: Điều 5 37-QĐ/TW',
        'buttons: ["Đăng ký | https://congdoan.example/x"]',
        'poll: Buổi nào? | Sáng | Chiều',
        'images: [https://congdoan.example/anh.jpg]',
        'files: [giay-moi.pdf]',
        'variant: Họp nhé.',
        'zbs: { id: 123456, data: { noi_dung: Họp } }',
      ].join('\n'),
    );
    expect(content).toMatchObject({
      topic: 'sinh-hoat',
      audience: {
        segment: { and: [{ branch: 'tan-phong' }, { or: [{ role: 'propagandist' }, { role: 'unit-admin' }] }] },
      },
      isUrgent: true,
      dueAt: local('14:30', '2026-11-25'),
      expiresAt: local('17:00', '2026-11-27'),
      template: { id: '123456', data: { noi_dung: 'Họp' } },
      messages: [
        {
          text: 'Mời họp.',
          citation: { documentId: '37-QĐ/TW@2021-10-25', provisionId: '37-QĐ/TW@2021-10-25#Đ5' },
          buttons: [{ label: 'Đăng ký', url: 'https://congdoan.example/x' }],
          poll: { question: 'Buổi nào?', options: ['Sáng', 'Chiều'] },
          attachments: [
            { kind: 'image', name: 'anh.jpg', content: { url: 'https://congdoan.example/anh.jpg' } },
            { kind: 'file', name: 'giay-moi.pdf', mediaType: 'application/pdf' },
          ],
        },
        { text: 'Họp nhé.' },
      ],
    });
    const file = (content as ReturnType<typeof createContent>).messages[0]?.attachments[1]?.content;
    expect(file && 'fileId' in file && (await chat.store.findFile(file.fileId))).toEqual(new Uint8Array([37, 80]));
  });

  it('fills a template; the line of what is left out goes, what has to be there stays asked', async () => {
    const texts = await read('to: tất-cả\ntemplate: nam-dong\nfields: { viec: Họp, ai: Tổ trưởng }', 'Trân trọng.');
    expect(texts).toMatchObject({
      messages: [{ text: '**Việc:** Họp\n**Khi nào:** {khi-nao}\n**Ai:** Tổ trưởng\n\nTrân trọng.' }],
    });
  });

  it('puts right another one, for those that it was for', async () => {
    const segment = { branch: 'may' };
    const content = createContent({ audience: { type: 'members', segment } });
    await chat.store.createBroadcast(sampleBroadcast('ABCDEFGH', { content }));
    expect(await read('corrects: ABCDEFGH')).toMatchObject({ corrects: 'ABCDEFGH', audience: { segment } });
    expect(await read('corrects: ZZZZZZZZ')).toEqual(['corrects: không có thông báo ZZZZZZZZ.']);
  });

  it('may be YAML alone, or words alone that say too little', async () => {
    expect(await read('to: tất-cả\ntext: |\n  Mời họp.\n', '', 'tin.yaml')).toMatchObject({
      messages: [{ text: 'Mời họp.' }],
    });
    const plain = parseAnnouncement('stdin', 'Mời họp.', 'message');
    expect(plain).toMatchObject({ written: { text: 'Mời họp.' } });
  });

  it.each([
    ['a key that is none', 'to: tất-cả\nai: tất cả', '3: ai: không có mục tên này'],
    ['a topic that is none', 'to: tất-cả\ntopic: tin-vui', '3: topic: cần một trong thong-bao'],
    ['what is no YAML', 'to: [tất-cả', 'không đọc được YAML'],
    ['an empty key', 'to:', '2: to: cần người nhận'],
    ['nobody to send to', 'topic: thong-bao', 'to: cần ghi gửi tới ai'],
    ['a unit that is none', 'to: nhánh=khong-co', 'to: chưa hiểu “nhánh=khong-co”'],
    ['an hour that is none', 'to: tất-cả\nat: giờ Tý', 'at: chưa hiểu giờ “giờ Tý”'],
    ['an hour that is over', 'to: tất-cả\nat: 2020-01-01 08:00', 'at: giờ “2020-01-01 08:00” đã qua'],
    ['an end that is none', 'to: tất-cả\nuntil: mãi mãi', 'until: chưa hiểu hạn “mãi mãi”'],
    ['a document that the library lacks', 'to: tất-cả\ncite: 999-QĐ/TW', 'cite: kho chưa có “999-QĐ/TW”'],
    ['an article of it that the library lacks', 'to: tất-cả\ncite: Điều 99 37-QĐ/TW', 'cite: kho chưa có “Điều 99'],
    ['a link that is not https', 'to: tất-cả\nbuttons: ["Xem | http://a.vn"]', 'buttons: “Xem | http://a.vn”'],
    ['one option alone', 'to: tất-cả\npoll: Đi không? | Đi', 'poll: cần một câu hỏi'],
    ['a file that is not there', 'to: tất-cả\nfiles: [khong-co.pdf]', 'không đọc được tệp “khong-co.pdf”'],
    ['a file that phones cannot open', 'to: tất-cả\nfiles: [chay.exe]', '“chay.exe” cần là tệp ở máy'],
    ['an image that is not https', 'to: tất-cả\nimages: ["http://a.vn/b.png"]', '“http://a.vn/b.png” cần là'],
    ['a template that is none', 'to: tất-cả\ntemplate: tho', 'template: không có mẫu “tho”'],
    ['a field that is none', 'to: tất-cả\ntemplate: nam-dong\nfields: { gio: 8h }', 'fields: mẫu này không có ô “gio”'],
  ])('is refused for %s', async (_, head, reason) => {
    const said = await read(head);
    expect(Array.isArray(said) ? said : [JSON.stringify(said)]).toEqual([expect.stringContaining(reason)]);
  });

  it('tells of everything at once', async () => {
    expect(await read('to: nhánh=khong-co\nat: giờ Tý\ncite: 999-QĐ/TW')).toHaveLength(3);
  });
});

it('reads an article in paragraphs', () => {
  const parsed = parseAnnouncement(
    'bai.md',
    '---\ntitle: Tháng Năm\ncover: https://a.vn/b.png\n---\nMột\nmột.\n\n\nHai.',
    'article',
  );
  const reading = toArticle(
    'written' in parsed ? parsed.written : expect.unreachable(JSON.stringify(parsed)),
    chat.doors.outreach,
  );
  expect(reading).toMatchObject({
    content: {
      audience: { article: { title: 'Tháng Năm', body: ['Một một.', 'Hai.'], coverUrl: 'https://a.vn/b.png' } },
    },
  });
  expect(parseAnnouncement('bai.md', '---\nto: tất-cả\n---\nHai.', 'article')).toHaveProperty('flaws');
});
