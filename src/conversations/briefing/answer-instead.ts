import type { ReplyDoors } from '../conversation-doors.js';
import type { DialogueReply } from '../dialogues/dialogue.js';

/** What names nothing that is held may be a question: then its answer, else what is given. */
export async function answerInstead(
  asked: string,
  otherwise: () => DialogueReply,
  { answerQuestion }: ReplyDoors,
): Promise<DialogueReply> {
  const answer = await answerQuestion({ text: asked });
  const isMeant = (answer.outcome === 'answered' && answer.citations.length > 0) || answer.outcome === 'ambiguous';
  return isMeant ? { speech: { text: answer.text, choices: answer.choices, answer } } : otherwise();
}
