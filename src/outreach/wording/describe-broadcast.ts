import type { Broadcast } from '../../people/broadcast.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Texts } from '../../text/texts.js';
import { formatInstant } from '../../time.js';
import { describeSegment } from './describe-segment.js';

const OPENING = 40;

/** What an officer checks of a broadcast beside its words: the fields of the cards in `prompts/announcing.yaml`. */
export function describeBroadcast(
  broadcast: Broadcast,
  { tree, texts, now }: { readonly tree: UnitTree; readonly texts: Texts; readonly now: Date },
) {
  const { id, content, status } = broadcast;
  const { audience, dueAt, expiresAt, isUrgent, topic, corrects } = content;
  const whom =
    audience.type === 'members' ? describeSegment(audience.segment, tree, texts) : texts('segment.followers');
  return {
    id,
    status: texts(`announce.status.${status}`),
    opening: openingOf(broadcast),
    topic: texts(`topic.${topic}`),
    audience: corrects === undefined ? whom : texts('segment.corrects', { id: corrects, segment: whom }),
    when: dueAt <= now ? texts('announce.now') : formatInstant(dueAt),
    at: formatInstant(dueAt),
    until: formatInstant(expiresAt),
    urgent: isUrgent ? texts('announce.urgent') : '',
    variants: content.messages.length > 1 ? texts('announce.two-variants') : '',
  };
}

/** The first words, to know one announcement from another on a list. */
export function openingOf({ content: { audience, messages } }: Pick<Broadcast, 'content'>): string {
  const words = audience.type === 'followers' ? audience.article.title : (messages[0]?.text ?? '');
  const plain = words
    .split('\n')
    .filter((line) => !/\{[\w-]+\}/.test(line))
    .join(' ')
    .replace(/\*+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain.length <= OPENING) return plain;
  return `${plain.slice(0, OPENING).replace(/\s+\S*$/, '')}…`;
}
