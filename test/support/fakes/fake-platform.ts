import type { ChannelName, IncomingFile } from '../../../src/channels/channel.js';

/**
 * A platform as its people and its operators see it: a strict server on 127.0.0.1 that answers as the real one is known
 * to (docs/telegram.md, docs/zalo.md), refuses what the real one refuses, and fails on demand. Contract tests, journeys, load, chaos
 * and the playground drive every channel through this one face.
 */
export interface FakePlatform {
  readonly channel: ChannelName;
  /** The settings (names as in `.env.example`) that point the service at this fake. */
  readonly settings: Readonly<Record<string, string>>;
  /** A person writes; a person that is not known yet joins first (presses start, follows) unless `joins` is false. Resolves once the platform holds the message, not once it is delivered. */
  say(person: string, text: string, options?: { readonly joins?: boolean }): Promise<void>;
  /** A person sends a file; the fake counts whether anybody fetches it. */
  sendFile(person: string, kind: IncomingFile['kind'], caption?: string): Promise<void>;
  /** Presses the button that bears this label under the newest message that shows it; types its number where choices are numbered. Throws where nobody shows it. */
  press(person: string, label: string): Promise<void>;
  /** Follows or presses start, without writing. */
  join(person: string): Promise<void>;
  /** Blocks or unfollows. */
  leave(person: string): Promise<void>;
  /** What the person's phone shows from the service, oldest first. */
  shown(person: string): readonly ShownMessage[];
  /** Called at each message that a phone shows. */
  onShown(listener: (person: string, message: ShownMessage) => void): void;
  /** Called where a phone shows that the service is typing; absent where the platform has no such sign. */
  onTyping?(listener: (person: string) => void): void;
  /** Where the fake posts webhooks, for a platform whose console knows it (Zalo OA); others learn it by `setWebhook`. */
  setWebhookUrl(url: string): void;
  /**
   * What people cannot do here; nothing where absent. line-breaks: what they write is one line. files: send any. others:
   * only one person is there. memory: be known again, as each message comes from a chat of its own.
   */
  readonly lacks?: readonly ('line-breaks' | 'files' | 'others' | 'memory')[];
  readonly faults: Faults;
  readonly counts: FakeCounts;
  close(): Promise<void>;
}

export interface ShownMessage {
  readonly id: string;
  /** As displayed: formatting marks gone, entities decoded. */
  readonly text: string;
  readonly buttons: readonly string[];
  readonly attachments: readonly { readonly kind: 'image' | 'file'; readonly name: string; readonly size: number }[];
  /** The message that it quotes. */
  readonly quotes?: string;
}

/**
 * rate-limited: refused with a time to wait where the platform gives one. rate-limited-untimed: without. down: the
 * connection is cut before anything is done. lost-answer: done, and the connection cut before the answer. broken: a 5xx
 * or what the platform gives for its own failures. unauthorized: as for a wrong token. window-closed, quota-spent:
 * where the platform knows them.
 */
export type Fault =
  | 'rate-limited'
  | 'rate-limited-untimed'
  | 'down'
  | 'lost-answer'
  | 'broken'
  | 'unauthorized'
  | 'window-closed'
  | 'quota-spent';

export interface Faults {
  /** Faults that this platform does not know; `failNext` throws for them. Absent: it knows all. */
  readonly unknown?: readonly Fault[];
  /** The next so many messages that the service sends meet this; one where `times` is absent. */
  failNext(fault: Fault, times?: number): void;
  /** All calls fail as `down` while true; events wait for delivery as on the real platform. */
  setDown(isDown: boolean): void;
  /** How updates are delivered from now on: each `times` times, and in an order that a seed shuffles. */
  setDelivery(delivery: { readonly times?: number; readonly shuffleSeed?: number }): void;
  /** Limits on sending enforced strictly, answers included (Telegram 30/s and 1/s per chat; Zalo OA 4,000/min); by default as docs/telegram.md#rates and docs/zalo.md#rates say it is live. */
  setStrictLimits(isStrict: boolean): void;
}

export interface FakeCounts {
  /** Calls by method or path. */
  readonly calls: Readonly<Record<string, number>>;
  /** Messages shown on phones. */
  readonly shown: number;
  /** Calls refused for breaking a rule of the platform, by the words of the refusal; empty for a well-behaved service. */
  readonly refusals: Readonly<Record<string, number>>;
  /** Calls made while the platform had asked to wait. */
  readonly callsDuringPause: number;
  /** Times that anybody fetched a file a person sent. */
  readonly downloads: number;
  /** Events that the platform holds and that are not acknowledged yet. */
  readonly undelivered: number;
  /** How long each webhook call took, from dialling to the acknowledgement, or until it was given up. */
  readonly acknowledgedMs: readonly number[];
}
