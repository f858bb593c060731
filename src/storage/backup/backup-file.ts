import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { pipeline as pipelineEnd } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { AppError } from '../../errors.js';

/** A gzip of JSON lines: a head, then each table's columns followed by its rows, then how many rows there were in all. */
export type BackupLine = BackupHead | TableStart | BackupRow | BackupEnd;

export interface BackupHead {
  readonly backup: 'so-tay-doan-vien';
  /** The migrations behind it. */
  readonly schemaVersion: number;
  /** ISO 8601. */
  readonly writtenAt: string;
  /** Tells whether pseudonyms in it were made with the key that is there now. */
  readonly keyMark: string;
}

export interface TableStart {
  readonly table: string;
  readonly columns: readonly string[];
}

export type BackupRow = readonly (string | number | null)[];

export interface BackupEnd {
  readonly rows: number;
}

/** Only for who runs the service: it holds addresses and tokens. */
const MODE = 0o600;
const PIECE_LETTERS = 64 * 1024;

/** The file is there whole or not at all. Throws `unavailable` where the disk refuses. */
export async function writeBackupFile(path: string, lines: AsyncIterable<BackupLine>): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await pipelineEnd(inPieces(lines), createGzip(), createWriteStream(draft, { mode: MODE, flush: true }));
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    if (cause instanceof AppError || !isOfDisk(cause)) throw cause;
    throw new AppError(
      'unavailable',
      `Không ghi được tệp ${path}. Dữ liệu vẫn an toàn; hãy kiểm tra quyền ghi và dung lượng đĩa.`,
      { cause },
    );
  }
}

async function* inPieces(lines: AsyncIterable<BackupLine>): AsyncGenerator<string> {
  let piece = '';
  for await (const line of lines) {
    piece += `${JSON.stringify(line)}\n`;
    if (piece.length < PIECE_LETTERS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Throws `invalid-input` at the first place where the file is not as it was written. */
export async function* readBackupFile(path: string): AsyncGenerator<BackupLine> {
  try {
    let rest = '';
    const letters = new TextDecoder('utf-8', { fatal: true });
    for await (const bytes of pipeline(createReadStream(path), createGunzip(), () => {})) {
      const lines = (rest + letters.decode(bytes as Uint8Array, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield JSON.parse(line) as BackupLine;
    }
    if (rest + letters.decode() !== '') throw new Error('the last line has no end');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw isOfDisk(cause)
      ? new AppError('invalid-input', `Không đọc được tệp ${path}. Dữ liệu hiện có chưa bị thay đổi.`, { cause })
      : brokenBackup(path, cause);
  }
}

export async function readHead(path: string): Promise<BackupHead> {
  for await (const line of readBackupFile(path)) {
    if (isHead(line)) return line;
    break;
  }
  throw brokenBackup(path);
}

export function brokenBackup(path: string, cause?: unknown): AppError {
  return new AppError(
    'invalid-input',
    `Tệp ${path} không phải là một bản sao lưu nguyên vẹn. Dữ liệu hiện có chưa bị thay đổi; hãy dùng một bản sao khác.`,
    { cause },
  );
}

export function isHead(line: unknown): line is BackupHead {
  const { backup, schemaVersion, writtenAt } = (line ?? {}) as Partial<Record<keyof BackupHead, unknown>>;
  return (
    backup === 'so-tay-doan-vien' &&
    Number.isInteger(schemaVersion) &&
    typeof writtenAt === 'string' &&
    !Number.isNaN(Date.parse(writtenAt))
  );
}

export function isTableStart(line: unknown): line is TableStart {
  const { table, columns } = (line ?? {}) as Partial<Record<keyof TableStart, unknown>>;
  return typeof table === 'string' && Array.isArray(columns) && columns.every((each) => typeof each === 'string');
}

export function isRow(line: unknown): line is BackupRow {
  return Array.isArray(line) && line.every((each) => each === null || ['string', 'number'].includes(typeof each));
}

export function isEnd(line: unknown): line is BackupEnd {
  return typeof (line as Partial<BackupEnd> | null)?.rows === 'number';
}

/** Of the file system, as opposed to what stands in the file. */
function isOfDisk(error: unknown): boolean {
  return 'syscall' in (error as object);
}
