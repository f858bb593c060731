import type { Channel, ChannelName, IncomingEvent } from '../../channels/channel.js';
import { createBell, toLocalDate } from '../../time.js';
import type { InboxDoors } from '../conversation-doors.js';
import { type AnswerInboxDoors, answerInbox } from './answer-inbox.js';
import { enforceRetention } from './enforce-retention.js';
import { createPace } from './pace.js';
import { receiveEvents } from './receive-events.js';

/** What came in by another process, and leases that end; what this one received or put off, it knows of. */
const LOOK_EVERY_MS = 2_000;
/** What is due and was not given, since another process is at it. */
const LOOK_AGAIN_MS = 50;
const MEASURE_EVERY_MS = 500;
const PURGE_EVERY_MS = 60_000;
/** What was deleted is gone from the disk within twice this time of the reply. */
const WIPE_EVERY_MS = 1_000;
/** Where somebody else was at the data. */
const WIPE_AGAIN_MS = 200;
/** Longer than the longest time over which a platform repeats an event (Telegram keeps them 24 h). */
const SEEN_FOR_MS = 48 * 3_600_000;
/** A chat that was silent so long is forgotten, and welcomed again. */
const STATE_FOR_MS = 180 * 24 * 3_600_000;
/** A question that waits so long is told that it was heard. */
const NOTICE_AFTER_MS = 10_000;
/** Each pass; every notice takes its place in the platform's limits from an answer. */
const MOST_NOTICES = 5;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Listens on every channel and answers what comes, until the signal; then ends what is under way and resolves. One
 * platform that is slow or down never keeps another waiting.
 */
export async function serveInbox(doors: InboxDoors, signal: AbortSignal): Promise<void> {
  const { inbox, channels, arrivals, clock, logger } = doors;
  let isHurried = false;
  const answering: AnswerInboxDoors = { ...doors, pace: createPace(), isHurried: () => isHurried };
  await inbox.releaseClaims([...channels.keys()]);

  /** Channels with chats that wait: where none does, nothing is to be measured or told. */
  const busy = new Set<ChannelName>();
  /** Until the next chat may be claimed. */
  const findRestMs = async (name: ChannelName): Promise<number> => {
    const dueAt = await inbox.findChatDueAt(name);
    if (dueAt) busy.add(name);
    else busy.delete(name);
    if (!dueAt) return LOOK_EVERY_MS;
    const leftMs = dueAt.getTime() - clock().getTime();
    return Math.max(leftMs > 0 ? leftMs : LOOK_AGAIN_MS, answering.pace.leftMs(name, clock()));
  };
  const answer = async (name: ChannelName): Promise<number> => {
    const restMs = await findRestMs(name);
    if (!busy.has(name)) return restMs;
    await answerInbox(name, answering, signal);
    return findRestMs(name);
  };
  const measure = async () => {
    const depth = busy.size > 0 ? await inbox.measureInbox() : [];
    const chats = depth.reduce((sum, each) => sum + each.chats, 0);
    const isDeep = chats > doors.wordsOnlyAbove;
    if (isDeep !== isHurried)
      logger.warn({ chats, depth }, isDeep ? 'many wait: answering by words alone' : 'answering by meaning again');
    isHurried = isDeep;
  };
  const purge = () =>
    inbox.purgeInbox({
      now: clock(),
      seenBefore: new Date(clock().getTime() - SEEN_FOR_MS),
      untouchedSince: toLocalDate(new Date(clock().getTime() - STATE_FOR_MS)),
    });
  let isWiped = true;
  const wipe = async () => {
    isWiped = true;
    isWiped = await inbox.wipeDeleted();
  };
  const end = createBell(signal);
  const ringAll = () => {
    for (const bell of arrivals.values()) bell.ring();
  };
  signal.addEventListener('abort', ringAll, { once: true });
  const repeat = async (what: string, pass: () => Promise<unknown>, rest: () => Promise<void>) => {
    while (!signal.aborted) {
      await pass().catch((error) => logger.error({ err: error }, `${what} failed`));
      if (!signal.aborted) await rest();
    }
  };

  const loops = [...channels.values()].flatMap((channel) => {
    const { name } = channel;
    const arrival = arrivals.get(name) ?? end;
    let restMs = LOOK_EVERY_MS;
    return [
      channel.listen((events: readonly IncomingEvent[]) => receiveEvents(events, channel, doors), signal),
      repeat(
        'answering',
        async () => {
          // A pass that fails is repeated at leisure.
          restMs = LOOK_EVERY_MS;
          restMs = Math.min(await answer(name), LOOK_EVERY_MS);
        },
        () => arrival.wait(restMs),
      ),
      repeat(
        'telling that it takes time',
        async () => busy.has(name) && (await tellToWait(channel, answering)),
        () => end.wait(MEASURE_EVERY_MS),
      ),
    ];
  });
  await Promise.all([
    ...loops,
    repeat('measuring', measure, () => end.wait(MEASURE_EVERY_MS)),
    repeat('wiping what was deleted', wipe, () => end.wait(isWiped ? WIPE_EVERY_MS : WIPE_AGAIN_MS)),
    repeat('purging', purge, () => end.wait(PURGE_EVERY_MS)),
    repeat(
      'keeping no longer than promised',
      () => enforceRetention(doors),
      () => end.wait(CLEAN_EVERY_MS),
    ),
  ]);
  end.close();
  await purge();
  await wipe();
}

/** One notice for a wait, outside the journal: losing or repeating it does no harm. */
async function tellToWait(channel: Channel, doors: AnswerInboxDoors): Promise<void> {
  const { inbox, texts, clock, pace, isHurried } = doors;
  const now = clock();
  // Where so many wait that answers are hurried, who saw the typing sign waits without more words.
  if (channel.capabilities.typing && isHurried()) return;
  if (channel.capabilities.introducesItself || pace.leftMs(channel.name, now) > 0) return;
  const since = new Date(now.getTime() - NOTICE_AFTER_MS);
  const chats = await inbox.claimWaitingNotices({ channel: channel.name, since, limit: MOST_NOTICES });
  await Promise.all(chats.map(({ chat }) => channel.send(chat, { text: texts('waiting') })));
}
