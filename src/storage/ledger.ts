import type { ChannelName, FailureCode } from '../channels/channel.js';
import type { Broadcast, BroadcastStatus, SkipReason } from '../people/broadcast.js';
import type { Segment } from '../people/segment.js';

/**
 * Broadcasts and the ledger of their deliveries: one row for each recipient, so that nobody is written to twice. A
 * write is on the disk when its verb resolves: pulling the plug never takes back that a sending was begun.
 */
export interface Ledger {
  /**
   * False where the id is there already; nothing is changed then. `rows`: of its recipients, where they are known from
   * the beginning, in the same step.
   */
  createBroadcast(broadcast: Broadcast, rows?: readonly PlannedDelivery[]): Promise<boolean>;
  findBroadcast(id: string): Promise<Broadcast | undefined>;
  /** Newest first; in any state where none is given. */
  listBroadcasts(options: {
    readonly statuses?: readonly BroadcastStatus[];
    readonly limit: number;
  }): Promise<readonly Broadcast[]>;
  /** Reads, changes and saves in one step; `change` may be called again and does nothing else. Undefined for what is not there. */
  changeBroadcast(id: string, change: (broadcast: Broadcast) => Broadcast): Promise<Broadcast | undefined>;

  /** Saves or replaces a segment under its name. */
  saveSegment(segment: SavedSegment): Promise<void>;
  findSegment(name: string): Promise<SavedSegment | undefined>;
  /** By name. */
  listSegments(): Promise<readonly SavedSegment[]>;
  /** Keeps a file under the SHA-256 of its bytes and returns that. */
  saveFile(bytes: Uint8Array): Promise<string>;
  findFile(id: string): Promise<Uint8Array | undefined>;

  /**
   * When each of these members was (from `startDelivery` on), or is to be, written to since an instant, by hour; this
   * broadcast, and others of its campaign, aside. Members without any are left out. Skipped and failed rows do not count.
   */
  listContacts(options: {
    readonly memberIds: readonly string[];
    readonly since: Date;
    readonly except: string;
  }): Promise<ReadonlyMap<string, readonly Contact[]>>;
  /** Which of these members received a broadcast, or may have: sent, delivered, sending or unknown. */
  listReceivers(broadcastId: string, memberIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Writes the rows of one page of members and how far the plan got, in one step. A row that is there already stays as
   * it is. `isLast`: everyone has a row now, and the broadcast is `sending`. False, and nothing done, where the
   * broadcast is not `planning` (paused, cancelled meanwhile).
   */
  recordPlan(page: {
    readonly broadcastId: string;
    readonly rows: readonly PlannedDelivery[];
    /** The last member of the page; absent where there was none. */
    readonly through?: string;
    readonly isLast: boolean;
  }): Promise<boolean>;

  /**
   * Takes due rows of one channel for `leaseMs`, and a place for each in the channel's stream, which all workers share:
   * `perSecond` of them, none later than `now + horizonMs`, at most `most`. Urgent broadcasts come first; the others
   * take turns, one row each. Only rows of broadcasts that are `sending`; of one member none while another one is
   * claimed and not begun, so that whoever asks `listContacts` after claiming knows of all that may come before. A
   * lease or a place that lies further ahead than any can be was set before the clock went back, and does not count.
   */
  claimDeliveries(options: {
    readonly channel: ChannelName;
    readonly now: Date;
    readonly leaseMs: number;
    readonly perSecond: number;
    readonly horizonMs: number;
    readonly most: number;
  }): Promise<readonly ClaimedDelivery[]>;
  /** When the first queued row of this channel is due, of broadcasts that are `sending`; undefined where none is queued. */
  findDeliveryDueAt(channel: ChannelName): Promise<Date | undefined>;
  /**
   * Written just before the call: the row is `sending` until `now + leaseMs`, the next attempt is counted. False, and
   * nothing done, where the claim is lost, or the broadcast is not `sending` any more.
   */
  startDelivery(claim: ClaimedDelivery, options: { readonly now: Date; readonly leaseMs: number }): Promise<boolean>;
  /**
   * One of several messages of a delivery that was started arrived, and more follow: `partsSent` grows by one, and until
   * the next is started the row is `queued` under the claim, for `leaseMs`.
   */
  recordPart(claim: ClaimedDelivery, options: { readonly now: Date; readonly leaseMs: number }): Promise<void>;
  /** How it ended. */
  finishDelivery(claim: ClaimedDelivery, end: DeliveryEnd): Promise<void>;
  /** It did not leave, for sure: `queued` again, for that hour and channel. */
  postponeDelivery(
    claim: ClaimedDelivery,
    next: { readonly dueAt: Date; readonly channel: ChannelName; readonly by: 'message' | 'template' },
  ): Promise<void>;
  /** No place in this channel's stream before an instant, for any worker. */
  pauseStream(channel: ChannelName, until: Date): Promise<void>;

  /** Rows whose sending was begun and whose lease is over become `unknown`; how many of which broadcast. */
  settleLost(now: Date): Promise<Readonly<Record<string, number>>>;
  /**
   * Unknown rows of a broadcast are queued once more, for `dueAt`; a row that was resent before stays unknown, and one
   * that is skipped or fails the second time is unknown again. How many were queued. A member may read a message twice because of it: only by a person's word, or for what is urgent.
   */
  resendUnknown(broadcastId: string, dueAt: Date): Promise<number>;
  /** Up to `limit` queued rows of a broadcast are skipped for a reason; how many were. */
  skipQueued(broadcastId: string, because: SkipReason, limit: number): Promise<number>;
  /** Whether a row waits to be sent or is being sent. */
  hasOpenDeliveries(broadcastId: string): Promise<boolean>;
  /** Rows by what became of them: everything that reports say. */
  countDeliveries(broadcastId: string): Promise<readonly DeliveryCount[]>;
  /** In how many broadcasts a member has a row, whatever became of it. */
  countBroadcastsTo(memberId: string): Promise<number>;
  /** How many saw it, by unit and variant, as platforms told; never per person. */
  countSeen(broadcastId: string): Promise<readonly SeenCount[]>;

  /** Counts an anonymous vote; repeat: this member voted already, or the broadcast is gone. Who voted for what is nowhere. */
  castVote(vote: {
    readonly broadcastId: string;
    readonly memberId: string;
    readonly option: number;
  }): Promise<'counted' | 'repeat'>;
  /** Votes by option, brought up to date with every tenth vote only, so that no single one can be made out; all zero until then. */
  countVotes(broadcastId: string): Promise<readonly number[]>;

  /** Deletes broadcasts that ended before an instant, with rows, files and votes; also what was never sent and could not be since then. */
  purgeBroadcasts(endedBefore: Date): Promise<void>;
}

/** A message that somebody got, or is to get, without asking for it. */
export interface Contact {
  readonly at: Date;
  readonly broadcastId: string;
}

export interface SavedSegment {
  /** As its owner typed it, at most 60 code units. */
  readonly name: string;
  /** Member id. */
  readonly owner: string;
  readonly segment: Segment;
}

/** The row of one recipient as the planner writes it. It holds no address: that is read when it is sent. */
export interface PlannedDelivery {
  readonly memberId: string;
  /** At the time of planning, for reports. */
  readonly unitId?: string;
  readonly variant: number;
  readonly plan:
    | {
        readonly status: 'queued';
        readonly channel: ChannelName;
        readonly by: 'message' | 'template';
        readonly dueAt: Date;
      }
    | { readonly status: 'skipped'; readonly because: SkipReason };
}

export interface ClaimedDelivery {
  readonly broadcastId: string;
  readonly memberId: string;
  readonly channel: ChannelName;
  readonly by: 'message' | 'template';
  readonly variant: number;
  /** Attempts before this one. */
  readonly attempts: number;
  /** Messages of it that arrived before, where it takes several. */
  readonly partsSent: number;
  /** Its place in the stream: not to be sent sooner. */
  readonly sendAt: Date;
  /** Tells this claim from a later one of the same row. */
  readonly token: string;
}

export type DeliveryEnd =
  | { readonly status: 'sent'; readonly messageId: string; readonly at: Date }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly at: Date }
  | { readonly status: 'skipped'; readonly because: SkipReason; readonly at: Date }
  /** The request left and no answer came. */
  | { readonly status: 'unknown'; readonly at: Date };

export type DeliveryStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'skipped' | 'unknown';

export interface DeliveryCount {
  readonly status: DeliveryStatus;
  /** Of skipped rows why, of failed rows the code of the failure. */
  readonly reason?: SkipReason | FailureCode;
  readonly channel?: ChannelName;
  readonly by?: 'message' | 'template';
  readonly unitId?: string;
  readonly variant: number;
  /** Whether it was sent once more after its end was unknown. */
  readonly isResent: boolean;
  readonly amount: number;
}

export interface SeenCount {
  readonly unitId?: string;
  readonly variant: number;
  readonly amount: number;
}
