import type { Unit } from '../../src/people/unit.js';
import type { OneTimeCode, People } from '../../src/storage/store.js';

export interface MemoryPeople extends Pick<People, 'listUnits' | 'saveUnits' | 'saveCodes'> {
  readonly codes: ReadonlyMap<string, OneTimeCode>;
  /** How many codes each call of `saveCodes` got. */
  readonly chunks: readonly number[];
}

/** Units and codes in memory, for flows over tables. `failAfter`: the store breaks once it took so many codes. */
export function createMemoryPeople(units: readonly Unit[] = [], failAfter = Number.POSITIVE_INFINITY): MemoryPeople {
  let held: readonly Unit[] = units;
  const codes = new Map<string, OneTimeCode>();
  const chunks: number[] = [];
  return {
    codes,
    chunks,
    listUnits: async () => held.toSorted((a, b) => (`${a.id} ${a.validFrom}` < `${b.id} ${b.validFrom}` ? -1 : 1)),
    async saveUnits(changed) {
      const ids = new Set(changed.map(({ id }) => id));
      held = [...held.filter(({ id }) => !ids.has(id)), ...changed];
    },
    async saveCodes(more) {
      if (codes.size + more.length > failAfter) throw new Error('the store broke');
      const fresh = more.filter(({ hash }) => !codes.has(hash));
      for (const code of fresh) codes.set(code.hash, code);
      chunks.push(more.length);
      return fresh.length;
    },
  };
}
