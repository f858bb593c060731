import type { Article } from '../../channels/channel.js';
import { holdsIdNumber } from '../../people/personal-data.js';
import type { Segment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit.js';
import type { BroadcastAttachment, BroadcastContent, BroadcastMessage, Poll } from '../broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { renderForChannel } from './render-broadcast.js';

/** Why a content cannot be sent as it is; in words: `texts('broadcast.flaw.' + key, fields)`. */
export interface ContentFlaw {
  readonly key: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export type ContentDoors = Pick<OutreachDoors, 'ledger' | 'library' | 'texts' | 'clock' | 'channels' | 'tree'>;

/** Of one announcement, to one person. */
const MOST_MESSAGES = 3;
const LONGEST_TEXT = 6_000;
const MOST_ATTACHMENTS = 3;
const LARGEST_FILE = 5_000_000;
const LONGEST_LABEL = 60;
const MOST_BUTTONS = 5;
const LONGEST_OPTION = 100;
const LONGEST_QUESTION = 300;
const OPTIONS = { least: 2, most: 8 };
const ARTICLE = { title: 150, description: 300, author: 50 } as const;
const FIELD = /\{[^{}\n]{1,60}\}/u;
/** As long as an id is. */
const ANY_ID = 'XXXXXXXX';

/** Everything that stands in the way of sending, in the order in which a person would put it right. */
export async function checkContent(content: BroadcastContent, doors: ContentDoors): Promise<readonly ContentFlaw[]> {
  const { messages, audience, template, corrects } = content;
  const flaws: ContentFlaw[] = [];
  if (audience.type === 'followers') flaws.push(...checkArticle(audience.article));
  else {
    if (messages.length < 1 || messages.length > 2) flaws.push({ key: 'messages' });
    for (const message of messages) flaws.push(...(await checkMessage(message, doors)));
    flaws.push(...listGoneUnits(audience.segment, await doors.tree()));
  }
  if (template) flaws.push(...checkWords([template.id, ...Object.values(template.data)].join('\n')));
  if (template?.id.trim() === '') flaws.push({ key: 'template' });
  flaws.push(...checkTimes(content, doors.clock()));
  if (corrects !== undefined) {
    const corrected = await doors.ledger.findBroadcast(corrects);
    if (corrected?.content.audience.type !== 'members') flaws.push({ key: 'corrects', fields: { id: corrects } });
  }
  return flaws.length > 0 || audience.type === 'followers' ? flaws : checkFit(content, doors);
}

function checkTimes({ dueAt, expiresAt }: BroadcastContent, now: Date): readonly ContentFlaw[] {
  if (Number.isNaN(dueAt.getTime()) || Number.isNaN(expiresAt.getTime())) return [{ key: 'times' }];
  if (expiresAt <= dueAt) return [{ key: 'expires-early' }];
  return expiresAt <= now ? [{ key: 'expired' }] : [];
}

async function checkMessage(message: BroadcastMessage, doors: ContentDoors): Promise<readonly ContentFlaw[]> {
  const { text, buttons, citation, poll, attachments } = message;
  const flaws: ContentFlaw[] = [];
  if (text.trim() === '') flaws.push({ key: 'empty' });
  if (text.length > LONGEST_TEXT) flaws.push({ key: 'long', fields: { most: String(LONGEST_TEXT) } });
  const labels = buttons.map(({ label }) => label);
  flaws.push(...checkWords([text, ...labels, ...(poll ? [poll.question, ...poll.options] : [])].join('\n')));
  if (buttons.length > MOST_BUTTONS) flaws.push({ key: 'buttons', fields: { most: String(MOST_BUTTONS) } });
  for (const { label, url } of buttons) {
    if (!isHttps(url)) flaws.push({ key: 'link', fields: { label: label || url } });
    if (label.trim() === '' || label.length > LONGEST_LABEL) {
      flaws.push({ key: 'label', fields: { label: label || url, most: String(LONGEST_LABEL) } });
    }
  }
  if (poll) flaws.push(...checkPoll(poll));
  if (attachments.length > MOST_ATTACHMENTS) {
    flaws.push({ key: 'attachments', fields: { most: String(MOST_ATTACHMENTS) } });
  }
  for (const each of attachments) flaws.push(...(await checkFile(each, doors)));
  if (citation) {
    const document = doors.library.findById(citation.documentId);
    const provision =
      citation.provisionId === undefined ? undefined : doors.library.findProvision(citation.provisionId);
    const isHeld = document && (citation.provisionId === undefined || provision?.documentId === document.id);
    if (!isHeld) flaws.push({ key: 'citation', fields: { id: citation.provisionId ?? citation.documentId } });
  }
  return flaws;
}

/** Phones, addresses and names of contact persons belong into an announcement; numbers of identity cards never do. */
function checkWords(words: string): readonly ContentFlaw[] {
  const [field] = FIELD.exec(words) ?? [];
  return [
    ...(field === undefined ? [] : [{ key: 'field', fields: { field } }]),
    ...(holdsIdNumber(words) ? [{ key: 'id-number' }] : []),
  ];
}

function checkPoll({ question, options }: Poll): readonly ContentFlaw[] {
  const flaws: ContentFlaw[] = [];
  if (question.trim() === '' || question.length > LONGEST_QUESTION) {
    flaws.push({ key: 'question', fields: { most: String(LONGEST_QUESTION) } });
  }
  const distinct = new Set(options.map((option) => option.trim().toLowerCase()));
  const isFit = options.length >= OPTIONS.least && options.length <= OPTIONS.most;
  if (!isFit || distinct.size < options.length || distinct.has('')) flaws.push({ key: 'options' });
  if (options.some((option) => option.length > LONGEST_OPTION)) {
    flaws.push({ key: 'option', fields: { most: String(LONGEST_OPTION) } });
  }
  return flaws;
}

async function checkFile(
  { name, content }: BroadcastAttachment,
  { ledger }: ContentDoors,
): Promise<readonly ContentFlaw[]> {
  if ('url' in content) return isHttps(content.url) ? [] : [{ key: 'file-address', fields: { name } }];
  const bytes = await ledger.findFile(content.fileId);
  if (!bytes) return [{ key: 'file-missing', fields: { name } }];
  return bytes.byteLength > LARGEST_FILE ? [{ key: 'file-large', fields: { name } }] : [];
}

function checkArticle(article: Article): readonly ContentFlaw[] {
  const { title, body, coverUrl } = article;
  const flaws: ContentFlaw[] = [];
  if (title.trim() === '' || body.every((paragraph) => paragraph.trim() === '')) flaws.push({ key: 'article-empty' });
  for (const part of ['title', 'description', 'author'] as const) {
    if (article[part].length > ARTICLE[part]) {
      flaws.push({ key: `article-${part}`, fields: { most: String(ARTICLE[part]) } });
    }
  }
  if (!isHttps(coverUrl)) flaws.push({ key: 'article-cover' });
  return [...flaws, ...checkWords([title, article.description, ...body].join('\n'))];
}

function listGoneUnits(segment: Segment, tree: UnitTree): readonly ContentFlaw[] {
  if ('branch' in segment) {
    return tree.standingFor(segment.branch) ? [] : [{ key: 'unit', fields: { unit: segment.branch } }];
  }
  const parts = 'and' in segment ? segment.and : 'or' in segment ? segment.or : 'not' in segment ? [segment.not] : [];
  return parts.flatMap((part) => listGoneUnits(part, tree));
}

/** What a person would have to scroll through is no announcement. */
async function checkFit(content: BroadcastContent, doors: ContentDoors): Promise<readonly ContentFlaw[]> {
  const flaws: ContentFlaw[] = [];
  for (const [name, { capabilities }] of doors.channels) {
    if (!capabilities.proactive) continue;
    for (const variant of content.messages.keys()) {
      const parts = await renderForChannel({ id: ANY_ID, content }, variant, capabilities, doors);
      if (parts.length <= MOST_MESSAGES) continue;
      const fields = {
        channel: doors.texts(`channel.${name}`),
        parts: String(parts.length),
        most: String(MOST_MESSAGES),
      };
      flaws.push({ key: 'parts', fields });
      break;
    }
  }
  return flaws;
}

function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}
