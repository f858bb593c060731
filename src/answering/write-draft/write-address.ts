import type { Document, Provision } from '../../documents/document.js';
import { type AddressMention, listAt } from '../../documents/mentions/address-mention.js';
import { foldText } from '../../text/vietnamese-text.js';
import { ENOUGH_WITHIN, isEnough } from '../judge-evidence/evidence.js';
import type { Understanding } from '../understand-question/understand-question.js';
import type { DraftPart, WriteDoors } from './draft-doors.js';
import { listWithin, quoteFindings, quoteProvisions } from './quote-findings.js';

/** In characters. */
const LONGEST_ARTICLE = 600;

const listAmended = ({ relations }: Document, { library }: WriteDoors): readonly Document[] =>
  relations.flatMap(({ type, target }) => (type === 'amends' ? library.listByRef(target) : []));

/** What stands at an address of the first document that has it, whole or as far as it answers; undefined: not held. */
export async function writeAddress(
  documents: readonly Document[],
  understanding: Understanding,
  address: AddressMention,
  doors: WriteDoors,
): Promise<DraftPart | undefined> {
  // `Điều 8 Luật Công đoàn sửa đổi` may stand where it was before it was amended.
  const amended = documents.flatMap((document) => listAmended(document, doors));
  for (const document of [...documents, ...amended]) {
    const places = listAt(document.provisions, address);
    const provisions = (places.length > 0 ? places : listCalled(document.provisions, address)).flatMap((provision) =>
      listWithin(provision, document),
    );
    if (provisions.every((provision) => provision.text === '')) continue;
    if (asksForAll(understanding)) return quoteProvisions(provisions, document, doors, LONGEST_ARTICLE);
    const ids = new Set(provisions.map((provision) => provision.id));
    const findings = (await doors.find([document])).filter((finding) => ids.has(finding.provision.id));
    const good = findings.filter((finding) => isEnough(finding.evidence, ENOUGH_WITHIN / 2));
    if (good.length > 0) return quoteFindings(good, doors);
  }
  return undefined;
}

/** Where no place bears the address, those that are called by it: `Giải thích Điều 6`, `Nhóm 2, cổ động trực quan`. */
function listCalled(provisions: readonly Provision[], { label }: AddressMention): readonly Provision[] {
  const name = foldText(label);
  const called = new RegExp(`(?<![a-z])${name}(?![\\d/])`);
  return provisions.filter(
    ({ heading = '', text }) => called.test(foldText(heading)) || foldText(text).search(called) === 0,
  );
}

/** `Điều 14 cấm đảng viên những gì?` asks for all that stands there, as the bare `Điều 14` does. */
const asksForAll = ({ topic, wanted, restored }: Understanding): boolean =>
  topic.length === 0 ||
  (wanted === undefined && ASKS_WHAT.test(foldText(restored)) && topic.flat().every((word) => OF_RULES.test(word)));
const ASKS_WHAT = /(?<![a-z])(?:gi|nhung gi|dieu gi|viec gi|the nao|ra sao)\W*$/;
const OF_RULES =
  /^(?:cấm|không|được|làm|buộc|phải|yêu|cầu|quy|định|nêu|ghi|viết|nói|gồm|có|đảng|viên|cán|bộ|tổ|chức|việc|nội|dung)$/iu;
