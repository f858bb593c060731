/** What tells of one person: phone, identity card (9 or 12 digits), e-mail, and a name after a form of address. */
const PATTERNS: readonly RegExp[] = [
  /(?<!\d)(?:\+?84|0)(?:[\s.-]?\d){8,10}(?!\d)/u,
  /(?<!\d)(?:\d[\s.-]?){11}\d(?!\d)/u,
  /(?<!\d)\d{9}(?!\d)/u,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u,
];
const TITLES = 'ông|bà|anh|chị|em|cô|chú|bác|cậu|thầy|sếp|đồng chí|đ/c|giám đốc|chủ tịch|bí thư|trưởng phòng';
const TITLE = new RegExp(`(?<!\\p{L})(?:${TITLES})\\s+`, 'giu');
const CAPITAL = /^\p{Lu}\p{Ll}/u;

/** Whether a text holds what may tell of one person. Errs on the side of yes. */
export function holdsPersonalData(text: string): boolean {
  const plain = text.normalize('NFC');
  if (PATTERNS.some((pattern) => pattern.test(plain))) return true;
  // Case counts in the name, not in the title.
  return [...plain.matchAll(TITLE)].some(({ 0: title, index }) => CAPITAL.test(plain.slice(index + title.length)));
}

/** Identity cards: 12 digits that begin with a province (`001…` to `096…`), or the 9 of the old ones. */
const ID_NUMBERS = [/(?<!\d)0(?:[\s.-]?\d){11}(?!\d)/u, /(?<!\d)\d{9}(?!\d)/u];

/** Whether a text holds the number of an identity card: of what tells of a person, the one thing that no announcement needs. */
export function holdsIdNumber(text: string): boolean {
  return ID_NUMBERS.some((pattern) => pattern.test(text.normalize('NFC')));
}

/** Votes, feedback and counts are shown, and the words behind them kept, only in groups of so many or more. */
export const LEAST_SHOWN = 10;
