import { z } from 'zod';
import type { MessageField } from '../../people/campaign.js';
import { ROLES, TOPICS } from '../../people/member.js';
import type { Segment } from '../../people/segment.js';
import { isLocalDate } from '../../time.js';

const HOUR_MS = 3_600_000;
/** A chat message that is read at a glance. */
const LONGEST_MESSAGE = 1_000;

const between = (least: number, most: number, what: string) => {
  const expected = `cần ${what} từ ${least} đến ${most}`;
  return z.int(expected).min(least, expected).max(most, expected);
};
const words = (what: string, most = 300) => {
  const expected = `cần ${what} bằng chữ, không quá ${most} chữ cái`;
  return z.string(expected).trim().min(1, expected).max(most, expected).normalize('NFC');
};
const day = z.string('cần một ngày dạng 2027-07-28').refine(isLocalDate, 'cần một ngày có thật dạng 2027-07-28');
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7], 'cần thứ từ 1 (thứ Hai) đến 7 (Chủ nhật)');
const month = between(1, 12, 'tháng');
const solarDay = between(1, 31, 'ngày');
const lunarDay = between(1, 30, 'ngày âm lịch');
const https = z.url({ protocol: /^https$/, error: 'cần địa chỉ bắt đầu bằng https://' });
const bounds = { from: day.exactOptional(), to: day.exactOptional() };

const schedule = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('once'), on: day, ...bounds }),
      z.strictObject({ type: z.literal('year'), month, day: solarDay, ...bounds }),
      z.strictObject({ type: z.literal('lunar-year'), month, day: lunarDay, ...bounds }),
      z.strictObject({ type: z.literal('month'), day: solarDay, ...bounds }),
      z.strictObject({ type: z.literal('lunar-month'), day: lunarDay, ...bounds }),
      z.strictObject({
        type: z.literal('month-weekday'),
        nth: z.literal([1, 2, 3, 4, 'last'], 'cần 1, 2, 3, 4 hoặc last (cuối tháng)'),
        weekday,
        ...bounds,
      }),
      z.strictObject({ type: z.literal('week'), weekday, ...bounds }),
    ],
    'cần type là once, year, lunar-year, month, lunar-month, month-weekday hoặc week',
  )
  .refine(({ from, to }) => !from || !to || from <= to, 'ngày đầu (from) phải trước ngày cuối (to)');

const segment: z.ZodType<Segment> = z.lazy(() =>
  z.union(
    [
      z.strictObject({ everybody: z.literal(true) }),
      z.strictObject({ branch: z.string() }),
      z.strictObject({ role: z.enum(ROLES) }),
      z.strictObject({ topic: z.enum(TOPICS) }),
      z.strictObject({ channel: z.enum(['terminal', 'web', 'telegram', 'zalo-oa', 'zalo-bot']) }),
      z.strictObject({ joinedFrom: day }),
      z.strictObject({ joinedBefore: day }),
      z.strictObject({ and: z.array(segment).min(1) }),
      z.strictObject({ or: z.array(segment).min(1) }),
      z.strictObject({ not: segment }),
    ],
    'cần everybody, branch, role, topic, channel, joinedFrom, joinedBefore, hoặc and, or, not của chúng',
  ),
);

const FIELDS: Readonly<Record<MessageField, true>> = {
  con_lai: true,
  ngay: true,
  ngay_am: true,
  so_nam: true,
  lien_ket: true,
};

export const fieldsOf = (message: string): readonly string[] =>
  Array.from(message.matchAll(/\{([^{}]*)\}/g), ([, name = '']) => name);

const message = words('lời nhắn', LONGEST_MESSAGE)
  .refine(
    (text) => fieldsOf(text).every((name) => name in FIELDS),
    `chỉ dùng được các ô {${Object.keys(FIELDS).join('}, {')}}`,
  )
  .refine(
    (text) => (text.match(/\p{Extended_Pictographic}/gu)?.length ?? 0) <= 1,
    'mỗi lời nhắn không quá một biểu tượng',
  );

const milestone = z
  .strictObject({
    offsetDays: between(-60, 30, 'số ngày so với ngày chính'),
    message,
    attachment: z
      .strictObject({
        kind: z.enum(['image', 'file'], 'cần image hoặc file'),
        name: words('tên tệp', 100),
        mediaType: words('kiểu tệp', 100),
        url: https,
      })
      .transform(({ url, ...rest }) => ({ ...rest, content: { url } }))
      .exactOptional(),
    asksReport: z.boolean('cần true hoặc false').default(false),
  })
  .refine(({ offsetDays, message: text }) => offsetDays !== 0 || !fieldsOf(text).includes('con_lai'), {
    path: ['message'],
    error: 'ngày chính không còn ngày nào để đếm, hãy bỏ ô {con_lai}',
  });

const time = z
  .string('cần giờ dạng "08:00", có ngoặc kép')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'cần giờ dạng "08:00", từ "00:00" đến "23:59"')
  .transform((written) => Number(written.slice(0, 2)) * 60 + Number(written.slice(3)));

/** One campaign as people write it; what comes out is a `Campaign`. */
export const CampaignShape = z
  .strictObject(
    {
      id: z
        .string('cần id')
        .regex(/^[a-z0-9][a-z0-9-]{1,34}[a-z0-9]$/, 'cần id gồm 3 đến 36 chữ thường không dấu, chữ số, gạch nối'),
      title: words('tên', 120),
      purpose: words('mục đích'),
      topic: z.enum(TOPICS, `cần một trong ${TOPICS.join(', ')}`),
      segment: segment.default({ everybody: true }),
      schedule,
      at: time.default(8 * 60),
      shift: z.enum(['none', 'next', 'previous', 'monday'], 'cần none, next, previous hoặc monday').default('previous'),
      milestones: z
        .array(milestone, 'cần ít nhất một mốc')
        .min(1, 'cần ít nhất một mốc')
        .max(10, 'không quá 10 mốc')
        .transform((all) => all.toSorted((a, b) => a.offsetDays - b.offsetDays)),
      graceHours: between(1, 24 * 14, 'số giờ được gửi muộn').default(24),
      owner: words('nơi phụ trách', 120),
      status: z.enum(['draft', 'active', 'paused', 'ended'], 'cần draft, active, paused hoặc ended').default('draft'),
      since: between(1, 2199, 'năm gốc').exactOptional(),
      link: z
        .union([z.strictObject({ documentId: words('mã văn bản', 200) }), z.strictObject({ url: https })], {
          error: 'cần documentId (mã văn bản trong kho) hoặc url bắt đầu bằng https://',
        })
        .exactOptional(),
      note: words('ghi chú', 500).exactOptional(),
      sources: z.array(words('nguồn', 1_000), 'cần danh sách nguồn').default([]),
    },
    'cần một chiến dịch với id, title, purpose, topic, schedule, milestones, owner',
  )
  .superRefine(({ milestones, since, link }, { addIssue }) => {
    const offsets = milestones.map(({ offsetDays }) => offsetDays);
    const twice = offsets.find((each, index) => offsets.indexOf(each) !== index);
    const complain = (reason: string) => addIssue({ code: 'custom', path: ['milestones'], message: reason });
    if (twice !== undefined) complain(`có hai mốc cùng ${twice} ngày`);
    const used = new Set(milestones.flatMap((each) => fieldsOf(each.message)));
    if (used.has('so_nam') && !since) complain('có ô {so_nam} thì cần năm gốc ở since');
    if (used.has('lien_ket') && !link) complain('có ô {lien_ket} thì cần link');
  })
  .transform(({ graceHours, ...campaign }) => ({ ...campaign, graceMs: graceHours * HOUR_MS }));
