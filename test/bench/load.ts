import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { ROOT } from '../support/read-sources.js';
import { isFlat, isRight, renderLoad } from './load/render-load.js';
import { runLoad } from './load/run-load.js';

const USAGE =
  'npm run bench:load -- [1200] [5000] [--strict] [--over GIÂY] [--waves SỐ] [--embeddings builtin|none] [--json]';
const PROFILES = ['1200', '5000'];

/** `npm run bench:load`: how the whole service bears many members at once; exit code 1 where a question was lost or answered twice. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      strict: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      over: { type: 'string', default: '60' },
      waves: { type: 'string', default: '2' },
      embeddings: { type: 'string', default: 'builtin' },
      'node-option': { type: 'string', multiple: true, default: [] },
    },
  });
  const profiles = positionals.length > 0 ? positionals : PROFILES;
  const { embeddings } = values;
  if (!profiles.every((each) => Number(each) > 0) || (embeddings !== 'builtin' && embeddings !== 'none')) {
    throw new Error(USAGE);
  }
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-tai-'));
  try {
    const warm = join(folder, 'san');
    // Vectors are computed once, not before each profile.
    await promisify(execFile)(process.execPath, [join(ROOT, 'dist/cli/ask.js'), 'quy định 37'], {
      env: { ...process.env, DATA_DIR: warm, EMBEDDINGS: embeddings },
    });
    for (const profile of profiles) {
      const dataDir = join(folder, profile);
      await cp(warm, dataDir, { recursive: true });
      const busyBefore = loadavg()[0]!;
      const figures = await runLoad({
        members: Number(profile),
        overMs: Number(values.over) * 1000,
        isStrict: values.strict,
        embeddings,
        waves: Number(values.waves),
        dataDir,
        nodeOptions: values['node-option'],
      });
      process.stdout.write(
        values.json
          ? `${JSON.stringify({ ...figures, isFlat: isFlat(figures), busyBefore })}\n`
          : `${renderLoad(figures)}  máy bận lúc bắt đầu: ${busyBefore.toFixed(1)}\n\n`,
      );
      if (!isRight(figures)) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
