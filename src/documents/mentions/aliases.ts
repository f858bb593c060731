import { foldText, normalizeText } from '../../text/vietnamese-text.js';

/** A name without a number that people use for one document or for several. */
export interface Alias {
  /** All spellings; matched without diacritics, at word borders. */
  readonly names: readonly string[];
  /** Ids of documents, or bare numbers. */
  readonly documents: readonly string[];
}

export interface AliasMention {
  readonly alias: Alias;
  /** Offsets into `normalizeText(text)`. */
  readonly start: number;
  readonly end: number;
}

const SHORT_KINDS: Readonly<Record<string, string>> = {
  'nghi quyet ': 'nq ',
  'quy dinh ': 'qd ',
  'chi thi ': 'ct ',
  'ket luan ': 'kl ',
  'ke hoach ': 'kh ',
  'nghi dinh ': 'nd ',
  'huong dan ': 'hd ',
};

/** A name, and the same with its kind written short: `nq trung ương 4`. */
function spell(name: string): readonly string[] {
  const folded = foldText(name).trim();
  const kind = Object.keys(SHORT_KINDS).find((each) => folded.startsWith(each));
  return kind ? [folded, `${SHORT_KINDS[kind]}${folded.slice(kind.length)}`] : [folded];
}

/** Aliases in a text, longest first where they overlap, in reading order. */
export function findAliases(text: string, aliases: readonly Alias[]): readonly AliasMention[] {
  const folded = foldText(normalizeText(text));
  const found: AliasMention[] = [];
  const spellings = aliases
    .flatMap((alias) => alias.names.flatMap(spell).map((name) => ({ alias, name })))
    .sort((a, b) => b.name.length - a.name.length);
  for (const { alias, name } of spellings) {
    for (let start = folded.indexOf(name); start >= 0; start = folded.indexOf(name, start + 1)) {
      const end = start + name.length;
      const isWord = !/[a-z0-9]/.test(folded[start - 1] ?? ' ') && !/[a-z0-9]/.test(folded[end] ?? ' ');
      if (isWord && !found.some((other) => start < other.end && end > other.start)) found.push({ alias, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
