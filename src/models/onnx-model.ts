import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { Tokenizer } from '@huggingface/tokenizers';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { AppError } from '../errors.js';

/**
 * Threads that wait by spinning take the cores from whatever else the service does. What a run needs is given back after
 * it: with arenas kept the process held 495-499 MB after 400 questions instead of 482-486 (2026-11-28).
 */
const SPARING = {
  extra: { session: { intra_op: { allow_spinning: '0' } } },
  enableCpuMemArena: false,
  enableMemPattern: false,
};

type Runtime = typeof import('onnxruntime-node');

export interface OnnxModelOptions {
  /** Folder with the model and `tokenizer.json`. */
  readonly modelDir: string;
  /** Cores to compute on; all by default. */
  readonly threads?: number;
  /** Where the inference library comes from: it is native and not built for every machine. */
  readonly loadRuntime?: () => Promise<Runtime>;
}

/** What is said where a model cannot be had; each ends with what that means for whoever asks. */
export interface OnnxTroubles {
  readonly noRuntime: string;
  readonly noFiles: string;
}

/** One text, or two behind each other, as the model reads it. */
export interface TokenRow {
  readonly ids: readonly number[];
  /** How many of them belong to the first of two texts; absent where a model reads one. */
  readonly first?: number;
}

export interface OnnxModel {
  readonly tokenizer: Tokenizer;
  /** One row of numbers for each row of tokens, from the output of that name. */
  run(rows: readonly TokenRow[], output: string): Promise<number[][]>;
}

export const START = 0;
export const END = 2;
const PAD = 1;

/** Throws `AppError` `unavailable` where this machine cannot run the model or its files cannot be read. */
export async function openOnnxModel(
  file: string,
  { modelDir, threads = availableParallelism(), loadRuntime }: OnnxModelOptions,
  troubles: OnnxTroubles,
): Promise<OnnxModel> {
  const unavailable = (said: string) => (cause: unknown) => {
    throw new AppError('unavailable', said, { cause });
  };
  const runtime = await (loadRuntime ?? importRuntime)().catch(unavailable(troubles.noRuntime));
  const open = async (): Promise<OnnxModel> => {
    const tokenizer = await openTokenizer(modelDir);
    // From the file, since the bytes of a whole model stay in memory for long.
    const session = await runtime.InferenceSession.create(join(modelDir, file), {
      ...SPARING,
      intraOpNumThreads: threads,
    });
    return { tokenizer, run: (rows, output) => runSession(session, runtime.Tensor, rows, output) };
  };
  return open().catch(unavailable(troubles.noFiles));
}

/**
 * The library reports to its maker over the network and keeps an identifier in the home folder, unless it is told not to
 * before it loads. Nobody who asks this handbook agreed to that.
 */
function importRuntime(): Promise<Runtime> {
  env.ORT_DISABLE_TELEMETRY = '1';
  return import('onnxruntime-node');
}

/** Models of one folder share their tokenizer: its tables take more memory than its file. */
const tokenizers = new Map<string, Tokenizer>();

export async function openTokenizer(modelDir: string): Promise<Tokenizer> {
  const known = tokenizers.get(modelDir);
  if (known) return known;
  const opened = new Tokenizer(JSON.parse(await readFile(join(modelDir, 'tokenizer.json'), 'utf8')), {});
  tokenizers.set(modelDir, opened);
  return opened;
}

async function runSession(
  session: InferenceSession,
  tensor: typeof Tensor,
  rows: readonly TokenRow[],
  output: string,
): Promise<number[][]> {
  const width = Math.max(...rows.map(({ ids }) => ids.length));
  const shape = [rows.length, width];
  const [inputIds, mask, types] = [PAD, 0, 0].map((value) =>
    new BigInt64Array(rows.length * width).fill(BigInt(value)),
  ) as [BigInt64Array, BigInt64Array, BigInt64Array];
  for (const [at, { ids, first = ids.length }] of rows.entries()) {
    for (const [column, id] of ids.entries()) inputIds[at * width + column] = BigInt(id);
    mask.fill(1n, at * width, at * width + ids.length);
    types.fill(1n, at * width + first, at * width + ids.length);
  }
  const inputs = { input_ids: inputIds, attention_mask: mask, token_type_ids: types };
  const wanted = session.inputNames as (keyof typeof inputs)[];
  const results = await session.run(
    Object.fromEntries(wanted.map((name) => [name, new tensor('int64', inputs[name], shape)])),
  );
  const numbers = results[output]!.data as Float32Array;
  const size = numbers.length / rows.length;
  return rows.map((_, at) => Array.from(numbers.subarray(at * size, (at + 1) * size)));
}
