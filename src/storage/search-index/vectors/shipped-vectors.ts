import { readFile, writeFile } from 'node:fs/promises';
import { fillByteSteps } from './byte-steps.js';

/** Vectors by key, all of one length. */
export interface ShippedVectors {
  /** Numbers in a vector; undefined where none is held. */
  readonly dimensions: number | undefined;
  find(key: Buffer): Float32Array | undefined;
  /** As `toShippedRecord` made it. */
  findRecord(key: Buffer): Buffer | undefined;
}

export const KEY_BYTES = 16;
const HEAD_BYTES = 4;
const SCALE_BYTES = 4;

/** Of no bytes where there is no such file. */
export const readShippedFile = (file: string): Promise<Buffer> => readFile(file).catch(() => Buffer.alloc(0));

/**
 * Read only: whatever they lack is computed. A byte a number, and for each vector what one step is worth. None where the
 * file was cut short.
 */
export function parseShippedVectors(bytes: Buffer): ShippedVectors {
  const dimensions = bytes.length >= HEAD_BYTES ? bytes.readUInt32LE(0) : 0;
  const size = KEY_BYTES + SCALE_BYTES + dimensions;
  const isWhole = dimensions > 0 && (bytes.length - HEAD_BYTES) % size === 0;
  const records = new Map<string, Buffer>();
  for (let start = HEAD_BYTES; isWhole && start < bytes.length; start += size) {
    records.set(bytes.toString('latin1', start, start + KEY_BYTES), bytes.subarray(start, start + size));
  }
  const findRecord = (key: Buffer) => records.get(key.toString('latin1'));
  return {
    dimensions: isWhole ? dimensions : undefined,
    findRecord,
    find(key) {
      const record = findRecord(key);
      if (record === undefined) return undefined;
      const step = record.readFloatLE(KEY_BYTES);
      const steps = new Int8Array(record.buffer, record.byteOffset + KEY_BYTES + SCALE_BYTES, dimensions);
      // Thousands are asked for at a start, and `Float32Array.from` with a function takes ten times as long.
      const vector = new Float32Array(steps.length);
      for (let at = 0; at < steps.length; at++) vector[at] = steps[at]! * step;
      return vector;
    },
  };
}

/** `key` is `KEY_BYTES` long. */
export function toShippedRecord(key: Buffer, vector: Float32Array): Buffer {
  const scale = Buffer.alloc(SCALE_BYTES);
  const steps = new Int8Array(vector.length);
  scale.writeFloatLE(fillByteSteps(vector, steps));
  return Buffer.concat([key, scale, Buffer.from(steps)]);
}

/**
 * Ordered by key, so that the same records always make the same file: git keeps a changed line of knowledge as a few kB
 * of difference.
 */
export async function writeShippedVectors(file: string, records: readonly Buffer[]): Promise<void> {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE((records[0]?.length ?? 0) - KEY_BYTES - SCALE_BYTES);
  await writeFile(file, Buffer.concat([head, ...records.toSorted(Buffer.compare)]));
}
