import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { threadId } from 'node:worker_threads';
import { makeFolder } from './make-folder.js';

/**
 * What a start computed, for the next start: never needed and never trusted where a byte of it, of what it was computed
 * of, or of the code that computed it is another one. Reads and writes block, some 10 ms each.
 */
export interface Snapshots {
  /** What was kept under the name for these inputs; typed arrays in it share the bytes that were read. */
  find(name: string, inputs: SnapshotInputs): unknown;
  /** In place whole, for whoever starts next; where the folder cannot be written nothing is kept. */
  keep(name: string, inputs: SnapshotInputs, value: unknown): void;
}

/** All that decides a value, beside the code. */
export type SnapshotInputs = readonly (string | Uint8Array)[];

export const NO_SNAPSHOTS: Snapshots = { find: () => undefined, keep: () => {} };

/** Two libraries may take turns in one folder. */
const KEPT_OF_A_NAME = 2;
/** A half-written file that is so much older than ours was left by a crash. */
const ABANDONED_MS = 60 * 60 * 1000;
const HASH_BYTES = 32;

/** One file for each name and inputs, `<name>-<key>.snapshot`: key, checksum, value. `codeId` as `hashCode` gives it. */
export function openSnapshots(folder: string, codeId: string, onNotice?: (line: string) => void): Snapshots {
  let isTold = false;
  const place = (name: string, inputs: SnapshotInputs) => {
    const key = hashAll([codeId, name, ...inputs]);
    return { key, file: join(folder, `${name}-${key.toString('hex', 0, 8)}.snapshot`) };
  };
  return {
    find(name, inputs) {
      const { key, file } = place(name, inputs);
      try {
        const bytes = readFileSync(file);
        const body = bytes.subarray(2 * HASH_BYTES);
        if (!bytes.subarray(0, HASH_BYTES).equals(key)) return undefined;
        return bytes.subarray(HASH_BYTES, 2 * HASH_BYTES).equals(hashAll([body])) ? deserialize(body) : undefined;
      } catch {
        return undefined;
      }
    },
    keep(name, inputs, value) {
      const { key, file } = place(name, inputs);
      try {
        const body = serialize(value);
        makeFolder(folder);
        const half = `${file}.${process.pid}-${threadId}.tmp`;
        writeFileSync(half, Buffer.concat([key, hashAll([body]), body]));
        renameSync(half, file);
        removeOld(folder, name, file);
      } catch (error) {
        if (!isTold)
          onNotice?.(`Không lưu được kết quả khởi động vào ${folder} (${String(error)}); lần sau sẽ tính lại.`);
        isTold = true;
      }
    },
  };
}

/** Kept, or computed and kept. */
export function recall<T>(snapshots: Snapshots, name: string, inputs: SnapshotInputs, compute: () => T): T {
  const found = snapshots.find(name, inputs) as T | undefined;
  if (found !== undefined) return found;
  const computed = compute();
  snapshots.keep(name, inputs, computed);
  return computed;
}

/** Each with its length, so that no two lists of parts have the same hash. */
export function hashAll(parts: SnapshotInputs): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest();
}

/** Of every file of the program below `root`, of the packages that it is built on, and of the Node that runs it. */
export function hashCode(root: string): string {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|tsx?)$/.test(name));
  const beside = ['package.json', 'package-lock.json'].map((name) => join('..', name));
  const files = [...names.sort(), ...beside].flatMap((name) => [name, readOr(join(root, name))]);
  return hashAll([process.version, process.arch, ...files]).toString('hex');
}

function readOr(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

function removeOld(folder: string, name: string, own: string): void {
  const isOurs = new RegExp(`^${name}-[0-9a-f]{16}\\.snapshot(\\.\\d+(-\\d+)?\\.tmp)?$`);
  const found = readdirSync(folder)
    .filter((file) => isOurs.test(file))
    .flatMap((file) => {
      const path = join(folder, file);
      const writtenMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      return writtenMs === undefined ? [] : [{ path, writtenMs }];
    });
  const ownMs = found.find(({ path }) => path === own)?.writtenMs ?? 0;
  const whole = found.filter(({ path }) => path.endsWith('.snapshot') && path !== own);
  const old = whole.toSorted((a, b) => b.writtenMs - a.writtenMs).slice(KEPT_OF_A_NAME - 1);
  const half = found.filter(({ path, writtenMs }) => path.endsWith('.tmp') && ownMs - writtenMs > ABANDONED_MS);
  for (const { path } of [...old, ...half]) rmSync(path, { force: true });
}
