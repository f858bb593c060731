import type { Channel, ChannelName, CommandEntry, OnTrouble } from '../channels/channel.js';
import { openTelegram } from '../channels/telegram/open-telegram.js';
import { openZaloBot } from '../channels/zalo-bot/open-zalo-bot.js';
import { openZaloOa } from '../channels/zalo-oa/open-zalo-oa.js';
import { type Consent, openConsent } from '../channels/zalo-oa/zalo-consent.js';
import type { Config } from '../config.js';
import { noteTrouble } from '../observability/channel-troubles.js';
import type { Logger } from '../observability/logger.js';
import type { Store } from '../storage/store.js';
import type { Clock } from '../time.js';

export interface ChannelParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly onTrouble: OnTrouble;
  readonly commands: readonly CommandEntry[];
}

/** The platforms whose settings are there, each at the rate of the settings. Nothing is called yet. */
export function openPlatforms({ config, store, clock, onTrouble, commands }: ChannelParts): readonly Channel[] {
  const { publicUrl, zaloOa, zaloBot, telegram } = config;
  const common = { publicUrl, clock, onTrouble };
  const opened = [
    zaloOa && openZaloOa({ config: zaloOa, state: store, ...common }),
    zaloBot && openZaloBot({ config: zaloBot, ...common }),
    telegram && openTelegram({ config: telegram, commands, ...common }),
  ];
  return opened.flatMap((channel) => (channel ? [withRate(channel, config)] : []));
}

export interface TroubleNoteDoors {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Notes one after the other: a trouble that is over at once must not be noted after its end. */
export function createTroubleNote({ store, clock, logger }: TroubleNoteDoors): OnTrouble {
  let noted = Promise.resolve();
  return (trouble) => {
    const isAlert = ['needs-consent', 'unauthorized', 'conflict'].includes(trouble.kind);
    if (trouble.kind === 'recovered') logger.info(trouble, 'a channel recovered');
    else logger[isAlert ? 'error' : 'warn'](trouble, 'a channel has trouble');
    const now = clock();
    noted = noted
      .then(() => noteTrouble(trouble, store, now))
      .catch((error) => logger.error({ err: error }, 'a trouble was not noted'));
  };
}

function withRate(channel: Channel, { sending }: Config): Channel {
  const { proactive } = channel.capabilities;
  const rates: Partial<Record<ChannelName, number>> = sending.perSecond;
  const perSecond = rates[channel.name];
  if (!proactive || perSecond === undefined) return channel;
  return { ...channel, capabilities: { ...channel.capabilities, proactive: { ...proactive, perSecond } } };
}

export function openZaloConsent(
  zaloOa: NonNullable<Config['zaloOa']>,
  { config, store, clock, onTrouble }: Omit<ChannelParts, 'commands'>,
): Consent {
  return openConsent({ config: zaloOa, publicUrl: webAddress(config), state: store, clock, onTrouble });
}

/** Where a browser reaches the service. */
export function webAddress({ publicUrl, host, port }: Config): string {
  return publicUrl ?? `http://${host}:${port}`;
}
