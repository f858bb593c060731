import type { ChannelState } from '../../src/storage/store.js';

/** A `ChannelState` that lasts as long as the test, and may be shared by several adapters as processes share a database. */
export function createMemoryState(): ChannelState & { readonly values: ReadonlyMap<string, string> } {
  const values = new Map<string, string>();
  const locks = new Map<string, { owner: string; until: number }>();
  return {
    values,
    findState: async (name) => values.get(name),
    saveState: async (name, value) => {
      values.set(name, value);
    },
    removeState: async (name) => {
      values.delete(name);
    },
    claimLock: async ({ name, owner, now, leaseMs }) => {
      const held = locks.get(name);
      if (held && held.owner !== owner && held.until > now.getTime()) return false;
      locks.set(name, { owner, until: now.getTime() + leaseMs });
      return true;
    },
    releaseLock: async ({ name, owner }) => {
      if (locks.get(name)?.owner === owner) locks.delete(name);
    },
  };
}
