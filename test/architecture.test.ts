import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from '../src/config.js';
import { ROOT, readSources, type SourceFile } from './support/read-sources.js';

/** docs/design.md#who-may-import-whom: what a room may import values from, beside itself and what everyone may use. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  main: ['app', 'config', 'observability', 'cli'],
  cli: ['app', 'config', 'observability', 'measuring', 'ingest', 'outreach'],
  app: ['*'],
  http: ['pages', 'admin', 'channels/channel', 'observability'],
  pages: ['answering', 'briefing', 'documents', 'people', 'observability'],
  admin: ['ingest', 'answering', 'briefing', 'outreach', 'people', 'documents', 'observability'],
  conversations: [
    'answering',
    'briefing',
    'outreach',
    'people',
    'documents',
    'channels/render-message',
    'observability',
  ],
  outreach: ['people', 'documents', 'channels/render-message', 'observability'],
  answering: ['documents', 'people', 'observability'],
  briefing: ['documents', 'people', 'observability'],
  ingest: ['documents', 'people', 'observability'],
  measuring: ['answering', 'documents'],
  storage: ['documents', 'people'],
  channels: [],
  models: [],
  documents: [],
  people: [],
  text: [],
  config: [],
  prompts: [],
  observability: [],
  errors: [],
  'recent-map': [],
  time: [],
};
const EVERYONE = ['errors', 'recent-map', 'time', 'text'];
const FACTS = ['documents', 'people', 'text'];
/** Files that name what is needed from outside: their types are for everyone. */
const CONTRACTS =
  /^(config|channels\/channel|models\/model|storage\/(store|ledger|campaigns|outlines|search-index)|answering\/answer|briefing\/summary|outreach\/calendar\/holidays|.*-doors)$/;
const DOORS = ['channels', 'models', 'storage'];

/** Each library has its room. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  main: ['@hono/node-server'],
  cli: ['cli-progress', 'yaml'],
  http: ['hono'],
  pages: ['hono', 'zod'],
  briefing: ['docx'],
  config: ['dotenv', 'zod'],
  prompts: ['yaml'],
  ingest: [
    'csv-parse',
    'csv-stringify',
    'mammoth',
    'node-html-parser',
    'pdfjs-dist',
    'read-excel-file',
    'write-excel-file',
    'yaml',
    'zod',
  ],
  models: ['@huggingface/tokenizers', '@langchain/core', '@langchain/ollama', '@langchain/openai', 'onnxruntime-node'],
  // What ours is measured against.
  measuring: ['better-sqlite3', 'minisearch'],
  outreach: ['ical-generator'],
  storage: ['better-sqlite3', 'hnswlib-node', 'kysely', 'pg', 'pg-cursor'],
  channels: ['@grammyjs/auto-retry', 'grammy', 'lossless-json'],
  observability: ['pino'],
};

const FORBIDDEN_WORDS =
  /(^|[-/])(manager|helper|util|utils|common|service|handler|processor|base|impl|core|misc)([-./]|$)/;
const LONGEST_FILE = 400;
const MOST_FILES = 15;
const DEEPEST = 3;

const sources = readSources();
const nameOf = (path: string) => path.replace(/\.tsx?$/, '');
const folderOf = (path: string) => path.split('/').slice(0, -1).join('/');
/** A room, or a folder in it: of an announcement a stage. */
const stageOf = (path: string) => folderOf(path).split('/').slice(0, 2).join('/');
const roomOf = (path: string) => nameOf(path).split('/')[0]!;

describe('the house', () => {
  it.each(sources)('$path imports only what its room may', ({ path, imports }) => {
    const room = roomOf(path);
    const allowed = MAY_IMPORT[room] ?? expect.unreachable(`docs/design.md knows no room ${room}`);
    const wrong = imports.filter(({ target, isPackage, isType }) => {
      if (isPackage) return !mayUsePackage(room, target, isType);
      const [name, other] = [nameOf(target), roomOf(target)];
      if (isType && (FACTS.includes(other) || CONTRACTS.test(name))) return false;
      if (other === room || EVERYONE.includes(other)) return false;
      return allowed[0] === '*'
        ? other === 'main' || other === 'cli'
        : !allowed.some((each) => each === other || each === name);
    });
    expect(wrong.map(({ target }) => target)).toEqual([]);
  });

  it('opens doors in app.ts only', () => {
    const openers = sources.filter(({ path, imports }) =>
      imports.some(
        ({ target, isPackage, isType }) =>
          !isPackage && !isType && isAdapter(target) && roomOf(target) !== roomOf(path),
      ),
    );
    expect(openers.map(({ path }) => path).filter((path) => roomOf(path) !== 'app')).toEqual([]);
  });

  it('reads settings in config.ts only', () => {
    expect(listMentioning(/^process\.env\b|^process\[/)).toEqual(['config.ts']);
  });

  it('reads the clock in time.ts only', () => {
    expect(listMentioning(/^(Date\.now|new Date\(\)|Date\(\)|performance\.now|process\.(hrtime|uptime))$/)).toEqual([
      'time.ts',
    ]);
  });

  it('has no import ring, of types neither', () => {
    expect(findRing(sources)).toEqual([]);
  });

  it('has no two folders that import from each other, unless one lies within the other', () => {
    const arrows = new Set(
      sources.flatMap(({ path, imports }) =>
        imports.filter((each) => !each.isPackage).map(({ target }) => `${folderOf(path)} ${folderOf(target)}`),
      ),
    );
    const twoWay = [...arrows].filter((arrow) => {
      const [from = '', to = ''] = arrow.split(' ');
      return from < to && arrows.has(`${to} ${from}`) && !`${to}/`.startsWith(from === '' ? '' : `${from}/`);
    });
    expect(twoWay).toEqual([]);
  });

  it('has no ring of folders within a room', () => {
    const folders = new Map<string, SourceFile>();
    for (const source of sources) {
      const path = stageOf(source.path);
      const before = folders.get(path);
      const imports = source.imports.map((each) => ({ ...each, target: stageOf(each.target) }));
      const away = imports.filter(({ target }) => target !== path && roomOf(target) === roomOf(path));
      folders.set(path, { ...source, path, imports: [...(before?.imports ?? []), ...away] });
    }
    // What lies in the room itself is for all its folders.
    for (const room of Object.keys(MAY_IMPORT)) folders.delete(room);
    expect(findRing([...folders.values()])).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    expect(sources.filter(({ lines }) => lines > LONGEST_FILE).map(({ path, lines }) => `${path}: ${lines}`)).toEqual(
      [],
    );
  });

  it('has no folder of more than fifteen files, and none deeper than three levels', () => {
    const counts = new Map<string, number>();
    for (const { path } of sources) counts.set(folderOf(path), (counts.get(folderOf(path)) ?? 0) + 1);
    // The shell has a file per command, the web one per page.
    for (const open of ['cli', 'pages']) counts.delete(open);
    const wrong = [...counts].filter(([folder, files]) => files > MOST_FILES || folder.split('/').length > DEEPEST);
    expect(wrong).toEqual([]);
  });

  it('calls nothing a manager, helper or the like', () => {
    expect(sources.map(({ path }) => path).filter((path) => FORBIDDEN_WORDS.test(path))).toEqual([]);
  });

  it('names in .env.example every setting and no other', () => {
    const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
    expect(Array.from(example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm), ([, name]) => name).sort()).toEqual(
      [...SETTING_NAMES].sort(),
    );
  });

  it('is mirrored by its tests', () => {
    const beside = ['support', 'contracts', 'bench', 'fixtures'];
    const rooms = new Set(sources.map(({ path }) => folderOf(path)));
    const strays = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.test\.tsx?$/.test(path) && path.includes('/'))
      .map(folderOf)
      .filter((folder) => !beside.includes(roomOf(folder)) && !rooms.has(folder));
    expect([...new Set(strays)]).toEqual([]);
  });
});

function mayUsePackage(room: string, name: string, isType: boolean): boolean {
  if (FACTS.includes(room)) return isType && !name.startsWith('node:');
  return name.startsWith('node:') || (LIBRARIES[room] ?? []).includes(name);
}

function isAdapter(path: string): boolean {
  return DOORS.includes(roomOf(path)) && !CONTRACTS.test(nameOf(path)) && nameOf(path) !== 'channels/render-message';
}

function listMentioning(what: RegExp): string[] {
  return sources.filter(({ mentions }) => [...mentions].some((each) => what.test(each))).map(({ path }) => path);
}

/** The first ring of imports, or nothing. */
function findRing(files: readonly SourceFile[]): readonly string[] {
  const targets = new Map(
    files.map(({ path, imports }) => [path, imports.filter((each) => !each.isPackage).map((each) => each.target)]),
  );
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return [];
    for (const target of targets.get(path) ?? []) {
      const ring = walk(target, [...trail, path]);
      if (ring.length > 0) return ring;
    }
    done.add(path);
    return [];
  };
  for (const { path } of files) {
    const ring = walk(path, []);
    if (ring.length > 0) return ring;
  }
  return [];
}
