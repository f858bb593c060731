import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAsked } from '../../src/ingest/read-library/read-asked.js';
import { makeTemporaryFolder } from '../support/run-command.js';

async function write(content: string): Promise<string> {
  const folder = join(await makeTemporaryFolder(), 'asked');
  await mkdir(folder);
  await writeFile(join(folder, 'a.yaml'), content);
  return folder;
}

describe('readAsked', () => {
  it('reads what is asked of the lines of a document, and what it does not hold', async () => {
    const folder = await write(
      'document: 37-QĐ/TW@2021-10-25\nlines:\n  - begins: Cấm đánh bạc\n    asked:\n      - chơi lô đề\nnotHeld:\n  - phạt bao nhiêu\n',
    );
    expect(await readAsked(folder)).toEqual([
      {
        file: 'a.yaml',
        documentId: '37-QĐ/TW@2021-10-25',
        lines: [{ begins: 'Cấm đánh bạc', asked: ['chơi lô đề'] }],
        notHeld: ['phạt bao nhiêu'],
      },
    ]);
  });

  it('takes a file with nothing asked yet, and a folder that is not there', async () => {
    expect(await readAsked(await write('document: a@\n'))).toEqual([
      { file: 'a.yaml', documentId: 'a@', lines: [], notHeld: [] },
    ]);
    expect(await readAsked(join(await makeTemporaryFolder(), 'không có'))).toEqual([]);
  });

  it('names the file and the place of what cannot be used', async () => {
    const folder = await write('document: a@\nlines:\n  - asked: [chơi lô đề]\n');
    await expect(readAsked(folder)).rejects.toThrow(/a\.yaml: mục lines\.0\.begins sai dạng/);
  });
});
