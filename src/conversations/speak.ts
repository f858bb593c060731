import type { Answer } from '../answering/answer.js';
import type { Attachment, Capabilities, OutgoingMessage } from '../channels/channel.js';
import { renderMessage } from '../channels/render-message.js';
import type { ChatContext, ChatState } from '../storage/store.js';
import type { Choice, Texts } from '../text/texts.js';
import type { Clock } from '../time.js';
import { toButtons } from './offer-choices.js';

/** What is said, before it is made to fit a channel. */
export interface Speech {
  readonly text: string;
  readonly choices?: readonly Choice[];
  /** The command that tells more of it; `xem tiếp` gives it. */
  readonly more?: string;
  readonly attachments?: readonly Attachment[];
  readonly answer?: Answer;
  /** The message that it answers. */
  readonly replyTo?: string;
}

export interface Reply {
  /** Fit for the channel, in order. */
  readonly messages: readonly OutgoingMessage[];
  /** What is kept of the chat from now on; null: nothing. */
  readonly state: ChatState | null;
  /** How a question was searched; absent where none was. */
  readonly searched?: 'words' | 'meaning';
  /** What was answered from, for counting. */
  readonly answered?: { readonly documentId: string; readonly question?: string };
}

interface SpeakDoors {
  readonly texts: Texts;
  readonly clock: Clock;
}

const CONTEXT_MS = 30 * 60_000;
const MOST_PARTS = 3;
/** Kept free in each part of a long answer for the words that lead on. In code units. */
const ROOM_FOR_MORE = 120;

/** What is offered, answered or begun opens a context of its own; without any, the one that was open stays. */
export function speak(speech: Speech, state: ChatState, capabilities: Capabilities, doors: SpeakDoors): Reply {
  const { choices = [], more, ...message } = speech;
  const whole: OutgoingMessage = { ...message, buttons: toButtons(choices, capabilities) };
  const fit = renderMessage(whole, capabilities);
  const parts =
    fit.length > MOST_PARTS
      ? renderMessage(whole, { ...capabilities, textLimit: capabilities.textLimit - ROOM_FOR_MORE })
      : fit;
  const hasNews = choices.length > 0 || speech.answer !== undefined || state.context?.dialogue !== undefined;
  const { rest: _, more: __, ...context } = state.context ?? { choices: [], until: 0 };
  const news: ChatContext = { ...context, choices, ...(more === undefined ? {} : { more }) };
  return showParts(parts, hasNews ? { ...state, context: news } : state, capabilities, doors);
}

/** At most three parts at once; the rest waits for `xem tiếp`. */
export function showParts(
  parts: readonly OutgoingMessage[],
  state: ChatState,
  capabilities: Capabilities,
  { texts, clock }: SpeakDoors,
): Reply {
  const shown = parts.slice(0, MOST_PARTS);
  const rest = parts.slice(MOST_PARTS);
  const last = shown.at(-1);
  const { rest: _, ...context } = state.context ?? { choices: [], until: 0 };
  const kept: ChatContext = { ...context, until: clock().getTime() + CONTEXT_MS };
  if (rest.length === 0 || !last) {
    return { messages: shown, state: state.context ? { ...state, context: kept } : state };
  }
  const hasButtons = capabilities.buttons?.kinds.includes('send') ?? false;
  const lead = [texts('more', { count: String(rest.length) }), hasButtons ? '' : texts('more-typed')];
  const leading: OutgoingMessage = {
    ...last,
    text: `${last.text}\n\n${lead.join(' ').trim()}`,
    ...(hasButtons ? { buttons: [{ label: texts('more-button'), send: '/xem_tiep' }] } : {}),
  };
  return { messages: [...shown.slice(0, -1), leading], state: { ...state, context: { ...kept, rest } } };
}
