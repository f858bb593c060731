import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { readLibrary } from '../../src/ingest/read-library/read-library.js';
import { chooseByTextRank, chooseLead } from './summaries/choose-plainly.js';
import { measureSpeed } from './summaries/measure-speed.js';
import { openDoors } from './summaries/open-doors.js';
import { rougeOf } from './summaries/rouge.js';

const plain = { room: 10, costOf: (text: string) => text.length, textOf: (text: string) => text };

describe('the bench of summaries', () => {
  it('scores by ROUGE as done by hand', () => {
    const { one, two, longest } = rougeOf('đảng viên được nhận quà', 'đảng viên không được nhận');
    expect(one).toBeCloseTo((2 * 4) / (5 + 5));
    expect(two).toBeCloseTo((2 * 2) / (4 + 4));
    expect(longest).toBeCloseTo((2 * 4) / (5 + 5));
    expect(rougeOf('', 'một')).toEqual({ one: 0, two: 0, longest: 0 });
    expect(rougeOf('quà quà quà', 'quà').one).toBeCloseTo((2 * 1) / (3 + 1));
  });

  it('measures against beginnings, and against what resembles most', () => {
    expect(chooseLead(['năm', 'bảy', 'một hai ba bốn', 'x'], plain)).toEqual(['năm', 'bảy']);
    expect(chooseLead(['năm', 'bảy'], plain)).toEqual(['năm', 'bảy']);
    const sentences = ['mèo đen', 'a b c', 'a b d', 'a c d'];
    expect(chooseByTextRank(sentences, plain)).not.toContain('mèo đen');
  });

  it('times a minute of every document and theme', async () => {
    const config = readConfig({ EMBEDDINGS: 'none' });
    const { documents } = await readLibrary(join(config.defaultKnowledgeDir, 'documents'));
    const doors = await openDoors(documents, config, '2026-11-24');
    const { summaries, p50, p95 } = await measureSpeed(doors, 1);
    expect(summaries).toBe(documents.length + doors.themes.length);
    expect(p50).toBeLessThanOrEqual(p95);
  });
});
