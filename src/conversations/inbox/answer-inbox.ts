import { setImmediate as nextRound } from 'node:timers/promises';
import type { Channel, ChannelName } from '../../channels/channel.js';
import type { ClaimedChat } from '../../storage/store.js';
import { toLocalDate, wait } from '../../time.js';
import type { InboxDoors } from '../conversation-doors.js';
import { isFlooding, replyToTurn, type TurnOptions } from '../reply-to-turn.js';
import type { Reply } from '../speak.js';
import { type Turn, toTurns } from '../to-turns.js';
import { LONGEST_PAUSE_MS, type Pace } from './pace.js';
import { sendLastWords } from './send-last-words.js';
import { sendReplies } from './send-replies.js';

export interface AnswerInboxDoors extends InboxDoors {
  readonly pace: Pace;
  /** Whether so many wait that questions are answered by words alone. */
  readonly isHurried: () => boolean;
}

/** Longer than any turn takes, so that nobody else takes a chat that is being answered. */
const LEASE_MS = 180_000;
/** Chats of one channel that are answered side by side: while one waits for its platform, others go on. */
const SIDE_BY_SIDE = 16;
/** Between the answers to a person who floods. */
const SLOWED_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** The pass: answers every chat of a channel that is due, each in order, until none is left or `signal` says stop; returns how many chats it served. */
export async function answerInbox(name: ChannelName, doors: AnswerInboxDoors, signal?: AbortSignal): Promise<number> {
  const { inbox, channels, clock, pace } = doors;
  const channel = channels.get(name);
  if (!channel) return 0;
  const running = new Map<string, Promise<void>>();
  let served = 0;
  const claimNext = async () => {
    const now = clock();
    if (signal?.aborted || pace.leftMs(name, now) > 0) return undefined;
    if (pace.isShaky(name) && running.size > 0) return undefined;
    const except = [...running.keys()];
    return inbox.claimChat({ channel: name, now, leaseMs: LEASE_MS, longestPauseMs: LONGEST_PAUSE_MS, except });
  };
  for (;;) {
    const claim = await claimNext().catch(async (error: unknown) => {
      await Promise.all(running.values());
      throw error;
    });
    if (claim) {
      const { chat } = claim.address;
      running.set(
        chat,
        answerChat(claim, channel, doors).finally(() => running.delete(chat)),
      );
      served += 1;
      // Answering waits for nothing outside: without a round of the event loop between two chats, whoever calls or has answered us goes unheard.
      await nextRound();
      if (running.size < SIDE_BY_SIDE) continue;
    }
    if (running.size === 0) return served;
    // A chat whose platform is slow must not keep those that become due meanwhile.
    await Promise.race([...running.values(), wait(LOOK_EVERY_MS)]);
  }
}

/** Never rejects: nobody may be waiting for it just then, and that would end the service. */
async function answerChat(claim: ClaimedChat, channel: Channel, doors: AnswerInboxDoors): Promise<void> {
  const { inbox, clock, logger } = doors;
  const report = async (error: unknown) => {
    logger.error({ err: error, channel: channel.name }, 'a chat could not be answered');
    await inbox.addToCount('chats-failed', 1).catch(() => undefined);
  };
  let notBefore = clock();
  try {
    const left = await sendReplies(claim, claim.replies, channel, doors);
    if (left.status === 'lost') return;
    notBefore = left.status === 'later' ? left.notBefore : await answerTurns(claim, channel, doors);
  } catch (error) {
    // The journal keeps what was not recorded: it is tried again.
    await report(error);
    notBefore = new Date(clock().getTime() + SLOWED_MS);
  }
  try {
    await inbox.releaseChat(claim, notBefore);
    if (channel.capabilities.isFleeting) await inbox.forgetChat(claim.address);
  } catch (error) {
    // The end of the lease gives the chat back.
    await report(error);
  }
  channel.finishTurn?.(claim.address.chat);
}

/** Answers turn after turn; returns when the chat may be taken again. */
async function answerTurns(claim: ClaimedChat, channel: Channel, doors: AnswerInboxDoors): Promise<Date> {
  const { inbox, people, clock } = doors;
  const { capabilities } = channel;
  const { address, events } = claim;
  let { state } = claim;
  const turns = toTurns(events, capabilities.burstMs);
  for (const [at, { said, events: from }] of turns.entries()) {
    if (said.type === 'left') {
      state = { recent: [] };
      await people.noteAddress(address, { state: 'left' });
      if (at === turns.length - 1) {
        await inbox.forgetChat(address);
        return clock();
      }
    }
    // Asked for each turn: the one before may have joined or erased.
    const member = capabilities.isFleeting ? undefined : await people.findMemberAt(address);
    const reply = await replyOrApologise(said, { address, capabilities, state, member }, doors);
    const isLast = reply.state === null;
    const messages = isLast ? [] : reply.messages;
    const replies = await inbox.recordReplies(claim, { events: from, messages, state: reply.state, now: clock() });
    if (!replies) return clock();
    if (isLast) {
      await sendLastWords(claim, reply.messages, channel, doors);
      return clock();
    }
    state = { ...reply.state, recent: state.recent };
    await keepCounts(reply, doors);
    if (member && said.type !== 'left')
      await people.noteAddress(address, { state: 'reachable', interactedAt: clock() });
    if (said.type === 'moved') {
      await inbox.moveChat(address, said.event.to, clock());
      return clock();
    }
    const sending = await sendReplies(claim, replies, channel, doors);
    if (sending.status === 'later') return sending.notBefore;
    if (sending.status === 'lost') return clock();
    if (isFlooding(state, capabilities)) return new Date(clock().getTime() + SLOWED_MS);
  }
  return clock();
}

async function keepCounts({ searched, answered }: Reply, { inbox, people, clock }: AnswerInboxDoors): Promise<void> {
  if (searched) await inbox.addToCount(`answers-by-${searched}`, 1);
  if (answered) await people.countAnswer({ ...answered, day: toLocalDate(clock()) });
}

/** A fault of ours is said to the person and logged; repeating it would only fail again. */
async function replyOrApologise(
  said: Turn['said'],
  options: Omit<TurnOptions, 'byWords'>,
  doors: AnswerInboxDoors,
): Promise<Reply> {
  try {
    return await replyToTurn(said, { ...options, byWords: doors.isHurried() }, doors);
  } catch (error) {
    doors.logger.error({ err: error }, 'a turn could not be answered');
    return { messages: [{ text: doors.texts('failed') }], state: options.state };
  }
}
