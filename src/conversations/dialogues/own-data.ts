import { randomInt, randomUUID } from 'node:crypto';
import type { Attachment } from '../../channels/channel.js';
import { isCarried } from '../../channels/render-message.js';
import { listCampaigns } from '../../outreach/list-campaigns.js';
import { withdrawConsent } from '../../people/consent.js';
import { type Member, TOPICS } from '../../people/member.js';
import type { DataRequest } from '../../storage/store.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatDay, formatInstant, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { describeQuiet, describeTopics, describeUnit } from './describe-member.js';
import { type Dialogue, end, isSame } from './dialogue.js';

/** Days to act on a request (docs/domain.md#personal-data: answered in 2 working days, withdrawals done in 15 days). */
const DEADLINE_DAYS: Readonly<Record<DataRequest['kind'], number>> = { see: 10, export: 10, withdraw: 15, erase: 20 };
const DAY_MS = 86_400_000;
/** To type the code of an erasure back. */
const CONFIRM_MS = 15 * 60_000;

/** `/dung`, `/dung <topic>`: stops all at once, or one. */
export const stop: Dialogue = async ({ member, text }, doors) => {
  const { texts, people, clock } = doors;
  if (!member || member.status === 'left') return end(doors, 'stopped');
  const now = clock();
  const topic = TOPICS.find((each) => text !== '' && isSame(text, texts(`topic.${each}`)));
  const changed = await people.changeMember(member.id, (held) => withdrawConsent(held, topic ?? 'join', now));
  await recordDone('withdraw', doors);
  if (!topic) return end(doors, 'stop.all');
  return end(doors, 'stop.one', {
    topic: texts(`topic.${topic}`),
    topics: describeTopics(changed?.topics ?? [], texts),
  });
};

/** `/dulieu`: everything held, as words and as a file where the channel takes one. */
export const showData: Dialogue = async ({ member, capabilities }, doors) => {
  await recordDone('see', doors);
  if (!member) return end(doors, 'data.nothing');
  const lines = await listData(member, doors);
  const file = toFile(lines, doors);
  const text = doors.texts('data.all', { lines: lines.map((line) => `• ${line}`).join('\n') });
  if (!isCarried(file, capabilities)) return { speech: { text } };
  return { speech: { text: `${text}\n${doors.texts('data.file')}`, attachments: [file] } };
};

async function listData(member: Member, doors: ReplyDoors): Promise<string[]> {
  const { texts, tree } = doors;
  const units = await tree();
  const purposeOf = (purpose: string) => (purpose === 'join' ? texts('data.join-purpose') : texts(`topic.${purpose}`));
  return [
    texts('data.id', { id: member.id.slice(0, 8) }),
    texts('data.status', { status: texts(`data.${member.status}`, { day: formatDay(member.joinedOn) }) }),
    texts('data.unit', { unit: describeUnit(member.unitId, units) }),
    texts('data.topics', { topics: describeTopics(member.topics, texts) }),
    texts('data.quiet', { quiet: describeQuiet(member.quietHours, texts) }),
    ...member.roles.map(({ role, unitId }) => {
      const named = unitId ? `${texts(`role.${role}`)}, ${describeUnit(unitId, units)}` : texts(`role.${role}`);
      return texts('data.role', { role: named });
    }),
    ...member.addresses.map(({ address, lastInteractionAt }) =>
      texts('data.address', {
        channel: texts(`channel.${address.channel}`),
        chat: address.chat,
        at: formatInstant(lastInteractionAt),
      }),
    ),
    ...member.consents.map(({ purpose, textVersion, givenAt, withdrawnAt }) =>
      texts('data.consent', {
        purpose: purposeOf(purpose),
        version: textVersion,
        at: formatInstant(givenAt),
        withdrawn: withdrawnAt ? formatInstant(withdrawnAt) : '',
      }),
    ),
    ...(await listWishes(member, doors)),
    ...(await listRows(member, doors)),
  ];
}

/** What the member said about reminders, and whether there is a link to his calendar. */
async function listWishes({ id }: Member, { texts, outreach }: ReplyDoors): Promise<string[]> {
  const { campaigns } = outreach;
  const titles = new Map((await listCampaigns(outreach)).map((campaign) => [campaign.id, campaign.title]));
  const titleOf = (campaignId = '') => titles.get(campaignId) ?? campaignId;
  const choices = await campaigns.listCampaignChoices({ memberIds: [id] });
  const snoozes = await campaigns.listSnoozesOf(id);
  const feed = await campaigns.findFeedOf(id);
  return [
    ...choices.map(({ campaignId, occasion }) =>
      texts(occasion === undefined ? 'data.stopped-campaign' : 'data.done-occasion', {
        title: titleOf(campaignId),
        day: occasion ? formatDay(occasion) : '',
      }),
    ),
    ...snoozes.map(({ occurrenceId, dueAt }) =>
      texts('data.snooze', { title: titleOf(occurrenceId.split('@')[0]), at: formatInstant(dueAt) }),
    ),
    ...(feed ? [texts('data.feed')] : []),
  ];
}

/** That announcements were sent, or are to be, stands in the ledger; whether they were seen stands nowhere. */
async function listRows({ id }: Member, { texts, outreach }: ReplyDoors): Promise<string[]> {
  const count = await outreach.ledger.countBroadcastsTo(id);
  return count > 0 ? [texts('data.announcements', { count: formatAmount(count) })] : [];
}

/** One column: opens in every spreadsheet, the byte order mark tells Excel that it is UTF-8. */
function toFile(lines: readonly string[], { texts }: ReplyDoors): Attachment {
  const cells = lines.map((line) => `"${line.replaceAll('"', '""')}"`).join('\r\n');
  const bytes = new TextEncoder().encode(`\uFEFF${cells}\r\n`);
  return { kind: 'file', name: texts('data.file-name'), mediaType: 'text/csv', content: { bytes } };
}

/** `/xoa`: erases once the code that was shown is typed back. */
export const erase: Dialogue = async ({ member, at, text, address }, doors) => {
  const { texts, people, clock } = doors;
  if (!member) return end(doors, 'data.nothing');
  const now = clock();
  if (!at || Number(at.data.until) <= now.getTime()) {
    const code = String(randomInt(100_000, 1_000_000));
    const data = { code, until: String(now.getTime() + CONFIRM_MS) };
    return { speech: { text: texts('erase.ask', { code }) }, next: { name: 'xoa', step: 'confirm', data } };
  }
  const { code = '' } = at.data;
  if (!isSame(text.replace(/\s+/g, ' '), `XÓA ${code}`)) {
    return { speech: { text: texts('erase.wrong', { code }) }, next: at };
  }
  await people.eraseMember(member.id, now, address);
  await recordDone('erase', doors);
  return { ...end(doors, 'erase.done'), forgetsChat: true };
};

/** Done at once; the register proves it. It holds no address and no name. */
async function recordDone(kind: DataRequest['kind'], { people, clock }: ReplyDoors): Promise<void> {
  const now = clock();
  const deadline = toLocalDate(new Date(now.getTime() + DEADLINE_DAYS[kind] * DAY_MS));
  await people.saveRequest({ id: randomUUID(), kind, madeAt: now, deadline, doneAt: now });
}
