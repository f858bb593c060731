import { readFile, writeFile } from 'node:fs/promises';
import { fillByteSteps } from './byte-steps.js';

/** Vectors by key, all of one length. */
export interface ShippedVectors {
  /** Numbers in a vector; undefined where none is held. */
  readonly dimensions: number | undefined;
  find(key: Buffer): Float32Array | undefined;
}

interface ShippedVector {
  /** `KEY_BYTES` long. */
  readonly key: Buffer;
  readonly vector: Float32Array;
}

export const KEY_BYTES = 16;
const HEAD_BYTES = 4;
const SCALE_BYTES = 4;

const NONE: ShippedVectors = { dimensions: undefined, find: () => undefined };

/** Read only, and none where there is no such file: whatever it lacks is computed. A byte a number, and for each vector what one step is worth. */
export async function readShippedVectors(file: string): Promise<ShippedVectors> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const dimensions = bytes.length >= HEAD_BYTES ? bytes.readUInt32LE(0) : 0;
  const size = KEY_BYTES + SCALE_BYTES + dimensions;
  if (dimensions === 0 || (bytes.length - HEAD_BYTES) % size !== 0) return NONE;
  const starts = new Map<string, number>();
  for (let start = HEAD_BYTES; start < bytes.length; start += size) {
    starts.set(bytes.toString('latin1', start, start + KEY_BYTES), start + KEY_BYTES);
  }
  return {
    dimensions,
    find(key) {
      const start = starts.get(key.toString('latin1'));
      if (start === undefined) return undefined;
      const step = bytes.readFloatLE(start);
      const steps = new Int8Array(bytes.buffer, bytes.byteOffset + start + SCALE_BYTES, dimensions);
      // Thousands are asked for at a start, and `Float32Array.from` with a function takes ten times as long.
      const vector = new Float32Array(dimensions);
      for (let at = 0; at < dimensions; at++) vector[at] = steps[at]! * step;
      return vector;
    },
  };
}

/** Ordered by key, so that the same vectors always make the same file. */
export async function writeShippedVectors(file: string, vectors: readonly ShippedVector[]): Promise<void> {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(vectors[0]?.vector.length ?? 0);
  const records = vectors
    .toSorted((a, b) => Buffer.compare(a.key, b.key))
    .map(({ key, vector }) => {
      const scale = Buffer.alloc(SCALE_BYTES);
      const steps = new Int8Array(vector.length);
      scale.writeFloatLE(fillByteSteps(vector, steps));
      return Buffer.concat([key, scale, Buffer.from(steps)]);
    });
  await writeFile(file, Buffer.concat([head, ...records]));
}
