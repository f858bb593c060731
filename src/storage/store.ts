import type { Choice } from '../answering/answer.js';
import type { Address, ChannelName, IncomingEvent, OutgoingMessage } from '../channels/channel.js';
import type { Document } from '../documents/document.js';
import type { LocalDate } from '../time.js';

/** Rows are truth (design 6.1). Each verb is one transaction. Failures of the disk are thrown as `AppError` `unavailable`. */
export interface Store extends Inbox, ChannelState {
  /** Saves the document with its provisions, replacing what was held under the same id. */
  saveDocument(document: Document): Promise<void>;
  /** Removes the document with its provisions; an id that is not held is no error. */
  removeDocument(id: string): Promise<void>;
  /** All documents with their provisions in reading order, oldest issue first. */
  listDocuments(): Promise<readonly Document[]>;
  close(): Promise<void>;
}

/**
 * The journal of events and of the replies to them (design 6.7). A question lies here from its arrival until its reply
 * is written down, an address until the reply is sent; both are deleted then. What outlives them is `ChatState`, under
 * a keyed hash of the address whose key is a file outside the database.
 */
export interface Inbox {
  /**
   * Writes events down, in the order given. repeat: this id was seen before; nothing is written. full: the chat has
   * `mostWaiting` events waiting; nothing is written but the id. `delivered` and `seen` are counted, not kept.
   * A chat is due once `burstMs` passed since its newest message, at the latest four times that after its oldest; any
   * other event makes it due at once.
   */
  recordEvents(
    events: readonly IncomingEvent[],
    options: { readonly burstMs: number; readonly mostWaiting: number },
  ): Promise<readonly ('new' | 'repeat' | 'full')[]>;
  /** Takes the chat of this channel that has been due longest, for `leaseMs`; nobody else gets it meanwhile. */
  claimChat(options: {
    readonly channel: ChannelName;
    readonly now: Date;
    readonly leaseMs: number;
  }): Promise<ClaimedChat | undefined>;
  /** Replaces the events by the replies to them, and keeps the state (`recent` aside, which `recordEvents` keeps). Undefined, and nothing done, where the claim is lost. */
  recordReplies(
    claim: ClaimedChat,
    replies: {
      readonly events: readonly StoredEvent[];
      readonly messages: readonly OutgoingMessage[];
      readonly state: ChatState;
      readonly now: Date;
    },
  ): Promise<readonly StoredReply[] | undefined>;
  /** Written just before the call, so that a crash leaves at most one reply of a chat in doubt. False where the claim is lost. */
  startReply(claim: ClaimedChat, reply: StoredReply): Promise<boolean>;
  /** Deletes the reply: it arrived, or never will. */
  finishReply(claim: ClaimedChat, reply: StoredReply): Promise<void>;
  /** The reply did not arrive, for sure: it is no longer in doubt and stays the next of its chat. */
  postponeReply(claim: ClaimedChat, reply: StoredReply): Promise<void>;
  /** Gives the chat back; what waits in it is due again no sooner than `notBefore`. */
  releaseChat(claim: ClaimedChat, notBefore: Date): Promise<void>;
  /** Chats with an event that waits since before `since` and was not told so yet, at most `limit`; each is given once per wait. */
  claimWaitingNotices(options: {
    readonly channel: ChannelName;
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly Address[]>;
  /** Gives back whatever a process that died had claimed of these channels; for the only process that serves them. */
  releaseClaims(channels: readonly ChannelName[]): Promise<void>;
  /** The chat goes on under another id: what waits and what is kept of it moves along; a claim of the old one ends. */
  moveChat(from: Address, to: Address, now: Date): Promise<void>;
  /** The person left: what waits for the chat and what is kept of it goes; a claim of it ends. */
  forgetChat(address: Address): Promise<void>;
  /** Deletes contexts that ran out, ids of events seen before `seenBefore`, states untouched since `untouchedSince`; leaves no trace of deleted rows on the disk. */
  purgeInbox(options: {
    readonly now: Date;
    readonly seenBefore: Date;
    readonly untouchedSince: LocalDate;
  }): Promise<void>;
  /** What waits, for `npm run status` and for deciding how to answer under load. */
  measureInbox(): Promise<readonly InboxDepth[]>;
  /** Adds to a named count, e.g. `replies-in-doubt`. */
  addToCount(name: string, amount: number): Promise<void>;
  listCounts(): Promise<Readonly<Record<string, number>>>;
}

export interface ClaimedChat {
  readonly address: Address;
  /** Oldest first, by the platform's time where it gives one. */
  readonly events: readonly StoredEvent[];
  /** Replies that were written down and not sent, in order. */
  readonly replies: readonly StoredReply[];
  readonly state: ChatState;
  /** Tells this claim from a later one of the same chat. */
  readonly token: string;
}

export interface StoredEvent {
  readonly place: number;
  readonly event: IncomingEvent;
}

export interface StoredReply {
  readonly place: number;
  readonly message: OutgoingMessage;
  /** Times that sending was begun before. */
  readonly attempts: number;
  /** Sending was begun and its end not recorded: it may have arrived. */
  readonly isInDoubt: boolean;
}

/** What outlives a reply: no address, no question. */
export interface ChatState {
  readonly welcomedOn?: LocalDate;
  /** When the events of the last minute came, in milliseconds of the epoch, at most 40. */
  readonly recent: readonly number[];
  /** When the person was last told to slow down, in milliseconds of the epoch. */
  readonly slowedAt?: number;
  readonly context?: ChatContext;
}

/** Kept for 30 minutes. */
export interface ChatContext {
  /** The document that the last answer was about. */
  readonly documentId?: string;
  readonly choices: readonly Choice[];
  /** What `xem tiếp` shows: the rest of a long answer. */
  readonly rest?: readonly OutgoingMessage[];
  /** In milliseconds of the epoch. */
  readonly until: number;
}

export interface InboxDepth {
  readonly channel: ChannelName;
  /** Chats with events or replies waiting. */
  readonly chats: number;
  readonly events: number;
  readonly replies: number;
  /** When the oldest waiting event came. */
  readonly oldestAt?: Date;
}

/** Small things that channels keep between starts and share between processes: tokens, one-time codes, troubles. */
export interface ChannelState {
  findState(name: string): Promise<string | undefined>;
  saveState(name: string, value: string): Promise<void>;
  removeState(name: string): Promise<void>;
  /** True where `owner` holds the lock now, until `leaseMs` after `now`; false where another does. */
  claimLock(options: {
    readonly name: string;
    readonly owner: string;
    readonly now: Date;
    readonly leaseMs: number;
  }): Promise<boolean>;
  releaseLock(options: { readonly name: string; readonly owner: string }): Promise<void>;
}

/** What is searched: a provision, or a part of a long one that keeps its address. */
export interface Passage {
  readonly id: string;
  readonly documentId: string;
  readonly provisionId: string;
  /** Kind, number and title of the document. */
  readonly title: string;
  /** Address and headings above it. */
  readonly section: string;
  readonly text: string;
}

export interface SearchHit {
  /** Index into `SearchIndex.passages`. */
  readonly passage: number;
  /** Fused score; comparable within one question only. */
  readonly score: number;
  /** BM25 score before fusion, ≥ 0. */
  readonly lexical: number;
  /** Cosine of the best window, or undefined where vectors were not used. */
  readonly dense?: number;
}

export interface SearchOptions {
  /** At most this many hits, best first. */
  readonly limit: number;
  /** Only passages of these documents. */
  readonly within?: ReadonlySet<string>;
  /** Leaves vectors aside. */
  readonly byWords?: boolean;
}

/** BM25 and vectors over passages: a cache that any machine rebuilds from rows. */
export interface SearchIndex {
  readonly passages: readonly Passage[];
  /** building: answers are lexical for now. none: no embedder is set or could be loaded. */
  readonly vectors: 'ready' | 'building' | 'none';
  /** The question with missing diacritics and teencode restored; typed marks, case and punctuation stay. */
  restore(question: string): string;
  /** In how many passages the syllable stands: with its marks as typed, or folded where it bears none. */
  documentFrequency(syllable: string): number;
  search(question: string, options: SearchOptions): Promise<readonly SearchHit[]>;
}
