/**
 * Normal forms of Vietnamese text. `normalizeText` keeps what a reader sees; `foldText` is for matching only.
 * Source of the rules: docs/domain.md#letters-and-dashes, tried on real documents on 2026-11-24.
 */

const LOOKALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  В: 'B',
  С: 'C',
  Е: 'E',
  Н: 'H',
  І: 'I',
  К: 'K',
  М: 'M',
  О: 'O',
  Р: 'P',
  Т: 'T',
  Х: 'X',
  У: 'Y',
  а: 'a',
  с: 'c',
  е: 'e',
  і: 'i',
  о: 'o',
  р: 'p',
  х: 'x',
  у: 'y',
  һ: 'h',
  к: 'k',
  м: 'm',
  т: 't',
  н: 'h',
};

/** Printable ASCII, line breaks, tabs, composed letters, dashes and quotes: nothing that `normalizeText` changes. */
const PLAIN =
  /^[\t\n\u0020-\u007e\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0180\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u2010-\u2027]*$/;

/** NFC, Đ for Ð, plain spaces, no zero-width or control characters (line breaks and tabs stay). */
export function normalizeText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\u00D0\u0189]/g, 'Đ')
    .replace(/\u00F0/g, 'đ')
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .replace(/[\u200B-\u200D\u2060\uFEFF\u00AD]/g, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g, ' ');
}

/** Full-width letters become plain, and Cyrillic ones that look Latin become Latin inside words that also hold Latin letters. For questions, not documents. */
export function latinizeLookalikes(text: string): string {
  const narrow = text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return narrow.replace(/[\p{L}\p{M}]+/gu, (word) =>
    /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word)
      ? word.replace(/\p{Script=Cyrillic}/gu, (letter) => LOOKALIKES[letter] ?? letter)
      : word,
  );
}

/** Lower case without any diacritics, đ as d, every dash a hyphen. Same length as its input in letters, not in code units. */
export function foldText(text: string): string {
  return normalizeText(text)
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/[\u2010-\u2015\u2212]/g, '-');
}

const AMOUNTS = new Intl.NumberFormat('vi-VN');

/** `1.240`, as Vietnamese writes numbers. */
export function formatAmount(amount: number): string {
  return AMOUNTS.format(amount);
}
