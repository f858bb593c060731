import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate, type LocalDate, toLocalDate } from '../../time.js';

const DAY_MS = 86_400_000;
/** A day of so many days ago is meant as past; one before that as of the next year. */
const PAST_DAYS = 180;
const MORNING = { hour: 8, minute: 0 };
const WEEKDAYS = ['chu nhat', 'thu hai', 'thu ba', 'thu tu', 'thu nam', 'thu sau', 'thu bay'];
const AHEAD: Readonly<Record<string, number>> = { 'hom nay': 0, nay: 0, 'ngay mai': 1, mai: 1, 'ngay kia': 2 };

/**
 * An hour and a day as officers type them: `8h 25/11`, `14 giờ 30 ngày mai`, `thứ hai 8h`, `25/11/2026`,
 * `2026-11-25 08:00`. Without an hour 8 in the morning; without a day the next such hour. Undefined for anything else.
 */
export function readInstant(words: string, now: Date): Date | undefined {
  const iso = /^\s*(\d{4}-\d{2}-\d{2})(?:[T\s]+(\d{1,2}):(\d{2}))?\s*$/.exec(words);
  if (iso) return toInstant(iso[1]!, { hour: Number(iso[2] ?? MORNING.hour), minute: Number(iso[3] ?? 0) });
  const text = ` ${foldText(words).replace(/[,.]/g, ' ')} `;
  const day = takeDay(text, now);
  const time = takeTime(day.left);
  const isUnderstood = /^(?:\s|ngay|luc|vao|gui)*$/.test(time.left);
  if (!isUnderstood || day.is === 'wrong' || (day.is === undefined && !time.found)) return undefined;
  const at = time.found ?? MORNING;
  if (day.is !== undefined) return toInstant(day.is, at);
  const today = toInstant(toLocalDate(now), at);
  return today && today < now ? toInstant(dayAfter(now, 1), at) : today;
}

interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

function takeTime(text: string): { readonly left: string; readonly found?: TimeOfDay } {
  const written = /(\d{1,2})\s*(?:h|g|gio|:)\s*(\d{2}|ruoi)?\s*(?:phut)?\s*(sang|trua|chieu|toi)?(?=\s)/.exec(text);
  if (!written) return { left: text };
  const [whole, hours = '', minutes = '0', part] = written;
  const isLater = Number(hours) < 12 && (part === 'chieu' || part === 'toi');
  const found = { hour: Number(hours) + (isLater ? 12 : 0), minute: minutes === 'ruoi' ? 30 : Number(minutes) };
  return { left: text.replace(whole, ' '), found };
}

function takeDay(text: string, now: Date): { readonly left: string; readonly is: LocalDate | 'wrong' | undefined } {
  const written = /(?<=\s)(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?(?=\s)/.exec(text);
  if (written) return { left: text.replace(written[0], ' '), is: toDay(written, now) ?? 'wrong' };
  const weekday = WEEKDAYS.findIndex(
    (name, place) => text.includes(` ${name} `) || text.includes(` thu ${place + 1} `),
  );
  if (weekday >= 0) {
    const today = new Date(`${toLocalDate(now)}T00:00:00Z`).getUTCDay();
    const left = text.replace(` ${WEEKDAYS[weekday]} `, ' ').replace(` thu ${weekday + 1} `, ' ');
    return { left, is: dayAfter(now, ((weekday - today + 6) % 7) + 1) };
  }
  const ahead = Object.keys(AHEAD).find((name) => text.includes(` ${name} `));
  return ahead === undefined
    ? { left: text, is: undefined }
    : { left: text.replace(` ${ahead} `, ' '), is: dayAfter(now, AHEAD[ahead]!) };
}

function toDay([, day = '', month = '', year]: RegExpExecArray, now: Date): LocalDate | undefined {
  const written = (of: number) => `${of}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (year !== undefined) return isLocalDate(written(Number(year))) ? written(Number(year)) : undefined;
  const thisYear = Number(toLocalDate(now).slice(0, 4));
  const recent = dayAfter(now, -PAST_DAYS);
  return [thisYear, thisYear + 1].map(written).find((each) => isLocalDate(each) && each >= recent);
}

const dayAfter = (now: Date, days: number): LocalDate => toLocalDate(new Date(now.getTime() + days * DAY_MS));

function toInstant(day: LocalDate, { hour, minute }: TimeOfDay): Date | undefined {
  if (!isLocalDate(day) || hour > 23 || minute > 59) return undefined;
  const two = (amount: number) => String(amount).padStart(2, '0');
  return new Date(`${day}T${two(hour)}:${two(minute)}:00+07:00`);
}
