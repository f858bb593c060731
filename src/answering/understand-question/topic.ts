import { foldText } from '../../text/vietnamese-text.js';
import type { Wanted } from './question-patterns.js';

/** Question words and courtesies; matched as whole words on the restored, folded question, longest first. */
const NOISE: readonly string[] = [
  'cho toi hoi',
  'cho em hoi',
  'cho minh hoi',
  'cho hoi',
  'xin hoi',
  'xin cho biet',
  'cho biet',
  'lam on',
  'giup toi',
  'giup em',
  'giup minh',
  'anh chi oi',
  'chi oi',
  'anh oi',
  'ad oi',
  'admin oi',
  'bot oi',
  'em oi',
  'chao bot',
  'chao anh chi',
  'toi muon biet',
  'em muon biet',
  'muon biet',
  'muon hoi',
  'toi muon',
  'em muon',
  'noi ve cai gi',
  'noi ve gi',
  'noi ve viec gi',
  'noi gi',
  'nhu the nao',
  'the nao',
  'ra sao',
  'lam sao',
  'thi sao',
  'co phai',
  'phai khong',
  'dung khong',
  'hay khong',
  'duoc khong',
  'co duoc khong',
  'la gi',
  'la nhung gi',
  'nhung gi',
  'cai gi',
  'viec gi',
  'dieu gi',
  'bao nhieu',
  'bao gio',
  'bao lau',
  'khi nao',
  'ngay nao',
  'nam nao',
  'luc nao',
  'o dau',
  'vi sao',
  'tai sao',
  'con hieu luc',
  'hieu luc',
  'hien nay',
  'hien tai',
  'bay gio',
  'theo quy dinh',
  'quy dinh ve',
  'van ban nay',
  'van ban do',
  'quy dinh nay',
  'quy dinh do',
  'nghi quyet nay',
  'nghi quyet do',
  'theo do',
  'so voi',
  'liet ke',
  'tom tat',
  'noi dung chinh',
  'cu the',
  'chi tiet',
  'duoc quy dinh',
  'quy dinh gi',
  'quy dinh the nao',
  'dung hay sai',
  'so sanh',
  'phan biet',
  'khac nhau the nao',
  'khac nhau ra sao',
  'khac gi nhau',
  'khac nhau',
  'khac gi',
  'nam o van ban nao',
  'o van ban nao',
  'van ban nao',
  'quy dinh nao',
  'nghi quyet nao',
  'chi thi nao',
  'ket luan nao',
  'luat nao',
  'nghi dinh nao',
  'so may',
  'so bao nhieu',
  'so hieu',
  'co nhung gi',
  've chu de gi',
  've noi dung gi',
  've linh vuc gi',
  've viec gi',
  've van de gi',
  'linh vuc gi',
  'chu de gi',
  'noi dung gi',
  'van de gi',
  'lien quan gi',
  'lien quan den gi',
  'moi nguoi',
  'cho em',
  'cho minh',
  'voi a',
  'sao khong',
  'duong lich',
];
const NOISE_WORDS = new Set(
  'à ạ ơi ời ơ ừ nhé nhỉ hả hở vậy thế nào gì ai mấy cái nó này đó kia ấy đây là thì mà và với hay hoặc của cho về trong ngoài tại từ đến tới theo do bởi vì nên nếu khi lúc ở trên dưới các những mọi mỗi một cũng đã đang sẽ vẫn còn rồi chưa không có được bị phải cần nên hãy đi ra vào lên xuống lại nữa rất quá lắm chỉ chính ngay thôi tôi em mình tớ bạn anh chị ông bà xin hỏi biết nói xem giúp làm ơn sao bot ad admin nghĩa như thì gồm nêu vậy ko k hok văn bản v z zậy ad mn s nha nhen dạ nhá nhe chứ giờ j dc đc vs bn nhỉ hen hem hông hong nào đâu muốn đưa'.split(
    ' ',
  ),
);

/** Words that say little by themselves: their absence from a passage tells hardly anything. */
const LIGHT_WORDS = new Set(
  'ghi viết dùng để làm xong chỗ lấy giao đặt nêu dành giành yêu nói đưa thuộc thường hôm lúc sự việc họ lần số cái con cách kiểu loại dạng phần thứ năm tháng ngày giờ mới cũ trước sau cuối cùng khác nhiều ít hơn nhất cả tất đủ gọi tên nhận đến từ mỗi từng rõ bắt hàng hằng mấy trăm điểm áp diễn tham'.split(
    ' ',
  ),
);

export const isLight = (word: string): boolean => LIGHT_WORDS.has(word.toLowerCase());

const ORDINAL = /(?<!\p{L})(?:thứ (?:\d|nhất|hai|nhì|ba|tư|năm|sáu|bảy|tám|chín|mười)|đầu tiên)(?!\p{L})/iu;
/** Whether it tells one of several: `chuẩn mực thứ nhất`. */
export const saysOrdinal = (run: readonly string[]): boolean => ORDINAL.test(run.join(' '));

/** The same of any of them: `chuẩn mực`. */
export const withoutOrdinal = (run: readonly string[]): readonly string[] =>
  run.join(' ').replace(ORDINAL, ' ').split(' ').filter(Boolean);

/** Stands where words were taken out, so that no pair is formed across the hole. */
const GAP = '|';
/** Words that are noise alone but part of a term before these. */
const KEEP_BEFORE: Readonly<Record<string, RegExp>> = {
  làm: /^(việc|theo|gương|ăn)/,
  không: /^(được)/,
  ra: /^(khỏi)/,
  vào: /^(đảng|công)/,
  từ: /^(chức|nhiệm|bỏ|thiện)/,
  xin: /^(từ|ra|rút|thôi|nghỉ|lỗi)/,
  cho: /^(vay|phép|thôi)/,
  theo: /^(dõi)/,
  nói: /^(xấu|dối)/,
  nêu: /^(gương)/,
  về: /^(hưu)/,
  giúp: /^(việc|đỡ)/,
};

/** `AI`, `A`: capitals in a question that is not all capitals are a name, not a question word. */
function isShort(word: string, text: string): boolean {
  return /^\p{Lu}{1,3}$/u.test(word) && /\p{Ll}/u.test(text);
}

/** Where the question word of each kind stands, so that the words beside it can be read. */
const QUESTION_WORDS: Readonly<Partial<Record<Wanted, RegExp>>> = {
  count: /bao nhiêu|bao nhieu|\bmấy\b|\bmay\b|số lượng|so luong/iu,
  percentage: /(?:bao nhiêu|bao nhieu|mấy|may)\s*(?:phần trăm|phan tram|%)?|(?:tỉ|tỷ|ti|ty) (?:lệ|le)/iu,
  money: /(?:bao nhiêu|bao nhieu|mấy|may)\s*(?:tiền|tien|đồng|dong|triệu|trieu)?/iu,
  duration: /bao lâu|bao lau|(?:bao nhiêu|bao nhieu|mấy|may)\s*(?:ngày|ngay|tháng|thang|năm|nam|giờ|gio)?/iu,
  year: /(?:năm|nam) (?:nào|nao|mấy|may)/iu,
  moment: /khi nào|khi nao|bao giờ|bao gio/iu,
  time: /(?:ngày|năm|lúc|tháng|hôm|ngay|nam|luc|thang|hom) (?:nào|nao|mấy|may)/iu,
  person: /\bai\b|người nào|nguoi nao|(?:tên|ten) (?:gì|gi|ai)/iu,
};
const LONGEST_FOCUS = 2;
/** What is counted: `ủy viên dự khuyết`. */
const LONGEST_COUNTED = 4;

/** Behind `bao nhiêu`, `mấy`, `ai`; before `khi nào`, `bao lâu`, `là ai`. Only content words, few of them. */
export function listFocus(text: string, wanted: Wanted): readonly string[] {
  const match = QUESTION_WORDS[wanted]?.exec(text);
  if (!match) return [];
  const before = listTopic(text.slice(0, match.index)).at(-1) ?? [];
  const after = listTopic(text.slice(match.index + match[0].length))[0] ?? [];
  const isBehind = wanted === 'count' || wanted === 'person';
  const heavy = (run: readonly string[]) => run.filter((word) => !isLight(word) && !/^\d|^người$/iu.test(word));
  const [first, second] = isBehind ? [heavy(after), heavy(before)] : [heavy(before), heavy(after)];
  // `trưởng ban … là ai` asks for who holds a post, which opens the run.
  if (first.length === 0 && wanted === 'person') return second.slice(0, LONGEST_FOCUS);
  if (first.length === 0 && wanted === 'count') return [];
  // `Khi nào thì lãnh đạo nên tự xin từ chức`: what is done closes the run.
  if (first.length === 0) return second.slice(-LONGEST_FOCUS);
  const longest = wanted === 'count' ? LONGEST_COUNTED : LONGEST_FOCUS;
  return isBehind ? first.slice(0, longest) : first.slice(-longest);
}

/** Spans replaced by spaces, so that offsets stay. */
export function blank(text: string, spans: readonly { start: number; end: number }[]): string {
  let result = text;
  for (const { start, end } of spans) result = result.slice(0, start) + GAP.padEnd(end - start) + result.slice(end);
  return result;
}

/** The words that carry the question, in unbroken runs: no document names, no question words, no courtesies. */
export function listTopic(text: string): readonly (readonly string[])[] {
  let folded = ` ${foldText(text).replace(/[^a-z0-9%/.,|-]/g, ' ')} `;
  let kept = ` ${text.replace(/[^\p{L}\p{N}%/.,|-]/gu, ' ')} `;
  for (const phrase of NOISE) {
    for (let at = folded.indexOf(` ${phrase} `); at >= 0; at = folded.indexOf(` ${phrase} `)) {
      const hole = GAP.padEnd(phrase.length);
      folded = folded.slice(0, at + 1) + hole + folded.slice(at + 1 + phrase.length);
      kept = kept.slice(0, at + 1) + hole + kept.slice(at + 1 + phrase.length);
    }
  }
  const words = kept
    .replace(/(?<!\d)[.,-]|[.,-](?!\d)|(?<!\d)%/g, ` ${GAP} `)
    .replace(/(?<=\d{4})-(?=\d{4})/g, ' ')
    .split(/\s+/)
    .filter(Boolean);
  const runs: string[][] = [[]];
  for (const [index, word] of words.entries()) {
    const lower = word.toLowerCase();
    const isNoise =
      NOISE_WORDS.has(lower) &&
      !isShort(word, text) &&
      !KEEP_BEFORE[lower]?.test((words[index + 1] ?? '').toLowerCase()) &&
      !(lower === 'v' && /^(?:lần|khóa|thứ|hội)$/i.test(words[index - 1] ?? ''));
    if (word === GAP || isNoise) runs.push([]);
    else runs.at(-1)?.push(word);
  }
  return runs.filter((run) => run.length > 0);
}
