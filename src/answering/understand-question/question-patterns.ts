/**
 * How questions are put, on restored and folded text. Each list is tried from the top; the first that fits decides.
 */

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
  | 'moment'
  | 'year'
  | 'percentage'
  | 'money'
  | 'duration'
  | 'count'
  | 'place'
  | 'contact'
  | 'reason'
  | 'rule';

/** Whole words only: `han` is not in `nhan`. */
const whole = (pattern: RegExp): RegExp => new RegExp(`(?<![a-z])(?:${pattern.source})(?![a-z])`);

const INTENT_PATTERNS: readonly (readonly [Intent, RegExp])[] = [
  [
    'replaced-what',
    /thay (the )?(cho )?((nhung|cac) )?(van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|huong dan|ban|cai) (nao|gi|cu nao)|thay (the )?cho (gi|cai gi|nhung gi)/,
  ],
  [
    'validity',
    /(con|van|van con|co con|het|da het|co) (hieu lu[ct]|gia tri|hieu lu[ct] thi hanh)( thi hanh| phap ly)?( khong| chua| nua| hay| ko|$|\?| den| toi)|hieu lu[ct] (khong|chua|hay)|con (duoc )?(dung|ap dung|xai|su dung)( duoc)?( nua)? ?(khong|chua|hay|\?|$)|(bi|da bi|duoc|da duoc) ((van ban|cai|quy dinh|nghi quyet|ban) (nao|gi|moi nao) )?(thay the|thay|bai bo|huy bo|huy)|(bang|boi) (van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|cai) (nao|gi)|(van ban|quy dinh|nghi quyet|chi thi|ket luan|luat|nghi dinh|cai) (nao|gi|moi nao) (da |nay |dang |hien )*(thay|duoc dung thay)|(het|con) han (chua|khong)|tinh trang hieu lu[ct]|da (cu|bi thay) chua|thay (doi )?chua|\d[\w/-]*( \w+){0,4} (van )?con (khong|ko|hong)( vay| the| a| ha)?\s*\??$/,
  ],
  [
    'effective-from',
    /(co )?hieu lu[ct]( thi hanh)? (tu |ke tu |vao |tinh tu )?(khi nao|ngay nao|bao gio|luc nao|nam nao|thang nao)|(khi nao|bao gio|ngay nao) (thi |moi |bat dau )?co hieu lu[ct]|ngay (bat dau )?(co )?hieu lu[ct]|ap dung tu (khi nao|bao gio|ngay nao|luc nao|nam nao)/,
  ],
  [
    'which',
    /(nam|duoc quy dinh|quy dinh|ghi|neu|noi|co|la) (o |trong |tai )?(van ban|quy dinh|nghi quyet|luat|chi thi|ket luan|nghi dinh|qd|nq) (nao|so may|so bao nhieu|gi)( vay| the| a)?\s*\??$|(la |mang )?so (hieu )?(may|bao nhieu|la gi|nao)( vay| the| a)?\s*\??$|van ban so (may|bao nhieu)/,
  ],
  ['signer', /ai (la nguoi )?(da |dat but )?ky|nguoi (da )?ky|do ai ky|ky ten|chu ky/],
  [
    'issuer',
    /(ai|(co quan|don vi|cap|to chuc|noi|ban) nao) (la noi |da |co quyen )?(ban hanh|ra (van ban|quy dinh|nghi quyet|ket luan|chi thi))|(co quan|noi|don vi) ban hanh|(do|cua) (ai|(co quan|don vi|cap|to chuc) nao) (da )?(ban hanh|ra)|ban hanh boi/,
  ],
  [
    'issued-on',
    /(ban h[a-z]+|ra doi|duoc ky|ky ban hanh|ky|cong bo|(?<!dien )(?<!xay )ra) (vao |tu |hoi |luc )?(khi nao|bao gio|hoi nao|(ngay|ngai|nam|luc|hom|thang) (nao|may|bao nhieu))|(khi nao|bao gio|(ngay|nam|luc|hom) (nao|may)) (thi )?(duoc |da )?(ban hanh|ra doi|ky|ra)|ngay (ban hanh|ra doi|ky|ra)|^\W*(ra |tu |vao )?(ngay|nam|hom|thang) (nao|may)( vay| the| a| z)?\s*\??$|(?<=(?:dinh|quyet|luan|thi|dan|hoach|luat|nq|qd|kl|ct|hd|kh|nd) ?(?:so )?\d[\w/ -]{0,14} )(ngay|nam) (nao|may)\s*\??$/,
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

const INTENTS = INTENT_PATTERNS.map(([intent, pattern]) => [intent, whole(pattern)] as const);

const WANTED_PATTERNS: readonly (readonly [Wanted, RegExp])[] = [
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
    /bao nhieu|(co|gom|la|duoc|dat|them|lay|can|chia|nhan|trong|dat|giao|neu|dua ra|chon) may|may (dieu|chuong|hinh thuc|noi dung|nhom|muc|nhiem vu|truong hop|buoc|loai|cap|diem|viec|giai|quyen|nguoi|tac pham|hang|ban|bieu hien|chuan muc|dinh huong|dot pha|quan diem|khau)|so luong/,
  ],
  ['year', /nam (nao|may)/],
  [
    'time',
    /(ngay|luc|thang|hom|thoi diem|dip|quy) nao|(ngay|thang) may|lich (hop|trao|phat)|moc thoi gian|tu ngay|han (nop|chot|cuoi)/,
  ],
  ['moment', /khi nao|bao gio/],
  [
    'person',
    /ai|nguoi nao|(ong|ba|dong chi) nao|(chu tich|bi thu|tong bi thu|truong ban|pho chu tich) .*(la|ten) (ai|gi)/,
  ],
  ['place', /(trao|hop|to chuc|dien ra|tru so|khai mac|be mac|ra mat) .*((dia diem|noi|cho) nao|(o|tai) dau)/],
  ['body', /(co quan|don vi|to chuc|cap|noi|ban|hoi nghi) nao|(o|tai|gui|nop|den) dau/],
  ['reason', /vi sao|tai sao|ly do|sao lai/],
  [
    'rule',
    /(co|duoc|phai|bi|can|nen) (.*)(khong|chua|ko|k|hay khong)\s*(a|vay|the|nhi|ha)?\s*[?.!]*$|(duoc|co) phep|dung khong|phai khong|co sao khong/,
  ],
];

const WANTED = WANTED_PATTERNS.map(([wanted, pattern]) => [wanted, whole(pattern)] as const);

const LIST = whole(
  /(gom|bao gom|co|la|duoc|neu|dua ra) (nhung|cac) \S+( \S+){0,4} (gi|nao)|(gom|bao gom) (nhung )?(gi|nao|ai)|liet ke|ke (ten|ra|het|day du|cho)|la nhung( \S+){0,4} (gi|nao)|la (nhung )?gi\s*\??$|(nhung|cac) (\S+ ){1,6}(nao|gi)\s*\??$|day du|neu (cac|nhung|ro cac)/,
);
const LEANS_BACK = whole(
  /^(con|the con|vay con|the thi|vay thi|the|vay|roi|a the)|thi sao\s*\??$|(van ban|quy dinh|nghi quyet|ket luan|chi thi|ke hoach|luat|dieu|khoan|cai|tai lieu|muc|phan|huong dan|nghi dinh|giai|no|viec) (nay|do|ay|kia|tren|vua roi|vua noi)|no|o tren|vua (nhac|neu|noi)/,
);

const COURTESY =
  /(?:xin |làm ơn )?(?:cho|giúp|chỉ|nói cho|báo cho) (?:tôi|em|mình|tui|cháu)|(?:tôi|em|mình|tui|cháu) (?:xin |muốn |cần |định )*(?:hỏi|biết|tìm|tra|xem|nghe)/giu;
const PERSONAL = /(?:^|\s)(?:tôi|em|mình|tui|cháu|tớ)(?=\s|$|[?.!,])/iu;

/** What is asked of a document as such, and the words that ask it; `content` where the question is about what it says. */
export function findIntent(folded: string): { readonly intent: Intent; readonly start: number; readonly end: number } {
  for (const [intent, pattern] of INTENTS) {
    const match = pattern.exec(folded);
    if (match) return { intent, start: match.index, end: match.index + match[0].length };
  }
  return { intent: 'content', start: 0, end: 0 };
}

export function findWanted(folded: string): Wanted | undefined {
  return WANTED.find(([, pattern]) => pattern.test(folded))?.[0];
}

export const asksForList = (folded: string): boolean => LIST.test(folded);
export const leansBack = (folded: string): boolean => LEANS_BACK.test(folded);

/** Whether it asks about the asker's own case; on marked text, since `em` and `mình` are told by their marks. */
export const isPersonal = (restored: string): boolean => PERSONAL.test(restored.replace(COURTESY, ' '));

/** Whether it asks of the document as such: its standing, its day, who signed it. */
export const isAboutDocument = ({ intent }: { readonly intent: Intent }): boolean =>
  !['summary', 'content', 'outline', 'which'].includes(intent);
