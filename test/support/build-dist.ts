import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './read-sources.js';

/** Tests of commands run what is compiled, and pages send it to browsers. */
export default function buildDist(): void {
  execFileSync(process.execPath, [join(ROOT, 'build.js')], { stdio: 'inherit' });
}
