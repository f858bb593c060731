import { indexProvisions, lineageOf } from '../../documents/address.js';
import type { Line } from '../../documents/line.js';
import type { OutlineMinutes, OutlinePart } from '../../documents/outline.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { OutlineFrame, OutlinePartRule } from '../briefing-doors.js';
import { chooseSentences } from '../summarizing/choosing/choose-sentences.js';
import type { Material } from '../summarizing/gather-sentences.js';
import type { Sentence } from '../summarizing/list-sentences.js';
import { keepWhere } from './keep-relevant.js';

/** A minute bears two points of a line and a half; the rest of it is the speaker's own. */
const ROOM_PER_MINUTE = 400;
/** Of each point, however short: it is explained all the same. */
const COST_OF_POINT = 100;
/** The same for numbers to remember. */
const FIGURES_PER_MINUTE = 90;
/** Every base is heard before one is heard at length. */
const MOST_OF_DOCUMENT: Readonly<Record<OutlineMinutes, number>> = { 5: 2, 15: 4, 30: 7 };

/** What is said, in the parts of such a talk; a part that nothing belongs to is left out, and its room goes to the rest. */
export function chooseParts(
  whole: Material,
  nearest: Material,
  { kind, title, opens }: OutlineFrame,
  minutes: OutlineMinutes,
  rules: readonly OutlinePartRule[],
): readonly OutlinePart[] {
  const own = rules.filter((rule) => rule.of === kind);
  const opening = opens === '' ? undefined : whole.sentences.find(({ text }) => text.startsWith(opens));
  const material = keepWhere(nearest, (sentence) => sentence !== opening);
  const places = placeSentences(material, own);
  const all = minutes * ROOM_PER_MINUTE - (opening ? costOf(opening) : 0);
  const spoken = own.filter(({ share }) => share > 0);
  const chosen = new Map<OutlinePartRule, readonly Sentence[]>();
  let spare = 0;
  // The part that takes what belongs nowhere else is filled last, with what the others left.
  for (const rule of spoken.toSorted((a, b) => Number(a.headings.length === 0) - Number(b.headings.length === 0))) {
    const room = spare + (all * rule.share) / 100;
    const sentences = choose(
      keepWhere(material, (sentence) => places.get(sentence) === rule),
      room,
      title,
      MOST_OF_DOCUMENT[minutes],
    );
    chosen.set(rule, sentences);
    spare = room - sentences.reduce((sum, sentence) => sum + costOf(sentence), 0);
  }
  return own.flatMap((rule, at) => {
    const points = [...(at === 0 && opening ? [opening] : []), ...(chosen.get(rule) ?? [])];
    return points.length > 0 ? [{ title: rule.title, points: points.map(toLine) }] : [];
  });
}

/** Lines with numbers that are said in no part. */
export function chooseFigures(material: Material, used: readonly Line[], minutes: OutlineMinutes): readonly Line[] {
  const said = new Set(used.map(({ provisionId, text }) => `${provisionId} ${text}`));
  const left = keepWhere(material, ({ provisionId, text }) => holdsFigure(text) && !said.has(`${provisionId} ${text}`));
  return choose(left, minutes * FIGURES_PER_MINUTE, '', 2).map(toLine);
}

/** The first part whose headings stand above a sentence; else the one without headings. */
function placeSentences({ documents, sentences }: Material, rules: readonly OutlinePartRule[]) {
  const byId = new Map(documents.map(({ id, provisions }) => [id, indexProvisions(provisions)]));
  const rest = rules.find(({ headings }) => headings.length === 0);
  return new Map(
    sentences.map((sentence) => {
      const own = byId.get(sentence.documentId);
      const provision = own?.get(sentence.provisionId);
      const above = own && provision ? lineageOf(provision, own).map(({ heading }) => heading ?? '') : [];
      const folded = foldText(above.join('. '));
      const rule = rules.find(({ headings }) => headings.some((heading) => folded.includes(foldText(heading))));
      return [sentence, rule ?? rest] as const;
    }),
  );
}

const costOf = ({ text }: Sentence): number => text.length + COST_OF_POINT;

function choose(material: Material, room: number, said: string, mostOfDocument: number): readonly Sentence[] {
  return chooseSentences(material, { room, costOf, said, mostOfDocument });
}

function toLine({ text, provisionId, documentId, address, label }: Sentence): Line {
  return { text, provisionId, documentId, address, label };
}

const NUMBER_OF_DOCUMENT = /\d+(?:\/\d{4})?\s?[-/]\s?\p{Lu}[\p{L}\d/-]*/gu;
const DAY = /\d{1,2}\/\d{4}|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?|(?<!\d)(?:19|20)\d{2}(?!\d)/g;
/** Behind these a number is a name. */
const NAMED =
  /(?:điều|khoản|điểm|mục|định hướng|nhiệm vụ|đột phá|nội dung|chương|phần|nhóm|phụ lục|lần thứ|lần|khóa|nhiệm kỳ|giai đoạn|năm|tháng|ngày|quý|số|mùa|trung ương|hội nghị|đại hội|công nghiệp|quy định|quyết định|nghị quyết|nghị định|chỉ thị|kết luận|kế hoạch|chương trình|hướng dẫn|luật)\s+\d+(?:\s?(?:[-–,]|và|đến)\s?\d+)*(?:[.]\d+)?/giu;

/** A number that tells how much or how many. */
export function holdsFigure(text: string): boolean {
  return /\d/.test(text.replace(NUMBER_OF_DOCUMENT, '').replace(DAY, '').replace(NAMED, ''));
}
