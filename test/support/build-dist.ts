import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './read-sources.js';

/** Tests of commands run what `npm ci` has compiled; a source file that is newer is compiled again, its types aside. */
export default function buildDist(): void {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  for (const path of readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })) {
    if (!/\.tsx?$/.test(path)) continue;
    const source = join(ROOT, 'src', path);
    const target = join(ROOT, 'dist', path.replace(/\.tsx?$/, '.js'));
    if (isFresh(target, source)) continue;
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), {
      fileName: source,
      // It sees one file and no package.json, which would say that these are ES modules.
      compilerOptions: { ...options, noEmit: false, module: ts.ModuleKind.ESNext },
    });
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}

function isFresh(target: string, source: string): boolean {
  const builtAt = statSync(target, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return builtAt > statSync(source).mtimeMs;
}
