/** A call that had left before the 429 could be read is no disobedience. */
const UNDER_WAY_MS = 300;
/** Two clocks on one machine never wake at the same instant. */
const MARGIN_MS = 20;

/** How fast a bot may send (docs/telegram.md#rates, #what-the-fake-refuses), and whether it waits when told to. */
export interface Flood {
  /** Seconds to wait before a message to this chat; nothing where it may go. */
  admit(chat: number): number | undefined;
  /** Asks for this many seconds of silence. */
  pause(seconds: number): void;
  noteCall(): void;
  setStrict(isStrict: boolean): void;
  readonly callsDuringPause: number;
}

export function createFlood(): Flood {
  let isStrict = false;
  let [pausedAt, pausedUntil] = [-Infinity, -Infinity];
  let callsDuringPause = 0;
  let lastSecond: number[] = [];
  const lastMinuteOf = new Map<number, number[]>();

  const waitFor = (chat: number, now: number): number | undefined => {
    lastSecond = lastSecond.filter((each) => each > now - 1_000);
    const lastMinute = (lastMinuteOf.get(chat) ?? []).filter((each) => each > now - 60_000);
    lastMinuteOf.set(chat, lastMinute);
    if (lastSecond.length >= 30 || (lastMinute.at(-1) ?? -Infinity) > now - 1_000) return 1;
    if (chat < 0 && lastMinute.length >= 20) return Math.ceil((lastMinute[0]! + 60_000 - now) / 1_000);
    lastSecond.push(now);
    lastMinute.push(now);
    return undefined;
  };

  return {
    admit(chat) {
      const now = performance.now();
      if (now < pausedUntil - MARGIN_MS) return Math.ceil((pausedUntil - now) / 1_000);
      return isStrict ? waitFor(chat, now) : undefined;
    },
    pause(seconds) {
      const now = performance.now();
      if (now < pausedUntil - MARGIN_MS) return;
      [pausedAt, pausedUntil] = [now, now + seconds * 1_000];
    },
    noteCall() {
      const now = performance.now();
      if (now > pausedAt + UNDER_WAY_MS && now < pausedUntil - MARGIN_MS) callsDuringPause += 1;
    },
    setStrict(strict) {
      isStrict = strict;
    },
    get callsDuringPause() {
      return callsDuringPause;
    },
  };
}
