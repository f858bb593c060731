import { createHash } from 'node:crypto';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../errors.js';
import { makeFolder } from '../../make-folder.js';
import { KEY_BYTES, parseShippedVectors } from './shipped-vectors.js';

const CHECKSUM_BYTES = 4;

interface VectorCacheEntry {
  readonly text: string;
  readonly vector: ArrayLike<number>;
}

/** Vectors by the content that they were made of. Nothing is ever removed: deleting the folder is safe and only costs time. */
export interface VectorCache {
  /** Numbers in a vector; undefined while nothing is held. */
  readonly dimensions: number | undefined;
  readonly size: number;
  find(text: string): Float32Array | undefined;
  /** On disk when it resolves. Throws `AppError` `unavailable` where the disk refuses, or where vectors change their length. */
  save(entries: readonly VectorCacheEntry[]): Promise<void>;
}

/**
 * One file per embedder and vector length, nothing but records of one size: key, Float32 vector, checksum.
 * Records that fail their checksum are skipped, so a write that was cut short costs its own records only.
 * Any number of processes may read while one writes; a reader sees what was there when it opened.
 * What comes with the software is found too, and never written to.
 */
export async function openVectorCache(
  folder: string,
  embedderId: string,
  shippedBytes: Buffer = Buffer.alloc(0),
): Promise<VectorCache> {
  const prefix = createHash('sha256').update(embedderId).digest('hex').slice(0, 16);
  const vectors = new Map<string, Float32Array>();
  const shipped = parseShippedVectors(shippedBytes);
  let dimensions = await findDimensions(folder, prefix);
  const file = (length: number): string => join(folder, `${prefix}-${length}.vectors`);
  const keyOf = (text: string): Buffer => toVectorKey(embedderId, text);
  if (dimensions) readRecords(await readFile(file(dimensions)), dimensions, vectors);

  return {
    get dimensions() {
      return dimensions ?? shipped.dimensions;
    },
    get size() {
      return vectors.size;
    },
    find(text) {
      const key = keyOf(text);
      return vectors.get(key.toString('latin1')) ?? shipped.find(key);
    },
    async save(entries) {
      const length = dimensions ?? entries[0]?.vector.length;
      if (!length) return;
      if (entries.some(({ vector }) => vector.length !== length)) {
        throw new AppError(
          'unavailable',
          `Mô hình nhúng ${embedderId} đã đổi độ dài véc-tơ; dữ liệu gốc vẫn an toàn. Hãy xóa thư mục ${folder} rồi chạy lại.`,
        );
      }
      const records = Buffer.concat(entries.map(({ text, vector }) => toRecord(keyOf(text), vector)));
      await append(folder, file(length), records, recordBytes(length));
      dimensions = length;
      readRecords(records, length, vectors);
    },
  };
}

/** What a vector is kept under: who made it, and of what. */
export const toVectorKey = (embedderId: string, text: string): Buffer =>
  createHash('sha256').update(embedderId).update('\0').update(text).digest().subarray(0, KEY_BYTES);

const recordBytes = (dimensions: number): number => KEY_BYTES + 4 * dimensions + CHECKSUM_BYTES;

async function findDimensions(folder: string, prefix: string): Promise<number | undefined> {
  const names = await readdir(folder).catch(() => []);
  const lengths = names.map((name) => new RegExp(`^${prefix}-(\\d+)\\.vectors$`).exec(name)?.[1]);
  const length = lengths.find((found) => found !== undefined);
  return length === undefined ? undefined : Number(length);
}

function toRecord(key: Buffer, vector: ArrayLike<number>): Buffer {
  const record = Buffer.alloc(recordBytes(vector.length));
  key.copy(record);
  record.set(new Uint8Array(Float32Array.from(vector).buffer), KEY_BYTES);
  record.writeUInt32LE(crc32(record.subarray(0, -CHECKSUM_BYTES)), record.length - CHECKSUM_BYTES);
  return record;
}

function readRecords(bytes: Buffer, dimensions: number, into: Map<string, Float32Array>): void {
  const size = recordBytes(dimensions);
  // A view of floats must start at a multiple of four, which a slice of Node's pool need not.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(Uint8Array.from(bytes).buffer);
  for (let start = 0; start + size <= aligned.length; start += size) {
    const end = start + size - CHECKSUM_BYTES;
    if (crc32(aligned.subarray(start, end)) !== aligned.readUInt32LE(end)) continue;
    const key = aligned.toString('latin1', start, start + KEY_BYTES);
    into.set(key, new Float32Array(aligned.buffer, aligned.byteOffset + start + KEY_BYTES, dimensions));
  }
}

/** Records start at multiples of their size: what a crash left behind the last one is filled up, and skipped when read. */
async function append(folder: string, path: string, records: Buffer, size: number): Promise<void> {
  try {
    makeFolder(folder);
    const file = await open(path, 'a');
    try {
      const torn = (await file.stat()).size % size;
      await file.appendFile(torn ? Buffer.concat([Buffer.alloc(size - torn), records]) : records);
      await file.datasync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `Không ghi được véc-tơ vào ${folder}; dữ liệu đã lưu vẫn an toàn. Hãy kiểm tra quyền ghi và dung lượng đĩa rồi chạy lại.`,
      { cause },
    );
  }
}
