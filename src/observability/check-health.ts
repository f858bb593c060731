import type { ChannelName } from '../channels/channel.js';
import type { ChannelState } from '../storage/store.js';
import { listTroubles } from './channel-troubles.js';

export interface HealthTrouble {
  /** `store`, `vectors`, or a channel. */
  readonly part: 'store' | 'vectors' | ChannelName;
  /** `unreachable`, `computing`, or what troubles the channel. */
  readonly problem: string;
  readonly since?: Date;
}

export interface Health {
  /** The process works and its data answers; where not, starting it again may help. */
  readonly isAlive: boolean;
  /** Answers are as good as they get: vectors serve too, or never will. */
  readonly isReady: boolean;
  readonly troubles: readonly HealthTrouble[];
}

export interface HealthDoors {
  readonly state: ChannelState;
  /** Those whose settings are there. */
  readonly channels: readonly ChannelName[];
  hasVectors(): boolean;
}

/** Never throws. A platform that refuses us makes nothing unhealthy, since no restart mends it; it is only told. */
export async function checkHealth({ state, channels, hasVectors }: HealthDoors): Promise<Health> {
  const vectors: HealthTrouble[] = hasVectors() ? [] : [{ part: 'vectors', problem: 'computing' }];
  try {
    const told: HealthTrouble[] = [];
    for (const part of channels) {
      for (const { kind, since } of await listTroubles(part, state)) told.push({ part, problem: kind, since });
    }
    return { isAlive: true, isReady: vectors.length === 0, troubles: [...vectors, ...told] };
  } catch {
    return { isAlive: false, isReady: false, troubles: [{ part: 'store', problem: 'unreachable' }, ...vectors] };
  }
}
