import type { Channel, IncomingEvent } from '../../channels/channel.js';
import { toLocalDate } from '../../time.js';
import type { InboxDoors } from '../conversation-doors.js';
import { type AnswerInboxDoors, answerInbox } from './answer-inbox.js';
import { enforceRetention } from './enforce-retention.js';
import { createPace } from './pace.js';
import { receiveEvents } from './receive-events.js';

const LOOK_EVERY_MS = 50;
const MEASURE_EVERY_MS = 500;
const PURGE_EVERY_MS = 60_000;
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
  const { inbox, channels, clock, logger } = doors;
  let isHurried = false;
  const answering: AnswerInboxDoors = { ...doors, pace: createPace(), isHurried: () => isHurried };
  await inbox.releaseClaims([...channels.keys()]);

  const measure = async () => {
    const depth = await inbox.measureInbox();
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
  const bells: Bell[] = [];
  const ringAll = () => {
    for (const bell of bells) bell.ring();
  };
  signal.addEventListener('abort', ringAll, { once: true });
  const repeat = async (everyMs: number, what: string, pass: () => Promise<unknown>, bell = createBell()) => {
    bells.push(bell);
    while (!signal.aborted) {
      await pass().catch((error) => logger.error({ err: error }, `${what} failed`));
      if (!signal.aborted) await bell.wait(everyMs);
    }
  };

  const loops = [...channels.values()].flatMap((channel) => {
    const bell = createBell();
    const receive = async (events: readonly IncomingEvent[]) => {
      await receiveEvents(events, channel, doors);
      bell.ring();
    };
    return [
      channel.listen(receive, signal),
      repeat(LOOK_EVERY_MS, 'answering', () => answerInbox(channel.name, answering, signal), bell),
      repeat(MEASURE_EVERY_MS, 'telling that it takes time', () => tellToWait(channel, answering)),
    ];
  });
  await Promise.all([
    ...loops,
    repeat(MEASURE_EVERY_MS, 'measuring', measure),
    repeat(PURGE_EVERY_MS, 'purging', purge),
    repeat(CLEAN_EVERY_MS, 'keeping no longer than promised', () => enforceRetention(doors)),
  ]);
  await purge();
}

/** Waits that something which comes meanwhile cuts short. */
type Bell = ReturnType<typeof createBell>;

/** Not by `AbortSignal.any`: a signal that lives as long as the process remembers every one made of it (Node 20). */
function createBell() {
  let ring = () => {};
  return {
    ring: () => ring(),
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        ring = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

/** One notice for a wait, outside the journal: losing or repeating it does no harm. */
async function tellToWait(channel: Channel, doors: AnswerInboxDoors): Promise<void> {
  const { inbox, texts, clock, pace, isHurried } = doors;
  const now = clock();
  // Where so many wait that answers are hurried, who saw the typing sign waits without more words.
  if (channel.capabilities.typing && isHurried()) return;
  if (channel.capabilities.introducesItself || pace.isPaused(channel.name, now)) return;
  const since = new Date(now.getTime() - NOTICE_AFTER_MS);
  const chats = await inbox.claimWaitingNotices({ channel: channel.name, since, limit: MOST_NOTICES });
  await Promise.all(chats.map(({ chat }) => channel.send(chat, { text: texts('waiting') })));
}
