import type { Answer, Citation } from '../answering/answer.js';
import type { Address, Capabilities } from '../channels/channel.js';
import { renderMessage } from '../channels/render-message.js';
import { documentLabel } from '../documents/document.js';
import { type Member, TOPICS } from '../people/member.js';
import { ACTIONS, type Action, can } from '../people/permission.js';
import { holdsPersonalData } from '../people/personal-data.js';
import type { UnitTree } from '../people/unit-tree.js';
import type { ChatContext, ChatState, DialogueState } from '../storage/store.js';
import { splitSyllables } from '../text/syllables.js';
import type { Choice } from '../text/texts.js';
import { foldText } from '../text/vietnamese-text.js';
import { formatDay, toLocalDate } from '../time.js';
import { toWholeCommand } from './briefing/tell-summary.js';
import {
  COMMANDS,
  type Command,
  type CommandName,
  type FoundCommand,
  findCommand,
  findDialogue,
  getCommand,
} from './commands.js';
import type { ReplyDoors } from './conversation-doors.js';
import { type DialogueReply, isSame } from './dialogues/dialogue.js';
import { introduce } from './introduce.js';
import { readChoice, toChoices } from './offer-choices.js';
import { type Reply, type Speech, showParts, speak } from './speak.js';
import type { Turn } from './to-turns.js';

export interface TurnOptions {
  readonly address: Address;
  readonly capabilities: Capabilities;
  readonly state: ChatState;
  /** Who it is, where they joined. */
  readonly member: Member | undefined;
  readonly byWords: boolean;
}

type Said = Turn['said'];
type Words = Extract<Said, { type: 'words' }>;

/** Joining takes ten taps; nobody reads twenty answers in a minute. */
const MOST_A_MINUTE = 20;
const NOTICE_EVERY_MS = 60_000;

/** Whether a person writes faster than anybody reads. */
export function isFlooding({ recent }: ChatState, { mostPerMinute = MOST_A_MINUTE }: Capabilities): boolean {
  return recent.length > mostPerMinute;
}

/** One turn of a conversation → what is said back, and what is kept. Never throws for what a person typed. */
export async function replyToTurn(said: Said, options: TurnOptions, given: ReplyDoors): Promise<Reply> {
  const { state, capabilities } = options;
  const doors = capabilities.buttons?.kinds.includes('send')
    ? given
    : { ...given, texts: given.texts.typed ?? given.texts };
  const now = doors.clock();
  if (said.type === 'left' || said.type === 'moved') return { messages: [], state };
  if (said.type === 'joined') {
    const today = toLocalDate(now);
    if (capabilities.introducesItself || state.welcomedOn === today) return { messages: [], state };
    const speech = said.isGroup ? { text: doors.texts('welcome.group') } : await welcome(doors);
    return speak(speech, { ...state, welcomedOn: today }, capabilities, doors);
  }
  const reply = await replyToWords(said, options, doors);
  if (!isFlooding(state, capabilities) || now.getTime() - (state.slowedAt ?? 0) < NOTICE_EVERY_MS) return reply;
  return {
    ...reply,
    messages: [...renderMessage({ text: doors.texts('slow-down') }, capabilities), ...reply.messages],
    state: reply.state && { ...reply.state, slowedAt: now.getTime() },
  };
}

async function replyToWords(said: Words, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state, capabilities } = options;
  const { texts, suggestions } = doors;
  const say = (key: string) => speak({ text: texts(key) }, state, capabilities, doors);
  if (said.text === '' && said.files.length > 0) return say('files');
  const open = state.context?.dialogue;
  const choice = readChoice(said, state.context?.choices ?? [], suggestions);
  if (choice.is === 'gone' && !(open && !choice.wasMark)) return say('old-button');
  const text = choice.is === 'chosen' ? choice.text : said.text;
  if (text === texts('unsure.other')) return say('unsure-other');
  const command = findCommand(
    text,
    TOPICS.map((topic) => texts(`topic.${topic}`)),
  );
  if (command && !(open && isAnswer(text, command, open)))
    return command.isSure ? runCommand(command, said, options, doors) : askBack(command, options, doors);
  if (open && !asksMeanwhile(text, open)) return goOn(text, open, options, doors);
  return replyToQuestion({ ...said, text }, choice.is === 'chosen', options, doors);
}

/** Words of an announcement that are being written (`Đăng ký` on a button) are a command elsewhere, and behind a slash. */
function isAnswer(text: string, { name }: FoundCommand, { step }: DialogueState): boolean {
  return /\bwrite\./.test(step) && !text.trim().startsWith('/') && name !== 'dung' && name !== 'menu';
}

/** Somebody in the middle of a dialogue who plainly asks something is answered; the dialogue waits. */
function asksMeanwhile(text: string, { step }: DialogueState): boolean {
  return !/\bwrite\b/.test(step) && /\?\s*$/.test(text) && text.trim().split(/\s+/).length > 3;
}

function askBack({ name }: FoundCommand, { state, capabilities }: TurnOptions, doors: ReplyDoors): Reply {
  const { texts } = doors;
  const choices = [
    { label: texts(`command.${name}`), text: `/${name}` },
    { label: texts('unsure.other'), text: texts('unsure.other') },
  ];
  return speak({ text: texts(`unsure.${name}`), choices }, withoutDialogue(state), capabilities, doors);
}

async function runCommand(command: FoundCommand, said: Words, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { name, argument } = command;
  const { dialogue, isEverywhere } = getCommand(name);
  if (name === 'xem_tiep') return showMore(said, options, doors);
  if (!dialogue) return replyToCommand(name, options, doors);
  const { state, capabilities, address, member } = options;
  const say = (key: string) => speak({ text: doors.texts(key) }, state, capabilities, doors);
  if (said.isGroup) return say('not-in-group');
  // A face that knows no address has nobody to write to, nor to keep anything of.
  if (!capabilities.proactive && !isEverywhere) return say('not-here');
  const reply = await dialogue({ text: argument, address, member, capabilities }, doors);
  return speakOn(reply, name === 'dung' ? withoutContext(state) : state, capabilities, doors);
}

/** What was cut off at the end of the last answer, else what the summary or the list left out. */
async function showMore(said: Words, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state, capabilities } = options;
  const parts = state.context?.rest ?? [];
  if (parts.length > 0) return showParts(parts, state, capabilities, doors);
  const more = findCommand(state.context?.more ?? '');
  if (more && more.name !== 'xem_tiep') return runCommand(more, said, options, doors);
  const before = state.context ? undefined : await recallTurn(said, options, doors);
  if (before?.context) return showMore({ ...said, history: [] }, { ...options, state: before }, doors);
  return speak({ text: doors.texts('no-more') }, state, capabilities, doors);
}

/** Where the turn before led, on a face that keeps the turns itself: a question or a summary is told anew. */
async function recallTurn({ history = [], ...said }: Words, options: TurnOptions, doors: ReplyDoors) {
  const text = history.at(-1);
  const command = findCommand(text ?? '');
  if (text === undefined || (command && command.name !== 'tomtat' && command.name !== 'xem_tiep')) return undefined;
  return (await replyToWords({ ...said, text, history: history.slice(0, -1) }, options, doors)).state;
}

/** The next step of a dialogue that is open. */
async function goOn(text: string, at: DialogueState, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state, capabilities, address, member } = options;
  const { texts } = doors;
  const dialogue = findDialogue(at.name);
  if (!dialogue || ['cancel', 'leave'].some((key) => isSame(text, texts(key)))) {
    const { draft } = at.data;
    const said = draft ? texts('announce.kept', { id: draft }) : texts('cancelled');
    return speak({ text: said }, withoutDialogue(state), capabilities, doors);
  }
  return speakOn(await dialogue({ text, at, address, member, capabilities }, doors), state, capabilities, doors);
}

/** Says what a dialogue says, and keeps where it stands. */
function speakOn(reply: DialogueReply, state: ChatState, capabilities: Capabilities, doors: ReplyDoors): Reply {
  const said = speak(reply.speech, withDialogue(state, reply.next), capabilities, doors);
  const spoken = { ...said, messages: [...(reply.shown ?? []), ...said.messages] };
  return reply.forgetsChat ? { ...spoken, state: null } : spoken;
}

function withDialogue(state: ChatState, dialogue: DialogueState | undefined): ChatState {
  const { context = { choices: [], until: 0 }, ...rest } = withoutDialogue(state);
  return dialogue ? { ...rest, context: { ...context, dialogue } } : withoutDialogue(state);
}

/** Choices of a dialogue that is over are over with it. */
function withoutDialogue(state: ChatState): ChatState {
  const { dialogue, ...context } = state.context ?? { choices: [], until: 0 };
  return dialogue ? { ...state, context: { ...context, choices: [] } } : state;
}

function withoutContext(state: ChatState): ChatState {
  const { context: _, ...bare } = state;
  return bare;
}

async function replyToQuestion(
  said: Words,
  isChosen: boolean,
  options: TurnOptions,
  doors: ReplyDoors,
): Promise<Reply> {
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
    return { ...speak(await welcome(doors), met, capabilities, doors), searched };
  }
  const notes = [said.files.length > 0 ? 'files-too' : '', isFirst ? 'welcome.after-answer' : ''];
  const speech: Speech = {
    text: [answer.text, ...notes.filter(Boolean).map((key) => texts(key))].join('\n\n'),
    choices: answer.choices,
    answer,
    ...findMore(answer),
    ...(said.isGroup && said.messageId ? { replyTo: said.messageId } : {}),
  };
  const { documentId: earlier, dialogue } = state.context ?? {};
  const documentId = answer.citations[0]?.documentId ?? earlier;
  const context = {
    choices: [],
    until: 0,
    ...(documentId ? { documentId } : {}),
    ...(dialogue ? { dialogue } : {}),
  };
  const spoken = speak(speech, { ...met, context }, capabilities, doors);
  return { ...spoken, searched, ...(answer.citations[0] ? { answered: toCount(said.text, answer.citations[0]) } : {}) };
}

/** A list that was cut goes on with all that is held of its document. */
function findMore({ claims, citations }: Answer): Pick<Speech, 'more'> {
  const [first, ...others] = new Set(citations.map(({ documentId }) => documentId));
  if (first === undefined || others.length > 0 || !claims.some(({ left }) => left !== undefined)) return {};
  return { more: toWholeCommand(first) };
}

const LONGEST_COUNTED = 200;

/** A question is counted by its folded words, unless they may tell of a person. */
function toCount(text: string, { documentId }: Citation): NonNullable<Reply['answered']> {
  if (text.length > LONGEST_COUNTED || holdsPersonalData(text)) return { documentId };
  return { documentId, question: splitSyllables(foldText(text)).join(' ') };
}

async function replyToCommand(name: CommandName, options: TurnOptions, doors: ReplyDoors): Promise<Reply> {
  const { state, capabilities } = options;
  const { texts, suggestions } = doors;
  const say = (key: string, kept: ChatState) => speak({ text: texts(key) }, kept, capabilities, doors);
  switch (name) {
    case 'bat_dau': {
      const met = { ...withoutContext(state), welcomedOn: toLocalDate(doors.clock()) };
      return speak(await welcome(doors), met, capabilities, doors);
    }
    case 'menu': {
      const text = texts('menu', { commands: await listCommands(options, doors) });
      return speak({ text, choices: toChoices(suggestions) }, withoutDialogue(state), capabilities, doors);
    }
    case 'huong_dan':
      return say('guide', state);
    case 'quyenriengtu':
      return say('privacy', state);
    default:
      return say('new', withoutContext(state));
  }
}

async function welcome(doors: ReplyDoors): Promise<Speech> {
  const choices: readonly Choice[] = toChoices(doors.suggestions);
  return { text: await introduce(doors), choices };
}

/** What the person may do here. */
async function listCommands({ member, capabilities }: TurnOptions, { texts, tree }: ReplyDoors): Promise<string> {
  const units = await tree();
  const isOpen = ({ isHidden, needs, dialogue, isEverywhere }: Command): boolean => {
    if (dialogue && !capabilities.proactive && !isEverywhere) return false;
    if (needs) return member?.status === 'joined' && needs.some((action) => mayAnywhere(member, action, units));
    return !isHidden;
  };
  return (COMMANDS as readonly Command[])
    .filter(isOpen)
    .map(({ name, words: [word = name] }) => texts('menu-line', { word, description: texts(`command.${name}`) }))
    .join('\n');
}

function mayAnywhere(member: Member, action: Action, tree: UnitTree): boolean {
  if (ACTIONS[action] === 'whole') return can(member, action, { tree });
  return tree.units.some(({ id }) => can(member, action, { tree, unitId: id }));
}

/** The document that was spoken of stands in for the turns that nobody kept. */
function recallDocument(context: ChatContext | undefined, { findDocument }: ReplyDoors): readonly string[] {
  const document = context?.documentId === undefined ? undefined : findDocument(context.documentId);
  if (!document) return [];
  return [`${documentLabel(document)}${document.issuedOn ? ` ngày ${formatDay(document.issuedOn)}` : ''}`];
}
