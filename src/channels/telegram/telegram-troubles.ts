import type { ChannelTrouble, Failure, OnTrouble } from '../channel.js';

export interface Troubles {
  wrong(failure: Failure): void;
  right(): void;
}

/** Tells of a trouble once, when it starts, and once when it is over. */
export function createTroubles(onTrouble: OnTrouble): Troubles {
  let told: ChannelTrouble['kind'] | undefined;
  let inARow = 0;
  return {
    wrong(failure) {
      inARow += 1;
      const kind = toKind(failure);
      // A connection breaks now and then, and a long poll meets it: one break is no news.
      if (kind === undefined || kind === told || (kind === 'unreachable' && inARow < 2)) return;
      told = kind;
      onTrouble({ channel: 'telegram', kind, detail: failure.detail ?? failure.code });
    },
    right() {
      inARow = 0;
      if (told === undefined) return;
      told = undefined;
      onTrouble({ channel: 'telegram', kind: 'recovered' });
    },
  };
}

function toKind({ code, detail = '' }: Failure): ChannelTrouble['kind'] | undefined {
  if (detail.startsWith('409')) return 'conflict';
  if (code === 'unauthorized') return 'unauthorized';
  if (code === 'unavailable' || code === 'timeout') return 'unreachable';
  return code === 'rate-limited' ? undefined : 'refused';
}
