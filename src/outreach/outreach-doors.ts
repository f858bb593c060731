import type { Channel, ChannelName } from '../channels/channel.js';
import type { SendingConfig } from '../config.js';
import type { Library } from '../documents/library.js';
import type { Alias } from '../documents/mentions/aliases.js';
import type { Logger } from '../observability/logger.js';
import type { Campaign } from '../people/campaign.js';
import type { UnitTree } from '../people/unit-tree.js';
import type { Campaigns } from '../storage/campaigns.js';
import type { Ledger } from '../storage/ledger.js';
import type { ChannelState, Inbox, People, Records } from '../storage/store.js';
import type { Texts } from '../text/texts.js';
import type { Clock, LocalDate } from '../time.js';

/** What speaking first needs. */
export interface OutreachDoors {
  readonly ledger: Ledger;
  /** What became of campaigns, and what members wish of them. */
  readonly campaigns: Campaigns;
  /** Those of `knowledge/campaigns/`; `listCampaigns` gives all there are. */
  readonly writtenCampaigns: readonly Campaign[];
  readonly people: People & Records;
  /** For a chat that goes on under another id. */
  readonly inbox: Pick<Inbox, 'moveChat'>;
  /** Locks that workers share. */
  readonly state: ChannelState;
  /** The union as it stands today. */
  readonly tree: () => Promise<UnitTree>;
  /** Those that are open. */
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly sending: SendingConfig;
  /** Whether platforms wait too long until what they bring is acknowledged: sending makes way then. */
  readonly isReceivingLate: () => boolean;
  /** Days on which nothing is sent but what is urgent: Sundays and holidays. */
  readonly isRestDay: (day: LocalDate) => boolean;
  /** Of our own pages, `https://…`; null: nobody outside reaches them. */
  readonly publicUrl: string | null;
  readonly library: Library;
  readonly aliases: readonly Alias[];
  readonly texts: Texts;
  readonly clock: Clock;
  readonly logger: Logger;
}
