import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTables } from '../../src/ingest/read-library/read-tables.js';

describe('readTables', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tables-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps the meanings of a chat spelling apart, and reads one alone as one', async () => {
    await writeFile(join(folder, 'abbreviations.yaml'), 'teencode:\n  ns: [nói, ngân sách]\n  cty: công ty\n');
    const { spelling } = await readTables(folder);
    expect(spelling.teencode).toEqual({ ns: ['nói', 'ngân sách'], cty: ['công ty'] });
  });
});
