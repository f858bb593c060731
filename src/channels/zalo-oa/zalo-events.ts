import type { Address, IncomingEvent, IncomingFile } from '../channel.js';
import { type Fields, toFields, toId, toList } from './ask-zalo.js';

/** By the last word of `user_send_…` and by the type of an attachment (docs/zalo.md#events). */
const FILE_KINDS: Readonly<Record<string, IncomingFile['kind']>> = {
  image: 'image',
  gif: 'image',
  audio: 'audio',
  video: 'video',
  sticker: 'sticker',
  location: 'location',
  business_card: 'contact',
  file: 'file',
};

/** Known names that nothing is done about: echoes of what we sent, web visitors, groups, and what only an office cares for (docs/zalo.md#events). */
const IGNORED =
  /^(oa_|anonymous_|widget_|user_send_group_|react_request_join_group_|(user_reacted_message|user_submit_info|update_user_info|user_feedback|add_user_to_tag|remove_user_from_tag|remove_tag|create_group|user_join_group|user_request_join_group|accept_request_join_group|reject_request_join_group|user_out_group|user_leave_group|add_group_admin|remove_group_admin|update_group_info|delete_group|user_reply_consent|user_call_oa|change_template_status|change_oa_daily_quota|extension_purchased)$)/;

/** What a webhook's body says; undefined where its name is not known or something that it needs is missing. */
export function toEvents(body: Fields, receivedAt: Date): readonly IncomingEvent[] | undefined {
  const name = body.event_name;
  if (typeof name !== 'string') return undefined;
  if (IGNORED.test(name)) return [];
  const read = readerOf(name);
  const person = read && toId(read.person(body));
  if (!read || !person) return undefined;
  const sentAt = toInstant(body.timestamp);
  return read.events(body, {
    from: { channel: 'zalo-oa', chat: person },
    receivedAt,
    ...(sentAt ? { sentAt } : {}),
  });
}

interface Head {
  readonly from: Address;
  readonly receivedAt: Date;
  readonly sentAt?: Date;
}

interface Reader {
  readonly person: (body: Fields) => unknown;
  readonly events: (body: Fields, head: Head) => readonly IncomingEvent[];
}

const bySender = (body: Fields) => toFields(body.sender).id;
const byFollower = (body: Fields) => toFields(body.follower).id;
const byUserId = (body: Fields) => body.user_id;

const turning =
  (type: 'joined' | 'left') =>
  (body: Fields, head: Head): readonly IncomingEvent[] => [{ ...head, type, id: toOwnId(body, head.from.chat) }];

const READERS: Readonly<Record<string, Reader>> = {
  follow: { person: byFollower, events: turning('joined') },
  unfollow: { person: byFollower, events: turning('left') },
  user_click_chatnow: { person: byUserId, events: turning('joined') },
  // A person's demand to be forgotten.
  user_withdraw: { person: (body) => byUserId(body) ?? bySender(body), events: turning('left') },
  // Of a template by phone the receiver is the phone and the sender the OA.
  user_received_message: {
    person: (body) => ('tracking_id' in toFields(body.message) ? toFields(body.recipient).id : bySender(body)),
    events: toDelivered,
  },
  user_seen_message: { person: bySender, events: toSeen },
};

function readerOf(name: string): Reader | undefined {
  if (name.startsWith('user_send_')) return { person: bySender, events: toMessage };
  return Object.hasOwn(READERS, name) ? READERS[name] : undefined;
}

/** What a repeat shares where there is no message id (docs/zalo.md#repeats). */
function toOwnId({ event_name, timestamp }: Fields, chat: string): string {
  return `${event_name}:${toId(timestamp) ?? ''}:${chat}`;
}

function toMessage(body: Fields, head: Head): readonly IncomingEvent[] {
  const message = toFields(body.message);
  const messageId = toId(message.msg_id);
  const sort = String(body.event_name).slice('user_send_'.length);
  const text = typeof message.text === 'string' ? message.text : '';
  return [
    {
      ...head,
      type: 'message',
      id: messageId ? `${body.event_name}:${messageId}` : toOwnId(body, head.from.chat),
      text,
      files: toFiles(sort, text, toList(message.attachments)),
      ...(messageId ? { messageId } : {}),
    },
  ];
}

/** A link among words is no file; an event of a sort that is not known holds something at least. */
function toFiles(sort: string, text: string, attachments: readonly unknown[]): readonly IncomingFile[] {
  if (sort === 'text' || (sort === 'link' && text !== '')) return [];
  const sorts = attachments.length > 0 ? attachments.map((each) => toFields(each).type) : [sort];
  return sorts.map((each) => ({ kind: kindOf(each) ?? kindOf(sort) ?? 'other' }));
}

function kindOf(sort: unknown): IncomingFile['kind'] | undefined {
  return typeof sort === 'string' && Object.hasOwn(FILE_KINDS, sort) ? FILE_KINDS[sort] : undefined;
}

function toDelivered(body: Fields, head: Head): readonly IncomingEvent[] {
  const messageId = toId(toFields(body.message).msg_id);
  return messageId ? [{ ...head, type: 'delivered', id: `${body.event_name}:${messageId}`, messageId }] : [];
}

function toSeen(body: Fields, head: Head): readonly IncomingEvent[] {
  const ids = toList(toFields(body.message).msg_ids).flatMap((id) => toId(id) ?? []);
  return [...new Set(ids)].map((messageId) => ({
    ...head,
    type: 'seen',
    id: `${body.event_name}:${messageId}`,
    messageId,
  }));
}

/** Milliseconds of the epoch as a text; samples of Zalo's own hold shorter values (docs/zalo.md#repeats). */
function toInstant(timestamp: unknown): Date | undefined {
  const written = toId(timestamp) ?? '';
  return /^\d{13}$/.test(written) ? new Date(Number(written)) : undefined;
}
