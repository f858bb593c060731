import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Address, IncomingEvent } from '../../channels/channel.js';
import type { AddressHash } from '../address-key.js';
import { claimantOf, type Instance, signClaim } from '../database/instances.js';
import { inOneStep as inStep, type Step } from '../database/one-step.js';
import { type ReceiptEvent, recordReceipt } from '../ledger/record-sending.js';
import type { Schema } from '../schema.js';
import type { Inbox, StoredReply } from '../store.js';
import {
  addToCount,
  chatRow,
  countWaiting,
  isFirst,
  isHeld,
  isOver,
  makeDue,
  moveWaiting,
  readWaiting,
  recordEvent,
  removeWaiting,
  writeMessage,
} from './chat-rows.js';
import { moveState, purgeStates, readState, rememberArrival, saveState } from './chat-states.js';
import { purgeTries } from './code-tries.js';

export interface InboxDoors {
  readonly database: Kysely<Schema>;
  readonly hash: AddressHash;
  readonly wipeDeleted: Inbox['wipeDeleted'];
  /** Who claims. */
  readonly instance: Instance;
}

/** Leases by which two clocks may differ, or one be read before the other, before the later one passes for set back. */
const APART = 2;

/** The journal of events and replies (docs/design.md#rules, 7), on either database. */
export function createInboxVerbs({ database, hash, wipeDeleted, instance }: InboxDoors): Inbox {
  const inOneStep = <T>(work: (step: Step) => Promise<T>): Promise<T> => inStep(database, work);

  return {
    recordEvents: (events, { burstMs, mostWaiting, isWhole = () => false }) =>
      inOneStep(async (step) => {
        const results: ('new' | 'repeat' | 'full')[] = [];
        for (const { event, place } of inOrderOfChats(events)) {
          if (!(await isFirst(step, hash.ofEvent(event.from.channel, event.id), event.receivedAt))) {
            results[place] = 'repeat';
          } else if (isCounted(event)) {
            await addToCount(step, `messages-${event.type}`, 1);
            await recordReceipt(step, event);
            results[place] = 'new';
          } else {
            results[place] = (await recordEvent(step, event, isWhole(event) ? 0 : burstMs, mostWaiting))
              ? 'new'
              : 'full';
            await rememberArrival(step, hash.ofChat(event.from), event.receivedAt.getTime());
          }
        }
        return results;
      }),

    async claimChat({ channel, now, leaseMs, longestPauseMs = Number.MAX_SAFE_INTEGER, except = [] }) {
      const claimant = await instance.live();
      return inOneStep(async (step) => {
        const chat = await step
          .selectFrom('inbox_chats')
          .select('chat')
          .where('channel', '=', channel)
          .where(isOver('due_at', now, longestPauseMs))
          .where(isOver('claimed_until', now, APART * leaseMs))
          .$if(except.length > 0, (query) => query.where('chat', 'not in', except))
          .orderBy('due_at')
          .limit(1)
          .forUpdate()
          .skipLocked()
          .executeTakeFirst();
        if (!chat) return undefined;
        const address: Address = { channel, chat: chat.chat };
        const token = signClaim(claimant, randomUUID());
        const claimed = await step
          .updateTable('inbox_chats')
          .set({ token, claimed_until: now.getTime() + leaseMs })
          .where('channel', '=', channel)
          .where('chat', '=', address.chat)
          .where(isOver('claimed_until', now, APART * leaseMs))
          .executeTakeFirst();
        if (claimed.numUpdatedRows === 0n) return undefined;
        return {
          address,
          token,
          ...(await readWaiting(step, address)),
          state: await readState(step, hash.ofChat(address), now),
        };
      });
    },

    async findChatDueAt(channel) {
      const row = await database
        .selectFrom('inbox_chats')
        .select(sql<number | null>`min(case when due_at > claimed_until then due_at else claimed_until end)`.as('at'))
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row?.at == null ? undefined : new Date(Number(row.at));
    },

    recordReplies: (claim, { events, messages, state, now }) =>
      inOneStep(async (step) => {
        if (!(await isHeld(step, claim))) return undefined;
        for (const { place } of events) await step.deleteFrom('inbox_events').where('place', '=', place).execute();
        const replies: StoredReply[] = [];
        for (const message of messages) {
          const { place } = await step
            .insertInto('inbox_replies')
            .values({ ...claim.address, body: writeMessage(message), attempts: 0, is_started: 0 })
            .returning('place')
            .executeTakeFirstOrThrow();
          replies.push({ place, message, attempts: 0, isInDoubt: false });
        }
        const key = hash.ofChat(claim.address);
        if (state) await saveState(step, key, state, now);
        else await step.deleteFrom('chat_states').where('hash', '=', key).execute();
        return replies;
      }),

    startReply: (claim, { place }) =>
      inOneStep(async (step) => {
        if (!(await isHeld(step, claim))) return false;
        const result = await step
          .updateTable('inbox_replies')
          .set((row) => ({ is_started: 1, attempts: row('attempts', '+', 1) }))
          .where('place', '=', place)
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      }),

    async finishReply(_claim, { place }) {
      await database.deleteFrom('inbox_replies').where('place', '=', place).execute();
    },

    recordReply: ({ channel, chat }, message, dueAt) =>
      inOneStep(async (step) => {
        const reply = { channel, chat, body: writeMessage(message), attempts: 0, is_started: 0 };
        await step.insertInto('inbox_replies').values(reply).execute();
        await makeDue(step, { channel, chat }, dueAt.getTime());
      }),

    async postponeReply(_claim, { place }) {
      await database.updateTable('inbox_replies').set({ is_started: 0 }).where('place', '=', place).execute();
    },

    releaseChat: (claim, notBefore) =>
      inOneStep(async (step) => {
        if (!(await isHeld(step, claim))) return;
        const { events, replies } = await countWaiting(step, claim.address);
        const ofChat = chatRow(step, claim.address);
        if (events + replies === 0) await ofChat.remove();
        else {
          const { due_at } = await ofChat.get();
          await ofChat.set({
            claimed_until: 0,
            token: '',
            told_to_wait: 0,
            due_at: Math.max(due_at, notBefore.getTime()),
          });
        }
      }),

    claimWaitingNotices: ({ channel, since, limit }) =>
      inOneStep(async (step) => {
        const rows = await step
          .selectFrom('inbox_chats')
          .innerJoin('inbox_events', (join) =>
            join
              .onRef('inbox_events.channel', '=', 'inbox_chats.channel')
              .onRef('inbox_events.chat', '=', 'inbox_chats.chat'),
          )
          .select('inbox_chats.chat')
          .distinct()
          .where('inbox_chats.channel', '=', channel)
          .where('told_to_wait', '=', 0)
          .where('received_at', '<', since.getTime())
          .limit(limit)
          .execute();
        if (rows.length === 0) return [];
        const told = await step
          .updateTable('inbox_chats')
          .set({ told_to_wait: 1 })
          .where('channel', '=', channel)
          .where(
            'chat',
            'in',
            rows.map(({ chat }) => chat),
          )
          .where('told_to_wait', '=', 0)
          .returning('chat')
          .execute();
        return told.map(({ chat }) => ({ channel, chat }));
      }),

    async releaseClaims(channels) {
      if (channels.length === 0) return;
      const claimed = await database
        .selectFrom('inbox_chats')
        .select('token')
        .where('channel', 'in', channels)
        .where('token', '!=', '')
        .execute();
      const claimants = [...new Set(claimed.map(({ token }) => claimantOf(token)))];
      const dead = new Set([await instance.live(), ...(await instance.listDead(claimants))]);
      const tokens = claimed.flatMap(({ token }) => (dead.has(claimantOf(token)) ? [token] : []));
      if (tokens.length === 0) return;
      await database
        .updateTable('inbox_chats')
        .set({ claimed_until: 0, token: '' })
        .where('token', 'in', tokens)
        .execute();
    },

    moveChat: (from, to, now) =>
      inOneStep(async (step) => {
        await moveWaiting(step, from, to, now);
        await moveState(step, hash.ofChat(from), hash.ofChat(to));
      }),

    forgetChat: (address) =>
      inOneStep(async (step) => {
        await removeWaiting(step, address);
        await step.deleteFrom('chat_states').where('hash', '=', hash.ofChat(address)).execute();
      }),

    purgeInbox: ({ now, seenBefore, untouchedSince }) =>
      inOneStep(async (step) => {
        await step.deleteFrom('seen_events').where('seen_at', '<', seenBefore.getTime()).execute();
        await purgeStates(step, now, untouchedSince);
        await purgeTries(step, now);
      }),

    wipeDeleted,

    async measureInbox() {
      const [chats, events, replies] = await Promise.all([
        database
          .selectFrom('inbox_chats')
          .select(['channel', sql<number>`count(*)`.as('amount')])
          .groupBy('channel')
          .execute(),
        database
          .selectFrom('inbox_events')
          .select(['channel', sql<number>`count(*)`.as('amount'), sql<number>`min(received_at)`.as('oldest')])
          .groupBy('channel')
          .execute(),
        database
          .selectFrom('inbox_replies')
          .select(['channel', sql<number>`count(*)`.as('amount')])
          .groupBy('channel')
          .execute(),
      ]);
      return chats.map(({ channel, amount }) => {
        const waiting = events.find((row) => row.channel === channel);
        return {
          channel,
          chats: Number(amount),
          events: Number(waiting?.amount ?? 0),
          replies: Number(replies.find((row) => row.channel === channel)?.amount ?? 0),
          ...(waiting ? { oldestAt: new Date(Number(waiting.oldest)) } : {}),
        };
      });
    },

    addToCount: (name, amount) => inOneStep((step) => addToCount(step, name, amount)),

    async listCounts() {
      const rows = await database.selectFrom('counts').selectAll().orderBy('name').execute();
      return Object.fromEntries(rows.map(({ name, amount }) => [name, Number(amount)]));
    },
  };
}

const isCounted = (event: IncomingEvent): event is ReceiptEvent => event.type === 'delivered' || event.type === 'seen';

/** Chats in one order for everybody and counts last, so that two who write at once never wait for each other. */
function inOrderOfChats(events: readonly IncomingEvent[]): { event: IncomingEvent; place: number }[] {
  const keyOf = (event: IncomingEvent) =>
    isCounted(event) ? `1 ${event.type}` : `0 ${event.from.channel} ${event.from.chat}`;
  const keyed = events.map((event, place) => ({ event, place, key: keyOf(event) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
}
