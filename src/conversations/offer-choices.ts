import { createHash } from 'node:crypto';
import { readPick } from '../answering/read-pick.js';
import type { Button, Capabilities } from '../channels/channel.js';
import type { Choice } from '../text/texts.js';

/** A question to tap is its own label. */
export function toChoices(questions: readonly string[]): Choice[] {
  return questions.map((text) => ({ label: text, text }));
}

/** What is too long for a button goes by a mark that `readChoice` finds again; a mark never means another choice later. */
export function toButtons(choices: readonly Choice[], { buttons }: Capabilities): Button[] {
  const limit = buttons?.sendLimitBytes ?? Number.POSITIVE_INFINITY;
  return choices.map(({ label, text }) => ({
    label,
    send: Buffer.byteLength(text) <= limit ? text : toMark(text),
  }));
}

export type ChoiceRead =
  | { readonly is: 'chosen'; readonly text: string }
  /** A button (by its mark) or number of choices that are no longer kept. */
  | { readonly is: 'gone'; readonly wasMark: boolean }
  | { readonly is: 'none' };

/** The choice that words mean: by number, by mark, or word for word. `history` says that the face keeps the turns itself, and with them what numbers mean. */
export function readChoice(
  said: { readonly text: string; readonly history?: readonly string[] },
  open: readonly Choice[],
  suggestions: readonly string[],
): ChoiceRead {
  const text = said.text.trim();
  const all = [...open.map((choice) => choice.text), ...suggestions];
  if (MARK.test(text)) {
    const found = all.find((each) => toMark(each) === text);
    return found === undefined ? { is: 'gone', wasMark: true } : { is: 'chosen', text: found };
  }
  const number = said.history?.length ? undefined : readPick(text);
  if (number !== undefined) {
    const found = open[number - 1]?.text;
    return found === undefined ? { is: 'gone', wasMark: false } : { is: 'chosen', text: found };
  }
  return all.includes(text) ? { is: 'chosen', text } : { is: 'none' };
}

const MARK = /^#[0-9a-f]{12}$/;
const toMark = (text: string): string => `#${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
