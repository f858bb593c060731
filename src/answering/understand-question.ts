import { type AddressMention, findAddress } from '../documents/address-mention.js';
import { type Alias, type AliasMention, findAliases } from '../documents/aliases.js';
import type { Document } from '../documents/document.js';
import { findNumberMentions, matchesMention, type NumberMention } from '../documents/document-number.js';
import type { Library } from '../documents/library.js';
import type { SearchIndex } from '../storage/store.js';
import { foldText, latinizeLookalikes, normalizeText } from '../text/vietnamese-text.js';

/** What is asked about a document as such; `content` asks for what it says. */
export type Intent =
  | 'validity'
  | 'replaced-what'
  | 'issued-on'
  | 'signer'
  | 'issuer'
  | 'effective-from'
  | 'which'
  | 'outline'
  | 'summary'
  | 'content';

/** The kind of thing an answer has to name. */
export type Wanted =
  | 'person'
  | 'body'
  | 'time'
  | 'percentage'
  | 'money'
  | 'duration'
  | 'count'
  | 'place'
  | 'contact'
  | 'reason'
  | 'rule';

/** One document or group of documents that the question names. */
export interface Subject {
  /** As the person wrote it. */
  readonly written: string;
  readonly said: 'number' | 'alias' | 'history';
  /** Documents that it may mean; empty where the library holds none. */
  readonly documents: readonly Document[];
  readonly mention?: NumberMention;
  readonly start: number;
  readonly end: number;
}

export interface Understanding {
  /** The question as typed, normalised. */
  readonly text: string;
  /** With diacritics and teencode restored. */
  readonly restored: string;
  readonly intent: Intent;
  readonly wanted?: Wanted;
  /** Whether a whole enumeration is asked for. */
  readonly wantsList: boolean;
  readonly subjects: readonly Subject[];
  readonly address?: AddressMention;
  /** What to look for: the restored question without document names, addresses and question words, in unbroken runs. */
  readonly topic: readonly (readonly string[])[];
  /** The words right beside the question word: what the count, day or person is asked of. */
  readonly focus: readonly string[];
  /** Whether it leans on what was asked before. */
  readonly leansBack: boolean;
}

export interface UnderstandingDoors {
  readonly library: Library;
  readonly aliases: readonly Alias[];
  /** Restores diacritics and teencode; only the index that learnt the corpus can. */
  readonly index: Pick<SearchIndex, 'restore'>;
}

const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  [
    'replaced-what',
    /thay (the )?(cho )?((nhung|cac) )?(van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|huong dan|ban|cai) (nao|gi|cu nao)|thay (the )?cho (gi|cai gi|nhung gi)/,
  ],
  [
    'validity',
    /(con|van|van con|co con|het|da het|co) (hieu luc|gia tri|hieu luc thi hanh)( thi hanh| phap ly)?( khong| chua| nua| hay| ko|$|\?| den| toi)|hieu luc (khong|chua|hay)|con (duoc )?(dung|ap dung|xai|su dung)( duoc)?( nua)? ?(khong|chua|hay|\?|$)|(bi|da bi|duoc|da duoc) ((van ban|cai|quy dinh|nghi quyet|ban) (nao|gi|moi nao) )?(thay the|thay|bai bo|huy bo|huy)|(bang|boi) (van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|cai) (nao|gi)|(van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|cai) (nao|gi|moi nao) (da |nay |dang |hien )*(thay|duoc dung thay)|(het|con) han (chua|khong)|tinh trang hieu luc|da (cu|bi thay) chua|thay (doi )?chua/,
  ],
  [
    'effective-from',
    /(co )?hieu luc( thi hanh)? (tu |ke tu |vao |tinh tu )?(khi nao|ngay nao|bao gio|luc nao|nam nao|thang nao)|(khi nao|bao gio|ngay nao) (thi |moi |bat dau )?co hieu luc|ngay (bat dau )?(co )?hieu luc|ap dung tu (khi nao|bao gio|ngay nao|luc nao|nam nao)/,
  ],
  [
    'which',
    /(nam|duoc quy dinh|quy dinh|ghi|neu|noi|co|la) (o |trong |tai )?(van ban|quy dinh|nghi quyet|luat|chi thi|ket luan|nghi dinh|qd|nq) (nao|so may|so bao nhieu|gi)( vay| the| a)?\s*\??$|(la |mang )?so (hieu )?(may|bao nhieu|la gi|nao)( vay| the| a)?\s*\??$|van ban so (may|bao nhieu)/,
  ],
  ['signer', /(^|\s)ai (la nguoi )?(da |dat but )?ky(\s|$|\?)|nguoi (da )?ky|do ai ky|ky ten|chu ky/],
  [
    'issuer',
    /(ai|(co quan|don vi|cap|to chuc|noi|ban) nao) (la noi |da |co quyen )?(ban hanh|ra (van ban|quy dinh|nghi quyet|ket luan|chi thi))|(co quan|noi|don vi) ban hanh|(do|cua) (ai|(co quan|don vi|cap|to chuc) nao) (da )?(ban hanh|ra)|ban hanh boi/,
  ],
  [
    'issued-on',
    /(ban hanh|ra doi|duoc ky|ky ban hanh|ky|cong bo|ra) (vao |tu |hoi |luc )?(khi nao|bao gio|hoi nao|(ngay|nam|luc|hom|thang) (nao|may|bao nhieu))|(khi nao|bao gio|(ngay|nam|luc|hom) (nao|may)) (thi )?(duoc |da )?(ban hanh|ra doi|ky|ra)(\s|\?|$)|ngay (ban hanh|ra doi|ky|ra)(\s|\?|$)|^\W*(ra |tu |vao )?(ngay|nam|hom|thang) (nao|may)( vay| the| a| z)?\s*\??$/,
  ],
  [
    'outline',
    /(co|gom) (may|bao nhieu) (dieu|chuong|phan|muc)(?! (dang vien|cam|can|phai|la|kien dinh|duoc|chong|moi))|bo cuc|cau truc|muc luc/,
  ],
  [
    'summary',
    /noi (ve |den |toi )?(gi|cai gi|viec gi|nhung gi|noi dung gi|chuyen gi|van de gi|dieu gi)|(la|ve) (cai gi|gi|viec gi|van de gi|noi dung gi|chuyen gi)( vay| the| a| ha| nhi)?\s*\??$|noi dung( chinh| co ban)?( la| cua)?( gi| nao| the nao| ra sao|\s*\??$)|tom tat|(quy dinh|yeu cau) (ve )?(gi|nhung gi|dieu gi|cai gi|viec gi|the nao|ra sao)\s*\??$|gioi thieu (ve|cho|giup)|y chinh|de cap (den |toi )?(gi|nhung gi)/,
  ],
];

const WANTED: readonly (readonly [Wanted, RegExp])[] = [
  [
    'contact',
    /so dien thoai|dien thoai (so )?(may|nao|bao nhieu)|hotline|duong day nong|email|hop thu|dia chi (nao|o dau|tru so|lien he|email|web)|lien he (ai|voi ai|o dau|so nao)|so may de goi/,
  ],
  ['percentage', /bao nhieu (phan tram|%)|(ti|ty) (le|trong) (la |dat )?(bao nhieu|may|the nao)?|may phan tram|may %/],
  [
    'money',
    /bao nhieu (tien|dong|trieu|ti|ty|usd|do)|het bao nhieu|muc (thuong|tien|phi|dong|luong|ho tro|tro cap|phat)|gia bao nhieu|duoc (may|bao nhieu) tien|(thuong|phat|dong|ton) bao nhieu/,
  ],
  [
    'duration',
    /bao lau|(may|bao nhieu) (ngay|thang|nam|gio|tuan|phut)(?! (nao|sinh))|thoi (han|hieu|gian) (la |giai quyet |toi da |bao )*(bao|may)|trong vong (bao|may)|han (la )?(bao|may)/,
  ],
  [
    'count',
    /bao nhieu|(^|\s)(co|gom|la|duoc|dat|them|lay|can|chia|nhan|trong|dat|giao|neu|dua ra|chon) may\s|(^|\s)may (dieu|chuong|hinh thuc|noi dung|nhom|muc|nhiem vu|truong hop|buoc|loai|cap|diem|viec|giai|quyen|nguoi|tac pham|hang|ban|bieu hien|chuan muc|dinh huong|dot pha|quan diem|khau)|so luong/,
  ],
  [
    'time',
    /khi nao|bao gio|(ngay|nam|luc|thang|hom|thoi diem|dip|quy) nao|(ngay|nam|thang) may|lich (hop|trao|phat)|moc thoi gian|tu ngay|han (nop|chot|cuoi)/,
  ],
  [
    'person',
    /(^|\s)ai($|\s|\?)|nguoi nao|(ong|ba|dong chi) nao|(chu tich|bi thu|tong bi thu|truong ban|pho chu tich) .*(la|ten) (ai|gi)/,
  ],
  ['body', /(co quan|don vi|to chuc|cap|noi|ban|hoi nghi) nao|(o|tai|gui|nop|den) dau/],
  ['reason', /vi sao|tai sao|ly do|sao lai/],
  [
    'rule',
    /(co|duoc|phai|bi|can|nen) (.*)(khong|chua|ko|k|hay khong)\s*(a|vay|the|nhi|ha)?\s*[?.!]*$|(duoc|co) phep|dung khong|phai khong|co sao khong/,
  ],
];

const LIST =
  /(gom|bao gom|co|la|duoc|neu|dua ra) (nhung|cac) \S+( \S+){0,4} (gi|nao)|(gom|bao gom) (nhung )?(gi|nao|ai)|liet ke|ke (ten|ra|het|day du|cho)|la nhung( \S+){0,4} (gi|nao)|la (nhung )?gi\s*\??$|(nhung|cac) (\S+ ){1,6}(nao|gi)\s*\??$|day du|neu (cac|nhung|ro cac)/;
const LEANS_BACK =
  /^(con|the con|vay con|the thi|vay thi|the|vay|roi|a the)\s|thi sao\s*\??$|(van ban|quy dinh|nghi quyet|ket luan|chi thi|ke hoach|luat|dieu|khoan|cai|tai lieu|muc|phan|huong dan|nghi dinh|giai|no|viec) (nay|do|ay|kia|tren|vua roi|vua noi)(\s|$|\?)|(^|\s)no(\s|$)|o tren|vua (nhac|neu|noi)/;

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
];
const NOISE_WORDS = new Set(
  'à ạ ơi ời ơ ừ nhé nhỉ hả hở vậy thế nào gì ai mấy cái nó này đó kia ấy đây là thì mà và với hay hoặc của cho về trong ngoài tại từ đến tới theo do bởi vì nên nếu khi lúc ở trên dưới các những mọi mỗi một cũng đã đang sẽ vẫn còn rồi chưa không có được bị phải cần nên hãy đi ra vào lên xuống lại nữa rất quá lắm chỉ chính ngay thôi tôi em mình tớ bạn anh chị ông bà xin hỏi biết nói xem giúp làm ơn sao bot ad admin nghĩa như thì gồm nêu vậy ko k hok văn bản'.split(
    ' ',
  ),
);
/** Stands where words were taken out, so that no pair is formed across the hole. */
const GAP = '|';
const KEEP_BEFORE: Readonly<Record<string, RegExp>> = {
  // Words that are noise alone but part of a term in company.
  làm: /^(việc|theo|gương)/,
  không: /^(được)/,
  ra: /^(khỏi)/,
  vào: /^(đảng|công)/,
};

/** Pure but for `restore`; the library only answers which documents a name may mean. */
export function understandQuestion(question: string, doors: UnderstandingDoors): Understanding {
  const text = cleanQuestion(question);
  const { restored, mentions } = restoreAround(text, doors.index.restore);
  const folded = foldText(restored);
  const subjects = listSubjects(restored, mentions, doors);
  const address = findAddress(restored);
  const bare = blank(restored, [...subjects, ...(address ? [address] : [])]);
  const topic = stripNoise(bare);
  const intent = INTENTS.find(([, pattern]) => pattern.test(folded))?.[0] ?? 'content';
  const wanted = WANTED.find(([, pattern]) => pattern.test(folded))?.[0];
  return {
    text,
    restored,
    intent: intent === 'summary' && topic.flat().length > 1 ? 'content' : intent,
    ...(wanted ? { wanted } : {}),
    wantsList: LIST.test(folded),
    subjects,
    ...(address ? { address } : {}),
    topic,
    focus: wanted ? listFocus(bare, wanted) : [],
    leansBack: LEANS_BACK.test(folded),
  };
}

/** One line of plain letters: no tags, no look-alikes, no runs of space. */
export function cleanQuestion(question: string): string {
  return latinizeLookalikes(normalizeText(question))
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Restores what stands between document numbers: `kh 464` is a plan's number, though `kh` alone stands for không. */
function restoreAround(
  text: string,
  restore: (question: string) => string,
): { readonly restored: string; readonly mentions: readonly NumberMention[] } {
  let restored = '';
  let from = 0;
  const mentions: NumberMention[] = [];
  for (const mention of findNumberMentions(text)) {
    restored += restorePart(text.slice(from, mention.start), restore);
    const start = restored.length;
    restored += text.slice(mention.start, mention.end);
    mentions.push({ ...mention, start, end: restored.length });
    from = mention.end;
  }
  return { restored: restored + restorePart(text.slice(from), restore), mentions };
}

/** Keeps the space at the borders, which a restored sentence would lose. */
function restorePart(part: string, restore: (question: string) => string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(part) ?? [];
  return words ? before + restore(words) + after : part;
}

/** Numbers first, then aliases that do not overlap them; a weak number counts only if the library holds it. */
function listSubjects(
  restored: string,
  mentions: readonly NumberMention[],
  doors: UnderstandingDoors,
): readonly Subject[] {
  const { library, aliases } = doors;
  const aliasMentions = findAliases(restored, aliases);
  const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }) =>
    a.start < b.end && a.end > b.start;
  const subjects: Subject[] = [];
  for (const mention of mentions) {
    const documents = library.documents.filter((document) => matchesMention(document, mention));
    if (mention.weak && documents.length === 0) continue;
    if (
      aliasMentions.some((alias) => overlaps(alias, mention) && alias.end - alias.start > mention.end - mention.start)
    )
      continue;
    subjects.push({
      written: mention.written,
      said: 'number',
      documents,
      mention,
      start: mention.start,
      end: mention.end,
    });
  }
  for (const found of aliasMentions) {
    if (subjects.some((subject) => overlaps(subject, found))) continue;
    const documents = listAliased(found, library);
    if (documents.length === 0) continue;
    subjects.push({
      written: restored.slice(found.start, found.end),
      said: 'alias',
      documents,
      start: found.start,
      end: found.end,
    });
  }
  return subjects.sort((a, b) => a.start - b.start);
}

function listAliased(mention: AliasMention, library: Library): readonly Document[] {
  return mention.alias.documents.flatMap((id) => {
    const held = library.findById(id);
    return held ? [held] : library.listByRef({ number: id.split('@')[0] ?? id });
  });
}

/** Where the question word of each kind stands, so that the words beside it can be read. */
const QUESTION_WORDS: Readonly<Partial<Record<Wanted, RegExp>>> = {
  count: /bao nhiêu|bao nhieu|\bmấy\b|\bmay\b|số lượng|so luong/iu,
  percentage: /bao nhiêu|bao nhieu|mấy|may|(?:tỉ|tỷ|ti|ty) (?:lệ|le)/iu,
  money: /bao nhiêu|bao nhieu|mấy|may/iu,
  duration: /bao lâu|bao lau|bao nhiêu|bao nhieu|mấy|may/iu,
  time: /khi nào|khi nao|bao giờ|bao gio|(?:ngày|năm|lúc|tháng|hôm|ngay|nam|luc|thang|hom) (?:nào|nao|mấy|may)/iu,
  person: /\bai\b|người nào|nguoi nao|(?:tên|ten) (?:gì|gi|ai)/iu,
};
const LONGEST_FOCUS = 2;

/** Behind `bao nhiêu`, `mấy`, `ai`; before `khi nào`, `bao lâu`, `là ai`. Only content words, at most two. */
function listFocus(text: string, wanted: Wanted): readonly string[] {
  const match = QUESTION_WORDS[wanted]?.exec(text);
  if (!match) return [];
  const before = stripNoise(text.slice(0, match.index)).at(-1) ?? [];
  const after = stripNoise(text.slice(match.index + match[0].length))[0] ?? [];
  const isBehind =
    wanted === 'count' || wanted === 'percentage' || wanted === 'money' || (wanted === 'person' && after.length > 0);
  return isBehind && after.length > 0 ? after.slice(0, LONGEST_FOCUS) : before.slice(-LONGEST_FOCUS);
}

/** Spans replaced by spaces, so that offsets stay. */
function blank(text: string, spans: readonly { start: number; end: number }[]): string {
  let result = text;
  for (const { start, end } of spans) result = result.slice(0, start) + GAP.padEnd(end - start) + result.slice(end);
  return result;
}

function stripNoise(text: string): readonly (readonly string[])[] {
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
    .replace(/(?<!\d)[.,-]|[.,-](?!\d)/g, ` ${GAP} `)
    .split(/\s+/)
    .filter(Boolean);
  const runs: string[][] = [[]];
  for (const [index, word] of words.entries()) {
    const lower = word.toLowerCase();
    const isNoise = NOISE_WORDS.has(lower) && !KEEP_BEFORE[lower]?.test((words[index + 1] ?? '').toLowerCase());
    if (word === GAP || isNoise) runs.push([]);
    else runs.at(-1)?.push(word);
  }
  return runs.filter((run) => run.length > 0);
}
