import { resolve } from 'node:path';
import type { App } from '../../src/app/open-app.js';
import { createOutreachDoors as createDoors } from '../../src/app/open-outreach.js';
import type { Channel } from '../../src/channels/channel.js';
import { readConfig } from '../../src/config.js';
import { createLibrary, type Library } from '../../src/documents/library.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { weekdayOf } from '../../src/outreach/calendar/days.js';
import type { OutreachDoors } from '../../src/outreach/outreach-doors.js';
import type { Campaign } from '../../src/people/campaign.js';
import { loadPrompts } from '../../src/prompts.js';
import type { Store } from '../../src/storage/store.js';
import type { Clock } from '../../src/time.js';

export interface OutreachDoorsOptions {
  readonly channels?: readonly Channel[];
  /** As in `.env`: `SENDING_PER_DAY`, … */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whose library and aliases serve; an empty library otherwise. */
  readonly app?: App;
  readonly library?: Library;
  /** Those of files; none otherwise. */
  readonly campaigns?: readonly Campaign[];
  readonly logger?: Logger;
}

/** What speaking first needs, as the service puts it together, over a store and channels of a test; with the shipped texts. */
export function createOutreachDoors(
  store: Store,
  clock: Clock,
  { channels = [], settings = {}, app, library, campaigns, logger = createLogger('silent') }: OutreachDoorsOptions = {},
): OutreachDoors {
  return createDoors({
    store,
    channels: new Map(channels.map((channel) => [channel.name, channel] as const)),
    config: readConfig(settings),
    holidays: app?.knowledge.holidays ?? { isRestDay: (day) => weekdayOf(day) === 7 },
    writtenCampaigns: campaigns ?? app?.knowledge.writtenCampaigns ?? [],
    library: library ?? app?.knowledge.library ?? createLibrary([]),
    aliases: app?.knowledge.aliases ?? [],
    texts: app?.knowledge.prompts.texts ?? loadPrompts(resolve(import.meta.dirname, '../../prompts')).texts,
    clock,
    logger,
  });
}
