import type { Answer, Choice } from '../answering/answer.js';
import type { Capabilities, OutgoingMessage } from '../channels/channel.js';
import { renderMessage } from '../channels/render-message.js';
import { documentLabel } from '../documents/document.js';
import type { ChatContext, ChatState } from '../storage/store.js';
import { formatDay, toLocalDate } from '../time.js';
import { COMMANDS, type CommandName, findCommand } from './commands.js';
import type { ReplyDoors } from './conversation-doors.js';
import { introduce } from './introduce.js';
import { readChoice, toButtons, toChoices } from './offer-choices.js';
import type { Turn } from './to-turns.js';

export interface Reply {
  /** Fit for the channel, in order. */
  readonly messages: readonly OutgoingMessage[];
  /** What is kept of the chat from now on. */
  readonly state: ChatState;
  /** How a question was searched; absent where none was. */
  readonly searched?: 'words' | 'meaning';
}

export interface TurnOptions {
  readonly capabilities: Capabilities;
  readonly state: ChatState;
  readonly byWords: boolean;
}

/** What is said, before it is made to fit. */
interface Speech {
  readonly text: string;
  readonly choices?: readonly Choice[];
  readonly answer?: Answer;
  readonly replyTo?: string;
}

type Said = Turn['said'];
type Words = Extract<Said, { type: 'words' }>;

const CONTEXT_MS = 30 * 60_000;
const MOST_PARTS = 3;
/** Kept free in each part of a long answer for the words that lead on. In code units. */
const ROOM_FOR_MORE = 120;
const MOST_A_MINUTE = 10;
const NOTICE_EVERY_MS = 60_000;

/** Whether a person writes faster than anybody reads. */
export function isFlooding({ recent }: ChatState, { mostPerMinute = MOST_A_MINUTE }: Capabilities): boolean {
  return recent.length > mostPerMinute;
}

/** One turn of a conversation → what is said back, and what is kept. Never throws for what a person typed. */
export async function replyToTurn(said: Said, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state, capabilities } = options;
  const now = doors.clock();
  if (said.type === 'left' || said.type === 'moved') return { messages: [], state };
  if (said.type === 'joined') {
    const today = toLocalDate(now);
    if (capabilities.introducesItself || state.welcomedOn === today) return { messages: [], state };
    const speech = said.isGroup ? { text: doors.texts('welcome.group') } : await welcome(doors);
    return speak(speech, { ...state, welcomedOn: today }, options, doors);
  }
  const reply = await replyToWords(said, options, doors);
  if (!isFlooding(state, capabilities) || now.getTime() - (state.slowedAt ?? 0) < NOTICE_EVERY_MS) return reply;
  return {
    ...reply,
    messages: [...renderMessage({ text: doors.texts('slow-down') }, capabilities), ...reply.messages],
    state: { ...reply.state, slowedAt: now.getTime() },
  };
}

async function replyToWords(said: Words, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state } = options;
  const { texts, suggestions } = doors;
  const say = (key: string) => speak({ text: texts(key) }, state, options, doors);
  if (said.text === '' && said.files.length > 0) return say('files');
  const choice = readChoice(said, state.context?.choices ?? [], suggestions);
  if (choice.is === 'gone') return say('old-button');
  const text = choice.is === 'chosen' ? choice.text : said.text;
  if (text === texts('unsure.other')) return say('unsure-other');
  const command = findCommand(text);
  if (command?.isSure) return replyToCommand(command.name, options, doors);
  if (command) {
    const choices = [
      { label: texts(`command.${command.name}`), text: `/${command.name}` },
      { label: texts('unsure.other'), text: texts('unsure.other') },
    ];
    return speak({ text: texts(`unsure.${command.name}`), choices }, state, options, doors);
  }
  return replyToQuestion({ ...said, text }, choice.is === 'chosen', options, doors);
}

async function replyToQuestion(said: Words, isChosen: boolean, options: TurnOptions, doors: ReplyDoors) {
  const { state, capabilities, byWords } = options;
  const { texts } = doors;
  const history = isChosen ? [] : (said.history ?? recallDocument(state.context, doors));
  const answer = await doors.answerQuestion({
    text: said.text,
    ...(history.length > 0 ? { history } : {}),
    ...(byWords ? { byWords } : {}),
  });
  const searched = byWords ? 'words' : 'meaning';
  const isFirst = !state.welcomedOn && !capabilities.introducesItself && !said.isGroup;
  const met = isFirst ? { ...state, welcomedOn: toLocalDate(doors.clock()) } : state;
  // A greeting, which offers questions of its own, is answered by the welcome; anything else first of all by its answer.
  if (isFirst && answer.outcome === 'answered' && answer.citations.length === 0 && answer.choices.length > 0) {
    return { ...speak(await welcome(doors), met, options, doors), searched } as const;
  }
  const notes = [said.files.length > 0 ? 'files-too' : '', isFirst ? 'welcome.after-answer' : ''];
  const speech: Speech = {
    text: [answer.text, ...notes.filter(Boolean).map((key) => texts(key))].join('\n\n'),
    choices: answer.choices,
    answer,
    ...(said.isGroup && said.messageId ? { replyTo: said.messageId } : {}),
  };
  const documentId = answer.citations[0]?.documentId ?? state.context?.documentId;
  const context = { choices: [], until: 0, ...(documentId ? { documentId } : {}) };
  return { ...speak(speech, { ...met, context }, options, doors), searched } as const;
}

async function replyToCommand(name: CommandName, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state } = options;
  const { texts, suggestions } = doors;
  const { context: _, ...bare } = state;
  const say = (key: string, kept: ChatState) => speak({ text: texts(key) }, kept, options, doors);
  switch (name) {
    case 'bat_dau':
      return speak(await welcome(doors), { ...bare, welcomedOn: toLocalDate(doors.clock()) }, options, doors);
    case 'menu':
      return speak(
        { text: texts('menu', { commands: listCommands(doors) }), choices: toChoices(suggestions) },
        state,
        options,
        doors,
      );
    case 'huong_dan':
      return say('guide', state);
    case 'quyenriengtu':
      return say('privacy', state);
    case 'moi':
      return say('new', bare);
    case 'dung':
      return say('stopped', bare);
    case 'xem_tiep': {
      const parts = state.context?.rest ?? [];
      return parts.length === 0 ? say('no-more', state) : showParts(parts, state, options, doors);
    }
  }
}

async function welcome(doors: ReplyDoors): Promise<Speech> {
  return { text: await introduce(doors), choices: toChoices(doors.suggestions) };
}

function listCommands({ texts }: ReplyDoors): string {
  return COMMANDS.filter(({ isHidden }) => !isHidden)
    .map(({ name, words: [word = name] }) => texts('menu-line', { word, description: texts(`command.${name}`) }))
    .join('\n');
}

/** The document that was spoken of stands in for the turns that nobody kept. */
function recallDocument(context: ChatContext | undefined, { findDocument }: ReplyDoors): readonly string[] {
  const document = context?.documentId === undefined ? undefined : findDocument(context.documentId);
  if (!document) return [];
  return [`${documentLabel(document)}${document.issuedOn ? ` ngày ${formatDay(document.issuedOn)}` : ''}`];
}

/** Choices that are offered open a context of their own; without any, the one that was open stays. */
function speak(speech: Speech, state: ChatState, options: TurnOptions, doors: ReplyDoors): Reply {
  const { capabilities } = options;
  const { choices = [], ...message } = speech;
  const whole: OutgoingMessage = { ...message, buttons: toButtons(choices, capabilities) };
  const fit = renderMessage(whole, capabilities);
  const parts =
    fit.length > MOST_PARTS
      ? renderMessage(whole, { ...capabilities, textLimit: capabilities.textLimit - ROOM_FOR_MORE })
      : fit;
  const hasNews = choices.length > 0 || speech.answer !== undefined;
  const { rest: _, ...context } = state.context ?? { choices: [], until: 0 };
  return showParts(parts, hasNews ? { ...state, context: { ...context, choices } } : state, options, doors);
}

/** At most three parts at once; the rest waits for `xem tiếp`. */
function showParts(
  parts: readonly OutgoingMessage[],
  state: ChatState,
  { capabilities }: TurnOptions,
  { texts, clock }: ReplyDoors,
): Reply {
  const shown = parts.slice(0, MOST_PARTS);
  const rest = parts.slice(MOST_PARTS);
  const { rest: _, ...context } = state.context ?? { choices: [] };
  const until = clock().getTime() + CONTEXT_MS;
  const kept: ChatState =
    state.context || rest.length > 0
      ? { ...state, context: { ...context, until, ...(rest.length > 0 ? { rest } : {}) } }
      : state;
  const last = shown.at(-1);
  if (rest.length === 0 || !last) return { messages: shown, state: kept };
  const hasButtons = capabilities.buttons?.kinds.includes('send');
  const lead: OutgoingMessage = {
    ...last,
    text: [
      last.text,
      [texts('more', { count: String(rest.length) }), hasButtons ? '' : texts('more-typed')].join(' ').trim(),
    ].join('\n\n'),
    ...(hasButtons ? { buttons: [{ label: texts('more-button'), send: '/xem_tiep' }] } : {}),
  };
  return { messages: [...shown.slice(0, -1), lead], state: kept };
}
