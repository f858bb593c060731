import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Embeddings } from '@langchain/core/embeddings';
import type { Embedder } from './model.js';
import { END, type OnnxModel, type OnnxModelOptions, openOnnxModel, type TokenRow } from './onnx-model.js';

const FILE = 'model.onnx';
const MAX_TOKENS = 512;
const MAX_BATCH = 16;
/** A run of the model holds up the event loop: this many tokens keep it to about 0.2 s, and larger batches gain nothing. */
const MAX_BATCH_TOKENS = 512;
const MAX_REMEMBERED_WORDS = 50_000;

/** Throws `AppError` `unavailable` where this machine cannot run the model or its files cannot be read. */
export async function openBuiltInEmbedder(options: OnnxModelOptions): Promise<Required<Embedder>> {
  const model = await openOnnxModel(FILE, options, {
    noRuntime:
      'Máy này không chạy được mô hình nhúng có sẵn (onnxruntime-node không có bản cho hệ máy này); câu trả lời vẫn có, chỉ dựa trên tìm theo từ. Đặt EMBEDDINGS=none để không hiện dòng này.',
    noFiles: `Không đọc được mô hình nhúng trong thư mục ${options.modelDir}; câu trả lời vẫn có, chỉ dựa trên tìm theo từ. Hãy tải lại thư mục này từ kho mã nguồn.`,
  });
  const version = await hashFile(join(options.modelDir, FILE));
  return new BuiltInEmbedder(`${basename(options.modelDir)}@${version.slice(0, 12)}`, model);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

/** multilingual-e5-small behind LangChain's contract. Vectors are L2-normalised by the model itself. */
class BuiltInEmbedder extends Embeddings implements Embedder {
  private readonly tokensOfWord = new Map<string, number>();

  constructor(
    /** Folder and version of the weights: vectors are kept by it. */
    readonly id: string,
    private readonly model: OnnxModel,
  ) {
    super({});
  }

  override async embedQuery(question: string): Promise<number[]> {
    const [vector] = await this.run([this.encode(`query: ${question}`)]);
    return vector!;
  }

  override async embedDocuments(passages: string[]): Promise<number[][]> {
    const encoded = passages.map((passage, index) => ({ index, ...this.encode(`passage: ${passage}`) }));
    const vectors = new Array<number[]>(passages.length);
    for (const batch of toBatches(encoded)) {
      const results = await this.run(batch);
      for (const [row, { index }] of batch.entries()) vectors[index] = results[row]!;
      await setImmediate();
    }
    return vectors;
  }

  /** The tokenizer never joins words, so the sum over words is exact, and words repeat. */
  countTokens(text: string): number {
    let sum = 0;
    for (const word of text.match(/\S+/g) ?? []) sum += this.countWordTokens(word);
    return sum;
  }

  private countWordTokens(word: string): number {
    const known = this.tokensOfWord.get(word);
    if (known !== undefined) return known;
    const count = this.model.tokenizer.encode(word, { add_special_tokens: false }).ids.length;
    if (this.tokensOfWord.size >= MAX_REMEMBERED_WORDS) this.tokensOfWord.clear();
    this.tokensOfWord.set(word, count);
    return count;
  }

  private encode(text: string): TokenRow {
    const { ids } = this.model.tokenizer.encode(text);
    return { ids: ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), END] };
  }

  private run(batch: readonly TokenRow[]): Promise<number[][]> {
    return this.model.run(batch, 'sentence_embedding');
  }
}

/** Neighbours in length share a batch: padding is wasted work. */
function toBatches<T extends TokenRow>(encoded: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (const item of encoded.toSorted((a, b) => a.ids.length - b.ids.length)) {
    const last = batches.at(-1);
    const fits = last && last.length < MAX_BATCH && (last.length + 1) * item.ids.length <= MAX_BATCH_TOKENS;
    if (fits) last.push(item);
    else batches.push([item]);
  }
  return batches;
}
