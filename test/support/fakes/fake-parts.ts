import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { FakeCounts, Fault, Faults, ShownMessage } from './fake-platform.js';

/** What the fakes of Zalo share: a server, the script of faults, the counts, people's phones. */

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted once the client is gone or the answer is out. */
  readonly gone: AbortSignal;
}

/** `cut`: the connection breaks and nothing is answered. */
export type Answer =
  | 'cut'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };

export async function openServer(
  handle: (call: Call) => Answer | Promise<Answer>,
): Promise<{ readonly root: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    // A client that breaks off while it sends has made no call.
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake.invalid');
    let answer: Answer;
    try {
      answer = await handle({
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body,
        gone: gone.signal,
      });
    } catch (error) {
      answer = { status: 500, body: `the fake itself is broken: ${error}` };
    }
    if (answer === 'cut') request.socket.destroy();
    else response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

export function toJson(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

export function mediaTypeOf(call: Call): string {
  return (call.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
}

/** A form of either kind, or undefined where the bytes are none. */
export async function readForm(call: Call): Promise<FormData | undefined> {
  const headers = { 'content-type': call.headers['content-type'] ?? '' };
  return new Response(new Uint8Array(call.body), { headers }).formData().catch(() => undefined);
}

/** No fake ever calls anything beyond this machine. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

export interface Counts extends FakeCounts {
  readonly calls: Record<string, number>;
  readonly refusals: Record<string, number>;
  shown: number;
  callsDuringPause: number;
  downloads: number;
}

export interface WebhookCounts {
  readonly undelivered: () => number;
  readonly tookMs: () => readonly number[];
}

export function createCounts({ undelivered, tookMs }: WebhookCounts): Counts {
  return {
    calls: {},
    refusals: {},
    shown: 0,
    callsDuringPause: 0,
    downloads: 0,
    get undelivered() {
      return undelivered();
    },
    get acknowledgedMs() {
      return tookMs();
    },
  };
}

export function addOne(tally: Record<string, number>, key: string): void {
  tally[key] = (tally[key] ?? 0) + 1;
}

export interface FaultScript {
  readonly faults: Faults;
  /** What the next message of the service meets; used up. */
  takeNext(): Fault | undefined;
  readonly isDown: boolean;
  readonly isStrict: boolean;
}

export function createFaultScript(doors: {
  readonly isStrict: boolean;
  /** What this platform has no answer for. */
  readonly unknown?: readonly Fault[];
  onDown(isDown: boolean): void;
  onDelivery: Faults['setDelivery'];
}): FaultScript {
  const planned: Fault[] = [];
  let isDown = false;
  let { isStrict } = doors;
  return {
    faults: {
      ...(doors.unknown && { unknown: doors.unknown }),
      failNext: (fault, times = 1) => {
        if (doors.unknown?.includes(fault)) throw new Error(`this platform knows no ${fault}`);
        planned.push(...new Array<Fault>(times).fill(fault));
      },
      setDown: (down) => {
        isDown = down;
        doors.onDown(down);
      },
      setDelivery: doors.onDelivery,
      setStrictLimits: (strict) => {
        isStrict = strict;
      },
    },
    takeNext: () => planned.shift(),
    get isDown() {
      return isDown;
    },
    get isStrict() {
      return isStrict;
    },
  };
}

/** Numbers of a linear congruence in [0, 1): the same seed gives the same ones. */
export function createRandom(seed: number): () => number {
  let state = (seed >>> 0) + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export interface Phones {
  of(person: string): readonly ShownMessage[];
  show(person: string, message: ShownMessage): void;
  onShown(listener: (person: string, message: ShownMessage) => void): void;
}

export function createPhones(): Phones {
  const shown = new Map<string, ShownMessage[]>();
  const listeners: ((person: string, message: ShownMessage) => void)[] = [];
  return {
    of: (person) => shown.get(person) ?? [],
    show(person, message) {
      shown.set(person, [...(shown.get(person) ?? []), message]);
      for (const listener of listeners) listener(person, message);
    },
    onShown: (listener) => {
      listeners.push(listener);
    },
  };
}

/** The number that stands before a label (`2) Còn hiệu lực?`) in the newest message that lists it. */
export function findNumber(messages: readonly ShownMessage[], label: string): string | undefined {
  for (const { text } of messages.toReversed()) {
    for (const line of text.split('\n')) {
      const [, number, words] = /^\s*(\d+)\)\s+(.*\S)\s*$/.exec(line) ?? [];
      if (words === label) return number;
    }
  }
  return undefined;
}
