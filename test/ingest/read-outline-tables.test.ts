import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOutlineTables } from '../../src/ingest/read-library/read-outline-tables.js';
import { readTables } from '../../src/ingest/read-library/read-tables.js';
import { ROOT } from '../support/read-sources.js';

const SHIPPED = join(ROOT, 'knowledge');
const FILES = ['layout.yaml', 'outline-parts.yaml', 'outline-frames.yaml', 'themes.yaml'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'de-cuong-'));
  for (const file of FILES) await cp(join(SHIPPED, file), join(folder, file));
});
afterEach(() => rm(folder, { recursive: true }));

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  await writeFile(join(folder, file), changed);
}

const read = async () => readOutlineTables(folder, folder, (await readTables(SHIPPED)).themes);

describe('what people keep for outlines', () => {
  it('is shipped whole: a frame for every theme, parts that add up, a layout within what its source allows', async () => {
    const { frames, outlineParts, layout } = await readTables(SHIPPED);
    expect(frames.length).toBeGreaterThan(9);
    expect(new Set(frames.map(({ id }) => id)).size).toBe(frames.length);
    expect(outlineParts.length).toBeGreaterThan(4);
    expect([layout.mm.left, layout.pt.body, layout.words.font]).toEqual([30, 14, 'Times New Roman']);
  });

  it.each([
    ['layout.yaml', 'left: { value: 30', 'left: { value: 36', /layout\.yaml: mục mm\.left/],
    ['layout.yaml', 'small: { value: 11, confirmed: false }', 'small: { value: 11 }', /mục pt\.small/],
    ['layout.yaml', /.*first-line.*\n/, '', /mục mm\.first-line/],
    ['outline-parts.yaml', 'share: 45', 'share: 40', /outline-parts\.yaml/],
    ['outline-parts.yaml', 'headings: []', 'headings: [x]', /outline-parts\.yaml/],
    ['outline-frames.yaml', /\n +source: "http:\/\/vhtt[^\n]*/, '', /mục themes\.2\.slogans\.0\.source/],
    ['outline-frames.yaml', 'id: bua-liem-vang', 'id: Búa', /mục occasions\.5\.id/],
  ])('in %s names the entry that is wrong: %s', async (file, from, to, says) => {
    await change(file, from, to);
    await expect(read()).rejects.toThrow(says);
  });

  it('takes parts and layout from what is shipped where a folder has none, and no frames of others', async () => {
    for (const file of FILES) await rm(join(folder, file));
    const { frames, outlineParts, layout } = await readOutlineTables(folder, SHIPPED, []);
    expect(frames).toEqual([]);
    expect(outlineParts.length).toBeGreaterThan(4);
    expect(layout.mm['paper-width']).toBe(210);
  });
});
