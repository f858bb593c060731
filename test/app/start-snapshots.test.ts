import { copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type App, openApp } from '../../src/app/open-app.js';
import { readConfig } from '../../src/config.js';
import { createLogger } from '../../src/observability/logger.js';
import { ROOT } from '../support/read-sources.js';
import { makeTemporaryFolder } from '../support/run-command.js';

const QUESTIONS = [
  'dang vien co duoc nhan qua khong',
  'Quy định 37-QĐ/TW còn hiệu lực không?',
  'bỏ sh đảng 3 tháng k lý do thì bị j',
  'nghị quyết trung ương 4',
  'giá vàng hôm nay bao nhiêu',
  'xin chào',
];

async function start(settings: Readonly<Record<string, string>>): Promise<App> {
  const logger = createLogger('silent');
  const app = await openApp({ config: readConfig(settings), logger, clock: () => new Date('2026-11-24T03:00:00Z') });
  await app.ready;
  return app;
}

const answerAll = async (app: App, questions: readonly string[]) => {
  const answers: unknown[] = [];
  for (const text of questions) {
    const { tookMs: _, ...answer } = await app.answerAsJson({ text });
    answers.push(answer);
  }
  return answers;
};

async function listSnapshots(dataDir: string): Promise<readonly (readonly [string, number])[]> {
  const names = (await readdir(join(dataDir, 'cache'))).filter((name) => name.endsWith('.snapshot')).sort();
  return Promise.all(names.map(async (name) => [name, (await stat(join(dataDir, 'cache', name))).mtimeMs] as const));
}

describe('a start from snapshots', () => {
  it('answers as the one that computed all, and computes none of it', { timeout: 120_000 }, async () => {
    const DATA_DIR = await makeTemporaryFolder();
    const cold = await start({ DATA_DIR });
    const expected = await answerAll(cold, QUESTIONS);
    const summary = await cold.briefing.summarizeAsked('quy định 207', 'three-minutes');
    const kept = await listSnapshots(DATA_DIR);
    expect(kept.map(([name]) => name.replace(/-.*/, ''))).toEqual([
      'asked',
      'kept',
      'library',
      'tables',
      'vectors',
      'vocabulary',
      'words',
    ]);
    const warm = await start({ DATA_DIR });
    expect(await answerAll(warm, QUESTIONS)).toEqual(expected);
    expect(await warm.briefing.summarizeAsked('quy định 207', 'three-minutes')).toEqual(summary);
    expect(await listSnapshots(DATA_DIR)).toEqual(kept);
  });

  it('reads anew what people have changed since', async () => {
    const settings = {
      DATA_DIR: await makeTemporaryFolder(),
      KNOWLEDGE_DIR: await makeTemporaryFolder(),
      EMBEDDINGS: 'none',
    };
    await copyFile(join(ROOT, 'test/fixtures/464-kh-ldld.txt'), join(settings.KNOWLEDGE_DIR, 'ke-hoach.txt'));
    const question = 'bản kế hoạch lớn do ai ban hành?';
    const [before] = await answerAll(await start(settings), [question]);
    const id = (await start(settings)).knowledge.library.documents[0]?.id;
    await writeFile(
      join(settings.KNOWLEDGE_DIR, 'aliases.yaml'),
      `- alias: bản kế hoạch lớn\n  documents: ["${id}"]\n`,
    );
    const changed = await start(settings);
    const [after] = await answerAll(changed, [question]);
    expect(after).not.toEqual(before);
    expect(after).toMatchObject({ outcome: 'answered', citations: [{ documentId: id }] });
    await writeFile(join(settings.KNOWLEDGE_DIR, 'ghi-chu.yaml'), '');
    expect((await start(settings)).sync).toEqual({ saved: [], removed: [], refusals: expect.anything() });
  });
});
