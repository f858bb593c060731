import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './read-sources.js';

/** Tests of commands run what `npm ci` has compiled; it is compiled again only where a source file is newer. */
export default function buildDist(): void {
  const stamp = join(ROOT, 'dist/main.js');
  const builtAt = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const isStale = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).some(
    (path) => statSync(join(ROOT, 'src', path)).mtimeMs > builtAt,
  );
  if (!isStale) return;
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) process.stderr.write(`dist was built with errors:\n${stdout}`);
}
