import type { BroadcastAttachment, BroadcastContent, BroadcastMessage, TemplateUse } from '../../people/broadcast.js';
import type { Topic } from '../../people/member.js';
import { findCitation } from '../drafting/find-citation.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type AnnouncementTemplate, fillField } from '../wording/announcement-template.js';
import { parseSegment } from '../wording/parse-segment.js';
import { readInstant } from '../wording/read-instant.js';
import { listEndings, mediaTypeOf, readFileAddress, readLink, readPoll } from '../wording/read-parts.js';

/** Until when what says nothing else is worth sending, from when it is due. */
export const EXPIRES_AFTER_MS = 3 * 86_400_000;

/** An announcement as staff writes it in a file, before anything in it is looked up. */
export interface WrittenAnnouncement extends WrittenTimes {
  readonly text: string;
  /** Tried against `text`: half of the recipients get each. */
  readonly variant?: string;
  readonly topic: Topic;
  /** As `parseSegment` reads it. Absent: whom the announcement that is put right was for. */
  readonly to?: string;
  readonly urgent: boolean;
  /** Id of a template, and what fills its fields. */
  readonly template?: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Words that `findCitation` finds. */
  readonly cite?: string;
  /** `Đăng ký | https://…` */
  readonly buttons: readonly string[];
  /** `Buổi nào? | Sáng | Chiều` */
  readonly poll?: string;
  /** Addresses, or names of files. */
  readonly images: readonly string[];
  readonly files: readonly string[];
  readonly corrects?: string;
  readonly zbs?: TemplateUse;
}

export interface WrittenArticle extends WrittenTimes {
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly cover: string;
  /** Paragraphs between empty lines. */
  readonly text: string;
}

interface WrittenTimes {
  /** As `readInstant` reads it, or `ngay`. Absent: at once. */
  readonly at?: string;
  readonly until?: string;
}

export interface ContentTools {
  readonly templates: readonly AnnouncementTemplate[];
  /** The bytes of a file beside what is read; undefined where it is not there. */
  readonly readFile: (name: string) => Promise<Uint8Array | undefined>;
}

export type ContentReading =
  | { readonly status: 'read'; readonly content: BroadcastContent }
  /** In Vietnamese, one for each thing that has to be put right. */
  | { readonly status: 'wrong'; readonly reasons: readonly string[] };

/** Looks up all that is named in a written announcement: units, hours, templates, documents, files. */
export async function toContent(
  written: WrittenAnnouncement,
  tools: ContentTools,
  doors: OutreachDoors,
): Promise<ContentReading> {
  const reasons: string[] = [];
  const complain = (key: string, fields: Readonly<Record<string, string>> = {}): undefined => {
    reasons.push(doors.texts(`announce.file.${key}`, fields));
    return undefined;
  };
  const { topic, urgent, corrects, zbs, variant } = written;
  const audience = await toAudience(written, doors, complain);
  const message = await toMessage(written, tools, doors, complain);
  const times = toTimes(written, doors, complain);
  if (!audience || !times || reasons.length > 0) return { status: 'wrong', reasons };
  const messages = variant === undefined ? [message] : [message, { ...message, text: variant }];
  const content: BroadcastContent = {
    topic,
    audience,
    messages,
    isUrgent: urgent,
    ...times,
    ...(corrects === undefined ? {} : { corrects }),
    ...(zbs === undefined ? {} : { template: zbs }),
  };
  return { status: 'read', content };
}

/** The same of an article to all followers. */
export function toArticle(written: WrittenArticle, doors: OutreachDoors): ContentReading {
  const reasons: string[] = [];
  const times = toTimes(written, doors, (key, fields) => {
    reasons.push(doors.texts(`announce.file.${key}`, fields));
  });
  if (!times) return { status: 'wrong', reasons };
  const { title, description, author, cover, text } = written;
  const body = text.split(/\n{2,}/).flatMap((paragraph) => paragraph.replace(/\s+/g, ' ').trim() || []);
  const article = { title, description, author, body, coverUrl: cover };
  const content = { topic: 'thong-bao', messages: [], isUrgent: false, ...times } as const;
  return { status: 'read', content: { ...content, audience: { type: 'followers', article } } };
}

type Complain = (key: string, fields?: Readonly<Record<string, string>>) => void;

async function toAudience(
  { to, corrects }: WrittenAnnouncement,
  { ledger, tree }: OutreachDoors,
  complain: Complain,
): Promise<BroadcastContent['audience'] | undefined> {
  if (to === undefined) {
    const corrected = corrects === undefined ? undefined : await ledger.findBroadcast(corrects);
    if (!corrected) complain(corrects === undefined ? 'to-missing' : 'corrects', { id: corrects ?? '' });
    return corrected?.content.audience;
  }
  const saved = new Map((await ledger.listSegments()).map(({ name, segment }) => [name, segment]));
  const read = parseSegment(to, { tree: await tree(), saved });
  if (read.status === 'read') return { type: 'members', segment: read.segment };
  complain('to-wrong', { at: read.at });
  return undefined;
}

function toTimes(
  { at = 'ngay', until }: WrittenTimes,
  { clock }: OutreachDoors,
  complain: Complain,
): Pick<BroadcastContent, 'dueAt' | 'expiresAt'> | undefined {
  const now = clock();
  const dueAt = at.toLowerCase() === 'ngay' ? now : readInstant(at, now);
  if (!dueAt) return void complain('at-wrong', { words: at });
  if (dueAt < now) return void complain('at-past', { words: at });
  const expiresAt = until === undefined ? new Date(dueAt.getTime() + EXPIRES_AFTER_MS) : readInstant(until, now);
  if (!expiresAt) return void complain('until-wrong', { words: until ?? '' });
  return { dueAt, expiresAt };
}

async function toMessage(
  written: WrittenAnnouncement,
  tools: ContentTools,
  doors: OutreachDoors,
  complain: Complain,
): Promise<BroadcastMessage> {
  const { cite, poll: asked, buttons: labels, images, files } = written;
  const found = cite === undefined ? undefined : findCitation(cite, doors);
  if (found?.status === 'none') complain('cite-none', { words: cite ?? '' });
  if (found?.status === 'several') complain('cite-several', { words: cite ?? '', labels: found.labels.join('; ') });
  const poll = asked === undefined ? undefined : readPoll(asked);
  if (asked !== undefined && !poll) complain('poll');
  const buttons = labels.flatMap((words) => readLink(words) ?? complain('button', { words }) ?? []);
  const attachments: BroadcastAttachment[] = [];
  for (const [kind, names] of [['image', images] as const, ['file', files] as const]) {
    for (const name of names) attachments.push(...(await toAttachment(kind, name, tools, doors, complain)));
  }
  return {
    text: fillTemplate(written, tools, complain),
    attachments,
    buttons,
    ...(found?.status === 'found' ? { citation: found.citation } : {}),
    ...(poll ? { poll } : {}),
  };
}

async function toAttachment(
  kind: BroadcastAttachment['kind'],
  words: string,
  { readFile }: ContentTools,
  { ledger }: OutreachDoors,
  complain: Complain,
): Promise<readonly BroadcastAttachment[]> {
  const linked = readFileAddress(kind, words);
  if (linked) return [linked];
  const name = words.split(/[/\\]/).at(-1) ?? words;
  const mediaType = mediaTypeOf(kind, name);
  const isAddress = /^[a-z]+:\/\//i.test(words);
  const bytes = mediaType === undefined || isAddress ? undefined : await readFile(words);
  if (mediaType !== undefined && bytes) {
    return [{ kind, name, mediaType, content: { fileId: await ledger.saveFile(bytes) } }];
  }
  complain(mediaType === undefined || isAddress ? 'file-kind' : 'file-gone', { words, endings: listEndings(kind) });
  return [];
}

/** The words of a template, then what was written beside it. What is left empty and may be so goes, with its line. */
function fillTemplate(
  { template: id, fields, text }: WrittenAnnouncement,
  { templates }: ContentTools,
  complain: Complain,
): string {
  if (id === undefined) return text;
  const template = templates.find((each) => each.id === id);
  if (!template) {
    complain('template', { words: id, ids: templates.map((each) => each.id).join(', ') });
    return text;
  }
  for (const name of Object.keys(fields)) {
    if (template.fields.some((field) => field.name === name)) continue;
    complain('field', { words: name, names: template.fields.map((field) => field.name).join(', ') });
  }
  const filled = template.fields.reduce((words, { name, isOptional }) => {
    const answer = fields[name];
    return answer === undefined && !isOptional ? words : fillField(words, name, answer);
  }, template.text.trim());
  return [filled, text].filter(Boolean).join('\n\n');
}
