import { checkContent } from '../../outreach/drafting/check-content.js';
import { findAuthor } from '../../outreach/rights/find-author.js';
import { hashContent } from '../../outreach/rights/hash-content.js';
import { describeDraft } from '../../outreach/staff/describe-draft.js';
import { sayFlaws } from '../../outreach/staff/say-outcome.js';
import { sendTest } from '../../outreach/staff/send-test.js';
import { describeBroadcast, openingOf } from '../../outreach/wording/describe-broadcast.js';
import { showBroadcast } from '../../outreach/wording/show-broadcast.js';
import { formatInstant } from '../../time.js';
import { type Desk, findOpen, isOpenTo, refuse, say } from './desk.js';

/** Of all broadcasts: older ones are found by their id. */
const MOST_READ = 200;
/** Of a hash: enough to tell one content from another. */
const HASH_SHOWN = 12;

/** `list`: what the actor wrote, looks after or may approve, newest first. */
export async function listAnnouncements({ doors, actor, options }: Desk): Promise<void> {
  const { texts } = doors;
  const tree = await doors.tree();
  const all = await doors.ledger.listBroadcasts({ limit: MOST_READ });
  const open = all.filter(
    (each) => isOpenTo(actor, each, tree) && (each.status !== 'draft' || each.author === actor.id),
  );
  if (options.json) {
    say(JSON.stringify(open.map(({ id, status, content: { dueAt } }) => ({ id, status, dueAt }))));
  } else if (open.length === 0) say(texts('announce.none'));
  for (const each of options.json ? [] : open) {
    const at = formatInstant(each.content.dueAt);
    say([each.id, texts(`announce.status.${each.status}`), at, openingOf(each)].join('  '));
  }
}

/** `preview ID`: what each channel shows, whom it reaches, and the mark of just this content, which an approval names. */
export async function previewAnnouncement(desk: Desk): Promise<void> {
  const { doors, options } = desk;
  const { texts } = doors;
  const broadcast = await findOpen(desk);
  if (!broadcast) return;
  const { id, content } = broadcast;
  const shown = await showBroadcast(broadcast, doors);
  const flaws = await checkContent(content, doors);
  const mark = hashContent(content).slice(0, HASH_SHOWN);
  if (options.json) return say(JSON.stringify({ id, content: mark, flaws: flaws.map(({ key }) => key), shown }));
  for (const { channels, variant, text } of shown) {
    const names = channels.map((name) => texts(`channel.${name}`)).join(', ');
    const which = content.messages.length > 1 ? texts('announce.variant', { name: 'AB'[variant] ?? '' }) : '';
    say(`${[texts('announce.shown', { channels: names, text }), which].filter(Boolean).join('\n')}\n`);
  }
  if (shown.length === 0) say(texts('announce.no-channel'));
  if (flaws.length > 0) return refuse(texts('announce.drafted-flawed', { id, flaws: sayFlaws(flaws, texts) }));
  const author = await findAuthor(broadcast, doors.people);
  if (author) say((await describeDraft(broadcast, author, doors)).text);
  say(texts('announce.content-mark', { mark }));
}

/** `test ID`: sends it to the actor alone. */
export async function testAnnouncement(desk: Desk): Promise<void> {
  const { doors, actor } = desk;
  const { texts } = doors;
  const broadcast = await findOpen(desk);
  if (!broadcast) return;
  if (broadcast.content.audience.type === 'followers') return refuse(texts('announce.test-article'));
  const sendings = await sendTest(broadcast, actor, doors);
  if (sendings.length === 0) return refuse(texts('announce.test-nowhere'));
  for (const { channel, failed } of sendings) {
    const name = texts(`channel.${channel}`);
    if (failed) refuse(texts('announce.test-failed', { channel: name, why: texts(`report.fail.${failed}`) }));
    else say(texts('announce.test-sent', { channel: name }));
  }
}

/** `show ID`: its card and its words, as they were written. */
export async function showAnnouncement(desk: Desk): Promise<void> {
  const { doors, options } = desk;
  const broadcast = await findOpen(desk);
  if (!broadcast) return;
  if (options.json) return say(JSON.stringify(broadcast));
  const { texts } = doors;
  const { content, approvals } = broadcast;
  const hash = hashContent(content);
  const counted = approvals.filter(({ contentHash }) => contentHash === hash).length;
  const described = describeBroadcast(broadcast, { tree: await doors.tree(), texts, now: doors.clock() });
  say(texts('announce.shell-card', { ...described, approvals: String(counted), mark: hash.slice(0, HASH_SHOWN) }));
  for (const { text } of content.messages) say(`\n${text}`);
}
