import type { Generated } from 'kysely';
import type { ChannelName, FailureCode } from '../channels/channel.js';
import type { BroadcastStatus, SkipReason } from '../people/broadcast.js';
import type { Member, MemberAddress, Purpose, Role, Topic } from '../people/member.js';
import type { OccurrenceStatus } from './campaigns.js';
import type { DeliveryStatus } from './ledger.js';
import type { OutlineStatus } from './outlines.js';
import type { DataRequest } from './store.js';

/** Rows as stored. Lists and records are JSON text, so that one query text serves SQLite and PostgreSQL. */
export interface Schema {
  documents: {
    id: string;
    /** Everything of the document but its provisions. */
    body: string;
    issued_on: string;
    version: string;
  };
  provisions: {
    id: string;
    document_id: string;
    place: number;
    body: string;
  };
  /** Ids of events that came, under a keyed hash. */
  seen_events: { hash: string; seen_at: number };
  /** Chats in which something waits. Instants are milliseconds of the epoch. */
  inbox_chats: {
    channel: ChannelName;
    chat: string;
    due_at: number;
    claimed_until: number;
    token: string;
    told_to_wait: number;
  };
  inbox_events: {
    place: Generated<number>;
    channel: ChannelName;
    chat: string;
    body: string;
    received_at: number;
    sent_at: number;
  };
  inbox_replies: {
    place: Generated<number>;
    channel: ChannelName;
    chat: string;
    body: string;
    attempts: number;
    /** 1 from just before sending until its end is recorded. */
    is_started: number;
  };
  /** What outlives a reply, under a keyed hash of the address. */
  chat_states: {
    hash: string;
    welcomed_on: string | null;
    slowed_at: number;
    recent: string;
    recent_until: number;
    context: string | null;
    context_until: number;
    touched_on: string;
  };
  counts: { name: string; amount: number };
  channel_state: { name: string; value: string };
  locks: { name: string; owner: string; held_until: number };
  units: { id: string; valid_from: string; body: string };
  members: {
    id: string;
    status: Member['status'];
    unit_id: string | null;
    quiet_from: number | null;
    quiet_to: number | null;
    joined_on: string;
  };
  member_addresses: {
    member_id: string;
    channel: ChannelName;
    chat: string;
    state: MemberAddress['state'];
    last_interaction_at: number;
  };
  member_roles: { member_id: string; place: number; role: Role; unit_id: string | null };
  member_topics: { member_id: string; place: number; topic: Topic };
  consents: {
    member_id: string;
    place: number;
    purpose: Purpose;
    text_version: string;
    given_at: number;
    withdrawn_at: number | null;
  };
  codes: { hash: string; purpose: string; uses_left: number; expires_at: number };
  audit: {
    place: Generated<number>;
    at: number;
    actor: string;
    action: string;
    subject: string | null;
    details: string;
  };
  data_requests: {
    id: string;
    kind: DataRequest['kind'];
    made_at: number;
    deadline: string;
    done_at: number | null;
  };
  feedback: { id: string; day: string; topic: string; text: string; unit_id: string | null };
  consent_texts: { version: string; text: string };
  answer_counts: { document_id: string; day: string; amount: number };
  question_counts: { document_id: string; hash: string; question: string | null; amount: number; last_day: string };
  broadcasts: {
    id: string;
    status: BroadcastStatus;
    is_urgent: number;
    created_at: number;
    /** Of what is done or cancelled. */
    ended_at: number | null;
    body: string;
  };
  saved_segments: { name: string; owner: string; body: string };
  /** `body` is base64. `unnamed_since`: which purge first found no broadcast that names it; 0 for none. */
  files: { id: string; body: string; unnamed_since: Generated<number> };
  deliveries: {
    broadcast_id: string;
    member_id: string;
    unit_id: string | null;
    channel: ChannelName | null;
    by_means: 'message' | 'template' | null;
    variant: number;
    status: DeliveryStatus;
    reason: SkipReason | FailureCode | null;
    due_at: number | null;
    attempts: Generated<number>;
    parts_sent: Generated<number>;
    /** Of a claim, later of the sending itself; 0 where nobody holds the row. */
    lease_until: Generated<number>;
    /** Of the claim that may still tell how it ended. */
    token: string | null;
    message_id: string | null;
    is_resent: Generated<number>;
    ended_at: number | null;
  };
  /** The next free place in the stream of a channel, in milliseconds with fractions, and when it was last moved. */
  streams: { channel: ChannelName; next_at: number; set_at: number; last_broadcast: string | null };
  /** `unit_id` is empty where there is none. */
  seen_counts: { broadcast_id: string; unit_id: string; variant: number; amount: number };
  /** Who voted, under a keyed hash; for what is not kept. */
  votes_cast: { hash: string; broadcast_id: string };
  votes: { broadcast_id: string; option_no: number; amount: number; shown: number };
  /** `body` is the outline as it was made; nobody's name is in it. */
  outlines: {
    id: string;
    frame_id: string;
    minutes: number;
    version: number;
    status: OutlineStatus;
    body: string;
    created_at: number;
    submitted_by: string | null;
    approved_by: string | null;
    approved_at: number | null;
    expires_on: string | null;
  };
  /** Campaigns made in chat or console. */
  campaigns: { id: string; body: string };
  occurrences: {
    id: string;
    campaign_id: string;
    occasion: string;
    offset_days: number;
    due_at: number;
    status: OccurrenceStatus;
    broadcast_id: string | null;
  };
  /** One row. */
  planned_until: { place: number; at: number };
  /** `occasion` is empty where the choice holds for the campaign. */
  campaign_choices: { member_id: string; campaign_id: string; occasion: string };
  snoozes: { member_id: string; occurrence_id: string; due_at: number };
  unit_reports: {
    campaign_id: string;
    occasion: string;
    unit_id: string;
    sessions: number;
    attending: number;
    note: string;
    at: number;
  };
  feeds: { token_hash: string; member_id: string };
}
