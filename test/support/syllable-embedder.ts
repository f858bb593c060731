import type { Embedder } from '../../src/models/model.js';

/** A small real embedder: syllables counted into a few buckets. Remembers what it was given. */
export function createSyllableEmbedder(dimensions = 16): Embedder & { readonly embedded: string[] } {
  const embedded: string[] = [];
  const toVector = (text: string): number[] => {
    const vector = Array<number>(dimensions).fill(0);
    for (const syllable of text.toLowerCase().match(/\S+/g) ?? []) {
      let hash = 7;
      for (const letter of syllable) hash = (hash * 31 + letter.codePointAt(0)!) >>> 0;
      vector[hash % dimensions]! += 1;
    }
    return vector;
  };
  return {
    id: `syllables-${dimensions}`,
    embedded,
    countTokens: (text) => text.match(/\S+/g)?.length ?? 0,
    embedQuery: async (question) => toVector(question),
    embedDocuments: async (passages) => {
      embedded.push(...passages);
      return passages.map(toVector);
    },
  };
}
