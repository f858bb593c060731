import { type Document, documentLabel } from '../../documents/document.js';
import type { Wanted } from '../understand-question/question-patterns.js';
import { isLight } from '../understand-question/topic.js';
import type { Subject, Understanding } from '../understand-question/understand-question.js';
import { type Group, standsNear, sum, toGroups, toJoined, toWeight, type Vocabulary } from './asked-words.js';
import { type Bag, toBag, toMarked } from './bag.js';
import { type AskedEvidence, type Evidence, type Features, toLogOdds, toProbability } from './evidence.js';
import { listAmendedLaws, listAskedActs, listMissingActs } from './met-exactly/asked-acts.js';
import {
  countsOnly,
  listAskedKinds,
  listEither,
  listLeftOut,
  listNeither,
  listOtherKinds,
  listToldOf,
  withoutMentions,
} from './met-exactly/asked-kinds.js';
import { asksWhoByName, bearsName, countsAtPlace, listAskedNames, namesPerson } from './met-exactly/asked-names.js';
import {
  listAskedNumbers,
  listNamingNumbers,
  listOrdinals,
  listOtherTold,
  listOwnNumbers,
  listTold,
  listVersions,
  splitNumbers,
  standsLed,
} from './met-exactly/asked-numbers.js';
import { listAsking, listMissing, type MissingTerms, weighMissing } from './missing-terms.js';
import { LOOKS, SURE } from './wanted-looks.js';

/** From the vectors, where there are any. */
export interface Closeness {
  readonly cosine?: number;
  readonly above?: number;
  readonly behind?: number;
  readonly outOfDomainMargin?: number;
  readonly outOfDomainShare?: number;
  readonly asked?: Omit<AskedEvidence, keyof Match | 'wideShare' | 'wideMissing'> & { readonly nearest?: string };
}

export interface Evidenced {
  readonly text: string;
  readonly section: string;
  readonly title: string;
  readonly document: Document;
  readonly asked?: readonly string[];
}

/** Asked so, a text answers that only mentions a thing: `có quy định nào bảo vệ …`. */
const ASKS_WHETHER = /(?<!\p{L})(?:không|chưa)\W*$|(?<!\p{L})có \p{L}+(?: \p{L}+)? nào(?!\p{L})/iu;

const OF_TIME = /(?<!\p{L})(?:năm|tuổi|tháng|ngày|giờ)(?!\p{L})/iu;
/** `Sơ kết 2 năm` counts years, which is no count of people. */
const TIMES = /\d+ (?:năm|tháng|ngày|giờ|phút|tuần)(?!\p{L})/giu;

/** `Mấy loại tin nhắn nào` asks which ones. */
const WHICH_FEW = /(?<!\p{L})(?:nào|gì|ai|thứ)(?!\p{L})/iu;

/** `Kể hết ra được không?` is a wish, and no question of a rule. */
const TELLS = /(?<!\p{L})(?:kể|liệt kê)(?!\p{L})/iu;

/** Share of the topic's weight that a text holds, and of its own weight that is spoken of, 0–1. */
export interface Match {
  readonly share: number;
  readonly purity: number;
}

export interface Judge {
  readonly judge: (passage: Evidenced, closeness: Closeness) => Evidence;
  /** How far a text and the question speak of the same. */
  readonly matchOf: (text: string) => Match;
}

/** What is known of words. */
export interface JudgeDoors {
  readonly vocabulary: Vocabulary;
  /** Written forms of what is said, in the words of documents: `vào đảng` → `kết nạp đảng viên`. */
  readonly synonymsOf: (phrase: string) => readonly string[];
  /** Without it nothing is made of them. */
  readonly missingTerms?: MissingTerms;
}

/** Prepares the question once. */
export function createJudge(
  understanding: Pick<
    Understanding,
    'topic' | 'toldBefore' | 'focus' | 'wanted' | 'wantsList' | 'text' | 'restored' | 'subjects' | 'isPersonal'
  >,
  { vocabulary, synonymsOf, missingTerms }: JudgeDoors,
): Judge {
  const isMarked = /[^\p{ASCII}]/u.test(understanding.text);
  const asking = listAsking(understanding.restored);
  const runs = understanding.topic.map((run) => toGroups(run, vocabulary, synonymsOf));
  const groups = runs.flat();
  const weights = groups.map((group) => group.weight);
  const total = sum(weights) || 1;
  const pairs = runs.flatMap((run) => toPairs(run, vocabulary));
  const pairTotal = sum(pairs.map((pair) => pair.weight));
  const heaviestPair = Math.max(0, ...pairs.map((pair) => pair.weight));
  const spoken = new Set(
    groups.flatMap((group) => [group.folded, ...group.phrases.flatMap((each) => each.split(' '))]),
  );
  const unseen = sum(groups.filter((group) => group.isUnseen).map((group) => group.weight)) / total;
  const heaviest = Math.max(0, ...weights);
  const isOpen = understanding.subjects.length === 0;
  const numbers = understanding.topic.flatMap(listAskedNumbers);
  const versions = listVersions(understanding.restored);
  const naming = understanding.subjects.flatMap((subject) =>
    subject.said === 'alias' ? listNamingNumbers(subject) : [],
  );
  // `văn kiện Đại hội XIII` is not answered from what another congress said.
  const namedBy = understanding.subjects.flatMap((subject) => (subject.said === 'alias' ? listOrdinals(subject) : []));
  const isOfNamed = (id: string) =>
    understanding.subjects.some(({ documents }) => documents.some((each) => each.id === id));
  const ownNumbers = understanding.subjects.flatMap(listOwnNumbers);
  const told = [...understanding.topic, ...(understanding.toldBefore ?? [])]
    .flatMap((run) => listTold(run.join(' ')))
    .filter(({ number }) => !ownNumbers.includes(number));
  const kinds = listAskedKinds(understanding.restored);
  const leftOut = listLeftOut(understanding.restored);
  const either = listEither(understanding.restored);
  const counted = numbers.filter(({ number }) => /^\d{1,2}$/.test(number)).map(({ number }) => number);
  const asksForItems =
    understanding.wantsList &&
    (understanding.wanted === undefined || (understanding.wanted === 'rule' && TELLS.test(understanding.restored)));
  const asksWhat = understanding.wanted !== 'rule' && !ASKS_WHETHER.test(understanding.restored);
  const asksName = asksWhoByName(understanding.restored);
  const asksHowMany = understanding.wanted === 'count' && !WHICH_FEW.test(understanding.restored);
  const acts = listAskedActs(understanding.restored, understanding.wanted);
  const amended = listAmendedLaws(understanding.restored);
  const names = listAskedNames(understanding.restored, understanding.wanted);
  const focus = toGroups(understanding.focus, vocabulary, synonymsOf);
  const focusTotal = sum(focus.map((group) => group.weight));
  const wanted = understanding.wanted ? LOOKS[understanding.wanted] : undefined;
  // `Trong 133 điển hình có bao nhiêu tập thể?` is not told by the 133.
  const given = new Set([...numbers.map(({ number }) => number), ...understanding.subjects.flatMap(listDigits)]);
  const asksOfTime = OF_TIME.test(understanding.restored);
  const withoutGiven = (text: string): string =>
    understanding.wanted === 'count'
      ? (asksOfTime ? text : text.replace(TIMES, ' ')).replace(/(?<![\d.,/])\d+(?![\d/]|[.,]\d)/g, (number) =>
          given.has(String(Number(number))) ? '' : number,
        )
      : text;

  const weigh = (group: Group, bag: Bag): number => {
    if (group.number) return bag.numbers.has(group.number) ? group.weight : 0;
    if (group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `))) return group.weight;
    if (bag.folded.has(group.folded)) {
      return !isMarked || bag.marked.has(group.marked) ? group.weight : group.weight * OTHER_MARKS;
    }
    return bag.sounds.has(group.sound) ? group.weight * ALIKE : 0;
  };
  const shareIn = (bag: Bag): number => (groups.length > 0 ? sum(groups.map((group) => weigh(group, bag))) / total : 0);
  const isUnnamed = understanding.subjects.every(({ said }) => said === 'history');
  const asksWhen = isUnnamed && WHEN.has(understanding.wanted as Wanted);
  const events = asksWhen ? groups.filter(isOfEvent) : [];
  const eventPairs = asksWhen ? pairs.filter(({ members }) => members.every(isOfEvent)) : [];
  const isOtherEvent = (...bags: readonly Bag[]): boolean => {
    if (eventPairs.some((pair) => bags.some((bag) => holdsPair(bag, pair)))) return false;
    const held = events.map((group) => Math.max(...bags.map((bag) => weigh(group, bag))));
    const least = eventPairs.length > 0 ? LEAST_OF_EVENT : LEAST_OF_WORDS;
    return sum(held) < sum(events.map((group) => group.weight)) * least;
  };
  const judgeAsked = (asked: Bag, around: Bag) => {
    const wide = groups.map((group) => Math.max(weigh(group, around), weigh(group, asked)));
    const missing = groups.map((group, at) => (wide[at] === 0 ? group.weight : 0));
    return {
      wideShare: sum(wide) / total,
      wideMissing: heaviest > 0 ? Math.max(0, ...missing) / heaviest : 0,
    };
  };
  const isOnlyMentioned = (text: string): boolean => {
    const said = withoutMentions(text);
    return said !== text && shareIn(toBag(said)) < shareIn(vocabulary.bagOf(text)) / 2;
  };
  const matchOf = (text: string): Match => {
    const bag = vocabulary.bagOf(text);
    return { share: shareIn(bag), purity: toPurity(bag, spoken, vocabulary) };
  };
  const judge = (passage: Evidenced, { asked, ...plain }: Closeness): Evidence => {
    const around = vocabulary.bagOf(`${passage.text} ${passage.section} ${passage.title}`);
    const own = vocabulary.bagOf(passage.text);
    const share = shareIn(around);
    const lacking = pairs.filter((pair) => !holdsPair(around, pair));
    const { issuedOn = '', issuer = '' } = passage.document;
    const ownWords = `${passage.section} ${passage.text}`;
    // A collection's own title names all of what its lines are of.
    const named = passage.document.number === undefined ? vocabulary.bagOf(ownWords) : around;
    const inSection = new Set(splitNumbers(passage.section));
    // `Chỉ thị Tết 2018` bears its year in its name.
    const inName =
      passage.document.number === undefined && issuedOn ? splitNumbers(documentLabel(passage.document)) : [];
    const said = new Set([...own.numbers, ...inSection, ...inName]);
    const saysYear = [...own.numbers].some(isYear);
    const present = new Set([
      ...around.numbers,
      ...splitNumbers(issuer),
      ...issuedOn.split('-').map((part) => String(Number(part))),
    ]);
    const ofAsked = passage.asked && vocabulary.bagOf(passage.asked.join('\n'));
    const isPresent = (number: string) =>
      saysYear && isYear(number) ? said.has(number) : present.has(number) || ofAsked?.numbers.has(number);
    const telling = withoutGiven(passage.text);
    const hasWanted = wanted ? wanted.test(telling) : true;
    const features: Features = {
      share,
      textShare: shareIn(own),
      pairShare: pairTotal > 0 ? 1 - sum(lacking.map((pair) => pair.weight)) / pairTotal : share,
      missingPair:
        heaviestPair > 0
          ? Math.max(0, ...lacking.filter((pair) => pair.isKnown).map((pair) => pair.weight)) / heaviestPair
          : 0,
      purity: toPurity(own, spoken, vocabulary),
      focusShare: focusTotal > 0 ? sum(focus.map((group) => weigh(group, own))) / focusTotal : 1,
      unseen,
      isPersonal: understanding.isPersonal,
      unmet: [
        ...numbers
          .filter(
            (each) =>
              !(each.lead === 'thu' || versions.has(each.number) ? present.has(each.number) : isPresent(each.number)) &&
              !standsLed(passage.document, each.lead, each.number),
          )
          .map(({ number }) => number),
        ...listOtherTold(told, ownWords, said),
        ...listOtherTold(told, passage.section, inSection),
        ...listOtherKinds(kinds, ownWords),
        ...listToldOf(leftOut, ownWords),
        ...listNeither(either, ownWords),
        ...amended.filter((law) => !toMarked(ownWords).includes(law)),
        ...listMissingActs(acts, ownWords, ...(passage.asked ?? [])),
        ...(asksForItems && countsOnly(passage.text, counted) ? ['kể ra'] : []),
        ...(asksHowMany && !hasWanted ? ['số lượng'] : []),
        ...(asksWhen && isOtherEvent(around, vocabulary.bagOf(asked?.nearest ?? '')) ? ['sự việc'] : []),
        ...(asksName && !namesPerson(passage.text) ? ['họ tên'] : []),
        ...(asksWhat && isOnlyMentioned(passage.text) ? ['nói rõ'] : []),
        ...naming.filter(({ number }) => !said.has(number)).map(({ number }) => number),
        ...(isOfNamed(passage.document.id) ? [] : namedBy.filter((number) => !present.has(number))),
        ...names
          .filter((each) => !bearsName(`${named.joined}${toJoined(issuer)} `, each))
          .flatMap(([name = '']) => name),
        ...(wanted && understanding.wanted === 'count' && !countsAtPlace(passage.text, names, wanted)
          ? names.flatMap(([name = '']) => name)
          : []),
      ],
      hasWanted,
      isSure: SURE.has(understanding.wanted as Wanted),
      isNear: wanted && understanding.wanted === 'count' ? standsNear(telling, wanted, focus, groups) : true,
      missing:
        heaviest > 0
          ? Math.max(0, ...groups.map((group) => (weigh(group, around) === 0 ? group.weight : 0))) / heaviest
          : 0,
      ...plain,
      ...(ofAsked && asked
        ? { asked: { ...matchOf(asked.nearest ?? ''), ...judgeAsked(ofAsked, around), ...asked } }
        : {}),
    };
    const missing =
      missingTerms && ofAsked ? weighMissing(listMissing(asking, around, ofAsked), missingTerms, features, isOpen) : 0;
    return { ...features, probability: toProbability(toLogOdds(features, isOpen) + missing) };
  };
  return { judge, matchOf };
}

/** `Đông chí năm 2026 là ngày nào` is not told by the day of another feast of that year. */
const WHEN: ReadonlySet<Wanted> = new Set(['day', 'time', 'moment', 'year']);
const isOfEvent = ({ marked, number }: Group): boolean => !number && !isLight(marked);
/** Share of the event's weight that has to be told of, where it is named by words that belong together and where not. */
const LEAST_OF_EVENT = 0.7;
const LEAST_OF_WORDS = 0.3;

const listDigits = ({ written }: Pick<Subject, 'written'>): string[] =>
  (written.match(/\d+/g) ?? []).map((number) => String(Number(number)));

/** A line that is of one year is not of another, whatever years its document is of. */
const isYear = (number: string): boolean => /^(19|20)\d\d$/.test(number);

interface Pair {
  readonly written: string;
  readonly members: readonly [Group, Group];
  readonly weight: number;
  /** Whether the library knows it, so that a passage without it speaks of something else. */
  readonly isKnown: boolean;
}

function toPairs(run: readonly Group[], vocabulary: Vocabulary): Pair[] {
  return run.slice(1).map((second, at) => {
    const first = run[at] as Group;
    const written = `${first.folded} ${second.folded}`;
    const count = vocabulary.pairs.get(written) ?? 0;
    return { written, members: [first, second], weight: toWeight(count, vocabulary.size), isKnown: count > 0 };
  });
}

const holdsPair = (bag: Bag, { written, members }: Pair): boolean =>
  bag.pairs.has(written) ||
  members.every((group) => group.phrases.some((phrase) => bag.joined.includes(` ${phrase} `)));

/** Share of a passage's weight that is spoken of: a passage about much else hardly answers. */
function toPurity(bag: Bag, spoken: ReadonlySet<string>, vocabulary: Vocabulary): number {
  let total = 0;
  let held = 0;
  for (const syllable of bag.folded) {
    const weight = toWeight(vocabulary.syllables.get(syllable) ?? 0, vocabulary.size);
    total += weight;
    if (spoken.has(syllable)) held += weight;
  }
  return total > 0 ? held / total : 0;
}

/** A word of the same letters with other marks than were typed, and one that only sounds alike. */
const OTHER_MARKS = 0.5;
const ALIKE = 0.4;
