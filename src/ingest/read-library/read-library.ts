import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Document } from '../../documents/document.js';
import { AppError } from '../../errors.js';
import { LARGEST_FILE_BYTES, type Refusal, refusalFor } from '../gate-document.js';
import { ingestDocument } from '../ingest-document.js';

interface RefusedFile extends Refusal {
  readonly fileName: string;
}

export interface ReadLibrary {
  readonly documents: readonly Document[];
  readonly refusals: readonly RefusedFile[];
}

/**
 * All documents of a folder and the folders in it, in the order of their paths. One bad file never stops the others.
 * Hidden files and README.md are passed over. Throws `invalid-input` where the folder itself cannot be read.
 */
export async function readLibrary(folder: string): Promise<ReadLibrary> {
  const documents: Document[] = [];
  const refusals: RefusedFile[] = [];
  const readFrom = new Map<string, string>();
  for (const path of await listFiles(folder)) {
    const fileName = join(folder, path);
    const result = await readOne(fileName);
    if ('refused' in result) {
      refusals.push({ fileName, ...result });
      continue;
    }
    const earlier = readFrom.get(result.document.id);
    if (earlier !== undefined) {
      const message = `${fileName}:1: trùng văn bản ${result.document.id} đã đọc từ ${earlier}; cần giữ một tệp cho mỗi văn bản`;
      refusals.push({ fileName, refused: 'duplicate', message });
      continue;
    }
    readFrom.set(result.document.id, fileName);
    documents.push(result.document);
  }
  return { documents, refusals };
}

/** What is read of a folder, in order. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .filter(
        (path) => !path.split(/[/\\]/).some((name) => name.startsWith('.')) && !/(^|[/\\])README\.md$/i.test(path),
      )
      .sort();
  } catch (cause) {
    throw new AppError(
      'invalid-input',
      `Không đọc được thư mục văn bản ${folder}; dữ liệu đã lưu vẫn an toàn. Vui lòng kiểm tra đường dẫn và quyền đọc.`,
      { cause },
    );
  }
}

async function readOne(fileName: string): ReturnType<typeof ingestDocument> {
  try {
    if ((await stat(fileName)).size > LARGEST_FILE_BYTES) return refusalFor('too-large');
    return await ingestDocument({ fileName, bytes: await readFile(fileName) });
  } catch {
    return refusalFor('unreadable');
  }
}
