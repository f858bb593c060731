import type { Channel, ChannelName } from '../channels/channel.js';
import type { Config } from '../config.js';
import type { Library } from '../documents/library.js';
import type { Alias } from '../documents/mentions/aliases.js';
import type { Logger } from '../observability/logger.js';
import type { Holidays } from '../outreach/calendar/holidays.js';
import type { OutreachDoors } from '../outreach/outreach-doors.js';
import { serveOutreach } from '../outreach/serve-outreach.js';
import type { Campaign } from '../people/campaign.js';
import type { Prompts } from '../prompts.js';
import { openStore } from '../storage/open-store.js';
import type { Store } from '../storage/store.js';
import { type Clock, systemClock } from '../time.js';
import { locateKnowledge } from './locate-knowledge.js';
import { createTroubleNote, openPlatforms } from './open-channels.js';
import { createTreeDoor } from './open-tree.js';
import { findKnowledge, type Knowledge } from './read-knowledge.js';

export interface OutreachParts {
  readonly store: Store;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly config: Pick<Config, 'sending' | 'publicUrl'>;
  readonly holidays: Pick<Holidays, 'isRestDay'>;
  readonly writtenCampaigns: readonly Campaign[];
  readonly library: Library;
  readonly aliases: readonly Alias[];
  readonly texts: Prompts['texts'];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Never where absent. */
  readonly isReceivingLate?: () => boolean;
}

export function createOutreachDoors({ store, config, holidays, clock, ...parts }: OutreachParts): OutreachDoors {
  return {
    ledger: store,
    campaigns: store,
    people: store,
    state: store,
    inbox: store,
    tree: createTreeDoor(store, clock),
    sending: config.sending,
    publicUrl: config.publicUrl,
    isRestDay: holidays.isRestDay,
    clock,
    isReceivingLate: () => false,
    ...parts,
  };
}

/** Announcements without questions: for commands of the shell beside a running service, and for a worker. */
export interface Outreach {
  readonly doors: OutreachDoors;
  /** What announcements are written from. */
  readonly templates: Knowledge['tables']['templates'];
  /** Plans and sends until the signal; ends what is under way and resolves. */
  serve(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export async function openOutreach({ config, logger }: { config: Config; logger: Logger }): Promise<Outreach> {
  const store = await openStore(locateKnowledge(config).store);
  const clock = systemClock;
  try {
    const { library, aliases, prompts, tables, holidays, writtenCampaigns } = await findKnowledge(
      config,
      logger,
      store,
    );
    const onTrouble = createTroubleNote({ store, clock, logger });
    const platforms = openPlatforms({ config, store, clock, onTrouble, commands: [] });
    const channels = new Map(platforms.map((channel) => [channel.name, channel] as const));
    const { texts } = prompts;
    const known = { holidays, writtenCampaigns, library, aliases, texts };
    const doors = createOutreachDoors({ store, channels, config, clock, logger, ...known });
    const { templates } = tables;
    return { doors, templates, serve: (signal) => serveOutreach(doors, signal), close: () => store.close() };
  } catch (error) {
    await store.close();
    throw error;
  }
}
