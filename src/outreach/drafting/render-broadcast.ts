import type { Attachment, Button, Capabilities, OutgoingMessage } from '../../channels/channel.js';
import { isCarried, renderMessage } from '../../channels/render-message.js';
import type { Broadcast, BroadcastAttachment, BroadcastMessage } from '../../people/broadcast.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { renderCitation } from './render-citation.js';

export type RenderDoors = Pick<OutreachDoors, 'ledger' | 'library' | 'texts' | 'clock'>;
type Rendered = Pick<Broadcast, 'id' | 'content'>;

/** What a member reads, where a channel can show everything. */
export async function renderBroadcast(
  broadcast: Rendered,
  variant: number,
  doors: RenderDoors,
): Promise<OutgoingMessage> {
  const message = pickMessage(broadcast, variant);
  const files = await loadFiles(message.attachments, doors);
  return compose(
    broadcast,
    message,
    { choices: true, acts: true, links: message.buttons.length, ...files, refused: [] },
    doors,
  );
}

/**
 * The messages that a member reads on a channel, in order; each is one call of the platform. Words come before what is
 * attached. How a message is voted on where a channel shows no buttons is said in words: what is typed there would
 * mean something else.
 */
export async function renderForChannel(
  broadcast: Rendered,
  variant: number,
  capabilities: Capabilities,
  doors: RenderDoors,
): Promise<readonly OutgoingMessage[]> {
  const message = pickMessage(broadcast, variant);
  const { attachments, missing } = await loadFiles(message.attachments, doors);
  const carried = attachments.filter((each) => isCarried(each, capabilities));
  const refused = attachments.filter((each) => !carried.includes(each));
  const shape = { ...countShown(message, capabilities), attachments: carried, refused, missing };
  const whole = compose(broadcast, message, shape, doors);
  const parts = renderMessage(whole, capabilities);
  return [...parts.filter(({ text }) => text !== ''), ...parts.filter(({ text }) => text === '')];
}

function pickMessage({ content }: Rendered, variant: number): BroadcastMessage {
  return content.messages[variant] ?? content.messages[0] ?? { text: '', attachments: [], buttons: [] };
}

/** What of a message becomes what on a channel. */
interface Shape {
  /** Whether the poll's options are buttons. */
  readonly choices: boolean;
  /** Whether what can be done about a reminder is buttons. */
  readonly acts: boolean;
  /** How many links are buttons: all or none. */
  readonly links: number;
  readonly attachments: readonly Attachment[];
  /** Those that the channel cannot show: a line each. */
  readonly refused: readonly Attachment[];
  /** Names of files that are not there any more. */
  readonly missing: readonly string[];
}

function countShown(
  { poll, buttons, reminds = [] }: BroadcastMessage,
  { buttons: rule }: Capabilities,
): Pick<Shape, 'choices' | 'acts' | 'links'> {
  const options = poll?.options.length ?? 0;
  if (!rule) return { choices: false, acts: false, links: 0 };
  const sends = rule.kinds.includes('send');
  const choices = sends && options <= rule.most;
  const taken = choices ? options : 0;
  const acts = sends && countActs(reminds) <= rule.most - taken;
  const room = rule.kinds.includes('url') ? rule.most - taken - (acts ? countActs(reminds) : 0) : 0;
  return { choices, acts, links: buttons.length <= room ? buttons.length : 0 };
}

function compose({ id, content }: Rendered, message: BroadcastMessage, shape: Shape, doors: RenderDoors) {
  const { texts } = doors;
  const { poll, citation, reminds = [] } = message;
  const votes = shape.choices ? (poll?.options ?? []).map((label, at) => ({ label, send: voteFor(id, at + 1) })) : [];
  const acts = shape.acts ? toActs(reminds, texts) : [];
  const links = message.buttons.slice(0, shape.links);
  const lines = [
    ...message.buttons.slice(shape.links).map(({ label, url }) => `${label}: ${url}`),
    ...shape.refused.map(({ name, content: held }) =>
      'url' in held ? `${name}: ${held.url}` : texts('broadcast.file-refused', { name }),
    ),
    ...shape.missing.map((name) => texts('broadcast.file-missing', { name })),
  ];
  const blocks = [
    content.isUrgent ? texts('broadcast.urgent') : '',
    content.corrects === undefined ? '' : texts('broadcast.correction'),
    message.text,
    citation ? renderCitation(citation, doors) : '',
    poll ? [`**${poll.question}**`, ...poll.options.map((option, at) => `${at + 1}) ${option}`)].join('\n') : '',
    poll ? texts(shape.choices ? 'broadcast.poll.tap' : 'broadcast.poll.type', { vote: voteFor(id, 1) }) : '',
    lines.join('\n'),
    reminds.length > 0 && !shape.acts ? texts('reminder.typed') : '',
    texts('broadcast.stop'),
  ];
  const buttons: readonly Button[] = [...votes, ...acts, ...links];
  return {
    text: blocks.filter((block) => block !== '').join('\n\n'),
    ...(buttons.length > 0 ? { buttons } : {}),
    ...(shape.attachments.length > 0 ? { attachments: shape.attachments } : {}),
  };
}

/** What a button of a poll sends, and what is typed where there are none; options count from 1. */
function voteFor(broadcastId: string, option: number): string {
  return `/phieu ${broadcastId} ${option}`;
}

/** Below one reminder all that can be done about it, below several the way to the list. */
function toActs(reminds: readonly string[], texts: RenderDoors['texts']): readonly Button[] {
  const [only] = reminds;
  if (only === undefined) return [];
  if (reminds.length > 1) return [{ label: texts('reminder.list-button'), send: '/lich' }];
  return (['xong', 'lai', 'thoi'] as const).map((act) => ({
    label: texts(`reminder.button.${act}`),
    send: `/nhac ${only} ${act}`,
  }));
}

const countActs = ({ length }: readonly string[]): number => (length === 1 ? 3 : Math.min(length, 1));

async function loadFiles(
  attachments: readonly BroadcastAttachment[],
  { ledger }: RenderDoors,
): Promise<Pick<Shape, 'attachments' | 'missing'>> {
  const loaded: Attachment[] = [];
  const missing: string[] = [];
  for (const { content, ...rest } of attachments) {
    const bytes = 'url' in content ? undefined : await ledger.findFile(content.fileId);
    if ('url' in content) loaded.push({ ...rest, content });
    else if (bytes) loaded.push({ ...rest, content: { bytes } });
    else missing.push(rest.name);
  }
  return { attachments: loaded, missing };
}
