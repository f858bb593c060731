import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../src/config.js';
import { ROOT } from './support/read-sources.js';

const MOST_README_BYTES = 12 * 1024;
/** Texts and numbering that lie outside the repository: who clones it cannot look them up. */
const OUTSIDE =
  /linh-vuc|su-kien\.md|emulators\.md|shared\/|(?<!docs\/)\b(?:design|zalo|telegram|style)\.md|\b(?:design|reference|issue) #?\d/i;
const CITATION = /docs\/[\w./-]+\.md(?:#[\p{L}\d-]+)?(?:(?:, | to )#[\p{L}\d-]+)*/gu;

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const list = (folder: string, name: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter((path) => name.test(path))
    .sort();

const DOCS = ['README.md', ...list('docs', /\.md$/)];
const SOURCES = [...list('src', /\.tsx?$/), ...list('test', /\.tsx?$/)].filter((path) => path !== 'test/docs.test.ts');
const SCRIPTS = new Set(Object.keys(JSON.parse(read('package.json')).scripts));
const code = SOURCES.map((path) => ({ path, text: read(path) }));

const withoutBlocks = (markdown: string): string => markdown.replace(/^```.*?^```/gms, '');
const codeSpans = (markdown: string): string[] =>
  Array.from(withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g), ([, span]) => span!);

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutBlocks(markdown).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    let [anchor, again] = [slug, 1];
    while (anchors.has(anchor)) anchor = `${slug}-${again++}`;
    anchors.add(anchor);
  }
  return anchors;
}

function isThere(path: string, anchor?: string): boolean {
  return existsSync(join(ROOT, path)) && (anchor === undefined || anchorsOf(read(path)).has(anchor));
}

function listBrokenLinks(markdown: string, from: string): string[] {
  const targets = Array.from(withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g), ([, target]) => target!);
  return targets.filter((target) => {
    if (/^(https?|mailto):/.test(target)) return false;
    const [path, anchor] = decodeURI(target).split('#');
    return !isThere(path ? join(dirname(from), path) : from, anchor);
  });
}

function listUnknownScripts(markdown: string): string[] {
  return Array.from(markdown.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g), ([, name]) => name!).filter(
    (name) => !SCRIPTS.has(name),
  );
}

/** What looks like a setting is one, or a constant of the code. */
function listUnknownSettings(markdown: string): string[] {
  return codeSpans(markdown).filter(
    (span) =>
      /^[A-Z][A-Z\d]*(_[A-Z\d]+)+$/.test(span) &&
      !SETTING_NAMES.includes(span) &&
      !code.some(({ text }) => text.includes(`const ${span}`)),
  );
}

function listMissingPaths(markdown: string): string[] {
  return codeSpans(markdown)
    .filter((span) => /^(src|test|docs|knowledge|prompts|models|deploy)\/[^\s<>{}*…$]*$/.test(span))
    .filter((path) => !existsSync(join(ROOT, path)));
}

function listBadCitations(source: string): string[] {
  const comments = Array.from(source.matchAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm), ([comment]) => comment);
  return comments.flatMap((comment) => {
    const words = comment.replace(/\s*\n\s*\*?\s*/g, ' ');
    const broken = Array.from(words.matchAll(CITATION), ([citation]) => citation).filter((citation) => {
      const [path, ...anchors] = citation.split(/(?:, | to )?#/);
      return !isThere(path!) || !anchors.every((anchor) => isThere(path!, anchor));
    });
    return [...broken, ...(OUTSIDE.exec(words) ?? [])];
  });
}

describe('README.md', () => {
  it('is at most 12 KB', () => {
    expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(MOST_README_BYTES);
  });

  it('names every room of src and no other', () => {
    const table = /\n\| in `src\/` \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(read('README.md'))![1]!;
    const named = table
      .trim()
      .split('\n')
      .flatMap((row) => codeSpans(row.split('|')[1]!));
    const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).map((each) =>
      each.isDirectory() ? `${each.name}/` : each.name,
    );
    expect(named.sort()).toEqual(rooms.sort());
  });

  it('links the newest report of what was measured', () => {
    expect(read('README.md')).toContain(`(${list('docs/measured', /\.md$/).at(-1)})`);
  });
});

describe.each(DOCS)('%s', (path) => {
  it('links only to files and headings that are there', () => {
    expect(listBrokenLinks(read(path), path)).toEqual([]);
  });

  it('names only scripts, settings and files that are there', () => {
    const text = read(path);
    expect([...listUnknownScripts(text), ...listUnknownSettings(text), ...listMissingPaths(text)]).toEqual([]);
  });
});

describe('docs/', () => {
  it('tells of every setting, and of every script', () => {
    const settings = new Set(codeSpans(read('docs/settings.md')));
    expect(SETTING_NAMES.filter((name) => !settings.has(name))).toEqual([]);
    const commands = read('docs/commands.md');
    const told = (name: string) => new RegExp(`(?:npm (?:run (?:-s )?)?|\`)${name}(?![\\w:])`).test(commands);
    expect([...SCRIPTS].filter((name) => !told(name) && name !== 'prepare')).toEqual([]);
  });

  it('lists every decision', () => {
    const index = read('docs/decisions/README.md');
    const files = list('docs/decisions', /\/\d{4}-[^/]+\.md$/).map((path) => relative('docs/decisions', path));
    expect(files.filter((file) => !index.includes(`(${file})`))).toEqual([]);
    expect(new Set(files.map((file) => file.slice(0, 4))).size).toBe(files.length);
  });
});

describe('comments', () => {
  it('cite docs/, a heading that is there, or nothing', () => {
    const bad = code.flatMap(({ path, text }) => listBadCitations(text).map((citation) => `${path}: ${citation}`));
    expect(bad).toEqual([]);
  });
});

describe('what is not there', () => {
  it.each([
    ['a file', listBrokenLinks('see [x](docs/none.md)', 'README.md')],
    ['a heading', listBrokenLinks('see [x](docs/zalo.md#none)', 'README.md')],
    ['a heading of the same page', listBrokenLinks('# Here\nsee [x](#there)', 'docs/zalo.md')],
    ['a picture', listBrokenLinks('![x](images/none.png)', 'docs/van-hanh.md')],
    ['a script', listUnknownScripts('`npm run -s nothing -- X`')],
    ['a setting', listUnknownSettings('`SENDING_PER_HOUR`')],
    ['a path', listMissingPaths('`src/admin/desk.ts`')],
    ['a cited file', listBadCitations('/** As docs/none.md says. */')],
    ['a cited heading', listBadCitations('// docs/zalo.md#events, #none')],
    ['a text outside', listBadCitations('/** Design: facts of zalo.md A3.2. */')],
    ['a chapter outside', listBadCitations('/** Rows are truth (design 6.1). */')],
  ])('is found: %s', (_, found) => {
    expect(found).toHaveLength(1);
  });

  it('is not found in what is right', () => {
    expect(listBrokenLinks('[x](docs/zalo.md#events) [y](https://congdoan.example)', 'README.md')).toEqual([]);
    expect(listBadCitations('// docs/zalo.md#events, #signature\nconst x = "zalo.md";')).toEqual([]);
  });
});
