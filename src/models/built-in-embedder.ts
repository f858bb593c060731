import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Tokenizer } from '@huggingface/tokenizers';
import { Embeddings } from '@langchain/core/embeddings';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../errors.js';
import type { Embedder } from './model.js';

const MAX_TOKENS = 512;
const PAD = 1;
const END = 2;
const MAX_BATCH = 16;
/** A run of the model holds up the event loop: this many tokens keep it to about 0.2 s, and larger batches gain nothing. */
const MAX_BATCH_TOKENS = 512;
/** Threads that wait by spinning take the cores from whatever else the service does. */
const NO_SPINNING = { session: { intra_op: { allow_spinning: '0' } } };
const MAX_REMEMBERED_WORDS = 50_000;

type Runtime = typeof import('onnxruntime-node');

export interface BuiltInEmbedderOptions {
  /** Folder with `model.onnx` and `tokenizer.json`; its name is part of the embedder's id. */
  readonly modelDir: string;
  /** Cores to compute on; all by default. */
  readonly threads?: number;
  /** Where the inference library comes from: it is native and not built for every machine. */
  readonly loadRuntime?: () => Promise<Runtime>;
}

/** Throws `AppError` `unavailable` where this machine cannot run the model or its files cannot be read. */
export async function openBuiltInEmbedder(options: BuiltInEmbedderOptions): Promise<Required<Embedder>> {
  const { modelDir, threads = availableParallelism() } = options;
  const runtime = await loadRuntime(options.loadRuntime);
  try {
    const [model, tokenizer] = await Promise.all([
      readFile(join(modelDir, 'model.onnx')),
      readFile(join(modelDir, 'tokenizer.json'), 'utf8'),
    ]);
    const session = await runtime.InferenceSession.create(model, { intraOpNumThreads: threads, extra: NO_SPINNING });
    const version = createHash('sha256').update(model).digest('hex').slice(0, 12);
    const id = `${basename(modelDir)}@${version}`;
    return new BuiltInEmbedder(id, new Tokenizer(JSON.parse(tokenizer), {}), session, runtime.Tensor);
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Không đọc được mô hình nhúng trong thư mục ${modelDir}; câu trả lời vẫn có, chỉ dựa trên tìm theo từ. Hãy tải lại thư mục này từ kho mã nguồn.`,
      { cause },
    );
  }
}

async function loadRuntime(load = (): Promise<Runtime> => import('onnxruntime-node')): Promise<Runtime> {
  try {
    return await load();
  } catch (cause) {
    throw new AppError(
      'unavailable',
      'Máy này không chạy được mô hình nhúng có sẵn (onnxruntime-node không có bản cho hệ máy này); câu trả lời vẫn có, chỉ dựa trên tìm theo từ. Đặt EMBEDDINGS=none để không hiện dòng này.',
      { cause },
    );
  }
}

/** multilingual-e5-small behind LangChain's contract. Vectors are L2-normalised by the model itself. */
class BuiltInEmbedder extends Embeddings implements Embedder {
  private readonly tokensOfWord = new Map<string, number>();

  constructor(
    readonly id: string,
    private readonly tokenizer: Tokenizer,
    private readonly session: InferenceSession,
    private readonly tensor: typeof Tensor,
  ) {
    super({});
  }

  override async embedQuery(question: string): Promise<number[]> {
    const [vector] = await this.run([this.encode(`query: ${question}`)]);
    return vector!;
  }

  override async embedDocuments(passages: string[]): Promise<number[][]> {
    const encoded = passages.map((passage, index) => ({ index, ids: this.encode(`passage: ${passage}`) }));
    const vectors = new Array<number[]>(passages.length);
    for (const batch of toBatches(encoded)) {
      const results = await this.run(batch.map(({ ids }) => ids));
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
    const count = this.tokenizer.encode(word, { add_special_tokens: false }).ids.length;
    if (this.tokensOfWord.size >= MAX_REMEMBERED_WORDS) this.tokensOfWord.clear();
    this.tokensOfWord.set(word, count);
    return count;
  }

  private encode(text: string): readonly number[] {
    const { ids } = this.tokenizer.encode(text);
    return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), END];
  }

  private async run(batch: readonly (readonly number[])[]): Promise<number[][]> {
    const width = Math.max(...batch.map((ids) => ids.length));
    const inputIds = new BigInt64Array(batch.length * width).fill(BigInt(PAD));
    const mask = new BigInt64Array(batch.length * width);
    for (const [row, ids] of batch.entries()) {
      for (const [column, id] of ids.entries()) inputIds[row * width + column] = BigInt(id);
      mask.fill(1n, row * width, row * width + ids.length);
    }
    const shape = [batch.length, width];
    const output = await this.session.run({
      input_ids: new this.tensor('int64', inputIds, shape),
      attention_mask: new this.tensor('int64', mask, shape),
    });
    const rows = output.sentence_embedding!.data as Float32Array;
    const dimensions = rows.length / batch.length;
    return batch.map((_, row) => Array.from(rows.subarray(row * dimensions, (row + 1) * dimensions)));
  }
}

/** Neighbours in length share a batch: padding is wasted work. */
function toBatches<T extends { ids: readonly number[] }>(encoded: readonly T[]): T[][] {
  const batches: T[][] = [];
  for (const item of encoded.toSorted((a, b) => a.ids.length - b.ids.length)) {
    const last = batches.at(-1);
    const fits = last && last.length < MAX_BATCH && (last.length + 1) * item.ids.length <= MAX_BATCH_TOKENS;
    if (fits) last.push(item);
    else batches.push([item]);
  }
  return batches;
}
