import { sql } from 'kysely';
import type { Address, IncomingEvent, OutgoingMessage } from '../../channels/channel.js';
import type { Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';
import type { ClaimedChat } from '../store.js';

/** A chat in which people keep writing is answered after so many times the burst window. */
const LONGEST_BURST = 4;

/** False for an event whose id was seen before. */
export async function isFirst(step: Step, key: string, at: Date): Promise<boolean> {
  const result = await step
    .insertInto('seen_events')
    .values({ hash: key, seen_at: at.getTime() })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function recordEvent(
  step: Step,
  event: IncomingEvent,
  burstMs: number,
  mostWaiting: number,
): Promise<boolean> {
  const { channel, chat } = event.from;
  const receivedAt = event.receivedAt.getTime();
  const { events, oldestAt } = await countWaiting(step, event.from);
  if (events >= mostWaiting) return false;
  await step
    .insertInto('inbox_events')
    .values({
      channel,
      chat,
      body: JSON.stringify(event),
      received_at: receivedAt,
      sent_at: (event.sentAt ?? event.receivedAt).getTime(),
    })
    .execute();
  const waits = event.type === 'message' ? burstMs : 0;
  const longest = (oldestAt ?? receivedAt) + LONGEST_BURST * burstMs;
  // Makes the chat's row or waits for who holds it: a chat given back meanwhile is due again with this event.
  await makeDue(step, event.from, Math.min(receivedAt + waits, longest));
  return true;
}

/** Never sooner than what was set before: a pause that a platform asked for holds for what comes later too. */
export async function makeDue(step: Step, { channel, chat }: Address, dueAt: number): Promise<void> {
  await step
    .insertInto('inbox_chats')
    .values({ channel, chat, due_at: dueAt, claimed_until: 0, token: '', told_to_wait: 0 })
    .onConflict((conflict) =>
      conflict.columns(['channel', 'chat']).doUpdateSet({
        due_at: sql<number>`case when inbox_chats.due_at > ${dueAt} then inbox_chats.due_at else ${dueAt} end`,
      }),
    )
    .execute();
}

/** Whether a time has passed, or lies further ahead than it can have been set: then the clock went back since. */
export function isOver(column: 'due_at' | 'claimed_until', now: Date, longestMs: number) {
  const [nowMs, furthestMs] = [now.getTime(), Math.min(now.getTime() + longestMs, Number.MAX_SAFE_INTEGER)];
  return sql<boolean>`(${sql.ref(column)} <= ${nowMs} or ${sql.ref(column)} > ${furthestMs})`;
}

export async function countWaiting(step: Step, { channel, chat }: Address) {
  const events = await step
    .selectFrom('inbox_events')
    .select([sql<number>`count(*)`.as('amount'), sql<number | null>`min(received_at)`.as('oldest')])
    .where('channel', '=', channel)
    .where('chat', '=', chat)
    .executeTakeFirstOrThrow();
  const replies = await step
    .selectFrom('inbox_replies')
    .select(sql<number>`count(*)`.as('amount'))
    .where('channel', '=', channel)
    .where('chat', '=', chat)
    .executeTakeFirstOrThrow();
  return {
    events: Number(events.amount),
    replies: Number(replies.amount),
    ...(events.oldest === null ? {} : { oldestAt: Number(events.oldest) }),
  };
}

export async function readWaiting(
  step: Step,
  { channel, chat }: Address,
): Promise<Pick<ClaimedChat, 'events' | 'replies'>> {
  const events = await step
    .selectFrom('inbox_events')
    .select(['place', 'body'])
    .where('channel', '=', channel)
    .where('chat', '=', chat)
    .orderBy('sent_at')
    .orderBy('place')
    .execute();
  const replies = await step
    .selectFrom('inbox_replies')
    .selectAll()
    .where('channel', '=', channel)
    .where('chat', '=', chat)
    .orderBy('place')
    .execute();
  return {
    events: events.map(({ place, body }) => ({ place, event: readEvent(body) })),
    replies: replies.map(({ place, body, attempts, is_started }) => ({
      place,
      message: readMessage(body),
      attempts,
      isInDoubt: is_started === 1,
    })),
  };
}

function readEvent(body: string): IncomingEvent {
  const held = JSON.parse(body) as IncomingEvent & { readonly receivedAt: string; readonly sentAt?: string };
  return {
    ...held,
    receivedAt: new Date(held.receivedAt),
    ...(held.sentAt ? { sentAt: new Date(held.sentAt) } : {}),
  };
}

export async function isHeld(step: Step, { address, token }: ClaimedChat): Promise<boolean> {
  const row = await chatRow(step, address).hold();
  return row?.token === token;
}

export function chatRow(step: Step, { channel, chat }: Address) {
  const row = step.selectFrom('inbox_chats').selectAll().where('channel', '=', channel).where('chat', '=', chat);
  return {
    /** Nobody else changes the row, nor takes or gives events to the chat, until the step ends. */
    hold: () => row.forUpdate().executeTakeFirst(),
    get: () => row.executeTakeFirstOrThrow(),
    set: (values: Partial<Schema['inbox_chats']>) =>
      step.updateTable('inbox_chats').set(values).where('channel', '=', channel).where('chat', '=', chat).execute(),
    remove: () => step.deleteFrom('inbox_chats').where('channel', '=', channel).where('chat', '=', chat).execute(),
  };
}

/** Bytes of attachments travel as base64. */
export function writeMessage(message: OutgoingMessage): string {
  const { answer: _, ...body } = message;
  return JSON.stringify(body, (key, value: unknown) =>
    key === 'bytes' && value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
  );
}

function readMessage(body: string): OutgoingMessage {
  return JSON.parse(body, (key, value: unknown) =>
    key === 'bytes' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value,
  ) as OutgoingMessage;
}

/** Deletes what waits for a chat, its row included. */
export async function removeWaiting(step: Step, { channel, chat }: Address): Promise<void> {
  await chatRow(step, { channel, chat }).hold();
  for (const table of ['inbox_events', 'inbox_replies', 'inbox_chats'] as const) {
    await step.deleteFrom(table).where('channel', '=', channel).where('chat', '=', chat).execute();
  }
}

/** What waits for a chat waits for another from now on; the first one's row goes, and with it any claim. */
export async function moveWaiting(step: Step, from: Address, to: Address, now: Date): Promise<void> {
  await chatRow(step, from).hold();
  for (const table of ['inbox_events', 'inbox_replies', 'member_addresses'] as const) {
    await step
      .updateTable(table)
      .set({ channel: to.channel, chat: to.chat })
      .where('channel', '=', from.channel)
      .where('chat', '=', from.chat)
      .execute();
  }
  await chatRow(step, from).remove();
  const { events, replies } = await countWaiting(step, to);
  if (events + replies > 0) await makeDue(step, to, now.getTime());
}

export async function addToCount(step: Step, name: string, amount: number): Promise<void> {
  await step
    .insertInto('counts')
    .values({ name, amount })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ amount: sql<number>`counts.amount + ${amount}` }))
    .execute();
}
