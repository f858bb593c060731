import { completeReminder } from '../../outreach/campaigns/wishes/complete-reminder.js';
import { SNOOZE_WAITS, snoozeReminder } from '../../outreach/campaigns/wishes/snooze-reminder.js';
import { stopCampaign } from '../../outreach/campaigns/wishes/stop-campaign.js';
import { listCampaigns } from '../../outreach/list-campaigns.js';
import type { Member } from '../../people/member.js';
import { formatInstant } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';
import { type Dialogue, type DialogueReply, end, isSame, offer } from '../dialogues/dialogue.js';

const NAME = 'nhac';

/** `/nhac <occurrence> xong | lai | thoi`: what the buttons below a reminder send. */
export const answerReminder: Dialogue = async ({ member, at, text }, doors) => {
  if (member?.status !== 'joined') return end(doors, 'agenda.not-joined');
  if (at?.step === 'wait') return putOff(text, at.data.id ?? '', member, doors);
  const { outreach } = doors;
  const [id = '', act = ''] = text.trim().split(/\s+/);
  const occurrence = await outreach.campaigns.findOccurrence(id);
  const campaign = (await listCampaigns(outreach)).find((each) => each.id === occurrence?.campaignId);
  if (!occurrence || !campaign) return end(doors, 'reminder.unknown');
  const { title } = campaign;
  if (act === 'lai') return askSnooze(id, title, doors);
  if (act === 'thoi') {
    await stopCampaign(member, campaign.id, outreach);
    return end(doors, 'reminder.stopped', { title });
  }
  if (act !== 'xong') return end(doors, 'reminder.unknown');
  await completeReminder(member, id, outreach);
  return end(doors, 'reminder.done', { title });
};

/** Offers when it is to be said again. */
export function askSnooze(id: string, title: string, { texts }: ReplyDoors): DialogueReply {
  const labels = SNOOZE_WAITS.map((wait) => texts(`reminder.wait.${wait}`));
  return offer(texts('reminder.when', { title }), labels, { name: NAME, step: 'wait', data: { id, title } });
}

async function putOff(text: string, id: string, member: Member, doors: ReplyDoors): Promise<DialogueReply> {
  const { texts, outreach } = doors;
  const wait = SNOOZE_WAITS.find((each) => isSame(text, texts(`reminder.wait.${each}`)));
  const occurrence = await outreach.campaigns.findOccurrence(id);
  const campaign = (await listCampaigns(outreach)).find((each) => each.id === occurrence?.campaignId);
  if (!campaign) return end(doors, 'reminder.unknown');
  if (!wait) return askSnooze(id, campaign.title, doors);
  const outcome = await snoozeReminder(member, id, wait, outreach);
  if (outcome.status === 'saved') return end(doors, 'reminder.put-off', { at: formatInstant(outcome.dueAt) });
  return end(doors, outcome.status === 'too-late' ? 'reminder.too-late' : 'reminder.unknown');
}
