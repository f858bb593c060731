import { changeContent } from '../../../outreach/drafting/create-broadcast.js';
import { sayFlaws } from '../../../outreach/staff/say-outcome.js';
import type { Broadcast, BroadcastContent } from '../../../people/broadcast.js';
import type { Member } from '../../../people/member.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { type DialogueReply, end, offer } from '../../dialogues/dialogue.js';

export type StepName = 'words' | 'topic' | 'audience' | 'attach' | 'when' | 'until' | 'preview';
export type Data = Readonly<Record<string, string>>;

/** One answer, or the beginning of a step, in the writing of an announcement. */
export interface DraftTurn {
  readonly author: Member;
  /** As it stands; its words lie nowhere else. */
  readonly draft: Broadcast;
  /** What the step asked; empty where it begins. */
  readonly part: string;
  /** What was said; empty where it begins. */
  readonly text: string;
  /** Choices made so far: `draft` its id, `back` where one step alone is done again, and what the step itself keeps. */
  readonly data: Data;
}

export type StepReply =
  | DialogueReply
  /** The step is done: on to the next one. */
  | { readonly done: Broadcast }
  /** To another step. */
  | { readonly go: StepName };

export type DraftStep = (turn: DraftTurn, doors: ReplyDoors) => Promise<StepReply>;

/** A question of a step. Parts whose name holds `write` take any words, also those that end like a question. */
export function ask(step: string, data: Data, text: string, labels: readonly string[] = []): DialogueReply {
  return offer(text, labels, { name: 'thongbao', step, data });
}

/** Changes a draft; the reply that ends the dialogue where it is no draft of theirs any more, or may not be so. */
export async function changeDraft(
  { draft, author }: Pick<DraftTurn, 'draft' | 'author'>,
  change: (content: BroadcastContent) => BroadcastContent,
  doors: ReplyDoors,
): Promise<{ readonly done: Broadcast } | DialogueReply> {
  const changed = await changeContent(draft.id, change, author, doors.outreach);
  if (changed.status === 'changed') return { done: changed.broadcast };
  if (changed.status === 'refused') {
    return end(doors, 'announce.refused', { id: draft.id, flaws: sayFlaws(changed.flaws, doors.texts) });
  }
  return end(doors, 'announce.gone');
}
