/** PostgreSQL keeps no NUL in a text. This letter of the private use area, which fonts give no meaning, stands for it. */
const MARK = '\uE000';
const NUL = '\u0000';

/** Text as PostgreSQL takes it; `fromPostgresText` gives back every text as it was. */
export function toPostgresText(text: string): string {
  if (!text.includes(NUL) && !text.includes(MARK)) return text;
  return text.replaceAll(MARK, `${MARK}1`).replaceAll(NUL, `${MARK}0`);
}

export function fromPostgresText(text: string): string {
  if (!text.includes(MARK)) return text;
  return text.replaceAll(`${MARK}0`, NUL).replaceAll(`${MARK}1`, MARK);
}
