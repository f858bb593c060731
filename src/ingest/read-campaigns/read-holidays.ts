import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.js';
import type { HolidayTable } from '../../outreach/calendar/holidays.js';
import { isLocalDate } from '../../time.js';
import { readYaml, toFlaws, writeFlaw } from './read-yaml.js';

const day = z.string('cần một ngày dạng 2027-02-05').refine(isLocalDate, 'cần một ngày có thật dạng 2027-02-05');
const name = z.string('cần tên ngày nghỉ bằng chữ').min(1, 'cần tên ngày nghỉ bằng chữ');
const count = z.int('cần một số nguyên').min(0, 'cần từ 0 đến 15').max(15, 'cần từ 0 đến 15').default(0);
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7], 'cần số từ 1 (thứ Hai) đến 7 (Chủ nhật)');

const Holidays = z.strictObject(
  {
    weeklyRest: z.array(weekday).default([7]),
    yearly: z
      .array(
        z.strictObject({
          name,
          calendar: z.enum(['solar', 'lunar'], 'cần solar (dương lịch) hoặc lunar (âm lịch)').default('solar'),
          month: z.int('cần tháng từ 1 đến 12').min(1, 'cần tháng từ 1 đến 12').max(12, 'cần tháng từ 1 đến 12'),
          day: z.int('cần ngày từ 1 đến 31').min(1, 'cần ngày từ 1 đến 31').max(31, 'cần ngày từ 1 đến 31'),
          daysBefore: count,
          daysAfter: count,
          source: z.string().optional(),
        }),
      )
      .default([]),
    announced: z
      .array(
        z
          .strictObject({ name, from: day, to: day, source: z.string('cần nguồn của thông báo') })
          .refine(({ from, to }) => from <= to, 'ngày đầu (from) phải trước ngày cuối (to)'),
      )
      .default([]),
    workingDays: z.array(day).default([]),
  },
  'cần các mục weeklyRest, yearly, announced, workingDays',
);

const NAME = 'holidays.yaml';

/**
 * Reads the days of rest of a knowledge folder; without such a file those of `fallback`, the folder that is shipped,
 * and without either only Sundays. Throws `misconfigured` for a broken file.
 */
export async function readHolidays(folder: string, fallback = folder): Promise<HolidayTable> {
  const found = (await readYaml(join(folder, NAME))) ?? (await readYaml(join(fallback, NAME)));
  if (!found) return Holidays.parse({});
  if ('reason' in found) throw complain(writeFlaw(found));
  const parsed = Holidays.safeParse(found.content ?? {});
  if (!parsed.success) throw complain(writeFlaw(toFlaws(found, parsed.error)[0]!));
  return parsed.data;
}

const complain = (flaw: string): AppError =>
  new AppError('misconfigured', `${flaw}. Dữ liệu vẫn an toàn; hãy sửa theo lời dẫn ở đầu tệp rồi chạy lại.`);
