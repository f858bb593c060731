import type { TestSet } from './read-test-set.js';
import { seededRandom } from './retrieval-metrics.js';

const ONSETS = 'b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x'.split(' ');
const RIMES =
  'à á ạ an án ang âm ân ập âu ay đi en ê ết iên iệp inh ít o oa ong ô ộc ông ơ ời u ung ư ưa ương ước'.split(' ');
const PASSAGE_SYLLABLES = 150;
const TOPICS = 200;
const TOPIC_SYLLABLES = 40;

/**
 * As many passages as asked for, of syllables that are as unevenly common as real ones, gathered into topics; each
 * question is a stretch of one passage. For measuring time and memory only: nothing is meant by it. Always the same.
 */
export function createSyntheticSet(passages: number, questions: number): TestSet {
  const random = seededRandom(passages);
  const syllables = ONSETS.flatMap((onset) => RIMES.map((rime) => onset + rime)).sort(() => random() - 0.5);
  // Zipf: rank falls off with the square root of the draw turned around.
  const draw = (): string => syllables[Math.floor(syllables.length ** random()) - 1] ?? syllables[0]!;
  const topics = Array.from({ length: TOPICS }, () => Array.from({ length: TOPIC_SYLLABLES }, draw));
  const documents = Array.from({ length: passages }, (_, i) => {
    const topic = topics[Math.floor(random() * TOPICS)]!;
    const words = Array.from({ length: PASSAGE_SYLLABLES }, () =>
      random() < 0.4 ? topic[Math.floor(random() * TOPIC_SYLLABLES)]! : draw(),
    );
    return { id: String(i), title: `Văn bản ${i % 40}`, section: `Điều ${i % 100}`, text: words.join(' ') };
  });
  const asked = Array.from({ length: questions }, (_, i) => {
    const document = documents[Math.floor(random() * passages)]!;
    const words = document.text.split(' ');
    const from = Math.floor(random() * (words.length - 12));
    return { id: String(i), text: words.slice(from, from + 12).join(' '), gold: document.id };
  });
  return {
    documents,
    queries: new Map([['synthetic', asked.map(({ id, text }) => ({ id, text }))]]),
    judgements: new Map(asked.map(({ id, gold }) => [id, new Set([gold])])),
  };
}
