/** Part of a document that counts with its own weight, e.g. its title. */
export interface Field {
  readonly syllables: readonly string[];
  readonly weight: number;
}

export interface Bm25Options {
  /** How soon repeating a term stops counting; 0.5 … 2. */
  readonly k1: number;
  /** How much long documents are held back; 0 … 1. */
  readonly b: number;
  /** What a pair of neighbouring syllables counts against a single one. */
  readonly pairWeight: number;
}

export interface QueryTerm {
  readonly syllable: string;
  readonly weight: number;
}

export interface Bm25 {
  /** In how many documents the syllable stands. */
  documentFrequency(syllable: string): number;
  /** Inverse document frequency of a syllable, or of the pair (before, syllable); 0 for what no document holds. */
  weightOf(syllable: string, before?: string): number;
  /**
   * Adds `factor` × each document's score to `scores` (one entry per document). Neighbours in `query` are matched as
   * pairs too; a pair weighs as much as its lighter half, so a term of weight 0 separates.
   */
  addScores(query: readonly QueryTerm[], factor: number, scores: Float64Array): void;
}

/**
 * BM25 over single syllables and ordered pairs. Postings lie in three typed arrays (term → range of documents and
 * their ready-made scores), so that a question only adds numbers up.
 */
export function buildBm25(documents: readonly (readonly Field[])[], options: Bm25Options): Bm25 {
  return createBm25(buildPostings(documents, options), options);
}

export function createBm25(postings: Postings, options: Pick<Bm25Options, 'pairWeight'>): Bm25 {
  const { documentCount, syllableIds, pairKeys, pairTerms, starts, posted, impacts } = postings;

  const addTerm = (term: number, weight: number, scores: Float64Array): void => {
    for (let place = starts[term]!; place < starts[term + 1]!; place++) {
      scores[posted[place]!]! += weight * impacts[place]!;
    }
  };

  const findPair = (before: number, id: number): number => {
    const place = findKey(pairKeys, before * syllableIds.size + id);
    return place < 0 ? -1 : pairTerms[place]!;
  };

  return {
    documentFrequency(syllable) {
      const id = syllableIds.get(syllable);
      return id === undefined ? 0 : starts[id + 1]! - starts[id]!;
    },
    weightOf(syllable, before) {
      const id = syllableIds.get(syllable) ?? -1;
      const term = before === undefined || id < 0 ? id : findPair(syllableIds.get(before) ?? -1, id);
      return term < 0 ? 0 : toIdf(starts[term + 1]! - starts[term]!, documentCount);
    },
    addScores(query, factor, scores) {
      let before: { id: number; weight: number } | undefined;
      for (const { syllable, weight } of query) {
        const id = syllableIds.get(syllable);
        if (id !== undefined && weight > 0) {
          addTerm(id, factor * weight, scores);
          if (before) {
            const pair = findPair(before.id, id);
            if (pair >= 0) {
              addTerm(pair, factor * options.pairWeight * Math.min(weight, before.weight), scores);
            }
          }
        }
        before = id === undefined || weight <= 0 ? undefined : { id, weight };
      }
    },
  };
}

/** Plain data, so that it can be kept. */
export interface Postings {
  readonly documentCount: number;
  readonly syllableIds: ReadonlyMap<string, number>;
  /** Keys of pairs, ascending, and the term of each. Sorted keys take a tenth of a Map's memory. */
  readonly pairKeys: Float64Array;
  readonly pairTerms: Uint32Array;
  /** Term t stands in the documents `posted[starts[t] … starts[t + 1])`, where it scores `impacts`. */
  readonly starts: Uint32Array;
  readonly posted: Uint32Array;
  readonly impacts: Float32Array;
}

/** A function of its own, so that nothing that is needed for building only stays alive with the index. */
export function buildPostings(documents: readonly (readonly Field[])[], { k1, b }: Bm25Options): Postings {
  const syllableIds = new Map<string, number>();
  for (const { syllables } of documents.flat()) {
    for (const syllable of syllables) if (!syllableIds.has(syllable)) syllableIds.set(syllable, syllableIds.size);
  }
  // Syllables are the first terms, pairs follow. With as many as languages have, keys of pairs stay small integers.
  const size = syllableIds.size;
  const pairIds = new Map<number, number>();
  const [terms, owners, counts] = [new GrowingArray(), new GrowingArray(), new GrowingArray()];
  const lengths = new Float64Array(documents.length);
  let termCount = size;
  const toPair = (key: number): number => {
    const known = pairIds.get(key);
    if (known !== undefined) return known;
    pairIds.set(key, termCount);
    return termCount++;
  };

  documents.forEach((fields, document) => {
    const own = new Map<number, number>();
    for (const { syllables, weight } of fields) {
      let before = -1;
      for (const syllable of syllables) {
        const id = syllableIds.get(syllable)!;
        own.set(id, (own.get(id) ?? 0) + weight);
        if (before >= 0) {
          const pair = toPair(before * size + id);
          own.set(pair, (own.get(pair) ?? 0) + weight);
        }
        before = id;
      }
      lengths[document]! += weight * syllables.length;
    }
    for (const [term, count] of own) {
      terms.push(term);
      owners.push(document);
      counts.push(count);
    }
  });

  const starts = new Uint32Array(termCount + 1);
  for (let i = 0; i < terms.length; i++) starts[terms.at(i) + 1]!++;
  for (let term = 0; term < termCount; term++) starts[term + 1]! += starts[term]!;

  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length) || 1;
  const posted = new Uint32Array(terms.length);
  const impacts = new Float32Array(terms.length);
  const next = starts.slice(0, termCount);
  for (let i = 0; i < terms.length; i++) {
    const term = terms.at(i);
    const document = owners.at(i);
    const count = counts.at(i);
    const idf = toIdf(starts[term + 1]! - starts[term]!, documents.length);
    const place = next[term]!++;
    posted[place] = document;
    impacts[place] = (idf * count * (k1 + 1)) / (count + k1 * (1 - b + (b * lengths[document]!) / meanLength));
  }

  const pairKeys = Float64Array.from(pairIds.keys()).sort();
  const pairTerms = Uint32Array.from(pairKeys, (key) => pairIds.get(key)!);
  return { documentCount: documents.length, syllableIds, pairKeys, pairTerms, starts, posted, impacts };
}

function toIdf(frequency: number, documents: number): number {
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}

function findKey(keys: Float64Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = keys[middle]!;
    if (found === key) return middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** A Float32Array that doubles when it is full. */
class GrowingArray {
  private items = new Float32Array(1 << 16);
  length = 0;

  push(item: number): void {
    if (this.length === this.items.length) {
      const larger = new Float32Array(this.items.length * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.length++] = item;
  }

  at(index: number): number {
    return this.items[index]!;
  }
}
