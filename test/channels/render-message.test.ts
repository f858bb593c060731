import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attachment, Capabilities, OutgoingMessage } from '../../src/channels/channel.js';
import { renderMessage } from '../../src/channels/render-message.js';

const PLAIN: Capabilities = {
  textLimit: 2_000,
  captionLimit: 200,
  markup: 'plain',
  buttons: null,
  images: null,
  files: null,
  typing: false,
  edits: false,
  introducesItself: false,
  burstMs: 0,
  proactive: null,
};
const RICH: Capabilities = {
  ...PLAIN,
  markup: 'markdown',
  buttons: { kinds: ['send', 'url'], most: 3, labelLimit: 24, sendLimitBytes: 16 },
  images: { mediaTypes: ['image/png'], maxBytes: 10 },
  files: { mediaTypes: [], maxBytes: 10 },
};
const ANSWER = 'Có 2 văn bản khớp:\n1) Quy định 37\n2) Quy định 22\n\n🤖 Trợ lý tự động';
const CHOICES = [
  { label: 'Quy định 37', send: 'qđ 37' },
  { label: 'Quy định 22', send: 'qđ 22' },
];
const PICTURE: Attachment = {
  kind: 'image',
  name: 'a.png',
  mediaType: 'image/png',
  content: { url: 'https://x/a.png' },
};

const textsOf = (messages: readonly OutgoingMessage[]) => messages.map(({ text }) => text);
const split = (text: string, textLimit: number, rest: Partial<Capabilities> = {}) =>
  textsOf(renderMessage({ text }, { ...PLAIN, textLimit, ...rest }));

describe('splitting', () => {
  it.each([
    ['paragraphs', 'Một hai.\n\nBa bốn. Năm\nsáu.', 17, ['Một hai.', 'Ba bốn. Năm\nsáu.']],
    ['lines', 'Một hai. Ba\nbốn năm. Sáu', 17, ['Một hai. Ba', 'bốn năm. Sáu']],
    ['sentences', 'Một hai ba. Bốn năm sáu', 18, ['Một hai ba.', 'Bốn năm sáu']],
    ['words, not behind the number of an article', 'Xem tại Điều 5. Đảng viên', 21, ['Xem tại Điều 5. Đảng', 'viên']],
    ['letters, where one word is longer than a part', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['clusters of letters: a family is not torn', 'ab👨‍👩‍👧cd', 8, ['ab', '👨‍👩‍👧', 'cd']],
  ] as const)('cuts between %s', (_, text, limit, parts) => {
    expect(split(text, limit)).toEqual(parts);
  });

  it('cuts neither bold nor italic nor a link, and takes their marks off where no part could hold them', () => {
    const rich = { markup: 'markdown' } as const;
    expect(split('một **hai ba bốn** năm', 16, rich)).toEqual(['một', '**hai ba bốn**', 'năm']);
    expect(split('một *hai ba bốn* năm', 17, rich)).toEqual(['một *hai ba bốn*', 'năm']);
    expect(split('một *hai ba bốn* năm', 15, rich)).toEqual(['một', '*hai ba bốn*', 'năm']);
    expect(split('xem [văn bản](https://a.vn/x) đó', 28, rich)).toEqual(['xem', '[văn bản](https://a.vn/x) đó']);
    expect(split('**một hai ba bốn năm**', 10, rich)).toEqual(['một hai ba', 'bốn năm']);
  });

  it('takes marks off for a channel that shows none, and leaves signs that are no marks', () => {
    expect(split('**Đậm** *nghiêng* [đọc](https://a.vn) 2*3*4 a_b* [x]', 200)).toEqual([
      'Đậm nghiêng đọc (https://a.vn) 2*3*4 a_b* [x]',
    ]);
  });

  it('takes no longer for marks that never close', () => {
    const text = '**a '.repeat(25_000);
    expect(split(text, 2_000, { markup: 'markdown' }).join(' ')).toBe(text);
  }, 5_000);

  const words = fc.array(
    fc.oneof(
      fc.constantFrom(
        'đảng',
        'viên',
        'Điều',
        '5.',
        'ệ'.normalize('NFD'),
        '👨‍👩‍👧',
        '**đậm lắm**',
        '*nghiêng*',
        '\n',
        '\n\n',
        '1)',
        '“đúng”.',
        '[đọc ở đây](https://a.vn/b)',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    ),
    { maxLength: 60 },
  );
  const limits = fc.integer({ min: 40, max: 300 });
  const squeeze = (text: string) => text.normalize('NFC').replace(/\s+/g, '');

  it('loses no letter, keeps every part within the limit, makes none empty and tears no pair', () => {
    fc.assert(
      fc.property(
        words.map((each) => each.join(' ')),
        limits,
        fc.constantFrom('plain', 'markdown'),
        (text, limit, markup) => {
          const parts = split(text, limit, { markup });
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(limit);
            expect(part.trim()).not.toBe('');
            expect(part).toBe(part.normalize('NFC'));
            expect(part).not.toMatch(/\p{Surrogate}/u);
          }
          const whole = split(text, Number.POSITIVE_INFINITY, { markup });
          const unmarked = (each: string) => squeeze(each).replace(/[*[\]()]/g, '');
          expect(unmarked(parts.join(''))).toBe(unmarked(whole.join('')));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('gives back all words in order where each fits a part', () => {
    const word = fc.string({ unit: fc.constantFrom(...'aăâđeêiouưýệ.,“”'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.constantFrom(' ', '\n', '\n\n'))), limits, (pairs, limit) => {
        const text = pairs.flat().join('').normalize('NFC');
        expect(split(text, limit).join(' ').split(/\s+/).filter(Boolean)).toEqual(text.split(/\s+/).filter(Boolean));
      }),
    );
  });

  it('survives any string, half pairs included, and changes nothing twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), limits, (codes, limit) => {
        const parts = split(String.fromCharCode(...codes), limit);
        expect(parts.every((part) => part.length <= limit && !/\p{Surrogate}/u.test(part))).toBe(true);
        expect(parts.flatMap((part) => split(part, limit))).toEqual(parts);
      }),
    );
    fc.assert(
      fc.property(
        words.map((each) => each.join(' ')),
        limits,
        (text, limit) => {
          const parts = renderMessage({ text, buttons: CHOICES }, { ...RICH, textLimit: limit });
          expect(parts.flatMap((part) => renderMessage(part, { ...RICH, textLimit: limit }))).toEqual(parts);
        },
      ),
    );
  });
});

describe('choices', () => {
  it('stand in the text once where the channel shows no buttons', () => {
    expect(renderMessage({ text: ANSWER, buttons: CHOICES }, PLAIN)).toEqual([{ text: ANSWER }]);
    expect(renderMessage({ text: 'Chọn:', buttons: CHOICES }, PLAIN)).toEqual([
      { text: 'Chọn:\n1) Quy định 37\n2) Quy định 22' },
    ]);
    expect(textsOf(renderMessage({ text: '', buttons: CHOICES }, PLAIN))).toEqual(['1) Quy định 37\n2) Quy định 22']);
  });

  it('take the heading of their list along, and only where they are buttons', () => {
    const text = `Còn hiệu lực.\n\nHỏi tiếp:\n1) Quy định 37\n2) Quy định 22\n\n🤖 Trợ lý tự động`;
    expect(renderMessage({ text, buttons: CHOICES }, RICH)).toEqual([
      { text: 'Còn hiệu lực.\n\n🤖 Trợ lý tự động', buttons: CHOICES },
    ]);
    expect(textsOf(renderMessage({ text, buttons: CHOICES }, PLAIN))).toEqual([text]);
    const bare = text.replace(/\n\n🤖.*/, '');
    expect(textsOf(renderMessage({ text: bare, buttons: CHOICES }, RICH))).toEqual(['Còn hiệu lực.']);
  });

  it('take the place of their list where they are buttons', () => {
    expect(renderMessage({ text: ANSWER, buttons: CHOICES }, RICH)).toEqual([
      { text: 'Có 2 văn bản khớp:\n\n🤖 Trợ lý tự động', buttons: CHOICES },
    ]);
  });

  it('stay listed where a button shows only the beginning of one', () => {
    const long = { label: 'Hướng dẫn thi hành Điều lệ Đảng về kiểm tra', send: 'hướng dẫn kiểm tra, giám sát' };
    const text = `Chọn:\n1) Quy định 37\n2) ${long.label}`;
    expect(renderMessage({ text, buttons: [CHOICES[0]!, long] }, RICH)).toEqual([
      { text, buttons: [CHOICES[0], { label: 'Hướng dẫn thi hành Điều…', send: '2' }] },
    ]);
  });

  it('are numbered all where there are more than the channel shows, and links become lines', () => {
    const many = ['a', 'b', 'c', 'd'].map((label) => ({ label, send: label }));
    const link = { label: 'Đọc', url: 'https://a.vn' };
    expect(renderMessage({ text: 'Chọn', buttons: [...many, link] }, RICH)).toEqual([
      { text: 'Chọn\n\n1) a\n2) b\n3) c\n4) d', buttons: [link] },
    ]);
    expect(
      renderMessage({ text: 'Gọi', buttons: [link, { label: 'Văn phòng', phone: '84912345678' }] }, PLAIN),
    ).toEqual([{ text: 'Gọi\n\nĐọc: https://a.vn\nVăn phòng: +84912345678' }]);
  });

  it('stand under the last part only, the quote before the first', () => {
    const parts = renderMessage({ text: 'một hai ba bốn', buttons: CHOICES, replyTo: 'm1' }, { ...RICH, textLimit: 8 });
    expect(parts).toEqual([
      { text: 'một hai', replyTo: 'm1' },
      { text: 'ba bốn', buttons: CHOICES },
    ]);
  });
});

describe('attachments', () => {
  it('go one to a message, the text beside the last where it may', () => {
    const file: Attachment = { ...PICTURE, kind: 'file', name: 'b.pdf', mediaType: 'application/pdf' };
    expect(renderMessage({ text: 'Xem', attachments: [PICTURE, file] }, RICH)).toEqual([
      { text: '', attachments: [PICTURE] },
      { text: 'Xem', attachments: [file] },
    ]);
    expect(renderMessage({ text: 'Xem', attachments: [PICTURE], buttons: CHOICES }, RICH)).toEqual([
      { text: '', attachments: [PICTURE] },
      { text: 'Xem', buttons: CHOICES },
    ]);
    expect(renderMessage({ text: 'dài '.repeat(60), attachments: [PICTURE] }, RICH)).toHaveLength(2);
  });

  it('become a line where the channel cannot carry them', () => {
    const big: Attachment = { ...PICTURE, name: 'to.png', content: { bytes: new Uint8Array(11) } };
    expect(textsOf(renderMessage({ text: 'Xem', attachments: [PICTURE] }, PLAIN))).toEqual([
      'Xem\n\na.png: https://x/a.png',
    ]);
    expect(renderMessage({ text: '', attachments: [big] }, RICH, { unavailable: (name) => `thiếu ${name}` })).toEqual([
      { text: 'thiếu to.png' },
    ]);
    const byUrl = { ...RICH, images: { mediaTypes: [], maxBytes: 99, byUrlOnly: true } };
    expect(renderMessage({ text: 'Xem', attachments: [big] }, byUrl)[0]?.attachments).toBeUndefined();
  });
});

it('says nothing where there is nothing to say', () => {
  expect(renderMessage({ text: ' \n' }, PLAIN)).toEqual([]);
});
