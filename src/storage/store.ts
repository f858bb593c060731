import type { Address, ChannelName, IncomingEvent, OutgoingMessage } from '../channels/channel.js';
import type { Document } from '../documents/document.js';
import type { Member, MemberAddress, RoleGrant } from '../people/member.js';
import type { Unit } from '../people/unit.js';
import type { Choice } from '../text/texts.js';
import type { LocalDate } from '../time.js';
import type { Campaigns } from './campaigns.js';
import type { Ledger } from './ledger.js';
import type { Outlines } from './outlines.js';

/** Where a store lies: the path of a SQLite file, `:memory:`, or PostgreSQL. */
export type StorePlace = string | PostgresPlace;

export interface PostgresPlace {
  /** `postgres://user:password@host/database`, 14 or newer, in UTF-8. */
  readonly url: string;
  /** The schema of the tables, made where missing; absent: the first of the user's search path. */
  readonly schema?: string;
  /** Folder of what is kept outside the database: `address.key`, `erased.list`. */
  readonly folder: string;
}

/** Rows are truth (docs/design.md#rules, 1). Each verb is one transaction. Failures of the disk are thrown as `AppError` `unavailable`. */
export interface Store extends Inbox, ChannelState, People, Records, Ledger, Campaigns, Outlines {
  /** Saves the document with its provisions, replacing what was held under the same id. */
  saveDocument(document: Document): Promise<void>;
  /** Removes the document with its provisions; an id that is not held is no error. */
  removeDocument(id: string): Promise<void>;
  /** All documents with their provisions in reading order, oldest issue first. */
  listDocuments(): Promise<readonly Document[]>;
  close(): Promise<void>;
}

/**
 * The journal of events and of the replies to them (docs/design.md#rules, 7). A question lies here from its arrival until its reply
 * is written down, an address until the reply is sent; both are deleted then. What outlives them is `ChatState`, under
 * a keyed hash of the address whose key is a file outside the database.
 */
export interface Inbox {
  /**
   * Writes events down, in the order given. repeat: this id was seen before; nothing is written. full: the chat has
   * `mostWaiting` events waiting; nothing is written but the id. `delivered` and `seen` are
   * counted, here and in the ledger for the message that they tell of, and not kept.
   * A chat is due once `burstMs` passed since its newest message, at the latest four times that after its oldest; a
   * message that `isWhole` and any other event wait for nothing.
   */
  recordEvents(
    events: readonly IncomingEvent[],
    options: {
      readonly burstMs: number;
      readonly mostWaiting: number;
      readonly isWhole?: (event: IncomingEvent) => boolean;
    },
  ): Promise<readonly ('new' | 'repeat' | 'full')[]>;
  /**
   * Takes the chat of this channel that has been due longest, for `leaseMs`; nobody else gets it meanwhile. A time that
   * lies much further ahead than any can be set was set before the clock went back: that chat is due, that lease over.
   */
  claimChat(options: {
    readonly channel: ChannelName;
    readonly now: Date;
    readonly leaseMs: number;
    /** No chat is put off for longer; absent: there is no such limit. */
    readonly longestPauseMs?: number;
    /** Chats that whoever asks is answering: not given again, even where the clock jumped past their lease. */
    readonly except?: readonly string[];
  }): Promise<ClaimedChat | undefined>;
  /**
   * When the next chat of this channel may be claimed: once it is due and nobody's lease holds it. Undefined where
   * nothing waits.
   */
  findChatDueAt(channel: ChannelName): Promise<Date | undefined>;
  /** Replaces the events by the replies to them, and keeps the state (`recent` aside, which `recordEvents` keeps). Undefined, and nothing done, where the claim is lost. */
  recordReplies(
    claim: ClaimedChat,
    replies: {
      readonly events: readonly StoredEvent[];
      readonly messages: readonly OutgoingMessage[];
      /** Null: nothing is kept of the chat any more. */
      readonly state: ChatState | null;
      readonly now: Date;
    },
  ): Promise<readonly StoredReply[] | undefined>;
  /** Written just before the call, so that a crash leaves at most one reply of a chat in doubt. False where the claim is lost. */
  startReply(claim: ClaimedChat, reply: StoredReply): Promise<boolean>;
  /** Deletes the reply: it arrived, or never will. */
  finishReply(claim: ClaimedChat, reply: StoredReply): Promise<void>;
  /** The reply did not arrive, for sure: it is no longer in doubt and stays the next of its chat. */
  postponeReply(claim: ClaimedChat, reply: StoredReply): Promise<void>;
  /** Writes down a reply to a chat that nobody has claimed; it is due at `dueAt`, as what waits there besides. */
  recordReply(address: Address, message: OutgoingMessage, dueAt: Date): Promise<void>;
  /** Gives the chat back; what waits in it is due again no sooner than `notBefore`. */
  releaseChat(claim: ClaimedChat, notBefore: Date): Promise<void>;
  /** Chats with an event that waits since before `since` and was not told so yet, at most `limit`; each is given once per wait. */
  claimWaitingNotices(options: {
    readonly channel: ChannelName;
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly Address[]>;
  /** Gives back at once what the dead had claimed of these channels, and this store itself; what others that live have claimed stays theirs. */
  releaseClaims(channels: readonly ChannelName[]): Promise<void>;
  /** The chat goes on under another id: what waits and what is kept of it moves along; a claim of the old one ends. */
  moveChat(from: Address, to: Address, now: Date): Promise<void>;
  /** The person left: what waits for the chat and what is kept of it goes; a claim of it ends. */
  forgetChat(address: Address): Promise<void>;
  /** Deletes contexts that ran out, ids of events seen before `seenBefore`, states untouched since `untouchedSince`. */
  purgeInbox(options: {
    readonly now: Date;
    readonly seenBefore: Date;
    readonly untouchedSince: LocalDate;
  }): Promise<void>;
  /**
   * Leaves nothing on the disk of what was deleted so far, in the database's own log neither. False where somebody else
   * reads or writes just then, another process or a backup: nothing is lost and nobody waited for, ask again soon. Costs
   * next to nothing where nothing was written since. PostgreSQL says true and does nothing: its log is the server's,
   * serves all its databases, copies and recovery, and goes when the server no longer needs it.
   */
  wipeDeleted(): Promise<boolean>;
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
  /** What is being done step by step: joining, feedback. */
  readonly dialogue?: DialogueState;
  /** What `xem tiếp` shows: the rest of a long answer. */
  readonly rest?: readonly OutgoingMessage[];
  /** What `xem tiếp` sends once no rest is left: a command of ours that tells more of what was told, as a choice does. */
  readonly more?: string;
  /** In milliseconds of the epoch. */
  readonly until: number;
}

/** Where a dialogue stands. Holds choices made so far, never words that are not ours. */
export interface DialogueState {
  readonly name: string;
  readonly step: string;
  readonly data: Readonly<Record<string, string>>;
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
  /**
   * True where `owner` holds the lock now, until `leaseMs` after `now`; false where another does. One that lies much
   * further ahead than any can be was taken before the clock went back, and does not count.
   */
  claimLock(options: {
    readonly name: string;
    readonly owner: string;
    readonly now: Date;
    readonly leaseMs: number;
    /** Whether it counts no longer once the process that took it has died; otherwise only its time ends it. */
    readonly endsWithOwner?: boolean;
  }): Promise<boolean>;
  releaseLock(options: { readonly name: string; readonly owner: string }): Promise<void>;
}

/** Units and members. */
export interface People {
  /** All periods of all units, by id and first day. */
  listUnits(): Promise<readonly Unit[]>;
  /** Replaces all periods of the units whose ids are given. */
  saveUnits(units: readonly Unit[]): Promise<void>;
  findMember(id: string): Promise<Member | undefined>;
  /** Whose address it is; undefined for who never joined. */
  findMemberAt(address: Address): Promise<Member | undefined>;
  /** Throws where one of the addresses is another member's. */
  createMember(member: Member): Promise<void>;
  /** Reads, changes and saves in one step; `change` may be called again and does nothing else. Undefined for who is not there. */
  changeMember(id: string, change: (member: Member) => Member): Promise<Member | undefined>;
  /** What a chat's own acts tell of a member's address; nothing happens for who never joined. `interactedAt` counts where it is ten minutes newer. */
  noteAddress(
    address: Address,
    change: { readonly state: MemberAddress['state']; readonly interactedAt?: Date },
  ): Promise<void>;
  /** One person on two channels: the addresses, consents and roles of `from` become `into`'s, and `from` is gone. Undefined where one is not there. */
  joinMembers(from: string, into: string): Promise<Member | undefined>;
  /**
   * Deletes everything of a member: row, addresses, consents, codes, what waits and is kept of their chats; what waits in
   * `asking`, the chat that asks for it, stays so that it can be told. Also written to the erase list, which a restored
   * backup is checked against. False for who is not there.
   */
  eraseMember(id: string, now: Date, asking?: Address): Promise<boolean>;
  /** Ids of members who left and whose last withdrawal lies before an instant: what is kept of them has served. */
  listLeftMembers(before: Date): Promise<readonly string[]>;
  /** Members of units, left ones not counted. */
  countMembers(units: ReadonlySet<string>): Promise<number>;
  /** Members in the order of their ids, those who left too, at most `limit` after an id. */
  listMembers(options: { readonly after?: string; readonly limit: number }): Promise<readonly Member[]>;
  /** Who holds a role other than `member`, for granting and revoking. */
  listRoleHolders(): Promise<readonly { readonly memberId: string; readonly roles: readonly RoleGrant[] }[]>;

  /** Keeps a one-time code under its hash; a code that is there already is left as it is, and false is returned. */
  saveCode(code: OneTimeCode): Promise<boolean>;
  /** As `saveCode`, for many; how many were new. */
  saveCodes(codes: readonly OneTimeCode[]): Promise<number>;
  /** A code that could be used now, without using it. */
  findCode(hash: string, now: Date): Promise<OneTimeCode | undefined>;
  /** Uses a code up once and returns it; undefined where it is unknown, spent or over. */
  takeCode(hash: string, now: Date): Promise<OneTimeCode | undefined>;
  /** A wrong code was typed in a chat: how many by now. Kept under a keyed hash of the address, for an hour after the last. */
  recordWrongCode(address: Address, now: Date): Promise<number>;
  countWrongCodes(address: Address, now: Date): Promise<number>;
}

/** What a code is good for. */
export type CodePurpose =
  /** Gives a role to who types it. */
  | { readonly type: 'role'; readonly grant: RoleGrant; readonly grantedBy: string }
  /** Sets the unit (and a role, where given) of who joins with it. */
  | { readonly type: 'join'; readonly unitId: string; readonly role?: RoleGrant['role'] }
  /** Links the channel on which it is typed to a member. */
  | { readonly type: 'link'; readonly memberId: string };

export interface OneTimeCode {
  /** SHA-256 of the code, hex: the code itself is nowhere. */
  readonly hash: string;
  readonly purpose: CodePurpose;
  readonly usesLeft: number;
  readonly expiresAt: Date;
}

/** What is written once and read by staff. */
export interface Records {
  /** Append-only: there is no verb that changes or deletes an entry. */
  recordAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  listAudit(limit: number): Promise<readonly AuditEntry[]>;
  saveRequest(request: DataRequest): Promise<void>;
  /** Open ones first, by deadline. */
  listRequests(): Promise<readonly DataRequest[]>;
  saveFeedback(feedback: Feedback): Promise<void>;
  /** Newest first. */
  listFeedback(limit: number): Promise<readonly Feedback[]>;
  /** Keeps the words of a consent under their version, as proof of what was agreed to. */
  saveConsentText(version: string, text: string): Promise<void>;
  findConsentText(version: string): Promise<string | undefined>;
  /**
   * Counts an answer from a document on a day. `question` is folded and free of personal data, or absent; it is counted
   * under a keyed hash, and its words are written down only when it was asked for the tenth time.
   */
  countAnswer(count: {
    readonly documentId: string;
    readonly day: LocalDate;
    readonly question?: string;
  }): Promise<void>;
  /** Documents since a day, and questions within them, each answered ten times or more; most first. */
  listAnswerCounts(since: LocalDate): Promise<readonly AnswerCount[]>;
  /** Deletes what is older than its limit. */
  purgeRecords(limits: RetentionLimits): Promise<void>;
}

export interface AuditEntry {
  readonly at: Date;
  /** Member id; `system` for the service itself. Becomes `erased` when that member is erased. */
  readonly actor: string;
  /** e.g. `grant-role` */
  readonly action: string;
  /** Member id or unit id that it was done to. */
  readonly subject?: string;
  /** No personal data. */
  readonly details: Readonly<Record<string, string>>;
}

/** A request of a data subject, with its legal deadline (docs/domain.md#personal-data). Holds no address and no words of the person. */
export interface DataRequest {
  readonly id: string;
  readonly kind: 'see' | 'export' | 'withdraw' | 'erase';
  readonly madeAt: Date;
  /** Last day to act. */
  readonly deadline: LocalDate;
  readonly doneAt?: Date;
}

/** Nobody's: no link to who wrote it. */
export interface Feedback {
  readonly id: string;
  readonly day: LocalDate;
  readonly topic: string;
  readonly text: string;
  /** Merged upward until the branch has at least ten members; absent: the whole union. */
  readonly unitId?: string;
}

export interface AnswerCount {
  readonly documentId: string;
  readonly question?: string;
  readonly amount: number;
}

/** Older than these goes. */
export interface RetentionLimits {
  readonly codesBefore: Date;
  readonly auditBefore: Date;
  readonly requestsBefore: Date;
  readonly feedbackBefore: LocalDate;
  readonly answersBefore: LocalDate;
}
