import { toLocalDate } from '../../time.js';
import type { InboxDoors } from '../conversation-doors.js';

const DAY_MS = 86_400_000;
/** Longer than a campaign speaks of an occasion. */
const KEEP_CHOICES_DAYS = 60;

/** The pass: deletes what was kept as long as the settings allow, and erases members who left that long ago. */
export async function enforceRetention({
  people,
  outreach,
  clock,
  keepDays,
}: Pick<InboxDoors, 'people' | 'clock' | 'keepDays'> & {
  readonly outreach: Pick<InboxDoors['outreach'], 'ledger' | 'campaigns'>;
}) {
  const now = clock();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await people.purgeRecords({
    codesBefore: now,
    auditBefore: ago(keepDays.audit),
    requestsBefore: ago(keepDays.requests),
    feedbackBefore: toLocalDate(ago(keepDays.feedback)),
    answersBefore: toLocalDate(ago(keepDays.counts)),
  });
  await outreach.campaigns.purgeCampaignChoices(toLocalDate(ago(KEEP_CHOICES_DAYS)));
  await outreach.ledger.purgeBroadcasts(ago(keepDays.broadcasts));
  for (const id of await people.listLeftMembers(ago(keepDays.left))) await people.eraseMember(id, now);
}
