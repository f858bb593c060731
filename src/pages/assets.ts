import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';

const TYPES = {
  'style.css': 'text/css; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'document.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml; charset=utf-8',
} as const;

export type AssetName = keyof typeof TYPES;

/** `build.js` makes them of `src/pages/browser/`; from `src/pages/` the way to them is the same as from `dist/pages/`. */
const BUILT = join(import.meta.dirname, '../../dist/pages/browser');
const NAMES = Object.keys(TYPES) as AssetName[];
const BODIES = new Map(NAMES.map((name) => [name, readFileSync(join(BUILT, name), 'utf8')]));
const PATHS = new Map(Array.from(BODIES, ([name, body]) => [name, `/tep/${hash(body)}/${name}`]));

/** The address changes with the content, so browsers may keep a file for ever. */
export function assetPath(name: AssetName): string {
  return PATHS.get(name) ?? `/tep/${name}`;
}

/** Style, scripts and icon, from memory. */
export function createAssets(): Hono {
  const app = new Hono();
  for (const [name, body] of BODIES) {
    app.get(assetPath(name), (c) =>
      c.body(body, 200, { 'Content-Type': TYPES[name], 'Cache-Control': 'public, max-age=31536000, immutable' }),
    );
  }
  return app;
}

function hash(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 10);
}
