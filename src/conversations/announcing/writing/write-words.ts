import { createBroadcast } from '../../../outreach/drafting/create-broadcast.js';
import { mayAddressAll } from '../../../outreach/rights/reach.js';
import { sayFlaws } from '../../../outreach/staff/say-outcome.js';
import { EXPIRES_AFTER_MS } from '../../../outreach/staff/to-content.js';
import {
  type AnnouncementTemplate,
  fillField,
  findEmptyField,
} from '../../../outreach/wording/announcement-template.js';
import type { Broadcast, BroadcastContent } from '../../../people/broadcast.js';
import type { Segment } from '../../../people/segment.js';
import { formatAmount } from '../../../text/vietnamese-text.js';
import type { ReplyDoors } from '../../conversation-doors.js';
import { type DialogueReply, end, isSame } from '../../dialogues/dialogue.js';
import { ask, changeDraft, type DraftTurn } from './draft.js';

/** What three messages of the narrowest channel hold, with room for what is added to the words. */
const LONGEST = 4_000;

type WordsTurn = Omit<DraftTurn, 'draft'> & { readonly draft?: Broadcast };
type WordsReply = DialogueReply | { readonly done: Broadcast };

/** The words: by a template, field by field, or free. They are in the draft as soon as they are said, and in nothing else. */
export async function writeWords(turn: WordsTurn, doors: ReplyDoors): Promise<WordsReply> {
  const { part, text, data, draft } = turn;
  const { texts, templates } = doors;
  if (part === 'kind') {
    const template = templates.find(({ title }) => isSame(text, title));
    if (template) return keepText(template.text.trim(), { ...turn, data: { ...data, template: template.id } }, doors);
    return isSame(text, texts('announce.free')) ? askText(data, doors) : askKind(data, doors);
  }
  if (part === 'write.text') {
    if (text.length <= LONGEST) return keepText(text.trim(), turn, doors);
    return ask('words.write.text', data, texts('announce.too-long', { limit: formatAmount(LONGEST) }));
  }
  if (part === 'write.field' && draft) return answerField({ ...turn, draft }, doors);
  if (draft && data.back === undefined) return goOn(draft, turn, doors);
  return data.corrects ? askText(data, doors) : askKind(data, doors);
}

function askKind(data: DraftTurn['data'], { texts, templates }: ReplyDoors): DialogueReply {
  const labels = [...templates.map(({ title }) => title), texts('announce.free')];
  return ask('words.kind', data, texts('announce.kind'), labels);
}

function askText(data: DraftTurn['data'], { texts }: ReplyDoors): DialogueReply {
  const words = data.corrects ? texts('announce.write-correction', { id: data.corrects }) : texts('announce.write');
  return ask('words.write.text', data, words);
}

/** A template is kept with its fields still empty; the next question is for the first of them. */
async function keepText(text: string, turn: WordsTurn, doors: ReplyDoors): Promise<WordsReply> {
  const { draft } = turn;
  const kept = draft
    ? await changeDraft({ ...turn, draft }, (content) => withText(content, text), doors)
    : await createDraft(text, turn, doors);
  return 'done' in kept ? goOn(kept.done, turn, doors) : kept;
}

async function answerField(turn: DraftTurn, doors: ReplyDoors): Promise<WordsReply> {
  const { draft, text, data } = turn;
  const held = textOf(draft);
  const field = templateOf(held, data, doors) && findEmptyField(held, templateOf(held, data, doors)!);
  if (!field || text.trim() === '') return goOn(draft, turn, doors);
  const isSkipped = field.isOptional && isSame(text, doors.texts('announce.skip'));
  const filled = fillField(held, field.name, isSkipped ? undefined : text);
  if (filled.length > LONGEST) {
    return ask('words.write.field', data, doors.texts('announce.too-long', { limit: formatAmount(LONGEST) }));
  }
  return keepText(filled, turn, doors);
}

/** Asks for the first field that is empty; done where none is. */
function goOn(draft: Broadcast, { data }: WordsTurn, doors: ReplyDoors): WordsReply {
  const { texts } = doors;
  const template = templateOf(textOf(draft), data, doors);
  const field = template && findEmptyField(textOf(draft), template);
  if (!template || !field) return { done: draft };
  const hint = field.isOptional ? texts('announce.skip-hint') : '';
  const kept = { ...data, draft: draft.id, template: template.id };
  return ask('words.write.field', kept, texts('announce.field', { ask: field.ask, hint }));
}

/** The one that was picked; where the dialogue was left meanwhile, one that knows every field still empty. */
function templateOf(text: string, { template: picked }: DraftTurn['data'], { templates }: ReplyDoors) {
  const empty = Array.from(text.matchAll(/\{([a-z0-9-]+)\}/g), ([, name]) => name);
  const fits = ({ fields }: AnnouncementTemplate) => empty.every((name) => fields.some((each) => each.name === name));
  return empty.length === 0 ? undefined : (templates.find(({ id }) => id === picked) ?? templates.find(fits));
}

async function createDraft(text: string, { author, data }: WordsTurn, doors: ReplyDoors): Promise<WordsReply> {
  const { outreach, clock } = doors;
  const corrected = data.corrects ? await outreach.ledger.findBroadcast(data.corrects) : undefined;
  const segment = await widestOf(author, doors);
  if (!segment) return end(doors, 'not-allowed');
  const now = clock();
  const content: BroadcastContent = {
    topic: corrected?.content.topic ?? 'thong-bao',
    audience: corrected?.content.audience ?? { type: 'members', segment },
    messages: [{ text, attachments: [], buttons: [] }],
    isUrgent: false,
    dueAt: now,
    expiresAt: new Date(now.getTime() + EXPIRES_AFTER_MS),
    ...(corrected ? { corrects: corrected.id } : {}),
  };
  const created = await createBroadcast({ content, origin: 'chat', author, status: 'draft' }, outreach);
  if (created.status === 'refused') {
    return end(doors, 'announce.refused', { id: '', flaws: sayFlaws(created.flaws, doors.texts) });
  }
  return { done: created.broadcast };
}

/** Where a draft begins; whom it is for is asked in a moment. */
async function widestOf(author: DraftTurn['author'], doors: ReplyDoors): Promise<Segment | undefined> {
  if (mayAddressAll(author, await doors.tree())) return { everybody: true };
  const own = author.roles.find(({ role, unitId }) => role === 'unit-admin' && unitId !== undefined)?.unitId;
  return own === undefined ? undefined : { branch: own };
}

const textOf = ({ content }: Broadcast): string => content.messages[0]?.text ?? '';

function withText(content: BroadcastContent, text: string): BroadcastContent {
  const [first, ...others] = content.messages;
  return { ...content, messages: [{ attachments: [], buttons: [], ...first, text }, ...others] };
}
