import { readNumber } from './read-number.js';

/** `15/5/2016` → `ngày mười lăm tháng năm năm hai nghìn không trăm mười sáu`; days up to ten are `mồng`. */
export function readDay(day: number, month: number, year?: number): string {
  return [`ngày ${readDate(day)}`, readMonth(month, year)].join(' ');
}

/** `tháng tư năm …`. */
export function readMonth(month: number, year?: number): string {
  const name = month === 4 ? 'tư' : readNumber(String(month));
  return [`tháng ${name}`, ...(year === undefined ? [] : [`năm ${readNumber(String(year))}`])].join(' ');
}

/** What stands between `ngày` and `tháng`. */
export function readDate(day: number): string {
  return `${day <= 10 ? 'mồng ' : ''}${readNumber(String(day))}`;
}

/** `7h30` → `bảy giờ ba mươi phút`; full hours bear no minutes. */
export function readTime(hours: number, minutes = 0): string {
  const hour = `${readNumber(String(hours))} giờ`;
  return minutes === 0 ? hour : `${hour} ${readNumber(String(minutes))} phút`;
}
