import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { AppError } from '../../errors.js';
import { parseAnnouncement } from '../../ingest/parse-announcement.js';
import { writeFlaw } from '../../ingest/read-campaigns/read-yaml.js';
import { changeContent, createBroadcast } from '../../outreach/drafting/create-broadcast.js';
import { sayFlaws } from '../../outreach/staff/say-outcome.js';
import { toArticle, toContent } from '../../outreach/staff/to-content.js';
import type { BroadcastContent } from '../../people/broadcast.js';
import { type Desk, refuse, say, toId } from './desk.js';

/** `new`, `article`: a draft from a file. Nobody is written to. */
export function createDraft(kind: 'message' | 'article') {
  return async (desk: Desk): Promise<void> => {
    const { doors, actor } = desk;
    const content = await readContent(desk, kind);
    const creation = await createBroadcast({ content, origin: 'shell', author: actor, status: 'draft' }, doors);
    if (creation.status === 'created') tellDraft(desk, creation.broadcast.id, creation.flaws);
    else if (creation.status === 'refused') refuse(sayFlaws(creation.flaws, doors.texts));
  };
}

/** `change ID`: another content for what was not sent yet; approvals of the former one are void. */
export async function changeDraft(desk: Desk): Promise<void> {
  const { doors, actor, args } = desk;
  const { texts, ledger } = doors;
  const id = toId(args[0]);
  const held = await ledger.findBroadcast(id);
  if (held?.author !== actor.id) return refuse(texts('announce.unknown', { id }));
  const content = await readContent(desk, held.content.audience.type === 'followers' ? 'article' : 'message');
  const change = await changeContent(id, () => content, actor, doors);
  if (change.status === 'changed') tellDraft(desk, id, change.flaws);
  else if (change.status === 'refused') refuse(sayFlaws(change.flaws, texts));
  else if (change.status === 'not-now') {
    refuse(texts('follow.not-now', { status: texts(`announce.status.${change.broadcast.status}`) }));
  } else refuse(texts('announce.unknown', { id }));
}

type Flaws = Parameters<typeof sayFlaws>[0];

function tellDraft({ doors: { texts }, options }: Desk, id: string, flaws: Flaws): void {
  if (options.json) say(JSON.stringify({ id, flaws: flaws.map(({ key }) => key) }));
  else if (flaws.length === 0) say(texts('announce.drafted', { id }));
  else say(texts('announce.drafted-flawed', { id, flaws: sayFlaws(flaws, texts) }));
}

async function readContent(desk: Desk, kind: 'message' | 'article'): Promise<BroadcastContent> {
  const { doors, templates, options } = desk;
  const { file } = options;
  if (file === undefined && process.stdin.isTTY) {
    throw new AppError('invalid-input', 'Thiếu --file TỆP.md (hoặc đưa nội dung vào qua đầu vào: … < tin.md).');
  }
  const name = file ?? 'stdin';
  const words = file === undefined ? await readAll(process.stdin) : await readText(file);
  if (words.trim() === '') throw new AppError('invalid-input', `${name}: trống, chưa có gì để soạn.`);
  const folder = file === undefined ? process.cwd() : dirname(resolve(file));
  const tools = { templates, readFile: (path: string) => readFile(resolve(folder, path)).catch(() => undefined) };
  const reading = await (async () => {
    if (kind === 'article') return toArticle(written(parseAnnouncement(name, words, 'article')), doors);
    return toContent(written(parseAnnouncement(name, words, 'message')), tools, doors);
  })();
  if (reading.status === 'read') return reading.content;
  throw new AppError('invalid-input', reading.reasons.map((reason) => `${name}: ${reason}`).join('\n'));
}

function written<T>(
  parsed: { readonly written: T } | { readonly flaws: readonly Parameters<typeof writeFlaw>[0][] },
): T {
  if ('written' in parsed) return parsed.written;
  throw new AppError('invalid-input', parsed.flaws.map(writeFlaw).join('\n'));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('invalid-input', `Không đọc được tệp ${file}. Chưa có gì được ghi.`, { cause });
  }
}
