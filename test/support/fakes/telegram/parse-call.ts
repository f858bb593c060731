import type { IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One call of the Bot API as it came in. */
export interface Call {
  readonly token: string;
  /** The method as it was written. */
  readonly name: string;
  /** The method in lower case: Telegram does not mind. */
  readonly method: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** By the id that `attach://` names. */
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export interface UploadedFile {
  readonly name: string;
  readonly size: number;
}

/** Query, form, JSON or multipart (docs/telegram.md#calls). Nothing where the path is no call. */
export async function parseCall(request: IncomingMessage): Promise<Call | undefined> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
  const body = await buffer(request);
  if (!token || !method) return undefined;
  const { fields, files } = parseBody(request.headers['content-type'] ?? '', body);
  return {
    token: decodeURIComponent(token),
    name: method,
    method: method.toLowerCase(),
    fields: { ...readStrings(url.searchParams), ...fields },
    files,
  };
}

function parseBody(type: string, body: Buffer): Pick<Call, 'fields' | 'files'> {
  const files = new Map<string, UploadedFile>();
  if (/^application\/json/i.test(type)) return { fields: parseJson(body.toString('utf8')), files };
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    return { fields: readStrings(new URLSearchParams(body.toString('utf8'))), files };
  }
  const [, boundary] = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type) ?? [];
  return boundary === undefined ? { fields: {}, files } : parseMultipart(boundary, body);
}

function parseMultipart(boundary: string, body: Buffer): Pick<Call, 'fields' | 'files'> {
  const files = new Map<string, UploadedFile>();
  const given: [string, string][] = [];
  // Bytes as letters, so that places in the text are places in the bytes.
  for (const part of body.toString('latin1').split(`--${boundary}`).slice(1, -1)) {
    const end = part.indexOf('\r\n\r\n');
    const head = Buffer.from(part.slice(0, end), 'latin1').toString('utf8');
    const content = Buffer.from(part.slice(end + 4, -2), 'latin1');
    const [, name] = /;\s*name="([^"]*)"/i.exec(head) ?? [];
    const [, quoted, bare] = /;\s*filename=(?:"([^"]*)"|([^;\r\n]*))/i.exec(head) ?? [];
    if (name === undefined) continue;
    const fileName = quoted ?? bare;
    if (fileName === undefined) given.push([name, content.toString('utf8')]);
    else files.set(name, { name: fileName, size: content.length });
  }
  return { fields: readStrings(given), files };
}

/** Fields that are lists or objects come as JSON in a string. */
function readStrings(pairs: Iterable<[string, string]>): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(pairs, ([name, value]) => [name, /^[[{]/.test(value) ? (tryJson(value) ?? value) : value]),
  );
}

function parseJson(text: string): Record<string, unknown> {
  const value = tryJson(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
