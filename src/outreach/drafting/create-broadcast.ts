import type { Broadcast, BroadcastContent, BroadcastMessage } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';
import { createReadableId } from '../../text/readable-id.js';
import { normalizeText } from '../../text/vietnamese-text.js';
import type { OutreachDoors } from '../outreach-doors.js';
import { recordAct } from '../record-act.js';
import { mayControl } from '../rights/approval-rules.js';
import { hashContent } from '../rights/hash-content.js';
import { mayAddress } from '../rights/reach.js';
import { type ContentDoors, checkContent } from './check-content.js';
import type { ContentFlaw } from './check-message.js';

const ID_LENGTH = 8;

export interface BroadcastWish {
  readonly content: BroadcastContent;
  readonly origin: Broadcast['origin'];
  /** Whose rights count, as they are now. */
  readonly author: Member | 'system';
  /** Absent: a new one. One that is taken leaves everything as it is. */
  readonly id?: string;
  /** An unfinished draft: saved whatever its content lacks, but for the right to address those it is for. */
  readonly status?: 'draft';
}

export type Creation =
  | {
      readonly status: 'created';
      readonly broadcast: Broadcast;
      /** What it lacks yet; empty unless an unfinished draft was asked for. */
      readonly flaws: readonly ContentFlaw[];
    }
  | { readonly status: 'exists'; readonly broadcast: Broadcast }
  | { readonly status: 'refused'; readonly flaws: readonly ContentFlaw[] };

export type DraftingDoors = ContentDoors & Pick<OutreachDoors, 'people'>;

const NOT_ALLOWED: ContentFlaw = { key: 'not-allowed' };

/** Saves an announcement as a draft; nobody is written to before it is submitted. */
export async function createBroadcast(wish: BroadcastWish, doors: DraftingDoors): Promise<Creation> {
  const { author, origin } = wish;
  const content = normalizeContent(wish.content);
  const wrong = await findWrong(author, content, doors);
  if (wrong) return { status: 'refused', flaws: [wrong] };
  const flaws = await checkContent(content, doors);
  if (flaws.length > 0 && wish.status !== 'draft') return { status: 'refused', flaws };
  const by = author === 'system' ? author : author.id;
  for (;;) {
    const broadcast: Broadcast = {
      id: wish.id ?? createReadableId(ID_LENGTH),
      origin,
      author: by,
      content,
      createdAt: doors.clock(),
      approvals: [],
      status: 'draft',
      isPlanned: false,
    };
    if (await doors.ledger.createBroadcast(broadcast)) {
      await recordAct('create-broadcast', broadcast.id, by, doors);
      return { status: 'created', broadcast, flaws };
    }
    const held = await doors.ledger.findBroadcast(broadcast.id);
    if (held && wish.id !== undefined) return { status: 'exists', broadcast: held };
  }
}

export type ContentChange =
  | {
      readonly status: 'changed';
      readonly broadcast: Broadcast;
      /** What it lacks yet before it can be submitted. */
      readonly flaws: readonly ContentFlaw[];
    }
  | { readonly status: 'refused'; readonly flaws: readonly ContentFlaw[] }
  /** Somebody else wrote it. */
  | { readonly status: 'not-allowed' }
  /** It is being sent, over, or was changed in this very moment. */
  | { readonly status: 'not-now'; readonly broadcast: Broadcast }
  | { readonly status: 'not-found' };

/** Changes what an announcement says, is for, or when. Any change makes it a draft again, and approvals of it void. */
export async function changeContent(
  id: string,
  change: (content: BroadcastContent) => BroadcastContent,
  author: Member | 'system',
  doors: DraftingDoors,
): Promise<ContentChange> {
  const held = await doors.ledger.findBroadcast(id);
  if (!held) return { status: 'not-found' };
  const by = author === 'system' ? author : author.id;
  if (held.author !== by) return { status: 'not-allowed' };
  if (!isOpen(held)) return { status: 'not-now', broadcast: held };
  const content = normalizeContent(change(held.content));
  const wrong = await findWrong(author, content, doors);
  if (wrong) return { status: 'refused', flaws: [wrong] };
  const flaws = await checkContent(content, doors);
  const [before, after] = [hashContent(held.content), hashContent(content)];
  if (before === after) return { status: 'changed', broadcast: held, flaws };
  const changed = await doors.ledger.changeBroadcast(id, (now) =>
    isOpen(now) && hashContent(now.content) === before ? { ...now, content, approvals: [], status: 'draft' } : now,
  );
  if (!changed) return { status: 'not-found' };
  if (hashContent(changed.content) !== after) return { status: 'not-now', broadcast: changed };
  // What nobody has seen yet may change as often as its author likes.
  if (held.status !== 'draft') await recordAct('change-broadcast', id, by, doors, { was: held.status });
  return { status: 'changed', broadcast: changed, flaws };
}

function isOpen({ status, isPlanned, plannedThrough }: Broadcast): boolean {
  const isUnplanned = !isPlanned && plannedThrough === undefined;
  return isUnplanned && (status === 'draft' || status === 'waiting' || status === 'approved');
}

/** What nobody may even keep as a draft. */
async function findWrong(
  author: Member | 'system',
  { audience, corrects }: BroadcastContent,
  { ledger, tree }: DraftingDoors,
): Promise<ContentFlaw | undefined> {
  // All followers are chosen by hand only: the platform asks none of them for consent.
  if (author === 'system') return audience.type === 'followers' ? NOT_ALLOWED : undefined;
  const union = await tree();
  if (author.status !== 'joined' || !mayAddress(author, audience, union)) return NOT_ALLOWED;
  const corrected = corrects === undefined ? undefined : await ledger.findBroadcast(corrects);
  // A correction passes the caps: only who answers for the other one may put it right.
  const isOthers = corrected !== undefined && !mayControl(author, corrected, union);
  return isOthers ? { key: 'corrects', fields: { id: corrected.id } } : undefined;
}

/** One writing of the same words, so that they fit every channel and are found again. */
function normalizeContent(content: BroadcastContent): BroadcastContent {
  const message = ({ text, buttons, poll, ...rest }: BroadcastMessage): BroadcastMessage => ({
    ...rest,
    text: normalizeText(text).trim(),
    buttons: buttons.map(({ label, url }) => ({ label: toLine(label), url: url.trim() })),
    ...(poll ? { poll: { question: toLine(poll.question), options: poll.options.map(toLine) } } : {}),
  });
  return { ...content, messages: content.messages.map(message) };
}

const toLine = (text: string): string => normalizeText(text).replace(/\s+/g, ' ').trim();
