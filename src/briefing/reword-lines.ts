import type { ChatModel } from '../models/model.js';
import type { Texts } from '../text/texts.js';

/** A person waits; what takes longer is said in the words of the document. */
const TIMEOUT_MS = 20_000;

/** Asks a model for a shorter wording of each line. What it leaves out, or does not number as it was told, is empty. */
export async function rewordLines(
  lines: readonly string[],
  { model, texts }: { readonly model: ChatModel; readonly texts: Texts },
): Promise<readonly string[]> {
  if (lines.length === 0) return [];
  const numbered = lines.map((line, at) => `${at + 1}. ${line.replaceAll(/\s+/g, ' ')}`).join('\n');
  const answer = await model.complete(texts('brief.reword', { lines: numbered }), TIMEOUT_MS);
  const said = new Map(
    Array.from(answer.matchAll(/^\s*(\d{1,3})[.)]\s+(.+)$/gm), ([, number, words = '']) => [
      Number(number),
      words.trim(),
    ]),
  );
  return lines.map((_, at) => said.get(at + 1) ?? '');
}
