/**
 * Makes `dist/`, which mirrors `src/`: each file transpiled by itself, what a browser gets put together. Types are
 * another matter (`npm run check:types`), so that an installation needs no compiler. Only what changed is written:
 * tests and services may run beside it.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { buildSync } from 'esbuild';

const ROOT = import.meta.dirname;
const [SRC, DIST, BROWSER] = ['src', 'dist', 'src/pages/browser'].map((path) => join(ROOT, path));

const sources = listFiles(SRC);
const shared = { absWorkingDir: ROOT, outbase: SRC, outdir: DIST, charset: 'utf8', write: false, logLevel: 'warning' };

const server = buildSync({
  ...shared,
  entryPoints: sources.filter((path) => /\.tsx?$/.test(path) && !path.startsWith(BROWSER + sep)),
  tsconfig: 'tsconfig.json',
  format: 'esm',
  platform: 'node',
  sourcemap: true,
  sourcesContent: false,
});
const browser = buildSync({
  ...shared,
  entryPoints: sources.filter((path) => dirname(path) === BROWSER && /\.(ts|css|svg)$/.test(path)),
  tsconfig: 'src/pages/browser/tsconfig.json',
  bundle: true,
  format: 'esm',
  minifyWhitespace: true,
  loader: { '.svg': 'copy' },
});

const built = new Map([...server.outputFiles, ...browser.outputFiles].map(({ path, contents }) => [path, contents]));
for (const path of listFiles(DIST)) if (!built.has(path)) rmSync(path);
for (const [path, contents] of built) {
  mkdirSync(dirname(path), { recursive: true });
  if (!isWritten(path, contents)) writeFileSync(path, contents);
}

// npm runs `prepare` once everything is installed. onnxruntime-node brings the libraries of every platform, 290 MB, and
// has no option to leave out the five that cannot run here.
if (process.env.npm_lifecycle_event === 'prepare') {
  const kept = join(process.platform, process.arch);
  const libraries = join(ROOT, 'node_modules/onnxruntime-node/bin/napi-v6');
  const folders = new Set(listFiles(libraries).map(dirname));
  const mine = [...folders].filter((folder) => relative(libraries, folder) === kept);
  if (mine.length > 0) for (const folder of folders) if (!mine.includes(folder)) rmSync(folder, { recursive: true });
}

function listFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function isWritten(path, contents) {
  try {
    return readFileSync(path).equals(contents);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
