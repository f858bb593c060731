import type { TestSet } from './read-test-set.js';
import { seededRandom } from './retrieval-metrics.js';

const ONSETS = 'b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
const RIMES =
  'à á ạ an án ang âm ân ập âu ay đi en ê ết iên iệp inh ít o oa ong ô ộc ông ơ ời u ung ư ưa ương ước'.split(' ');
const TONES = ['', '\u0301', '\u0300', '\u0323'];
const PASSAGE_WORDS = 90;
const WORDS = 6_000;
const TOPICS = 200;
const TOPIC_WORDS = 60;

/**
 * As many passages as asked for, of words of one to three syllables that are as unevenly common as real ones, gathered
 * into topics; each question is a stretch of one passage. For measuring time and memory only: nothing is meant by it.
 * Always the same.
 */
export function createSyntheticSet(passages: number, questions: number): TestSet {
  const random = seededRandom(passages);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const syllable = (): string => (pick(ONSETS) + pick(RIMES) + pick(TONES)).normalize('NFC');
  const words = Array.from({ length: WORDS }, () => Array.from({ length: pick([1, 2, 2, 2, 3]) }, syllable).join(' '));
  // Zipf: the logarithm of a word's rank is even.
  const draw = (): string => words[Math.floor(WORDS ** random()) - 1]!;
  const topics = Array.from({ length: TOPICS }, () => Array.from({ length: TOPIC_WORDS }, () => pick(words)));
  const documents = Array.from({ length: passages }, (_, i) => {
    const topic = pick(topics);
    const text = Array.from({ length: PASSAGE_WORDS }, () => (random() < 0.4 ? pick(topic) : draw())).join(' ');
    return { id: String(i), title: `Văn bản ${i % 40}`, section: `Điều ${i % 100}`, text };
  });
  const asked = Array.from({ length: questions }, (_, i) => {
    const document = pick(documents);
    const syllables = document.text.split(' ');
    const from = Math.floor(random() * (syllables.length - 15));
    return { id: String(i), text: syllables.slice(from, from + 15).join(' '), gold: document.id };
  });
  return {
    documents,
    queries: new Map([['synthetic', asked.map(({ id, text }) => ({ id, text }))]]),
    judgements: new Map(asked.map(({ id, gold }) => [id, new Set([gold])])),
  };
}
