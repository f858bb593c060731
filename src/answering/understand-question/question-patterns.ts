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
  | 'day'
  | 'time'
  | 'moment'
  | 'year'
  | 'percentage'
  | 'money'
  | 'duration'
  | 'count'
  | 'place'
  | 'number'
  | 'name'
  | 'contact'
  | 'reason'
  | 'address'
  | 'rule';

/** Whole words only: `han` is not in `nhan`. */
const whole = (pattern: RegExp): RegExp => new RegExp(`(?<![a-z])(?:${pattern.source})(?![a-z])`);

const WANTED_PATTERNS: readonly (readonly [Wanted, RegExp])[] = [
  [
    'address',
    /(sua|bo sung) (doi )?(bo sung )?(nhung |cac |may )?(dieu|khoan|diem|muc) (nao|may)|(sua|bo sung) ((?!gi )\S+ ){1,6}(o|tai) (cho|dieu|khoan|diem|muc) (nao|may)|(sua|bo sung) (doi )?(o )?cho nao|(khoan|diem) may(?! (?:cam|quan trong))/,
  ],
  [
    'contact',
    /(?<!mot )so dien thoai|dien thoai (so )?(may|nao|bao nhieu)|hotline|duong day nong|email|hop thu|dia chi (nao|o dau|tru so|lien he|email|web)|lien he (ai|voi ai|o dau|so nao)|hoi ai(?=[\s?.!]*$)|(gap|keu|nho|tim|kiem) ai|so may de goi/,
  ],
  [
    'number',
    /(van ban|quyet dinh|quy dinh|nghi quyet|ket luan|chi thi|ke hoach|huong dan|luat|nghi dinh|thong tu|cong van|chuong trinh) (mang )?so (hieu )?(may|bao nhieu|nao|gi)|so hieu|mang so|(?<!con )so bao nhieu|(la|mang) so may|ky hieu (gi|nao)|(bang|tai|theo|la) (cong van|van ban|quyet dinh|huong dan|ke hoach) (so )?(nao|may)/,
  ],
  ['percentage', /bao nhieu (phan tram|%)|(ti|ty) (le|trong) (la |dat )?(bao nhieu|may|the nao)?|may phan tram|may %/],
  [
    'money',
    /bao nhieu (tien|dong|trieu|ti|ty|usd|do)|may (trieu|ty|dong)|phat tien (muc )?(nao|the nao|ra sao)|het bao nhieu|muc (thuong|tien|phi|dong|luong|ho tro|tro cap|phat)|gia bao nhieu|duoc (may|bao nhieu) tien|(thuong|phat|dong|ton) bao nhieu/,
  ],
  [
    'duration',
    /bao lau|(may|bao nhieu) (ngay|thang|nam|gio|tuan|phut)(?! (nao|sinh))|thoi (han|hieu|gian) (la |giai quyet |toi da )*(bao (lau|nhieu|gio)|may)|trong vong (bao (lau|nhieu)|may)|han (la )?(bao (lau|nhieu)|may)/,
  ],
  [
    'count',
    /(?<!(?:ngay|hom|ngay (?:duong|am)|(?:duong|am) lich|(?<!con )so) )bao nhieu|(co|gom|la|duoc|dat|them|lay|can|chia|nhan|trong|dat|giao|neu|dua ra|chon) may|(?<!(?:khoan|diem|muc) )may (dieu|chuong|hinh thuc|noi dung|nhom|muc|nhiem vu|truong hop|buoc|loai|cap|diem|viec|giai|quyen|nguoi|tac pham|hang|ban|bieu hien|chuan muc|dinh huong|dot pha|quan diem|khau|buoi|phan(?! tram)|bo|cuon|bai|trang|lan|tinh|xa|phuong|huyen|don vi|chi tieu|muc tieu|giai phap|uy vien|doan vien|dang vien|to chuc|nguyen tac|tieu chi|hoi nghi|tap the|ca nhan|dai bieu|dieu kien|trach nhiem|the loai|doi|hoi|cong doan|chi bo|cuoc|tin)|so luong|(thi|con) (co |duoc |la )*may[\s?.!]*$/,
  ],
  ['year', /nam (nao|may)/],
  ['day', /(?<!(loai|kieu) )(ngay|hom|thang|quy) ((duong|am) )?(lich )?(nao|may|bao nhieu)/],
  ['time', /((?<!phu )luc|thoi diem|dip) nao|lich (hop|trao|phat)|moc thoi gian|tu ngay|han (nop|chot|cuoi)/],
  ['moment', /khi nao|bao gio/],
  [
    'person',
    /ai|nguoi nao|^(chu tich|bi thu|pho chu tich|tong bi thu|truong ban|giam doc|thu tuong) .*(hien nay|hien tai|bay gio|duong nhiem)\W*$|(ong|ba|dong chi) nao|(chu tich|(?<!ban )bi thu|tong bi thu|truong ban|pho chu tich) .*(la|ten) (ai|gi)/,
  ],
  ['place', /(trao|hop|to chuc|dien ra|tru so|khai mac|be mac|ra mat) .*((dia diem|noi|cho) nao|(o|tai) dau)/],
  [
    'name',
    /(ten|ten goi|goi) (la )?gi|(tinh|thanh|huyen) uy (noi )?nao|(tinh|thanh pho|huyen|(?<!xa )phuong|tap chi|(to|bai) bao|hoi truong|nha hat|nha may|thuy dien|cong ty|(?<!chu )truong|benh vien|nuoc|quoc gia|tac gia|nha bao|dia phuong|vi lanh dao) nao/,
  ],
  [
    'body',
    /(co quan|don vi|to chuc|cap|noi|ban|bo|so|vien|hoi dong|uy ban|nganh|toa|hoi nghi) nao|(o|tai|gui|nop|den) dau/,
  ],
  ['reason', /vi sao|tai sao|ly do|sao lai/],
  [
    'rule',
    /(co|duoc|phai|bi|can|nen) (.*)(khong|chua|ko|k|hay khong)\s*(a|vay|the|nhi|ha)?\s*[?.!]*$|(duoc|co) phep|dung khong|phai khong|co sao khong/,
  ],
];

const WANTED = WANTED_PATTERNS.map(([wanted, pattern]) => [wanted, whole(pattern)] as const);

const LIST = whole(
  /(gom|bao gom|co|la|duoc|neu|dua ra) (nhung|cac) \S+( \S+){0,4} (gi|nao)|(gom|bao gom) (nhung )?(gi|nao|ai)|liet ke|ke (giup |ho |dum |cho )?((toi|em|minh|tui) )?(ten|ra|het|du|day du|cho|\d+|hai|ba|bon|nam|sau|bay|tam|chin|muoi)|la nhung( \S+){0,4} (gi|nao)|la (nhung )?gi[\s?.!]*$|(nhung|cac) (\S+ ){1,6}(nao|gi)[\s?.!]*$|day du|neu (cac|nhung|ro cac)/,
);
const LEANS_BACK = whole(
  /^(con|the con|vay con|nam sau|nam toi|sang nam|nam ngoai|the thi|vay thi|the|vay|roi|a the|do|boi)|thi sao\s*\??$|(van ban|quy dinh|nghi quyet|ket luan|chi thi|ke hoach|luat|dieu|khoan|cai|tai lieu|muc|phan|huong dan|nghi dinh|giai|no|viec) (nay|do|ay|kia|tren|vua roi|vua noi)|no|o tren|vua (nhac|neu|noi)/,
);

const POINTS_AT_DOCUMENT = whole(
  /(van ban|vb|quy dinh|nghi quyet|ket luan|chi thi|ke hoach|luat|tai lieu|huong dan|nghi dinh) (nay|do|ay|kia|tren|vua roi|vua noi)|^(con |the |vay )*no/,
);

const COURTESY =
  /(?:xin |làm ơn )?(?:cho|giúp|chỉ|nói cho|báo cho) (?:tôi|em|mình|tui|cháu)|(?:tôi|em|mình|tui|cháu) (?:xin |muốn |cần |định )*(?:hỏi|biết|tìm|tra|xem|nghe)/giu;
const PERSONAL = /(?:^|\s)(?:tôi|em|mình|tui|cháu|tớ)(?=\s|$|[?.!,])/iu;

export function findWanted(folded: string): Wanted | undefined {
  return WANTED.find(([, pattern]) => pattern.test(folded))?.[0];
}

const COMPARES = /so sanh|so voi|khac (nhau|gi|the nao|o cho)|giong (nhau|gi)|phan biet/;

/** Whether two things are to be held side by side. */
export const asksToCompare = (folded: string): boolean => COMPARES.test(folded);
export const asksForList = (folded: string): boolean => LIST.test(folded);
/** Whether it points at a document that was named before: `văn bản đó thì sao`. */
export const pointsAtDocument = (folded: string): boolean => POINTS_AT_DOCUMENT.test(folded);
/** On marked text as well, since without marks `đó` is also `do`. */
export const leansBack = (folded: string, restored: string): boolean =>
  LEANS_BACK.test(folded) || /(?<!\p{L})(?:đó|ấy)(?!\p{L})/u.test(restored);

/** Whether it asks about the asker's own case; on marked text, since `em` and `mình` are told by their marks. */
export const isPersonal = (restored: string): boolean => PERSONAL.test(restored.replace(COURTESY, ' '));

/** Whether it asks of the document as such: its standing, its day, who signed it. */
export const isAboutDocument = ({ intent }: { readonly intent: Intent }): boolean =>
  !['summary', 'content', 'outline', 'which'].includes(intent);
