import type { Article } from '../../channels/channel.js';
import type { BroadcastContent, BroadcastMessage, TemplateUse } from '../../people/broadcast.js';
import type { Segment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { type ContentFlaw, checkMessage, checkWords, isHttps } from './check-message.js';
import { renderForChannel } from './render-broadcast.js';

export type ContentDoors = Pick<OutreachDoors, 'ledger' | 'library' | 'texts' | 'clock' | 'channels' | 'tree'>;

/** Of one announcement, to one person. */
const MOST_MESSAGES = 3;
const ARTICLE = { title: 150, description: 300, author: 50 } as const;
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
    if (!isOnePoll(messages)) flaws.push({ key: 'two-polls' });
    flaws.push(...listGoneUnits(audience.segment, await doors.tree()));
  }
  if (template) flaws.push(...checkTemplate(template));
  flaws.push(...checkTimes(content, doors.clock()));
  if (corrects !== undefined) {
    const corrected = await doors.ledger.findBroadcast(corrects);
    if (corrected?.content.audience.type !== 'members') flaws.push({ key: 'corrects', fields: { id: corrects } });
  }
  return flaws.length > 0 || audience.type === 'followers' ? flaws : checkFit(content, doors);
}

/** Votes of both messages are counted together, by the place of an option. */
function isOnePoll(messages: readonly BroadcastMessage[]): boolean {
  const polls = messages.flatMap(({ poll }) => (poll ? [poll.options.join('\n')] : []));
  return new Set(polls).size <= 1;
}

function checkTemplate({ id, data }: TemplateUse): readonly ContentFlaw[] {
  const [empty] = Object.entries(data).find(([, value]) => value.trim() === '') ?? [];
  return [
    ...(id.trim() === '' ? [{ key: 'template' }] : []),
    ...(empty === undefined ? [] : [{ key: 'template-field', fields: { field: empty } }]),
    ...checkWords([id, ...Object.values(data)].join('\n')),
  ];
}

function checkTimes({ dueAt, expiresAt }: BroadcastContent, now: Date): readonly ContentFlaw[] {
  if (Number.isNaN(dueAt.getTime()) || Number.isNaN(expiresAt.getTime())) return [{ key: 'times' }];
  if (expiresAt <= dueAt) return [{ key: 'expires-early' }];
  return expiresAt <= now ? [{ key: 'expired' }] : [];
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
  return [...flaws, ...checkWords([title, article.description, article.author, ...body].join('\n'))];
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
