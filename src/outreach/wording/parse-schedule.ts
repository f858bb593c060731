import type { Recurrence, Schedule, Weekday } from '../../people/schedule.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate, type LocalDate } from '../../time.js';

const WEEKDAYS = ['thu hai', 'thu ba', 'thu tu', 'thu nam', 'thu sau', 'thu bay', 'chu nhat'];
const MONTHS: Readonly<Record<string, number>> = { gieng: 1, chap: 12 };
const NTH: Readonly<Record<string, 1 | 2 | 3 | 4 | 'last'>> = {
  'dau tien': 1,
  dau: 1,
  'thu nhat': 1,
  'thu hai': 2,
  'thu ba': 3,
  'thu tu': 4,
  'cuoi cung': 'last',
  cuoi: 'last',
};
const DAY = '(\\d{1,2})';
const WEEKDAY = `(${WEEKDAYS.join('|')}|thu [2-7])`;
const DATE = /\d{1,2}\/\d{1,2}\/\d{4}/;

/** Reads what follows its pattern; the first that matches all of the words counts. */
const READERS: readonly (readonly [RegExp, (parts: readonly string[]) => Recurrence | undefined])[] = [
  [/^(?:mot lan )?(?:ngay )?(\d{1,2}\/\d{1,2}\/\d{4})$/, ([date = '']) => toOnce(date)],
  [/^(?:hang nam )?(?:ngay )?(\d{1,2})\/(\d{1,2}) am lich$/, ([day, month]) => toLunarYear(day, month)],
  [/^(?:hang nam )?(?:ngay )?(\d{1,2}) thang (\d{1,2}|gieng|chap) am lich$/, ([day, month]) => toLunarYear(day, month)],
  [/^(?:hang thang )?(?:ngay )?(\d{1,2}) (?:hang thang )?am lich$/, ([day]) => toLunarMonth(day)],
  [/^(?:hang nam )?(?:ngay )?(\d{1,2})\/(\d{1,2})$/, ([day, month]) => toYear(day, month)],
  [/^(?:hang nam )?(?:ngay )?(\d{1,2}) thang (\d{1,2})$/, ([day, month]) => toYear(day, month)],
  [new RegExp(`^(?:hang thang (?:ngay )?${DAY}|(?:ngay )?${DAY} hang thang)$`), ([a, b]) => toMonth(a ?? b)],
  [/^(?:ngay )?cuoi (?:hang )?thang$/, () => ({ type: 'month', day: 31 })],
  [
    new RegExp(`^(?:hang thang )?${WEEKDAY} (${Object.keys(NTH).join('|')})(?: (?:hang )?thang)?$`),
    ([weekday = '', nth = '']) => ({ type: 'month-weekday', nth: NTH[nth]!, weekday: toWeekday(weekday) }),
  ],
  [
    new RegExp(`^(?:hang (?:tuan )?${WEEKDAY}(?: hang tuan)?|${WEEKDAY} hang tuan)$`),
    ([a, b]) => ({ type: 'week', weekday: toWeekday(a ?? b ?? '') }),
  ],
];

/**
 * When something takes place, as officers type it: `28/7/2027`, `28/7 hằng năm`, `mồng 10 tháng 3 âm lịch`, `ngày 25
 * hằng tháng`, `rằm hằng tháng âm lịch`, `thứ Hai đầu tháng`, `thứ Sáu hằng tuần`, each with `từ 1/1/2027 đến
 * 31/12/2027` behind it. Undefined for anything else.
 */
export function parseSchedule(words: string): Schedule | undefined {
  const text = plain(words);
  const bounds = new RegExp(`(?: tu (${DATE.source}))?(?: (?:den|toi) (?:het )?(${DATE.source}))?$`).exec(text);
  const [whole = '', first, last] = bounds ?? [];
  const recurrence = readRecurrence(text.slice(0, text.length - whole.length));
  const [from, to] = [first, last].map((each) => (each === undefined ? undefined : toDay(each)));
  const isBroken = (first && !from) || (last && !to) || (from && to && from > to);
  if (!recurrence || isBroken) return undefined;
  return { ...recurrence, ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** One way to say each thing. */
function plain(words: string): string {
  return foldText(words)
    .replaceAll(/[,.;()]/g, ' ')
    .replaceAll(/\b(vao|cua|moi)\b/g, (word) => (word === 'moi' ? 'hang' : ' '))
    .replaceAll(/\bam\b(?! lich)|\bal\b/g, 'am lich')
    .replaceAll(/\bram\b/g, '15')
    .replaceAll(/\b(?:mong|mung) (?:mot|nhat)\b/g, '1')
    .replaceAll(/\b(?:mong|mung)\b/g, ' ')
    .replaceAll(/\bcn\b/g, 'chu nhat')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function readRecurrence(text: string): Recurrence | undefined {
  // `28/7 hằng năm` as `hằng năm 28/7`.
  const moved = text.trim().replace(/^(.*) hang nam$/, 'hang nam $1');
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(moved);
    if (found) return read(found.slice(1));
  }
  return undefined;
}

function toOnce(date: string): Recurrence | undefined {
  const on = toDay(date);
  return on ? { type: 'once', on } : undefined;
}

function toYear(day = '', month = ''): Recurrence | undefined {
  // A leap year: 29/2 is a day that other years lack.
  const isThere = toDay(`${day}/${month}/2028`) !== undefined;
  return isThere ? { type: 'year', month: Number(month), day: Number(day) } : undefined;
}

function toMonth(day = ''): Recurrence | undefined {
  return isBetween(Number(day), 31) ? { type: 'month', day: Number(day) } : undefined;
}

function toLunarYear(day = '', written = ''): Recurrence | undefined {
  const month = MONTHS[written] ?? Number(written);
  return isBetween(Number(day), 30) && isBetween(month, 12)
    ? { type: 'lunar-year', month, day: Number(day) }
    : undefined;
}

function toLunarMonth(day = ''): Recurrence | undefined {
  return isBetween(Number(day), 30) ? { type: 'lunar-month', day: Number(day) } : undefined;
}

const isBetween = (number: number, most: number): boolean => number >= 1 && number <= most;

function toDay(written: string): LocalDate | undefined {
  const [day = '', month = '', year = ''] = written.split('/');
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(date) ? date : undefined;
}

function toWeekday(name: string): Weekday {
  const place = WEEKDAYS.indexOf(name);
  return (place >= 0 ? place + 1 : Number(name.slice(-1)) - 1) as Weekday;
}
