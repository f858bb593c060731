import type { Intent } from './question-patterns.js';

/**
 * Stands for each letter of a document that is named, so that a pattern may say `thay §`, whatever its name is; one
 * character for one, so that places stay.
 */
export const NAMED = '§';

const DOC = `${NAMED}+`;
const KIND =
  '(?:van ban|vb|tai lieu|ban|cai|to|quy dinh|qui dinh|quyet dinh|nghi quyet|chi thi|ket luan|bo luat|luat|nghi dinh|huong dan|thong tu|quy che|ke hoach|cong van|thong bao|chuong trinh|dieu le|qd|nq|ct|kl|nd|hd|kh|cv|tt)';
const WHAT = '(?:nao|gi|chi|j|ji)';
const DAY =
  '(?:ngay|hom|thang|nam|ngai) (?:nao|may|bao nhieu|gi)(?: (?:thang|nam) (?:nao|may|bao nhieu))*|ngay thang(?: nam)? (?:nao|may|bao nhieu)';
const WHEN = `(?:(?:khi|luc|(?<!(?:quoc|dai|chi|cong|xa|chu) )hoi|thoi diem|thoi gian|moc) (?:nao|gi)|${DAY}|(?:bao|may) (?:gio|h)|chung nao)`;
const FROM = '(?:tu |ke tu |tinh tu |vao |hoi |luc |dung |la |bat dau )*';
const TAIL =
  '(?: (?:vay|the|a|ah|ha|nhi|z|v|vz|ad|admin|ban|bot|oi|roi|nhe|nha|nhen|voi|day|ta|mn|moi nguoi|hen|hey|dau|anh|chi|em|giup|rua|ri|zay|dzay|dz|zo|do|hi|he))*[ ?.!]*$';
/** Nothing but names before: `hội nghị tổng kết chỉ thị 05 hôm nào` asks of the meeting. */
const OPENING = `(?<=^\\W*(?:(?:cho|hoi|xin|toi|em|minh|ad|oi|a|biet|vay|the|con|thi|va|cai|${KIND}|${DOC})[ ,]+)*)`;
const WHETHER = '(?:khong|ko|k|hong|hok|chua|hay|nua|phai khong)';
/** `áp dụng khi nào` may ask for a case, `áp dụng từ ngày nào` only for the day. */
const FORCE = '(?:hieu lu[ct]|hl|gia tri|tac dung)(?: (?:thi hanh|ap dung|phap ly))?';
const USE = '(?:dung|ap dung|xai|su dung|thi hanh|thuc hien|lam theo|theo|tuan theo|can cu|dua vao|tham khao)';
const ENDED = '(?:het|mat|ngung|thoi|cham dut|khong con|hong con|ko con|dung)';
const REPLACED = '(?:thay the|thay|bai bo|huy bo|huy|bo)';

const SAYS =
  '(?:noi|neu|ban|de cap|dong cham|dung|cham|nhac|quy dinh|qui dinh|ban hanh|ra|ghi|viet|yeu cau|huong dan|dua ra|doi moi|doi|sua doi|sua|thay doi|chi dao|keu goi|tuyen truyen|dieu chinh|lien quan|lo|giai quyet|chua|xoay quanh|tap trung|gom|co|danh|huong|phuc vu|trien khai|de ra|dat ra|thuoc|lam|keu|xu ly|thong bao|chu truong|huong toi|bao gom|bao)';
const MATTER =
  '(?:chuyen|viec|van de|noi dung|dieu|cai|thu|linh vuc|mang|chu de|khia canh|de tai|mat|vu|thong tin|muc dich|cong viec|cong tac|nganh|doi tuong|to chuc|y|loai)';
const TOWARDS = '(?:ve|den|toi|vao|cho|la|de|nham|trong|duoc|chu yeu|chinh|nhung|cac|may)';
const BODY =
  '(?:ai|dau|(?:co quan|don vi|cap|to chuc|noi|cho|ben|tinh|bo|ban|nganh|uy ban|dang bo|thanh uy|tinh uy|thanh pho|dia phuong|hoi nghi|dai hoi) nao)';
/** `ky` is also kỷ: `ai kỷ luật`. */
const SIGNS = `(?:ky|ki)(?! (?:luat(?! so)|niem|nang|cuong|thuat|nghi(?! quyet| dinh)|hop|ket(?! luan)|hieu|yeu))`;

/** Each list is tried from the top; the first that fits decides. On restored and folded text. */
const INTENTS: readonly (readonly [Intent, readonly string[]])[] = [
  [
    'replaced-what',
    [
      `(?<!bi |duoc |nao |gi )(?:thay|bai bo|thay the|huy bo) (?:the )?(?:cho )?(?:(?:nhung|cac|may) )?${KIND} (?:${WHAT}|cu nao)`,
      `thay (?:the )?cho (?:gi|cai gi|nhung gi)`,
      `(?<!bi |duoc |nao |gi |cong |phan |tuyen |can |dang |noi |toan )(?:bo|huy) (?:(?:nhung|cac|may) )?(?:van ban|vb|quy dinh|nghi quyet|chi thi|ket luan|huong dan|luat|nghi dinh|qd|nq) ${WHAT}`,
      `(?<!bi |duoc |nao |gi )(?:sua doi|sua|bo sung)(?:,? bo sung)? (?:(?:nhung|cac|may) )?(?:${KIND}) ${WHAT}${TAIL}`,
      `truoc (?:khi co |khi ra )?${DOC} (?:thi )?(?:[a-z]+ ){0,8}${KIND} (?:${WHAT}|so (?:may|bao nhieu))${TAIL}`,
    ],
  ],
  [
    'validity',
    [
      `(?<!(?:${WHEN}) (?:thi |moi |se |bat dau |${DOC} )*)(?:con|van|van con|co con|het|da het|co) (?:${FORCE})(?: khong| chua| nua| hay| ko|$|\\?| den| toi)`,
      `(?:hieu lu[ct]|hl) (?:khong|chua|hay)`,
      `con (?:duoc |co the |nen |phai |can |co )*(?:${USE}|${FORCE})(?: duoc| gi)?(?: ${DOC})?(?: nua)?(?: ${WHETHER}|[ ?.!]*$)`,
      `con (?:[a-z]+ ){1,5}${DOC}(?: [a-z0-9]+){0,3} nua(?: ${WHETHER}|${TAIL})`,
      `(?:gio|hien|nay|van|dang) (?:con |van |phai |dang )*${USE} ${DOC} hay`,
      `${ENDED} (?:co |duoc |con )*(?:${USE}|${FORCE})(?: nua)?(?: ${WHETHER}| ${FROM}${WHEN}|${TAIL})`,
      `(?<!truoc (?:khi|luc) )(?:bi|da bi|duoc|da duoc) (?:(?:van ban|vb|cai|quy dinh|nghi quyet|ban|${KIND}) (?:nao|gi|moi nao) )?${REPLACED}(?! (?:phieu|nhiem|sung|bau|qua|ve|tri|khoi))`,
      `(?:thay the|thay|bai bo|sua doi|sua) (?:bang|boi) (?:${KIND} )?${WHAT}`,
      `${KIND} (?:moi |khac )?(?:${WHAT}|moi nao) (?:da |nay |dang |hien |se )*(?:thay|duoc dung thay|the cho)`,
      `(?:thay the|thay)(?: cho)? ${DOC} (?:la |bang |boi |thi |co |gio |nay )*(?:${KIND} )?${WHAT}`,
      `(?:gi|nao) (?:da |se )?(?:thay the|thay)(?: cho)? ${DOC}`,
      `${DOC} (?:(?:da |duoc |bi |gio |nay |hien |bay )*(?:doi |chuyen )?thanh|(?:hien |bay )?(?:gio|nay) la) ${KIND} (?:so )?(?:${WHAT}|may)${TAIL}`,
      `(?:${KIND} )?(?:moi nhat|moi|hien hanh|ke tiep|tiep theo) (?:cua |thay |thay cho |sau )${DOC} (?:la |thi |co )*(?:${KIND} )?(?:${WHAT}|so may)`,
      `(?:het|con) han (?:chua|khong)`,
      `tinh trang hieu lu[ct]`,
      `(?:da |bi )*(?:cu|loi thoi|lac hau|het thoi|bi thay|bi bo|bi huy)(?: roi)? chua`,
      `thay (?:doi |the )?chua`,
      `${DOC} (?:da |bi |duoc )*(?:bo|huy|thay|sua|doi) (?:chua|roi)`,
      `(?:co|ra) (?:${KIND} )(?:nao )?(?:moi|khac)(?: hon)?(?: nao)?(?: thay| thay the)? (?:chua|khong|ko)`,
      `[${NAMED}\\d](?: \\w+){0,4} (?:van )?con (?:khong|ko|hong)${TAIL}`,
    ],
  ],
  [
    'effective-from',
    [
      `(?:co )?${FORCE} ${FROM}${WHEN}`,
      `(?:ap dung|thi hanh|co gia tri) (?:tu |ke tu |tinh tu |bat dau tu )${FROM}${WHEN}`,
      `(?:bat dau|chinh thuc) (?:duoc )?(?:ap dung|thi hanh|co gia tri|thuc hien|co hieu lu[ct]) ${FROM}${WHEN}`,
      `${DOC} (?:thi |se |duoc |moi |bat dau |chinh thuc )*(?:ap dung|thi hanh|thuc hien|chay) ${FROM}${WHEN}`,
      `${WHEN} (?:thi |moi |se |bat dau |chinh thuc )*co (?:hieu lu[ct]|hl)`,
      `${WHEN} (?:thi |moi |se |bat dau |chinh thuc |phai |duoc )*(?:ap dung|thi hanh|thuc hien)(?: theo)? ${DOC}`,
      `${WHEN} (?:thi |moi |se )*${DOC} (?:moi |se |bat dau |chinh thuc |duoc |co )*(?:hieu lu[ct]|hl|ap dung|thi hanh)`,
      `ngay (?:bat dau )?(?:co )?hieu lu[ct]`,
    ],
  ],
  [
    'which',
    [
      `(?:nam|duoc quy dinh|quy dinh|ghi|neu|noi|co|la) (?:o |trong |tai )?${KIND} (?:nao|so may|so bao nhieu|gi)${TAIL}`,
      `(?:la |mang )?so (?:hieu )?(?:may|bao nhieu|la gi|nao)${TAIL}`,
      'van ban so (?:may|bao nhieu)',
    ],
  ],
  [
    'signer',
    [
      `(?:do |boi )?(?:ai|(?:nguoi|ong|ba|dong chi|lanh dao|vi) nao) (?:la nguoi |da |dat but |dung ten |thay mat (?:[a-z]+ ){0,4})*${SIGNS}`,
      `(?:do|boi) (?:[a-z]+ ){1,5}nao (?:da )?${SIGNS}${TAIL}`,
      `nguoi (?:da |dat but )?${SIGNS}(?: ten| ban hanh)?(?= (?:la|cua|tren|${DOC}|${KIND})|${TAIL})`,
      `${SIGNS} (?:ten |${DOC} )?(?:boi |la )?(?:ai|(?:nguoi|ong|ba|dong chi|vi) nao)${TAIL}`,
      `chu ky (?:[a-z]+ ){0,2}(?:ai|nguoi nao)|chu ky (?:tren|cua|o) ${DOC}`,
    ],
  ],
  [
    'issuer',
    [
      `${BODY} (?:la noi |da |co quyen |dung ra )*(?:ban hanh|phat hanh|ra (?:${KIND}|${DOC}))`,
      // `Cơ quan ban hành văn bản sai bị xử lý thế nào` asks of no document's issuer.
      `(?:co quan|(?<!ha )noi|don vi) ban hanh(?! (?:van ban|sai|thi|phai|bi|co)(?![a-z]))`,
      `(?:do|cua) ${BODY} (?:da )?(?:ban hanh|phat hanh|ra)`,
      `${DOC}(?: nam \\d{4})? ${BODY} ra${TAIL}`,
      `${DOC}(?: nam \\d{4})?(?: ve (?:[a-z]+ ){1,5}| )la (?:cua|do) ${BODY}${TAIL}`,
      `${DOC}(?: nam \\d{4})? (?:la )?(?:cua|do) (?:[a-z]+ ){1,5}hay (?:la )?(?:cua |do )?(?:(?!ky)[a-z]+ ?){1,5}${TAIL}`,
      `ban hanh boi`,
      `do (?:[a-z]+ ){1,5}hay (?:[a-z]+ ){1,5}(?:ban hanh|phat hanh)`,
      `${DOC}[ ,]+(?:la )?(?:${KIND} )?(?:do|cua|tu|thuoc) ${BODY}${TAIL}`,
    ],
  ],
  [
    'issued-on',
    [
      `(?:ban h[a-z]+|ra doi|duoc ky|${SIGNS}|cong bo|phat hanh|(?<!dien )(?<!xay )ra) ${FROM}${WHEN}`,
      `(?<!van )de (?:${DAY})|${DOC} (?:duoc |co )*(?:ghi|mang) (?:${DAY})`,
      `${WHEN} (?:thi )?(?:duoc |da )*(?:ban hanh|phat hanh|ra doi|${SIGNS}|(?:co|ra)(?: ${DOC}|${TAIL}))`,
      `(?:khi nao|bao gio|(?:ngay|nam|luc|hom) (?:nao|may)) (?:thi )?(?:duoc |da )?ra`,
      `ngay(?: thang)?(?: nam)? (?:ban hanh|phat hanh|ra doi|${SIGNS}|ra)`,
      `^\\W*(?:ra |tu |vao )?(?:ngay|nam|hom|thang) (?:nao|may|bao nhieu)${TAIL}`,
      `${OPENING}${DOC} (?:la |co |cua |tu |hoi |vao )*(?:${DAY}|bao (?:gio|h))${TAIL}`,
      `${DOC} (?:da )?co tu ${WHEN}`,
    ],
  ],
  [
    'outline',
    [
      `(?:co|gom|chia|dai|chua)(?: (?:tat ca|tong cong|tong so|ca thay|het thay|tat tan tat|toan bo|lam|ra|thanh|dung|la))* (?:may|bao nhieu) (?:dieu|chuong|phan|trang|muc(?=${TAIL}))(?! (?:tram|dang vien|cam|can|phai|la|kien dinh|duoc|chong|moi))`,
      'bo cuc|cau truc|muc luc',
    ],
  ],
  [
    'summary',
    [
      `(?:(?:${SAYS}|${TOWARDS}) ){1,6}(?:(?:${KIND}|${MATTER}) ){0,3}(?:ve )?(?:(?:${MATTER}|cai) )?${WHAT}(?: moi)?${TAIL}`,
      `(?:${MATTER} ){0,2}${WHAT} (?:duoc |da |ma ){0,3}(?:${SAYS} ){0,3}(?:trong|o|tai|cua|boi) ${DOC}`,
      `noi dung (?:chinh |co ban |chu yeu |cua |trong |o )*${DOC}(?: (?:la|gom|co|noi|duoc))*(?: (?:nhung )?${WHAT}| the nao| ra sao)?${TAIL}`,
      `(?:co )?(?:ten|ten goi)(?: (?:day du|chinh thuc|goi|cua|la|${DOC}))* (?:${WHAT}|the nao)${TAIL}`,
      'noi (?:ve |den |toi )?(?:gi|cai gi|viec gi|nhung gi|noi dung gi|chuyen gi|van de gi|dieu gi)',
      `noi dung(?: chinh| co ban)?(?: la| cua)?(?: gi| nao| the nao| ra sao|[ ?.!]*$)`,
      `tom tat|tom luoc|y chinh|noi dung chinh`,
      `(?:quy dinh|yeu cau) (?:ve )?(?:gi|nhung gi|dieu gi|cai gi|viec gi|the nao|ra sao)[ ?.!]*$`,
      'gioi thieu (?:ve|cho|giup)',
      'de cap (?:den |toi )?(?:gi|nhung gi)',
    ],
  ],
];

/** Whole words only: `han` is not in `nhan`. */
const PATTERNS = INTENTS.map(
  ([intent, sources]) => [intent, new RegExp(`(?<![a-z])(?:${sources.join('|')})(?![a-z])`)] as const,
);

/** What is asked of a document as such, and the words that ask it; `content` where the question is about what it says. */
export function findIntent(masked: string): { readonly intent: Intent; readonly start: number; readonly end: number } {
  for (const [intent, pattern] of PATTERNS) {
    const match = pattern.exec(masked);
    if (match) return { intent, start: match.index, end: match.index + match[0].length };
  }
  return { intent: 'content', start: 0, end: 0 };
}
