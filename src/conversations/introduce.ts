import type { ReplyDoors } from './conversation-doors.js';

/** Says what the service is and what it keeps, and proves its use by a question that it answers now. */
export async function introduce({ answerQuestion, texts, suggestions }: ReplyDoors): Promise<string> {
  const fields: Record<string, string> = {};
  for (const question of suggestions.toReversed()) {
    const { outcome, claims, citations } = await answerQuestion({ text: question, byWords: true });
    const quote = claims.find(({ role, citation }) => role === 'quote' && citation !== undefined);
    const source = citations[quote?.citation ?? -1];
    if (outcome !== 'answered' || !quote || !source) continue;
    Object.assign(fields, { question, quote: quote.text.trim(), source: source.label });
    break;
  }
  return texts('welcome.full', fields);
}
