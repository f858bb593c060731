import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/read-sources.js';

interface Provenance {
  readonly sha256: string;
  readonly madeBy: string;
  readonly from: Readonly<Record<string, string>>;
}

const MODELS = join(ROOT, 'models');
/** Not learnt: terms, scripts, what a script gave to compare with, and vectors, whose keys hold model and text. */
const NOT_LEARNT = /LICENSE$|\.py$|\.md$|^questions\/|\/expected\.json$|\.vectors$|^provenance\.json$/;

const provenance = JSON.parse(readFileSync(join(MODELS, 'provenance.json'), 'utf8')) as Record<string, Provenance>;

/** SHA-256 of a file; of a folder, that of what `sha256sum *` prints in it. */
function hashOf(path: string): string {
  const hash = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');
  if (!statSync(path).isDirectory()) return hash(readFileSync(path));
  const names = readdirSync(path).toSorted();
  return hash(names.map((name) => `${hashOf(join(path, name))}  ${name}\n`).join(''));
}

describe('the provenance of weights', () => {
  it('is told of every file that was learnt, and of no other', () => {
    const files = readdirSync(MODELS, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map((each) => join(each.parentPath, each.name).slice(MODELS.length + 1))
      .filter((path) => !NOT_LEARNT.test(path));
    expect(Object.keys(provenance).toSorted()).toEqual(files.toSorted());
  });

  it.each(Object.entries(provenance))('of %s is that of the file which is shipped', (file, { sha256 }) => {
    expect(hashOf(join(MODELS, file))).toBe(sha256);
  });

  // What else it was made of, the knowledge of that day, has moved on since.
  const fixed = Object.entries(provenance).flatMap(([file, { from }]) =>
    Object.entries(from).flatMap(([path, sha256]) =>
      path.startsWith('models/') ? [[file, path, sha256] as const] : [],
    ),
  );
  it.each(fixed)('of %s names %s as it is now: nothing was added to it or taken from it since', (_, path, sha256) => {
    expect(hashOf(join(ROOT, path))).toBe(sha256);
  });
});
