import { actOnOutline, type OutlineAct } from '../../briefing/approving/act-on-outline.js';
import { type OpenedOutline, openOutline } from '../../briefing/approving/open-outline.js';
import { mayApproveOutlines } from '../../briefing/approving/outline-rules.js';
import { renderText } from '../../briefing/exporting/render-text.js';
import type { Member } from '../../people/member.js';
import type { DialogueState } from '../../storage/store.js';
import { formatDay, type LocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';
import { type HandOut, handOut } from './hand-out.js';
import { tellAsker, tellOutlineApprovers } from './tell-outline.js';

type Act = 'read' | HandOut | 'renew' | OutlineAct;
type Turn = Pick<DialogueTurn, 'member' | 'capabilities'>;

/** Months after which an approval is over. */
const TERMS = [1, 3, 6, 12] as const;

/** What an outline holds and how it stands, with what can be done about it. */
export async function showCard(
  opened: OpenedOutline,
  { member }: Turn,
  doors: ReplyDoors,
  said = '',
): Promise<DialogueReply> {
  const { texts } = doors;
  const { kept, outline, state, sheet } = opened;
  const card = texts('outline.chat.card', {
    title: outline.title,
    minutes: String(outline.minutes),
    version: String(kept.version),
    id: kept.id,
    state,
    warnings: sheet.warnings.join('\n'),
    parts: sheet.sections
      .map(({ heading, items }) => texts('outline.chat.part', { heading, count: String(items.length) }))
      .join('\n'),
    bases: String(sheet.bases.length),
  });
  const text = [said, card].filter(Boolean).join('\n\n');
  return offer(text, await listLabels(opened, member, doors), cardOf(kept.id));
}

const cardOf = (id: string): DialogueState => ({ name: 'decuong', step: 'card', data: { id } });

async function listActs({ kept, outline, standing }: OpenedOutline, member: Member | undefined, doors: ReplyDoors) {
  const isApprover = member !== undefined && mayApproveOutlines(member, await doors.tree());
  const acts: readonly (readonly [Act, boolean])[] = [
    ['approve', isApprover && standing === 'waiting' && kept.submittedBy !== member.id],
    ['return', isApprover && standing === 'waiting'],
    ['read', true],
    ['docx', true],
    ['print', doors.publicUrl !== null],
    ['script', true],
    ['submit', standing === 'draft'],
    ['withdraw', isApprover && kept.status === 'approved'],
    ['renew', outline.outdated.length > 0 || standing === 'expired' || standing === 'withdrawn'],
  ];
  return acts.flatMap(([act, isOpen]) => (isOpen ? [act] : []));
}

async function listLabels(opened: OpenedOutline, member: Member | undefined, doors: ReplyDoors): Promise<string[]> {
  return (await listActs(opened, member, doors)).map((act) => doors.texts(`outline.chat.${act}`));
}

export type Renew = (opened: OpenedOutline, turn: DialogueTurn, doors: ReplyDoors) => Promise<DialogueReply>;

/** What was pressed below a card, or the term of an approval. */
export async function actOnCard(
  turn: DialogueTurn & { readonly at: DialogueState; readonly member: Member },
  doors: ReplyDoors,
  renew: Renew,
): Promise<DialogueReply> {
  const { at, text, member } = turn;
  const { texts, briefing } = doors;
  const { id = '' } = at.data;
  const kept = await briefing.outlines.findOutline(id);
  if (!kept) return end(doors, 'outline.chat.gone', { id });
  const opened = openOutline(kept, briefing);
  if (at.step === 'until') {
    const term = TERMS.find((months) => isSame(text, labelOf(months, doors)));
    return term ? decide('approve', opened, turn, doors, lastDay(term, doors)) : askUntil(opened, doors);
  }
  const act = (await listActs(opened, member, doors)).find((each) => isSame(text, texts(`outline.chat.${each}`)));
  switch (act) {
    case undefined:
      return showCard(opened, turn, doors, texts('outline.chat.again'));
    case 'read':
      return offerAgain(opened, renderText(opened.sheet), turn, doors);
    case 'docx':
    case 'print':
    case 'script': {
      const { shown, text: said } = await handOut(act, opened, turn.capabilities, doors);
      return { ...(await offerAgain(opened, said, turn, doors)), ...(shown ? { shown } : {}) };
    }
    case 'renew':
      return renew(opened, turn, doors);
    case 'approve':
      return kept.submittedBy === member.id ? end(doors, 'outline.chat.own') : askUntil(opened, doors);
    default:
      return decide(act, opened, turn, doors);
  }
}

/** Says something and offers the same acts again, without the card. */
async function offerAgain(opened: OpenedOutline, said: string, { member }: Turn, doors: ReplyDoors) {
  return offer(said, await listLabels(opened, member, doors), cardOf(opened.kept.id));
}

function askUntil({ kept }: OpenedOutline, doors: ReplyDoors): DialogueReply {
  const labels = TERMS.map((months) => labelOf(months, doors));
  return offer(doors.texts('outline.chat.until'), labels, { name: 'decuong', step: 'until', data: { id: kept.id } });
}

function labelOf(months: number, doors: ReplyDoors): string {
  return doors.texts('outline.chat.month', { count: String(months), day: formatDay(lastDay(months, doors)) });
}

/** The same day some months on, or the last of that month. */
function lastDay(months: number, { briefing }: ReplyDoors): LocalDate {
  const [year = 0, month = 0, day = 0] = briefing.today().split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

async function decide(
  act: OutlineAct,
  opened: OpenedOutline,
  turn: DialogueTurn & { readonly member: Member },
  doors: ReplyDoors,
  expiresOn?: LocalDate,
): Promise<DialogueReply> {
  const { briefing, texts } = doors;
  const { member } = turn;
  const { id } = opened.kept;
  const wish = { id, act, member, ...(expiresOn === undefined ? {} : { expiresOn }) };
  const outcome = await actOnOutline(wish, briefing);
  switch (outcome.status) {
    case 'done': {
      const now = openOutline(outcome.kept, briefing);
      return showCard(now, turn, doors, await sayDone(act, opened, now, doors));
    }
    case 'own':
      return end(doors, 'outline.chat.own');
    case 'outdated':
      return showCard(opened, turn, doors, texts('outline.chat.changed'));
    case 'not-allowed':
      return end(doors, 'outline.chat.not-allowed');
    case 'not-found':
      return end(doors, 'outline.chat.gone', { id });
    default: {
      const kept = await briefing.outlines.findOutline(id);
      return showCard(kept ? openOutline(kept, briefing) : opened, turn, doors, texts('outline.chat.not-now'));
    }
  }
}

/** What was done, and who else learns of it. */
async function sayDone(act: OutlineAct, before: OpenedOutline, now: OpenedOutline, doors: ReplyDoors): Promise<string> {
  const { texts } = doors;
  const until = now.kept.expiresOn ? formatDay(now.kept.expiresOn) : '';
  const asker = before.kept.submittedBy;
  switch (act) {
    case 'submit':
      return texts('outline.chat.submitted', { count: String(await tellOutlineApprovers(now, doors)) });
    case 'approve':
      await tellAsker('approved', asker, now, doors);
      return texts('outline.chat.approved', { until });
    case 'return':
      await tellAsker('returned', asker, now, doors);
      return texts('outline.chat.returned');
    case 'withdraw':
      return texts('outline.chat.withdrawn');
  }
}
