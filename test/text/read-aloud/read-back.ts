/**
 * Reads spoken Vietnamese back into figures, written from how it is said and not from the module under test: it looks
 * up no word there and works the other way round, from scales down to units.
 */

const ONES = new Map(
  'không một hai ba bốn năm sáu bảy tám chín'.split(' ').map((word, value) => [word, value] as const),
);
const ALSO: readonly (readonly [string, number])[] = [
  ['mốt', 1],
  ['tư', 4],
  ['lăm', 5],
];
for (const [word, value] of ALSO) ONES.set(word, value);

const one = (word: string | undefined): number => {
  const value = word === undefined ? undefined : ONES.get(word);
  if (value === undefined) throw new Error(`no figure: ${word}`);
  return value;
};

/** Below a thousand. Refuses what nobody says: `hai mươi một`, `mười mốt`, `hai mươi năm`, `linh lăm`. */
function hundredsBack(words: readonly string[]): number {
  if (words.length === 0) return 0;
  const at = words.indexOf('trăm');
  if (at >= 0) {
    if (at !== 1) throw new Error(words.join(' '));
    const rest = words.slice(2);
    if (rest[0] === 'linh') {
      if (rest.length !== 2 || /^(mốt|tư|lăm)$/.test(rest[1] ?? '')) throw new Error(words.join(' '));
      return one(words[0]) * 100 + one(rest[1]);
    }
    if (rest.length === 1 && rest[0] !== 'mười') throw new Error(words.join(' '));
    return one(words[0]) * 100 + hundredsBack(rest);
  }
  if (words[0] === 'mười') {
    if (words.length > 2 || /^(mốt|tư|năm|không)$/.test(words[1] ?? '')) throw new Error(words.join(' '));
    return 10 + (words[1] === undefined ? 0 : one(words[1]));
  }
  if (words[1] === 'mươi') {
    if (words.length > 3 || /^(một|bốn|năm|không)$/.test(words[2] ?? '')) throw new Error(words.join(' '));
    return one(words[0]) * 10 + (words[2] === undefined ? 0 : one(words[2]));
  }
  if (words.length !== 1 || /^(mốt|tư|lăm)$/.test(words[0] ?? '')) throw new Error(words.join(' '));
  return one(words[0]);
}

function wholeBack(words: readonly string[]): bigint {
  for (const [scale, size] of [
    ['tỷ', 1_000_000_000n],
    ['triệu', 1_000_000n],
    ['nghìn', 1_000n],
  ] as const) {
    const at = words.indexOf(scale);
    if (at > 0) return wholeBack(words.slice(0, at)) * size + wholeBack(words.slice(at + 1));
  }
  return BigInt(hundredsBack(words));
}

/** `một nghìn không trăm linh năm` → `1005`; `ba phẩy không năm` → `3,05`; figures one by one keep their zeros. */
export function numberBack(said: string): string {
  const [whole = '', fraction] = said.toLowerCase().split(' phẩy ');
  return fraction === undefined ? nameBack(whole) : `${nameBack(whole)},${nameBack(fraction)}`;
}

function nameBack(said: string): string {
  const words = said.split(' ');
  const areFigures =
    words.length > 1 && words.every((word) => /^(không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín)$/.test(word));
  return areFigures ? words.map(one).join('') : wholeBack(words).toString();
}

/** `ngày mồng hai tháng chín năm …` → `2/9/…`. */
export function dayBack(said: string): string {
  const match = /^ngày (?<mong>mồng )?(?<day>.+) tháng (?<month>tư|mười (?:một|hai)|\S+?)(?: năm (?<year>.+))?$/i.exec(
    said,
  );
  const { mong, day = '', month = '', year } = match?.groups ?? {};
  const date = Number(numberBack(day));
  if (date <= 10 !== (mong !== undefined)) throw new Error(said);
  const number = month === 'tư' ? '4' : numberBack(month);
  return [date, number, ...(year ? [numberBack(year)] : [])].join('/');
}

/** What is said of a document, in figures: kind, number, year, issuer. */
export function documentBack(said: string, kinds: readonly string[]): readonly string[] {
  const kind = kinds.find((each) => said.toLowerCase().startsWith(`${each.toLowerCase()} `));
  if (!kind) throw new Error(said);
  const [spoken = '', issuer = ''] = said.slice(kind.length + 1).split(/ của (.+)/);
  const words = spoken.replace(/^số /, '');
  // `năm` is five and year: the year begins behind the last one that two thousand or nineteen hundred follows.
  const year = /^(.+) năm ((?:hai|một) nghìn(?: .+)?)$/.exec(words);
  return year?.[1] && year[2]
    ? [kind, numberBack(year[1]), numberBack(year[2]), issuer]
    : [kind, numberBack(words), issuer];
}
