import { z } from 'zod';
import { TOPICS } from '../people/member.js';
import { normalizeText } from '../text/vietnamese-text.js';
import { type Flaw, parseYaml, toFlaws } from './read-campaigns/read-yaml.js';

/** Numbers too: an id of digits alone is one to YAML. */
const line = (what: string) =>
  z.union([z.string(), z.number().transform(String)], `cần ${what}`).pipe(z.string().trim().min(1, `cần ${what}`));
const list = (what: string) => z.array(line(what), `cần danh sách, mỗi dòng một ${what}`).default([]);
const times = {
  at: line('giờ gửi, ví dụ 8h 25/11, hoặc ngay').exactOptional(),
  until: line('hạn gửi, ví dụ 17h 27/11').exactOptional(),
};

const KEYS =
  'chỉ dùng các mục to, topic, at, until, urgent, template, fields, text, variant, cite, buttons, poll, images, files, corrects, zbs';
const Message = z.strictObject(
  {
    ...times,
    to: line('người nhận, ví dụ tất-cả hoặc nhánh=MÃ-ĐƠN-VỊ').exactOptional(),
    topic: z.enum(TOPICS, `cần một trong ${TOPICS.join(', ')}`).default('thong-bao'),
    urgent: z.boolean('cần true hoặc false').default(false),
    template: line('mã mẫu').exactOptional(),
    fields: z.record(z.string(), line('chữ điền vào ô'), 'cần các dòng dạng tên-ô: "chữ điền vào"').default({}),
    text: z.string('cần nội dung').trim().default(''),
    variant: line('nội dung thứ hai để so sánh').exactOptional(),
    cite: line('điều, văn bản, ví dụ Điều 5 37-QĐ/TW').exactOptional(),
    buttons: list('nút dạng Đăng ký | https://…'),
    poll: z
      .union([line('câu hỏi'), z.array(line('câu hỏi hoặc lựa chọn')).transform((lines) => lines.join(' | '))])
      .exactOptional(),
    images: list('ảnh'),
    files: list('tệp'),
    corrects: line('mã thông báo cần đính chính').exactOptional(),
    zbs: z
      .strictObject(
        { id: line('mã mẫu ZBS'), data: z.record(z.string(), line('chữ')).default({}) },
        'cần id và data của mẫu ZBS',
      )
      .exactOptional(),
  },
  KEYS,
);
const Article = z.strictObject(
  {
    ...times,
    title: line('tiêu đề'),
    description: z.string('cần mô tả').trim().default(''),
    author: z.string('cần tên tác giả').trim().default(''),
    cover: line('địa chỉ https của ảnh bìa'),
    text: z.string('cần nội dung').trim().default(''),
  },
  'chỉ dùng các mục title, description, author, cover, at, until, text',
);

const SHAPES = { message: Message, article: Article } as const;

type Parsed<K extends keyof typeof SHAPES> =
  | { readonly written: z.infer<(typeof SHAPES)[K]> }
  | { readonly flaws: readonly Flaw[] };

/**
 * An announcement, or an article, as it is written in a file: Markdown below YAML between `---` lines, or YAML alone
 * where the name ends in `.yaml`. `file`: as it is called in flaws.
 */
export function parseAnnouncement<K extends keyof typeof SHAPES>(file: string, content: string, kind: K): Parsed<K> {
  const { head, body } = splitHead(file, normalizeText(content));
  const read = parseYaml(file, head);
  if ('reason' in read) return { flaws: [read] };
  const facts = (read.content ?? {}) as Readonly<Record<string, unknown>>;
  const whole = body === '' ? facts : { ...facts, text: body };
  const parsed = SHAPES[kind].safeParse(whole);
  return parsed.success
    ? { written: parsed.data as z.infer<(typeof SHAPES)[K]> }
    : { flaws: toFlaws(read, parsed.error) };
}

function splitHead(file: string, content: string): { readonly head: string; readonly body: string } {
  if (/\.ya?ml$/i.test(file)) return { head: content, body: '' };
  const block = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(content);
  // The line of `---` keeps its place, so that lines of flaws are those of the file.
  return block
    ? { head: `\n${block[1] ?? ''}`, body: content.slice(block[0].length).trim() }
    : { head: '', body: content.trim() };
}
