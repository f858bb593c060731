import type { Line } from '../../documents/line.js';
import type { OutlineDoors } from '../briefing-doors.js';

/** A speaker reads an answer out, not a page. */
const MOST_LINES = 3;
const MOST_CHARACTERS = 700;

/** What the library answers to a question, in its own words; nothing where it does not hold it for sure. */
export async function answerLikely(question: string, { answer: ask }: OutlineDoors): Promise<readonly Line[]> {
  const { outcome, claims, citations } = await ask({ text: question });
  if (outcome !== 'answered') return [];
  const lines: Line[] = [];
  let room = MOST_CHARACTERS;
  for (const { role, text, citation } of claims) {
    const cited = citation === undefined ? undefined : citations[citation];
    if (role !== 'quote' || !cited || lines.length === MOST_LINES || text.length > room) continue;
    const { provisionId, documentId, address, label } = cited;
    lines.push({ text, provisionId, documentId, address, label });
    room -= text.length;
  }
  return lines;
}
