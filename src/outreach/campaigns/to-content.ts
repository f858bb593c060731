import { documentLabel } from '../../documents/document.js';
import { documentPath } from '../../documents/page-path.js';
import type { BroadcastContent, BroadcastMessage, LinkButton } from '../../people/broadcast.js';
import type { Campaign, Milestone } from '../../people/campaign.js';
import { type LocalDate, toLocalDate } from '../../time.js';
import { addDays, instantOf } from '../calendar/days.js';
import type { OutreachDoors } from '../outreach-doors.js';
import type { Reminder } from './list-reminders.js';
import { renderMilestone } from './render-milestone.js';

export type ContentParts = Pick<OutreachDoors, 'library' | 'publicUrl' | 'texts'>;

/** What members are to read. */
type Said = Pick<Reminder, 'id' | 'campaign' | 'milestone' | 'occasion' | 'dueAt'>;

/** As many as an announcement may have. */
const MOST_ATTACHMENTS = 3;

/** One message of one or several reminders that go to the same people, as it is said on the day of `now`. */
export function toContent(reminders: readonly [Said, ...Said[]], now: Date, parts: ContentParts): BroadcastContent {
  const [first] = reminders;
  const { topic, segment } = first.campaign;
  const said = reminders
    .filter((each) => !reminders.some((other) => isReplacedBy(each, other)))
    .toSorted((a, b) => (a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : a.id < b.id ? -1 : 1));
  return {
    topic,
    audience: { type: 'members', segment },
    messages: [toMessage(said, toLocalDate(now), parts)],
    isUrgent: false,
    dueAt: first.dueAt,
    expiresAt: new Date(Math.min(...said.map((each) => endOf(each, now).getTime()))),
  };
}

/** Where shifting put two milestones of one occasion on one day, the later one says it all. */
function isReplacedBy(one: Said, other: Said): boolean {
  const isSame = one.campaign.id === other.campaign.id && one.occasion === other.occasion;
  return isSame && one.milestone.offsetDays < other.milestone.offsetDays;
}

function toMessage(said: readonly Said[], day: LocalDate, parts: ContentParts): BroadcastMessage {
  const texts = said.map(({ campaign, milestone, occasion }) =>
    renderMilestone(campaign, milestone, { occasion, day, link: nameLink(campaign, parts) }),
  );
  const cited = said.flatMap(({ campaign: { link } }) => (link && 'documentId' in link ? [link.documentId] : []));
  const buttons = said.flatMap(({ campaign, milestone }) => toButton(campaign, milestone, parts));
  const citation = cited.find((id) => parts.library.findById(id));
  return {
    text: texts.join('\n\n'),
    attachments: said.flatMap(({ milestone }) => milestone.attachment ?? []).slice(0, MOST_ATTACHMENTS),
    buttons: buttons.filter(({ url }, at) => buttons.findIndex((each) => each.url === url) === at),
    ...(citation === undefined ? {} : { citation: { documentId: citation } }),
    reminds: said.map(({ id }) => id),
  };
}

/** The last instant at which it may be sent: what counts days is wrong on the next one. */
function endOf({ campaign, milestone, dueAt }: Said, now: Date): Date {
  const grace = new Date(dueAt.getTime() + campaign.graceMs);
  const midnight = instantOf(addDays(toLocalDate(now), 1), 0);
  return countsDays(milestone) && midnight < grace ? midnight : grace;
}

/** Whether the days to the occasion, which it tells, are over at an instant. */
export function countsNoMore({ milestone, occasion }: Pick<Said, 'milestone' | 'occasion'>, at: Date): boolean {
  return milestone.offsetDays < 0 && countsDays(milestone) && toLocalDate(at) >= occasion;
}

const countsDays = ({ message }: Milestone): boolean => message.includes('{con_lai}');

/** What stands for `{lien_ket}`: an address, or the document's name where nobody outside reaches our pages. */
function nameLink({ link }: Campaign, { library, publicUrl }: ContentParts): string {
  if (!link) return '';
  if ('url' in link) return link.url;
  const document = library.findById(link.documentId);
  if (!document) return '';
  return publicUrl === null ? documentLabel(document) : `${publicUrl}${documentPath(document.id)}`;
}

/** A link that is not in the words already. */
function toButton({ link }: Campaign, { message }: Milestone, { texts }: ContentParts): readonly LinkButton[] {
  if (!link || !('url' in link) || message.includes('{lien_ket}')) return [];
  return [{ label: texts('broadcast.read-on'), url: link.url }];
}
