import type { Wanted } from '../understand-question/question-patterns.js';

const NAME = String.raw`\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)+`;

/** What a text looks like that holds the kind of thing asked for. */
export const LOOKS: Readonly<Partial<Record<Wanted, RegExp>>> = {
  year: /(19|20)\d{2}/,
  person: new RegExp(
    `${NAME}|ông |bà |đồng chí|chi bộ|cấp ủy|đảng viên|cán bộ|người|công dân|ủy ban|ban |bộ |chủ tịch|bí thư|tập thể|cá nhân`,
    'iu',
  ),
  body: /chi bộ|cấp|đảng ủy|đảng bộ|ủy ban|hội|ban |bộ |sở |cơ quan|đơn vị|tổ chức|nơi|trung ương|tỉnh|huyện|xã|phường|liên đoàn|LĐLĐ|công đoàn|tòa|viện|công an|văn phòng|chính phủ|mặt trận|báo|tạp chí|đài|https?|cổng|\p{Lu}{3}/iu,
  moment:
    /\d{1,2}[/-]\d{1,2}|(19|20)\d{2}|tháng \d|khi |lúc |ngay |trước|sau |từ ngày|dịp|hằng|thường xuyên|sáng|chiều|tối/iu,
  day: /(?<!\d)\d{1,2}[/-]\d{1,2}(?!\d)|ngày \d|mồng|(?<!\p{L})rằm|hằng (tháng|quý|năm|ngày)|(đầu|cuối) (tháng|năm)|thứ (hai|ba|tư|năm|sáu|bảy)|chủ nhật|tháng \d|quý [IV]+/iu,
  time: /\d{1,2}[/-]\d{1,2}|(19|20)\d{2}|tháng \d|quý [IV]+|hằng (năm|tháng|quý)|thường xuyên|sáng|chiều|tối|sau|trước/iu,
  percentage: /\d\s?%|phần trăm|phần ba|quá nửa|một nửa|\d\/\d/iu,
  money: /\d[\d.,]*\s*(đồng|triệu|tỷ|tỉ|usd|%|nghìn)|(đồng|usd)/iu,
  duration:
    /(\d+|một|hai|ba|bốn|năm|sáu|mười)\s*(ngày|tháng|năm|giờ|phút|tuần)|hằng|thường xuyên|định kỳ|nhiệm kỳ|\d[–-]\d{1,2}\/\d/iu,
  count:
    /(?<![\d/.,–-]|(?:luận|định|thị|quyết|hoạch|dẫn|luật|số|điều|khoản|ngày|tháng|khóa|lần|trung ương) )(?:\d{1,3}(?:[.,]\d+)*)(?![\d/]|-\p{L}|-\d+\/|[.,]\d)|(?<![\d/])(\d+)\/\1(?![\d/])|(?<!\p{L})(?:một(?! (?:số|trong|phần|cách))|hai|ba|bốn|(?<!(?:\d|ghi|mỗi|hằng|từng|trong|các|những|nửa|đầu|cuối|sang|nhiều|cả) )năm(?= \p{L})(?! (?:nay|sau|trước|qua|tới|ngoái|gốc|tròn))|sáu|bảy|tám|chín|mười)(?!\p{L})|hàng (chục|trăm|nghìn|vạn)|quá nửa|đa số|tất cả|hầu hết/iu,
  place:
    /(?<!\p{L})(tại|ở) \p{L}|trụ sở|hội trường|trung tâm|nhà hát|(?<!\p{L})(đường|phố) \p{Lu}|trực tuyến|(?<!\p{L})cung \p{L}/iu,
  number: /(?<!\p{L})số \d|\d[-/]\p{Lu}|\d\/\d{4}/u,
  name: /(?<=[\p{L}\d,;:)"”] )\p{Lu}\p{Ll}+ \p{Lu}|(?:[Tt]ạp chí|[Bb]áo|[Đđ]ài|[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Pp]hường) \p{Lu}/u,
  reason: /(?<!\p{L})(vì|bởi|do|nhằm|để|lý do|nguyên nhân|khiến|tránh|nên|bối cảnh|đòi hỏi|buộc)(?!\p{L})/iu,
  address: /Điều \d|[Kk]hoản \d|[Mm]ục \d/u,
  contact: /\d{8,}|@|https?:|\w\.(vn|com)\b/iu,
};

/** Kinds that are told from their looks. */
export const SURE: ReadonlySet<Wanted> = new Set([
  'money',
  'percentage',
  'day',
  'year',
  'place',
  'number',
  'name',
  'duration',
  'reason',
  'address',
]);
