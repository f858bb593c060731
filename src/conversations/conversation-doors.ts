import type { AnswerQuestion } from '../answering/answer.js';
import type { OutlineDeskDoors } from '../briefing/briefing-doors.js';
import type { Channel, ChannelName } from '../channels/channel.js';
import type { Document } from '../documents/document.js';
import type { Logger } from '../observability/logger.js';
import type { OutreachDoors } from '../outreach/outreach-doors.js';
import type { ReportTable } from '../outreach/reporting/render-report.js';
import type { AnnouncementTemplate } from '../outreach/wording/announcement-template.js';
import type { UnitTree } from '../people/unit-tree.js';
import type { Inbox, People, Records } from '../storage/store.js';
import type { Texts } from '../text/texts.js';
import type { Bell, Clock } from '../time.js';

/** What answering one turn of a conversation needs. */
export interface ReplyDoors {
  readonly answerQuestion: AnswerQuestion;
  readonly findDocument: (id: string) => Document | undefined;
  readonly texts: Texts;
  /** Questions offered to tap. */
  readonly suggestions: readonly string[];
  readonly people: People & Records;
  /** The union as it stands today. */
  readonly tree: () => Promise<UnitTree>;
  readonly clock: Clock;
  /** For announcements: those who may write them, and their votes. */
  readonly outreach: OutreachDoors;
  /** What announcements are written from, in the order in which they are offered. */
  readonly templates: readonly AnnouncementTemplate[];
  /** For summaries, and for outlines and what became of them. */
  readonly briefing: OutlineDeskDoors;
  /** Where people reach our pages; null: messages hold no links to them. */
  readonly publicUrl: string | null;
  /** A table as the bytes of a file: `.csv` or `.xlsx` by its name. */
  readonly renderSheet: (name: string, table: ReportTable) => Promise<Uint8Array>;
}

/** What the inbox needs: the journal, the ways out, and what answers. */
export interface InboxDoors extends ReplyDoors {
  readonly inbox: Inbox;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** Rung where something came in on a channel, so that who answers there need not look for it. */
  readonly arrivals: ReadonlyMap<ChannelName, Bell>;
  /** Chats waiting above which questions are answered by words alone. */
  readonly wordsOnlyAbove: number;
  readonly keepDays: KeepDays;
  readonly logger: Logger;
}

/** How many days each is kept. */
export interface KeepDays {
  /** Members who left, since they did. */
  readonly left: number;
  readonly audit: number;
  /** Requests of data subjects, since they were done. */
  readonly requests: number;
  readonly feedback: number;
  /** Counts of answers. */
  readonly counts: number;
  /** Announcements with their rows, since their time was over. */
  readonly broadcasts: number;
}
