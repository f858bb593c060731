import { type Deadline, listAskedUnits, listOpenDeadlines } from '../../outreach/deadlines/deadline.js';
import { recordUnitReport } from '../../outreach/deadlines/record-unit-report.js';
import { renderDeadlineTable, tabulateReports, toDeadlineSheet } from '../../outreach/deadlines/tabulate-reports.js';
import { listCampaigns } from '../../outreach/list-campaigns.js';
import { occasionKey } from '../../people/campaign.js';
import type { Member } from '../../people/member.js';
import { can } from '../../people/permission.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatDay } from '../../time.js';
import { attachSheets } from '../attach-sheets.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, type DialogueTurn, end, isSame, offer } from '../dialogues/dialogue.js';
import { pickUnit } from '../dialogues/pick-unit.js';

const MOST_LISTED = 8;
const NAME = 'bao_cao';

interface Asked extends DialogueTurn {
  readonly member: Member;
  readonly deadline: Deadline;
  /** Units of the deadline that the person may report for. */
  readonly units: ReadonlySet<string>;
  readonly data: Readonly<Record<string, string>>;
}

/** `/baocao`: the numbers of a unit by a deadline, step by step, and the table of a branch. */
export const reportNumbers: Dialogue = async (turn, doors) => {
  const { member, at, text } = turn;
  const { outreach } = doors;
  const tree = await doors.tree();
  if (member?.status !== 'joined' || !tree.units.some(({ id }) => can(member, 'report', { tree, unitId: id }))) {
    return end(doors, 'deadline.not-allowed');
  }
  const unitsOf = ({ campaign }: Deadline) =>
    new Set(
      listAskedUnits(campaign, tree).flatMap(({ id }) => (can(member, 'report', { tree, unitId: id }) ? [id] : [])),
    );
  const open = listOpenDeadlines(await listCampaigns(outreach), doors.clock(), outreach.isRestDay).filter(
    (each) => unitsOf(each).size > 0,
  );
  if (open.length === 0) return end(doors, 'deadline.none');
  const wanted = at?.data.deadline ?? text;
  const deadline = open.find((each) => keyOf(each) === wanted) ?? (open.length === 1 ? open[0] : undefined);
  if (!deadline) return offerDeadlines(open, doors);
  const units = unitsOf(deadline);
  const asked: Asked = { ...turn, member, deadline, units, data: { ...at?.data, deadline: keyOf(deadline) } };
  switch (at?.step) {
    case 'menu':
      return pickFromMenu(asked, doors);
    case 'unit':
      return chooseUnit(text, asked, doors);
    case 'write.sessions':
    case 'write.attending':
      return takeNumber(at.step, asked, doors);
    case 'write.note':
      return takeNote(asked, doors);
    case 'confirm':
      return confirm(asked, doors);
    default:
      return showMenu(asked, doors);
  }
};

const keyOf = ({ campaign, occasion }: Deadline): string => occasionKey(campaign.id, occasion);

function offerDeadlines(open: readonly Deadline[], { texts }: ReplyDoors): DialogueReply {
  const choices = open.slice(0, MOST_LISTED).map((each) => ({ label: titleOf(each, texts), text: keyOf(each) }));
  return { speech: { text: texts('deadline.which'), choices }, next: { name: NAME, step: 'which', data: {} } };
}

const titleOf = ({ campaign, occasion }: Deadline, texts: ReplyDoors['texts']): string =>
  texts('deadline.title', { title: campaign.title, day: formatDay(occasion) });

/** Who looks after one unit is asked at once; who looks after several sees the table first. */
async function showMenu(asked: Asked, doors: ReplyDoors, said = ''): Promise<DialogueReply> {
  const { deadline, units, data } = asked;
  const { texts } = doors;
  const [only] = units;
  const isOne = units.size === 1 && only !== undefined;
  if (isOne && said === '') return askNumbers(only, asked, doors);
  const words = [said, renderDeadlineTable(await tabulate(asked, doors), texts)].filter(Boolean).join('\n\n');
  const labels = [texts('deadline.write'), ...(isOne ? [] : [texts('deadline.sheet')])];
  return offer(words, labels, { name: NAME, step: 'menu', data: { deadline: data.deadline ?? keyOf(deadline) } });
}

async function tabulate({ deadline, member }: Asked, { outreach, tree }: ReplyDoors) {
  const { campaign, occasion } = deadline;
  const reports = await outreach.campaigns.listUnitReports({ campaignId: campaign.id, occasion });
  return tabulateReports(deadline, reports, member, await tree());
}

async function pickFromMenu(asked: Asked, doors: ReplyDoors): Promise<DialogueReply> {
  const { text, capabilities, units } = asked;
  const { texts } = doors;
  const [only] = units;
  if (isSame(text, texts('deadline.write'))) {
    return units.size === 1 && only ? askNumbers(only, asked, doors) : chooseUnit('', asked, doors);
  }
  if (!isSame(text, texts('deadline.sheet'))) return showMenu(asked, doors, texts('deadline.menu'));
  const table = toDeadlineSheet(await tabulate(asked, doors), texts);
  const name = texts('deadline.file-name', { day: asked.deadline.occasion });
  const attachments = await attachSheets(name, table, capabilities, doors);
  if (attachments.length === 0) return end(doors, 'deadline.sheet-by-shell', { key: keyOf(asked.deadline) });
  const shown = attachments.map((each) => ({ text: '', attachments: [each] }));
  return { ...end(doors, 'deadline.sheet-sent'), shown };
}

async function chooseUnit(text: string, asked: Asked, doors: ReplyDoors): Promise<DialogueReply> {
  const { units, data } = asked;
  const tree = await doors.tree();
  const next = { name: NAME, step: 'unit' };
  const asks = { first: 'deadline.unit', below: 'unit.below', this: 'unit.this' };
  const pick = pickUnit({ tree, text, data, next, within: units, asks }, doors);
  return pick.status === 'asks' ? pick.reply : askNumbers(pick.unitId, asked, doors);
}

async function askNumbers(unitId: string, { deadline, data }: Asked, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const unit = (await doors.tree()).find(unitId);
  const { campaign, occasion } = deadline;
  const reports = await outreach.campaigns.listUnitReports({ campaignId: campaign.id, occasion });
  const held = reports.find((report) => report.unitId === unitId);
  const text = texts('deadline.ask-sessions', {
    title: titleOf(deadline, texts),
    unit: unit?.name ?? unitId,
    held: held ? texts('deadline.held', { sessions: String(held.sessions), attending: String(held.attending) }) : '',
  });
  const kept = { deadline: data.deadline ?? keyOf(deadline), unit: unitId };
  return { speech: { text }, next: { name: NAME, step: 'write.sessions', data: kept } };
}

function takeNumber(
  step: 'write.sessions' | 'write.attending',
  { text, data }: Asked,
  doors: ReplyDoors,
): DialogueReply {
  const { texts } = doors;
  const number = readCount(text);
  if (number === undefined) {
    return { speech: { text: texts('deadline.wrong-number') }, next: { name: NAME, step, data } };
  }
  if (step === 'write.sessions') {
    const kept = { ...data, sessions: String(number) };
    return {
      speech: { text: texts('deadline.ask-attending') },
      next: { name: NAME, step: 'write.attending', data: kept },
    };
  }
  const kept = { ...data, attending: String(number) };
  return offer(texts('deadline.ask-note'), [texts('deadline.no-note')], { name: NAME, step: 'write.note', data: kept });
}

/** `45`, `1.200`, `khoảng` and the like are not read: a number is a number. */
function readCount(text: string): number | undefined {
  const plain = text.trim().replace(/\s*(buổi|lượt người|lượt|người)?\.?$/iu, '');
  return /^\d{1,3}(\.\d{3})+$|^\d{1,7}$/.test(plain) ? Number(plain.replaceAll('.', '')) : undefined;
}

async function takeNote(asked: Asked, doors: ReplyDoors): Promise<DialogueReply> {
  const { text, data } = asked;
  const { texts } = doors;
  const note = isSame(text, texts('deadline.no-note')) ? '' : text.trim();
  const unit = (await doors.tree()).find(data.unit ?? '');
  const words = texts('deadline.confirm', {
    title: titleOf(asked.deadline, texts),
    unit: unit?.name ?? '',
    sessions: data.sessions ?? '',
    attending: formatAmount(Number(data.attending)),
    note,
  });
  const labels = [texts('deadline.send'), texts('deadline.again')];
  return offer(words, labels, { name: NAME, step: 'confirm', data: { ...data, note } });
}

async function confirm(asked: Asked, doors: ReplyDoors): Promise<DialogueReply> {
  const { text, data, member, deadline } = asked;
  const { texts } = doors;
  const { unit: unitId = '', note = '' } = data;
  if (isSame(text, texts('deadline.again'))) return askNumbers(unitId, asked, doors);
  if (!isSame(text, texts('deadline.send'))) {
    return offer(texts('deadline.send-or-again'), [texts('deadline.send'), texts('deadline.again')], {
      name: NAME,
      step: 'confirm',
      data,
    });
  }
  const numbers = { unitId, sessions: Number(data.sessions), attending: Number(data.attending), note };
  const outcome = await recordUnitReport(member, deadline, numbers, doors.outreach);
  if (outcome === 'saved') return showMenu(asked, doors, texts('deadline.saved'));
  if (outcome === 'not-allowed') return end(doors, 'deadline.not-allowed');
  const asks = outcome === 'wrong-number' ? 'write.sessions' : 'write.note';
  return { speech: { text: texts(`deadline.${outcome}`) }, next: { name: NAME, step: asks, data } };
}
