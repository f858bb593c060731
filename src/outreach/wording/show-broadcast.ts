import type { Article, ChannelName, OutgoingMessage } from '../../channels/channel.js';
import type { Broadcast, BroadcastContent } from '../../people/broadcast.js';
import { renderForChannel } from '../drafting/render-broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';

/** What people on some channels read, with buttons and files as lines. */
export interface ShownBroadcast {
  /** Those on which it looks the same. */
  readonly channels: readonly ChannelName[];
  /** Which of two messages that are tried against each other. */
  readonly variant: number;
  readonly text: string;
}

/** Exactly what each open channel will show, for who cannot look into all of them. */
export async function showBroadcast(
  broadcast: Pick<Broadcast, 'id' | 'content'>,
  doors: OutreachDoors,
): Promise<readonly ShownBroadcast[]> {
  const { audience } = broadcast.content;
  if (audience.type === 'followers')
    return [{ channels: ['zalo-oa'], variant: 0, text: showArticle(audience.article, doors) }];
  const shown: ShownBroadcast[] = [];
  for (const variant of broadcast.content.messages.keys()) {
    for (const [name, { capabilities }] of doors.channels) {
      if (!capabilities.proactive) continue;
      const text = toLines(await renderForChannel(broadcast, variant, capabilities, doors), doors);
      const same = shown.findIndex((each) => each.variant === variant && each.text === text);
      if (same < 0) shown.push({ channels: [name], variant, text });
      else shown[same] = { ...shown[same]!, channels: [...shown[same]!.channels, name] };
    }
  }
  return [...shown, ...showTemplate(broadcast.content, doors)];
}

/** Zalo holds its words; what fills them is ours, and bound by the approval. */
function showTemplate({ template }: BroadcastContent, { channels, texts }: OutreachDoors): readonly ShownBroadcast[] {
  const able = [...channels].filter(([, { capabilities }]) => capabilities.proactive?.templates).map(([name]) => name);
  if (!template || able.length === 0) return [];
  const fields = Object.entries(template.data).map(([name, value]) => `- ${name}: ${value}`);
  const text = texts('announce.shown-template', { id: template.id, fields: fields.join('\n') });
  return [{ channels: able, variant: 0, text }];
}

/** With what nobody may overlook of an article. */
function showArticle({ title, description, author, body, coverUrl }: Article, { texts }: OutreachDoors): string {
  const shown = texts('announce.shown-article', {
    title,
    description,
    author,
    body: body.join('\n\n'),
    cover: coverUrl,
  });
  return `${shown}\n\n${texts('announce.article-warning')}`;
}

function toLines(messages: readonly OutgoingMessage[], { texts }: OutreachDoors): string {
  const lines = messages.map(({ text, attachments = [], buttons = [] }) =>
    [
      ...attachments.map(({ name }) => texts('announce.shown-file', { name })),
      text,
      ...buttons.map(({ label }) => texts('announce.shown-button', { label })),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return lines.join(`\n\n${texts('announce.shown-next')}\n`);
}
