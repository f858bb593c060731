import type { ChannelName, ChannelTrouble, Failure, OnTrouble } from './channel.js';

export interface Troubles {
  /** Something went wrong; a failure that needs nobody (asked to wait, one broken connection) is not told. */
  wrong(what: Failure | { readonly kind: ChannelTrouble['kind']; readonly detail?: string }): void;
  right(): void;
}

/** Tells of a trouble once, when it starts, and once when it is over. */
export function createTroubles(channel: ChannelName, onTrouble: OnTrouble): Troubles {
  let told: ChannelTrouble['kind'] | undefined;
  let inARow = 0;
  return {
    wrong(what) {
      inARow += 1;
      const kind = 'kind' in what ? what.kind : toKind(what);
      // A connection breaks now and then, and a long poll meets it: one break is no news.
      if (kind === undefined || kind === told || (kind === 'unreachable' && 'code' in what && inARow < 2)) return;
      told = kind;
      onTrouble({ channel, kind, detail: what.detail ?? ('code' in what ? what.code : kind) });
    },
    right() {
      inARow = 0;
      if (told === undefined) return;
      onTrouble({ channel, kind: 'recovered', detail: told });
      told = undefined;
    },
  };
}

function toKind({ code }: Failure): ChannelTrouble['kind'] | undefined {
  if (code === 'unauthorized') return 'unauthorized';
  if (code === 'unavailable' || code === 'timeout') return 'unreachable';
  return code === 'rate-limited' ? undefined : 'refused';
}
