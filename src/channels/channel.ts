import type { Answer } from '../answering/answer.js';

/** The ways in which people reach the service. */
export type ChannelName = 'terminal' | 'web' | 'telegram' | 'zalo-oa' | 'zalo-bot';

/** A conversation on a channel: a person, or a group where `IncomingEvent.isGroup` says so. */
export interface Address {
  readonly channel: ChannelName;
  /** The platform's own id of the chat, as an opaque string: never a number, since Zalo's ids exceed 2^53. */
  readonly chat: string;
}

interface EventHead {
  /**
   * The platform's id of the event, unique within its channel; a repeat carries the same one. An adapter whose
   * platform gives none builds it from what a repeat shares (Zalo: event name and message id).
   */
  readonly id: string;
  readonly from: Address;
  /** When it reached us. */
  readonly receivedAt: Date;
  /** When the platform says that it was sent: orders events that came out of order. Never compared with our clock. */
  readonly sentAt?: Date;
}

/** A file that a person sent: only what it is. It is never downloaded, and its address never kept. */
export interface IncomingFile {
  readonly kind: 'image' | 'file' | 'audio' | 'video' | 'sticker' | 'location' | 'contact' | 'other';
}

export interface IncomingMessage extends EventHead {
  readonly type: 'message';
  /** As typed, a leading mention of the bot taken off; empty where only files were sent. In code units as the platform gave it. */
  readonly text: string;
  readonly files: readonly IncomingFile[];
  /** The platform's id of the message, for a reply that quotes it. Absent where it gives none. */
  readonly messageId?: string;
  /** Whether it came from a group; only messages that address the bot become events there. */
  readonly isGroup?: boolean;
  /** The person's own earlier turns, oldest first, where the face keeps them itself (web, terminal). Absent: the service's context serves. */
  readonly history?: readonly string[];
}

/** One event from a channel. No name of a person is taken from any platform. */
export type IncomingEvent =
  | IncomingMessage
  /** A button was pressed; `data` is the `send` of the button. */
  | (EventHead & { readonly type: 'tap'; readonly data: string; readonly isGroup?: boolean })
  /** Followed, pressed start, unblocked, or added the bot to a group. */
  | (EventHead & { readonly type: 'joined'; readonly isGroup?: boolean })
  /** Unfollowed, blocked, or removed the bot from a group. */
  | (EventHead & { readonly type: 'left' })
  /** The chat goes on under another id; `from` is the old one. */
  | (EventHead & { readonly type: 'moved'; readonly to: Address })
  /** The platform's word on a message of ours. */
  | (EventHead & { readonly type: 'delivered' | 'seen'; readonly messageId: string });

/** One thing to press: sends words back, opens a link, or dials. */
export type Button =
  | {
      readonly label: string;
      /** What pressing it sends, as if the person had typed it. */
      readonly send: string;
    }
  | { readonly label: string; readonly url: string }
  /** Digits with the country's code, without `+`: `84912345678`. */
  | { readonly label: string; readonly phone: string };

/** Either bytes to upload or an address that the platform fetches. */
export interface Attachment {
  readonly kind: 'image' | 'file';
  /** File name with its ending. */
  readonly name: string;
  /** MIME type, e.g. `image/png`. */
  readonly mediaType: string;
  readonly content: { readonly bytes: Uint8Array } | { readonly url: string };
}

export interface OutgoingMessage {
  /** NFC. A small Markdown subset: `**bold**`, `*italic*`, `[words](https://…)`, lines; what a channel cannot show is left out by `renderMessage`. */
  readonly text: string;
  readonly buttons?: readonly Button[];
  readonly attachments?: readonly Attachment[];
  /** `IncomingMessage.messageId` that this answers; quoted where the channel can. */
  readonly replyTo?: string;
  /** The checked answer behind the text, for a face that shows citations better than words can (web). Others ignore it. */
  readonly answer?: Answer;
}

/**
 * rate-limited: not sent, the platform asks to wait. unavailable: not sent, the platform is down or unreachable.
 * timeout: the request left and no answer came back; it may have arrived. unauthorized: token or account refused,
 * nobody can be reached until staff act. recipient-blocked: this person cannot be reached until they write or follow
 * again. window-closed: the platform's time for free messages to this person is over. quota-spent: no more messages
 * for now; where `retryAfterMs` is given, no more of this kind (templates at night). invalid-message: the platform refuses what we built, repeating is useless. unknown: anything else; not
 * repeated.
 */
export type FailureCode =
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'unauthorized'
  | 'recipient-blocked'
  | 'window-closed'
  | 'quota-spent'
  | 'invalid-message'
  | 'unknown';

export interface Failure {
  readonly code: FailureCode;
  /** How long the platform asks to wait, where it says so. */
  readonly retryAfterMs?: number;
  /** The platform's own code and words for the log; never a token, an id of a person or anything that people wrote. */
  readonly detail?: string;
}

export type Receipt =
  | {
      readonly status: 'sent';
      /** The platform's id of the message. */
      readonly messageId: string;
      /** Where the chat went on under another id: that id. The message did arrive. */
      readonly movedTo?: string;
    }
  | { readonly status: 'failed'; readonly failure: Failure };

/** What a channel can show, and what its platform allows. `renderMessage` obeys it, so no adapter has to. */
export interface Capabilities {
  /** Longest text of one message, in UTF-16 code units after NFC, formatting taken off. `Infinity`: no limit. */
  readonly textLimit: number;
  /** Longest text beside an attachment, as above. */
  readonly captionLimit: number;
  /** Whether bold, italic and links are shown. plain: the marks are taken off. */
  readonly markup: 'plain' | 'markdown';
  /** Null: choices are numbered in the text and typed. */
  readonly buttons: {
    readonly kinds: readonly ('send' | 'url' | 'phone')[];
    readonly most: number;
    /** In code units. */
    readonly labelLimit: number;
    /** Longest `send`, in UTF-8 bytes. Longer ones get a number that is resolved on our side. */
    readonly sendLimitBytes: number;
  } | null;
  /** Null: none can be sent; a link takes their place. */
  readonly images: FileRule | null;
  readonly files: FileRule | null;
  /** Whether it can show that an answer is being written. */
  readonly typing: boolean;
  /** Whether a sent message can be changed. */
  readonly edits: boolean;
  /** Whether the face itself says that it is a machine and what is kept; then no welcome is sent. */
  readonly introducesItself: boolean;
  /** Whether each chat is one question and the face keeps the person's turns itself: then nothing is kept of it here. */
  readonly isFleeting?: boolean;
  /** Events of one chat in a minute above which it is answered more slowly; 20 where absent. */
  readonly mostPerMinute?: number;
  /** Messages of one chat that come within this time of each other are one question. 0: each stands alone. */
  readonly burstMs: number;
  /** When we may write first. Null: only answers reach people here. */
  readonly proactive: ProactiveRule | null;
}

interface FileRule {
  /** MIME types. Empty: any. */
  readonly mediaTypes: readonly string[];
  readonly maxBytes: number;
  /** Whether the platform fetches them itself and takes no bytes. */
  readonly byUrlOnly?: boolean;
  /** Whether the platform takes bytes only; of what has an address, the address is shown. */
  readonly byBytesOnly?: boolean;
  /** Whether the platform shows no words beside one: words are a message of their own. */
  readonly standsAlone?: boolean;
}

/** The platform's rules on messages that nobody asked for. */
interface ProactiveRule {
  /** How long after a person's last act we may write what we like. Absent: for ever. */
  readonly windowMs?: number;
  /** Whether approved templates reach people outside that window. */
  readonly templates: boolean;
  /** When it takes them, in minutes after midnight, Asia/Ho_Chi_Minh; `to` is not part of it. Absent: at any hour. */
  readonly templateHours?: { readonly from: number; readonly to: number };
  /** Messages a second over all chats that the platform bears. */
  readonly perSecond: number;
}

/** Journals events and resolves; only then may an adapter acknowledge them to its platform. Rejects where the journal cannot be written: do not acknowledge then. */
export type Receive = (events: readonly IncomingEvent[]) => Promise<void>;

/** One entry of a platform's command menu. */
export interface CommandEntry {
  /** `a-z0-9_`, at most 32. */
  readonly name: string;
  /** At most 256 code units. */
  readonly description: string;
  /** Who sees it; `everyone` where absent, `chat`: nobody but that chat. */
  readonly scope?: 'everyone' | { readonly chat: string };
}

export interface WebhookRequest {
  /** The value of a header by its name in lower case. */
  readonly header: (name: string) => string | undefined;
  /** The bytes as they came; signatures are over these. */
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

export interface WebhookReply {
  readonly status: 200 | 400 | 401 | 503;
  /** Why nothing was done, for the log and the counters; absent where work was taken. */
  readonly refused?: 'no-signature' | 'bad-signature' | 'stale' | 'not-json' | 'unknown-event';
}

/** How a platform calls us. `http.ts` guards size and content type before it hands a request over. */
export interface Webhook {
  /** `/webhook/<channel>` */
  readonly path: string;
  /** Whether what is refused (too large, of a wrong type) gets 200 all the same, since the platform gives up on anything else. */
  readonly refusesQuietly?: boolean;
  /** Checks the signature, journals, replies. Never throws for what was sent. */
  handle(request: WebhookRequest, receive: Receive): Promise<WebhookReply>;
}

/** A webhook with the journal that it fills. */
export interface OpenWebhook {
  readonly channel: ChannelName;
  readonly webhook: Webhook;
  readonly receive: Receive;
}

/** An adapter of one platform. `test/contracts/channel.contract.ts` runs on every one. */
export interface Channel {
  readonly name: ChannelName;
  readonly capabilities: Capabilities;
  /**
   * Sends one message that `renderMessage` has made fit. Never throws for what the other side did; short waits that
   * the platform asks for (a few seconds) are waited out inside.
   */
  send(chat: string, message: OutgoingMessage): Promise<Receipt>;
  /** Shows that an answer is being written; does nothing where the platform cannot. Never throws. */
  showTyping(chat: string): Promise<void>;
  /**
   * Makes ready (tells the platform where the webhook is, sets the command menu) and, where it polls, polls. Resolves
   * once `signal` is aborted and what was under way is done. What the platform does wrong is told to `onTrouble` and
   * tried again with growing pauses; it never rejects for that.
   */
  listen(receive: Receive, signal: AbortSignal): Promise<void>;
  /**
   * Everything that answers what was asked has been sent; a face that waits may go on (web, terminal). Called after
   * each message, tap and joined, also where nothing was to be said.
   */
  finishTurn?(chat: string): void;
  /** Present where the platform calls us. */
  readonly webhook?: Webhook;
  /** Present on Zalo OA. */
  readonly account?: OfficialAccount;
}

/** What only an official account of Zalo can do; used by outreach. Failures are values, as in `send`. */
export interface OfficialAccount {
  /** An approved ZBS template to a person of the account, or to a phone (digits with country code). `data` fills its fields. */
  sendTemplate(
    to: { readonly chat: string } | { readonly phone: string; readonly trackingId: string },
    template: { readonly id: string; readonly data: Readonly<Record<string, string>> },
  ): Promise<Receipt>;
  /** Makes an article and waits until the platform has processed it. */
  createArticle(article: Article): Promise<Outcome<{ readonly articleId: string }>>;
  /** To all followers: the platform takes no list. */
  broadcastArticle(articleId: string): Promise<Receipt>;
  getPerson(chat: string): Promise<Outcome<AccountPerson>>;
  /** One page of people, at most 50; the platform lists at most 10,000. */
  listPeople(offset: number): Promise<Outcome<{ readonly chats: readonly string[]; readonly total: number }>>;
  /** What is left of a person's and of the account's quota; fields that the platform no longer gives are absent. */
  getQuota(chat: string): Promise<Outcome<PersonQuota>>;
  tagPerson(chat: string, tag: string): Promise<Outcome<object>>;
  untagPerson(chat: string, tag: string): Promise<Outcome<object>>;
}

export type Outcome<T> = ({ readonly status: 'done' } & T) | { readonly status: 'failed'; readonly failure: Failure };

export interface Article {
  /** At most 150. */
  readonly title: string;
  /** At most 300. */
  readonly description: string;
  /** At most 50. */
  readonly author: string;
  /** Paragraphs of plain words. */
  readonly body: readonly string[];
  readonly coverUrl: string;
}

/** Nothing that tells who the person is: the name, the picture and the phone that the platform gives are dropped. */
export interface AccountPerson {
  readonly isFollower: boolean;
  /** YYYY-MM-DD */
  readonly lastInteractionOn?: string;
  readonly tags: readonly string[];
}

export interface PersonQuota {
  readonly lastInteractionAt?: Date;
  /** Promotion messages (articles, promotion templates) left for this person. */
  readonly promotion?: { readonly leftToday: number; readonly leftThisMonth: number };
}

/** What every adapter may tell about itself; details are codes and counts only. */
export type OnTrouble = (trouble: ChannelTrouble) => void;

export interface ChannelTrouble {
  readonly channel: ChannelName;
  /**
   * needs-consent: Zalo's grant is lost, an OA admin has to consent again. conflict: someone else polls, or a webhook
   * is set while we poll. unauthorized: the token is refused. unreachable: the platform does not answer.
   * resent-plain: formatting was refused and the words were sent plainly. refused: a message of ours was refused.
   * recovered: what was wrong is over: the kind in `detail`, everything where it is absent.
   */
  readonly kind:
    | 'needs-consent'
    | 'conflict'
    | 'unauthorized'
    | 'unreachable'
    | 'resent-plain'
    | 'refused'
    | 'recovered';
  readonly detail?: string;
}
