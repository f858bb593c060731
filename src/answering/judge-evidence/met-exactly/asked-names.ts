import { foldText } from '../../../text/vietnamese-text.js';
import type { Wanted } from '../../understand-question/question-patterns.js';
import { holdsAny, splitClauses, toMarked } from '../bag.js';
import { COUNTED_THINGS } from './asked-numbers.js';

/** Provinces and cities of before and after 1 July 2025: people go on using both. */
const PROVINCES =
  'An Giang|Bà Rịa|Bạc Liêu|Bắc Giang|Bắc Kạn|Bắc Ninh|Bến Tre|Bình Dương|Bình Định|Bình Phước|Bình Thuận|Cà Mau|Cao Bằng|Cần Thơ|Đà Nẵng|Đắk Lắk|Đắk Nông|Điện Biên|Đồng Nai|Đồng Tháp|Gia Lai|Hà Giang|Hà Nam|Hà Nội|Hà Tĩnh|Hải Dương|Hải Phòng|Hậu Giang|Hòa Bình|Hưng Yên|Khánh Hòa|Kiên Giang|Kon Tum|Lai Châu|Lạng Sơn|Lào Cai|Lâm Đồng|Long An|Nam Định|Nghệ An|Ninh Bình|Ninh Thuận|Phú Thọ|Phú Yên|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Bình|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang|Vĩnh Long|Vĩnh Phúc|Vũng Tàu|Yên Bái';
/** In lower case also common words: `hòa bình` is peace. */
const ALSO_WORDS = ['Hòa Bình', 'Long An'];

/** Bodies that have neighbours of the same kind; each with its other names. */
const BODIES = [
  'ủy ban nhân dân|UBND|chủ tịch tỉnh|chủ tịch huyện|chủ tịch xã',
  'hội đồng nhân dân|HĐND',
  'mặt trận|MTTQ',
  'đoàn thanh niên|đoàn TNCS|tỉnh đoàn',
  'phụ nữ',
  'hội nông dân',
  'cựu chiến binh',
  'công an',
  'quân đội',
  'tòa án',
  'viện kiểm sát',
  'quốc hội',
  'tuyên giáo',
  'công đoàn tỉnh|liên đoàn lao động tỉnh|LĐLĐ tỉnh|LĐLĐ|liên đoàn lao động',
  'công đoàn viên chức',
  'công đoàn giáo dục',
  'công đoàn y tế',
  'công đoàn công an',
];

/** Words that pick one of several; each with others that say the same. */
const PICKS = [
  'đầu tiên|lần đầu|mùa đầu|mở đầu',
  'cuối cùng|sau cùng',
  'lớn nhất',
  'cao nhất',
  'thấp nhất',
  'nhiều nhất',
  'trẻ nhất',
  'lâu nhất',
];

const POST =
  '(?:pho |tong )?(?:truong ban|bi thu|chu tich|giam doc|bo truong|vien truong|chanh van phong|tong bien tap|thu tuong)';
const POSTS = new RegExp(POST, 'g');

const SURNAMES =
  'Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Ngô|Dương|Lý|Trương|Tô|Đinh|Đào|Lương|Mai|Tạ|Hà|Cao|Đoàn|Lâm|Trịnh|Phùng|Hồ|Nông|Giàng|Lò|Vàng|Sùng|Thào|Tòng';
const PERSON = new RegExp(
  `(?<!\\p{L})(?:(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) \\p{Lu}|(?:${SURNAMES}) (?!Chí Minh|Chủ|Thanh niên|đại)\\p{Lu})`,
  'u',
);
const PLACES = new RegExp(PROVINCES, 'g');

/** Whether a text names somebody. */
export const namesPerson = (text: string): boolean => PERSON.test(text.replace(PLACES, ' '));

/** `Tên trưởng ban là gì`, `lãnh đạo nào đã dự`: a post does not answer. */
const ASKS_WHO_BY_NAME = new RegExp(
  `(?<![a-z])(?:ho (?:va )?ten|ten (?:cua |la )*(?:dong chi |ong |ba |nguoi )?${POST}|${POST}(?: \\S+)* ten (?:la )?(?:gi|ai)|(?<!cap )lanh dao nao|(?:ong|ba) nao)(?![a-z])`,
);

/** Whether somebody's name is asked for. */
export const asksWhoByName = (question: string): boolean => ASKS_WHO_BY_NAME.test(foldText(question));

/** What is so of one place or body is not so of the next; a rule holds everywhere. */
const FACTS: ReadonlySet<Wanted> = new Set([
  'person',
  'day',
  'time',
  'moment',
  'year',
  'percentage',
  'money',
  'count',
  'place',
  'contact',
  'number',
]);

/** Who speaks so means the union's own. */
const OWN_PROVINCE = / tỉnh (?:mình|ta|nhà|tôi|em|chúng ta|chúng tôi) /;

const PLACE_NAMES = PROVINCES.split('|').map((name) => ({ name, joined: toMarked(name) }));
const BODY_NAMES = BODIES.map((names) => names.split('|').map(toMarked));
const PICK_NAMES = PICKS.map((names) => names.split('|').map(toMarked));

const FIRST = new RegExp(`(?<= )(${COUNTED_THINGS}) đầu tiên(?= )`, 'u');

/** How else the first of what is counted is called: `nhiệm vụ đầu`, `nhiệm vụ 1`. */
function listFirsts(joined: string): readonly string[] {
  const thing = FIRST.exec(joined)?.[1];
  return thing ? ['thứ nhất', `${thing} đầu`, `${thing} 1`].map(toMarked) : [];
}

/** Names that the answer has to bear: the place, the body, the post that a fact is asked of. Folded, with alternatives. */
export function listAskedNames(question: string, wanted: Wanted | undefined): readonly (readonly string[])[] {
  if (!wanted || !FACTS.has(wanted)) return [];
  const joined = toMarked(question);
  const places = listAskedPlaces(question);
  if (OWN_PROVINCE.test(joined)) places.push([toMarked('Lai Châu')]);
  const bodies = BODY_NAMES.filter((names) => holdsAny(joined, names));
  const picks = PICK_NAMES.filter((names) => holdsAny(joined, names)).map((names) => [...names, ...listFirsts(joined)]);
  const posts = wanted === 'person' ? listPosts(foldText(joined)).map((post) => [post]) : [];
  return [...places, ...bodies, ...picks, ...posts].map((names) => names.map(foldText));
}

/** Provinces and cities that a question names, each as a name of its own. */
export const listAskedPlaces = (question: string): string[][] => {
  const joined = toMarked(question);
  return PLACE_NAMES.filter(
    ({ name, joined: own }) => joined.includes(own) && (!ALSO_WORDS.includes(name) || question.includes(name)),
  ).map((place) => [place.joined]);
};

/** Whether a text of several places gives a figure beside the one that was asked of: what stands with one is not the next one's. */
export function countsAtPlace(text: string, names: readonly (readonly string[])[], count: RegExp): boolean {
  const placed = PLACE_NAMES.filter(({ joined }) => toMarked(text).includes(joined));
  const asked = placed.filter(({ joined }) => names.some((each) => each.includes(foldText(joined))));
  if (asked.length === 0 || placed.length === asked.length) return true;
  return splitClauses(text).some(
    (part) => count.test(part) && asked.some(({ joined }) => toMarked(part).includes(joined)),
  );
}

/** Whether a text, folded, its syllables parted by single spaces and with one at either end, bears one of the names. */
export function bearsName(text: string, names: readonly string[]): boolean {
  return names.some((name) => text.includes(name) || listPosts(text).includes(name));
}

/** `phó chủ tịch` is no `chủ tịch`. */
const listPosts = (folded: string): string[] => [...folded.matchAll(POSTS)].map(([post]) => post);
