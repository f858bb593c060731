import type { EmbeddingsInterface } from '@langchain/core/embeddings';

/** Writes text. Nobody reads it unchecked. */
export interface ChatModel {
  /** Provider and model. */
  readonly id: string;
  /** What it answers to one request. Rejects where the provider does, or is silent for `timeoutMs`. */
  complete(request: string, timeoutMs: number): Promise<string>;
}

/**
 * Turns text into vectors. LangChain's contract plus what an index needs to know.
 * `embedQuery` takes a question, `embedDocuments` passages; prefixes such as E5's `query: ` are the adapter's business.
 * Vectors are L2-normalised by the index, not necessarily by the adapter.
 */
export interface Embedder extends EmbeddingsInterface {
  /** Provider, model and version: vectors of different ids are never mixed. */
  readonly id: string;
  /** Tokens that the model makes of a text, without prefix and special tokens. Absent where only a server could tell: then syllables are counted instead. */
  countTokens?(text: string): number;
}

/** A passage as it is read beside a question. */
export interface ReadPassage {
  /** Of its document. */
  readonly title: string;
  /** Its address and the headings above it. */
  readonly section: string;
  readonly text: string;
}

/** Reads a question and a passage together, which tells more than the nearness of two vectors. */
export interface CrossEncoder {
  /** How likely each passage answers, as log-odds. */
  score(question: string, passages: readonly ReadPassage[]): Promise<readonly number[]>;
}
