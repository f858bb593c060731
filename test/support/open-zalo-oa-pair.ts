import type { Channel, ChannelTrouble } from '../../src/channels/channel.js';
import { openZaloOa } from '../../src/channels/zalo-oa/open-zalo-oa.js';
import { saveGrant } from '../../src/channels/zalo-oa/zalo-tokens.js';
import { readConfig, type ZaloOaConfig } from '../../src/config.js';
import type { ChannelState } from '../../src/storage/store.js';
import { type Clock, systemClock } from '../../src/time.js';
import { type FakeZaloOa, type FakeZaloOaOptions, openFakeZaloOa } from './fakes/fake-zalo-oa.js';
import { createMemoryState } from './memory-state.js';

export interface ZaloOaPair {
  readonly channel: Channel;
  readonly platform: FakeZaloOa;
  readonly config: ZaloOaConfig;
  readonly state: ReturnType<typeof createMemoryState>;
  readonly troubles: ChannelTrouble[];
  /** One more adapter over the same state, as a second process would be. */
  openAnother(): Channel;
}

export interface ZaloOaPairOptions extends FakeZaloOaOptions {
  /** Settings beside those that point at the fake. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether an admin has consented already; so by default. */
  readonly isGranted?: boolean;
  readonly timeoutMs?: number;
}

/** The adapter and the fake of its platform, pointed at each other. */
export async function openZaloOaPair(options: ZaloOaPairOptions = {}): Promise<ZaloOaPair> {
  const { settings = {}, isGranted = true, timeoutMs, clock = systemClock, ...fake } = options;
  const platform = await openFakeZaloOa({ clock, ...fake });
  const config = readConfig({ ...platform.settings, ...settings }).zaloOa!;
  const state = createMemoryState();
  const troubles: ChannelTrouble[] = [];
  if (isGranted) await grantTo(state, platform, clock);
  const openAnother = () =>
    openZaloOa({
      config,
      publicUrl: null,
      state,
      clock,
      onTrouble: (trouble) => troubles.push(trouble),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  return { channel: openAnother(), platform, config, state, troubles, openAnother };
}

/** As if an OA admin had consented just now. */
export async function grantTo(state: ChannelState, platform: FakeZaloOa, clock: Clock): Promise<void> {
  const { access_token, refresh_token, expires_in, oa_id } = platform.grant();
  const pair = { access: access_token, refresh: refresh_token, lifeMs: Number(expires_in) * 1_000 };
  await saveGrant(pair, oa_id, { state, clock });
}
