const VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

const SIGNS = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

/** `XIV` → 14, in either case. Whether the letters are a numeral at all is for the caller to know. */
export function fromRoman(numeral: string): number {
  const values = [...numeral.toUpperCase()].map((sign) => VALUES[sign] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** 14 → `XIV`; from 40 on with as many X as it takes. */
export function toRoman(number: number): string {
  let rest = number;
  return SIGNS.map(([value, sign]) => {
    const times = Math.floor(rest / value);
    rest %= value;
    return sign.repeat(times);
  }).join('');
}
