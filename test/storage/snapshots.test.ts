import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashCode, openSnapshots, recall } from '../../src/storage/snapshots.js';
import { ROOT } from '../support/read-sources.js';
import { makeTemporaryFolder } from '../support/run-command.js';

const value = fc.record({
  words: fc.uniqueArray(fc.string(), { maxLength: 8 }).map((words) => new Map(words.map((word, at) => [word, at]))),
  rows: fc.float32Array({ maxLength: 9 }),
  steps: fc.int8Array({ maxLength: 9 }),
  starts: fc.uint32Array({ maxLength: 9 }),
  texts: fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
});
const inputs = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
const only = async (folder: string): Promise<string> => join(folder, (await readdir(folder))[0] ?? 'none');

describe('snapshots', () => {
  it('give back what was kept for the same inputs, name and code, and nothing for others', async () => {
    const folder = await makeTemporaryFolder();
    let runs = 0;
    fc.assert(
      fc.property(value, inputs, inputs, (kept, of, others) => {
        const own = join(folder, `${runs++}`, 'not', 'there', 'yet');
        const snapshots = openSnapshots(own, 'code');
        snapshots.keep('words', of, kept);
        expect(openSnapshots(own, 'code').find('words', of)).toEqual(kept);
        expect(openSnapshots(own, 'other code').find('words', of)).toBeUndefined();
        expect(snapshots.find('vectors', of)).toBeUndefined();
        const isSame = JSON.stringify(of) === JSON.stringify(others);
        expect(snapshots.find('words', others)).toEqual(isSame ? kept : undefined);
        snapshots.keep('words', others, 'another');
        expect(snapshots.find('words', of)).toEqual(isSame ? 'another' : kept);
      }),
      { numRuns: 40 },
    );
  });

  it('tell lists apart that only read alike, and texts from one another by every byte', async () => {
    const snapshots = openSnapshots(await makeTemporaryFolder(), 'code');
    snapshots.keep('words', ['ab', 'c'], 1);
    for (const other of [['a', 'bc'], ['abc'], ['ab', 'c', ''], ['c', 'ab']]) {
      expect(snapshots.find('words', other)).toBeUndefined();
    }
  });

  it('are not trusted where they are cut short or any bit of them is another: computed anew and written over', async () => {
    const folder = await makeTemporaryFolder();
    const kept = { rows: Float32Array.of(1, 2, 3), words: new Map([['đảng', 1]]) };
    openSnapshots(folder, 'code').keep('words', ['x'], kept);
    const file = await only(folder);
    const whole = await readFile(file);
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(7), fc.boolean(), async (at, bit, isCut) => {
        const damaged = isCut ? whole.subarray(0, at) : Buffer.from(whole);
        if (!isCut) damaged[at]! ^= 1 << bit;
        await writeFile(file, damaged);
        const snapshots = openSnapshots(folder, 'code');
        expect(snapshots.find('words', ['x'])).toBeUndefined();
        expect(recall(snapshots, 'words', ['x'], () => kept)).toEqual(kept);
        expect(await readFile(file)).toEqual(whole);
        expect(recall(snapshots, 'words', ['x'], () => expect.unreachable('it was kept'))).toEqual(kept);
      }),
      { numRuns: 150 },
    );
  });

  it('are not taken for others whose file was put in their place', async () => {
    const folder = await makeTemporaryFolder();
    const snapshots = openSnapshots(folder, 'code');
    snapshots.keep('words', ['x'], 'of x');
    const ofX = await readFile(await only(folder));
    snapshots.keep('words', ['y'], 'of y');
    for (const name of await readdir(folder)) await writeFile(join(folder, name), ofX);
    expect(snapshots.find('words', ['y'])).toBeUndefined();
    expect(snapshots.find('words', ['x'])).toBe('of x');
  });

  it('of one name are at most two; what a crash left half-written long ago goes too', async () => {
    const folder = await makeTemporaryFolder();
    const snapshots = openSnapshots(folder, 'code');
    snapshots.keep('vectors', ['x'], 0);
    for (const [at, input] of ['a', 'b', 'c', 'd'].entries()) {
      snapshots.keep('words', [input], at);
      for (const name of await readdir(folder)) {
        if (name.startsWith('words-')) await utimes(join(folder, name), 1_000 + at, 1_000 + at);
      }
    }
    const half = join(folder, 'words-0123456789abcdef.snapshot.1.tmp');
    const underWay = join(folder, 'words-0123456789abcdef.snapshot.2.tmp');
    await writeFile(half, '');
    await utimes(half, 1_000, 1_000);
    await writeFile(underWay, '');
    await writeFile(join(folder, 'words.txt'), '');
    snapshots.keep('words', ['e'], 'e');
    expect(snapshots.find('words', ['e'])).toBe('e');
    expect(snapshots.find('vectors', ['x'])).toBe(0);
    const left = (await readdir(folder)).filter((name) => name.startsWith('words-'));
    expect(left.filter((name) => name.endsWith('.snapshot'))).toHaveLength(2);
    expect([half, underWay, join(folder, 'words.txt')].map((file) => existsSync(file))).toEqual([false, true, true]);
  });

  it('are whole to whoever reads while several processes write them', async () => {
    const folder = await makeTemporaryFolder();
    const module = pathToFileURL(join(ROOT, 'dist/storage/snapshots.js')).href;
    const script = `const { openSnapshots } = await import(${JSON.stringify(module)});
      const snapshots = openSnapshots(process.argv[1], 'code', (line) => { throw new Error(line); });
      for (let i = 0; i < 40; i++) snapshots.keep('words', ['x'], new Float64Array(20_000).fill(Number(process.argv[2])));`;
    const args = (writer: number) => ['--input-type=module', '-e', script, folder, `${writer}`];
    const writers = [1, 2, 3].map((writer) => spawn(process.execPath, args(writer), { stdio: 'inherit' }));
    let isOver = false;
    const ends = Promise.all(writers.map((writer) => once(writer, 'exit'))).finally(() => {
      isOver = true;
    });
    const snapshots = openSnapshots(folder, 'code');
    const isWhole = (found: Float64Array) => found.length === 20_000 && found.every((each) => each === found[0]);
    while (!isOver) {
      const found = snapshots.find('words', ['x']) as Float64Array | undefined;
      if (found) expect(isWhole(found)).toBe(true);
      await new Promise(setImmediate);
    }
    expect((await ends).map(([code]) => code)).toEqual([0, 0, 0]);
    expect(isWhole(snapshots.find('words', ['x']) as Float64Array)).toBe(true);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('that cannot be kept are no failure, and told of once', async () => {
    const file = join(await makeTemporaryFolder(), 'tệp');
    await writeFile(file, '');
    const told: string[] = [];
    const snapshots = openSnapshots(join(file, 'cache'), 'code', (line) => told.push(line));
    expect([1, 2].map((at) => recall(snapshots, 'words', [`${at}`], () => at))).toEqual([1, 2]);
    expect(told).toEqual([expect.stringContaining('lần sau sẽ tính lại')]);
  });
});

describe('hashCode', () => {
  it('changes with any file of the program and with the packages that it is built on', async () => {
    const folder = await makeTemporaryFolder();
    const root = join(folder, 'dist');
    await mkdir(join(root, 'text'), { recursive: true });
    const seen = new Set<string>();
    const changes = [
      ['dist/app.js', '1'],
      ['dist/text/a.js', '1'],
      ['dist/text/a.js', '2'],
      ['dist/text/b.js', '2'],
      ['package-lock.json', '{}'],
    ] as const;
    for (const [name, text] of changes) {
      await writeFile(join(folder, name), text);
      seen.add(hashCode(root));
      expect(hashCode(root)).toBe([...seen].at(-1));
    }
    expect(seen.size).toBe(changes.length);
  });
});
