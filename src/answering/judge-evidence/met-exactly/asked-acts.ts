import type { Wanted } from '../../understand-question/question-patterns.js';
import { holdsAny, toMarked } from '../bag.js';

/** What somebody did or what took place: words that ask for it, and more that tell of it. */
const ACTS: readonly { readonly asks: string; readonly tells: string }[] = [
  { asks: 'chủ trì|chủ tọa', tells: 'điều hành|chỉ đạo|đứng đầu|lãnh đạo' },
  { asks: 'đứng đầu|trưởng ban chỉ đạo', tells: 'trưởng ban|chủ tịch|bí thư|làm trưởng' },
  { asks: 'phát biểu', tells: 'nêu|nói|cho rằng|khẳng định|đề nghị|yêu cầu|nhấn mạnh|lưu ý|gọi|dặn' },
  { asks: 'dự lễ|tham dự|đến dự|dự họp|dự hội nghị|tới dự', tells: 'dự|có mặt|tham gia' },
  { asks: 'sinh năm|sinh ngày|sinh ở|sinh tại|bao nhiêu tuổi|mấy tuổi|quê', tells: 'sinh|tuổi' },
  { asks: 'thành lập|ra đời', tells: 'lập|hình thành|sáp nhập|hợp nhất' },
  { asks: 'nộp|gửi', tells: 'nhận|trình|chuyển' },
  { asks: 'trao|trao giải', tells: 'nhận giải|lễ' },
  { asks: 'thông báo|khai báo|báo cáo', tells: 'báo|gửi|đăng ký|nộp' },
  { asks: 'phát động', tells: 'khởi động|mở' },
  { asks: 'bế mạc|kết thúc', tells: 'hết|đến|tới' },
  { asks: 'khai mạc|bắt đầu', tells: 'từ|mở|bắt đầu|khởi' },
  { asks: 'biểu dương|tuyên dương|khen thưởng', tells: 'khen|vinh danh|tôn vinh|giải' },
  { asks: 'bổ nhiệm|được bầu|bầu làm', tells: 'bầu|giữ chức|là|làm' },
  { asks: 'có quyền|thẩm quyền', tells: 'quyền|quyết định|được|do|phê duyệt|cho phép' },
  { asks: 'gia hạn', tells: 'kéo dài|thêm' },
  { asks: 'giải quyết|trả lời', tells: 'xem xét|xét|phản hồi|xử lý|báo|làm xong|phải xong' },
];

const toWords = (words: string): readonly string[] => words.split('|').map(toMarked);
const ACT_WORDS = ACTS.map(({ asks, tells }) => ({ asks: toWords(asks), tells: toWords(`${asks}|${tells}`) }));

/** How severely somebody is punished: that a deed is forbidden does not tell. */
const ASKS_PENALTY = / (?:kỷ luật|phạt|xử|xử lý)(?: [^ ]+){0,3} (?:mức|hình thức)(?: kỷ luật)? (?:nào|gì) /;
const PENALTIES = toWords(
  'khiển trách|cảnh cáo|cách chức|khai trừ|giải tán|xóa tên|đình chỉ|phạt|tù|triệu|buộc thôi việc',
);

/** `Trước ông Tuấn, ai giữ chức …?`, `trước đó ông ấy làm gì?`: who holds it now does not tell. */
const ASKS_BEFORE =
  / trước (?:ông|bà|đồng chí) | (?:trước đó|trước đây|hồi trước)(?: [^ ]+){0,3} (?:làm gì|giữ chức gì|là ai|ai) /;
const BEFORE = toWords('trước|nguyên|tiền nhiệm|kế nhiệm|thay ông|thay bà|thay đồng chí');

/** Kinds that are a fact of an act; a rule speaks of acts in many words. */
const OF_ACTS: ReadonlySet<Wanted> = new Set([
  'person',
  'name',
  'day',
  'time',
  'moment',
  'year',
  'duration',
  'place',
  'body',
]);

/** Acts that a question asks the doer, the day or the place of: for each the words any of which tells of it, as `toMarked` has them. */
export function listAskedActs(question: string, wanted: Wanted | undefined): readonly (readonly string[])[] {
  const asking = toMarked(question);
  const isOfAct = wanted !== undefined && OF_ACTS.has(wanted);
  return [
    ...(ASKS_PENALTY.test(asking) ? [PENALTIES] : []),
    ...((wanted === 'person' || wanted === undefined) && ASKS_BEFORE.test(asking) ? [BEFORE] : []),
    ...(isOfAct ? ACT_WORDS.filter(({ asks }) => holdsAny(asking, asks)).map(({ tells }) => tells) : []),
  ];
}

/** Acts that texts tell nothing of. */
export function listMissingActs(acts: readonly (readonly string[])[], ...texts: readonly string[]): readonly string[] {
  return acts
    .filter((tells) => !texts.some((text) => holdsAny(toMarked(text), tells)))
    .flatMap(([word = '']) => word.trim());
}

const AMENDED = /(?<= )(?:sửa|bổ sung) (?:\S+ )*?(luật (?!này |đó |số |nào |gì )\p{L}+ \p{L}+)(?= )/u;

/** The law whose amendment a question asks about: what is changed in another is no answer. */
export const listAmendedLaws = (question: string): readonly string[] =>
  (AMENDED.exec(toMarked(question))?.slice(1) ?? []).map(toMarked);
