import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { CHAT_SCRIPT } from './chat-script.js';
import { DOCUMENT_SCRIPT } from './document-script.js';
import { ICON } from './icon.js';
import { STYLE } from './style.js';

const FILES = {
  'style.css': { type: 'text/css; charset=utf-8', body: STYLE },
  'chat.js': { type: 'text/javascript; charset=utf-8', body: CHAT_SCRIPT },
  'document.js': { type: 'text/javascript; charset=utf-8', body: DOCUMENT_SCRIPT },
  'icon.svg': { type: 'image/svg+xml; charset=utf-8', body: ICON },
} as const;

export type AssetName = keyof typeof FILES;

const NAMES = Object.keys(FILES) as AssetName[];
const PATHS = new Map(NAMES.map((name) => [name, `/tep/${hash(FILES[name].body)}/${name}`]));

/** The address changes with the content, so browsers may keep a file for ever. */
export function assetPath(name: AssetName): string {
  return PATHS.get(name) ?? `/tep/${name}`;
}

/** Style, scripts and icon, from memory. */
export function createAssets(): Hono {
  const app = new Hono();
  for (const name of NAMES) {
    app.get(assetPath(name), (c) =>
      c.body(FILES[name].body, 200, {
        'Content-Type': FILES[name].type,
        'Cache-Control': 'public, max-age=31536000, immutable',
      }),
    );
  }
  return app;
}

function hash(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 10);
}
