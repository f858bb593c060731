import { AppError } from '../errors.js';
import { listWords } from '../text/syllables.js';
import { foldText, normalizeText } from '../text/vietnamese-text.js';

/** Phrases by which a message is known to need no search, as `knowledge/scope.yaml` lists and explains them. */
export interface Scope {
  readonly greetings: readonly string[];
  readonly thanks: readonly string[];
  readonly goodbyes: readonly string[];
  readonly who: readonly string[];
  readonly help: readonly string[];
  readonly refused: readonly string[];
  readonly complaints: readonly string[];
  readonly outOfScope: readonly string[];
  /** Subjects that the library does not cover, though the question is a fair one. */
  readonly outside: readonly string[];
}

export type GuardVerdict =
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'who'
  | 'help'
  | 'refused'
  | 'complaint'
  | 'out-of-scope'
  | 'out-of-domain'
  | 'pass';

/** Prepares the phrases once; throws `misconfigured` for one that cannot be read. The first kind that matches wins. */
export function createGuard(scope: Scope): (question: string) => GuardVerdict {
  const order: readonly (readonly [GuardVerdict, readonly string[]])[] = [
    ['refused', scope.refused],
    ['complaint', scope.complaints],
    ['out-of-scope', scope.outOfScope],
    ['who', scope.who],
    ['help', scope.help],
    ['goodbye', scope.goodbyes],
    ['thanks', scope.thanks],
    ['greeting', scope.greetings],
    ['out-of-domain', scope.outside],
  ];
  const bodies = new Map(order.flatMap(([, lines]) => lines.flatMap(readGroup)));
  const groups: Groups = { bodies, patterns: new Map(), words: new Map() };
  const compiled = order.map(([verdict, lines]) => ({ verdict, matches: compileList(lines, groups) }));
  return (question) => {
    const message = encodeQuestion(question);
    return compiled.find(({ matches }) => matches(message))?.verdict ?? 'pass';
  };
}

/** Named parts of phrases: as written, and what has been made of them so far. */
interface Groups {
  readonly bodies: ReadonlyMap<string, string>;
  readonly patterns: Map<string, string>;
  readonly words: Map<string, ReadonlySet<string> | undefined>;
}

const GROUP = /^(\p{Lu}[\p{Lu}\p{N}]+) = (.+)$/u;
const UNLESS = 'TRỪ ';
const CUT = 'BỎ ';
const WEAK = '~ ';

function readGroup(line: string): [string, string][] {
  const [, name, body] = GROUP.exec(normalizeText(line)) ?? [];
  return name && body ? [[name, body]] : [];
}

interface Phrase {
  readonly pattern: RegExp;
  /** A message without any of these words cannot match: saves most of the work. */
  readonly needs: ReadonlySet<string> | undefined;
}

function compileList(lines: readonly string[], groups: Groups): (message: Message) => boolean {
  const strong: Phrase[] = [];
  const weak: Phrase[] = [];
  const unless: Phrase[] = [];
  const cut: string[] = [];
  for (const line of lines.map(normalizeText)) {
    if (line.startsWith(UNLESS)) unless.push(toPhrase(line.slice(UNLESS.length), groups));
    else if (line.startsWith(CUT)) cut.push(toPattern(line.slice(CUT.length), groups));
    else if (line.startsWith(WEAK)) weak.push(toPhrase(line.slice(WEAK.length), groups));
    else if (!GROUP.test(line)) strong.push(toPhrase(line, groups));
  }
  const isIn = (phrases: readonly Phrase[], { encoded, plain }: Message): boolean =>
    phrases.some(({ pattern, needs }) => (!needs || plain.some((word) => needs.has(word))) && pattern.test(encoded));
  const cutter = cut.length > 0 ? new RegExp(cut.join('|'), 'g') : undefined;
  return (whole) => {
    const message = cutter ? { ...whole, encoded: whole.encoded.replace(cutter, '') } : whole;
    return isIn(strong, message) || (isIn(weak, message) && !isIn(unless, message));
  };
}

function toPhrase(phrase: string, groups: Groups): Phrase {
  return { pattern: new RegExp(toPattern(phrase, groups)), needs: findNeeded(phrase, groups) };
}

/** The words of the element of a phrase that fewest words can fill, if each of its alternatives has such an element. */
function findNeeded(phrase: string, groups: Groups): Set<string> | undefined {
  const pieces = phrase.match(PIECE) ?? [];
  const needed = new Set<string>();
  let best: ReadonlySet<string> | undefined;
  const endAlternative = (): boolean => {
    for (const word of best ?? []) needed.add(word);
    const isKnown = best !== undefined;
    best = undefined;
    return isKnown;
  };
  for (let at = 0; at < pieces.length; at++) {
    const start = at;
    for (let depth = 0; at < pieces.length; at++) {
      if (pieces[at] === '(' || pieces[at] === '!(') depth++;
      if (pieces[at] === ')') depth--;
      if (depth === 0) break;
    }
    const first = pieces[start]!;
    if (first === '|') {
      if (!endAlternative()) return undefined;
      continue;
    }
    const isOptional = /^[?*]$/.test(pieces[at + 1] ?? '');
    if (isOptional || /^(?:!\(|[?*^$…]+|\.+|SỐ)$/.test(first)) continue;
    const words = listPlainWords(pieces.slice(start, at + 1), groups);
    if (words && (!best || words.size < best.size)) best = words;
  }
  return endAlternative() ? needed : undefined;
}

/** Every word that may stand in an element; undefined where anything may. */
function listPlainWords(pieces: readonly string[], groups: Groups): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  for (const piece of pieces) {
    if (piece === 'SỐ') return undefined;
    const group = groups.bodies.get(piece);
    if (group !== undefined && !groups.words.has(piece)) {
      groups.words.set(piece, listPlainWords(group.match(PIECE) ?? [], groups));
    }
    const inner = groups.words.get(piece);
    if (group !== undefined && !inner) return undefined;
    if (inner) for (const word of inner) words.add(word);
    else if (/[\p{L}\p{N}]/u.test(piece)) words.add(toPlain(piece.replace('=', '')));
  }
  return words;
}

const PIECE = /!\(|[()|?*^$]|…+|\.{3,}|[\p{L}\p{M}]+\p{N}*=?|\p{N}+/gu;
const ANY_WORD = '(?: [^ ]+)';
/** The longest gap is for after `^` alone: there it is tried from one place only. */
const GAPS: Readonly<Record<string, string>> = { '…': '{0,5}?', '……': '{0,15}?', '………': '*?' };
/** A star is bounded, so that no message can make the search long. */
const SIGNS: Readonly<Record<string, string>> = {
  '!(': '(?!',
  '(': '(?:',
  ')': ')',
  '|': '|',
  '?': '?',
  '*': '{0,8}',
  '^': '^',
  $: '$',
};

function toPattern(phrase: string, groups: Groups, depth = 0): string {
  if (phrase.replace(PIECE, '').trim() !== '') throw unreadable(phrase, 'có dấu không dùng được');
  const pieces = phrase.match(PIECE) ?? [];
  const pattern = pieces
    .map((piece) => {
      const sign = SIGNS[piece];
      if (sign !== undefined) return sign;
      if (/^[….]/u.test(piece)) return `${ANY_WORD}${GAPS[piece] ?? GAPS['…']}`;
      if (piece === 'SỐ') return '(?: [0-9]+)';
      if (!/^\p{Lu}[\p{Lu}\p{N}]+$/u.test(piece)) return toWordPattern(piece);
      const known = groups.patterns.get(piece);
      if (known !== undefined) return known;
      const group = groups.bodies.get(piece);
      if (group === undefined || depth > 5) throw unreadable(phrase, `nhóm từ ${piece} chưa được đặt hoặc gọi vòng`);
      const made = `(?:${toPattern(group, groups, depth + 1)})`;
      groups.patterns.set(piece, made);
      return made;
    })
    .join('');
  try {
    new RegExp(pattern);
  } catch {
    throw unreadable(phrase, 'dấu ngoặc hoặc dấu ? * đặt sai chỗ');
  }
  return pattern;
}

function unreadable(phrase: string, why: string): AppError {
  return new AppError(
    'misconfigured',
    `knowledge/scope.yaml: không đọc được dòng “${phrase}” (${why}). Dữ liệu vẫn an toàn; hãy sửa dòng này rồi chạy lại.`,
  );
}

/*
 * A question is matched as ` toiA muonAS …`: each word without marks, then its marks in a fixed order as capitals,
 * wherever in the word they stood. So a word of a phrase is met by itself and by itself with marks left out, never by
 * another word (tối for tôi). `O` follows a word that has no marks though its writer sets them: bao is not báo then.
 */
const MARKS: readonly (readonly [string, string])[] = [
  ['đ', 'D'],
  ['\u0302', 'A'],
  ['\u0306', 'V'],
  ['\u031b', 'W'],
  ['\u0300', 'F'],
  ['\u0301', 'S'],
  // hỏi and ngã are often mixed up.
  ['\u0309', 'R'],
  ['\u0303', 'R'],
  ['\u0323', 'J'],
];
const BARE = 'O';
/** A writer who marks this share of the words sets marks. */
const MARKED_SHARE = 0.5;
/** Vietnamese has no unmarked syllable that ends so: `viet` lacks marks whoever wrote it. */
const NEVER_BARE = /[aeiouy](?:c|ch|p|t)$/;

interface Message {
  readonly encoded: string;
  readonly plain: readonly string[];
}

function encodeQuestion(question: string): Message {
  const words = listWords(normalizeText(question)).map(({ text }) => ({
    plain: toPlain(text),
    marks: listMarks(text),
  }));
  const lettered = words.filter(({ plain }) => /[a-z]{2}/.test(plain));
  const setsMarks = lettered.filter(({ marks }) => marks !== '').length >= lettered.length * MARKED_SHARE;
  const encoded = words.map(({ plain, marks }) => {
    const isBare = setsMarks && marks === '' && /[a-z]/.test(plain) && !NEVER_BARE.test(plain);
    return ` ${plain}${isBare ? BARE : marks}`;
  });
  return { encoded: encoded.join(''), plain: words.map(({ plain }) => plain) };
}

function toWordPattern(word: string): string {
  const isExact = word.endsWith('=');
  const bare = isExact ? word.slice(0, -1) : word;
  return `(?: ${toPlain(bare)}${isExact ? listMarks(bare) || BARE : toMarkPattern(listMarks(bare))}(?![^ ]))`;
}

/** With marks left out: all of them, or đ or the tone. Who types a tone types the vowel's mark too: dụng is not dựng. */
function toMarkPattern(marks: string): string {
  const [, stroke = '', vowel = '', tone = ''] = /^(D?)([AVW]*)([FSRJ]?)$/.exec(marks) ?? [];
  const optional = (sign: string): string => (sign === '' ? '' : `${sign}?`);
  if (marks === '') return optional(BARE);
  return vowel === '' ? optional(stroke) + optional(tone) : `(?:${optional(stroke)}${vowel}${optional(tone)})?`;
}

function listMarks(word: string): string {
  const parts = word.toLowerCase().normalize('NFD');
  return [...new Set(MARKS.filter(([mark]) => parts.includes(mark)).map(([, sign]) => sign))].join('');
}

/** Folded, and with the commonest short spellings written out: chàooo, khôg, mìh, fải. */
function toPlain(word: string): string {
  return foldText(word)
    .replace(/(.)\1{2,}/g, '$1')
    .replace(/^f/, 'ph')
    .replace(/(?<=[aeiouy])g$/, 'ng')
    .replace(/(?<=.[aei])h$/, 'nh');
}
