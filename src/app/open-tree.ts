import { treeOn, type UnitTree } from '../people/unit-tree.js';
import type { People } from '../storage/store.js';
import { type Clock, toLocalDate } from '../time.js';

const FRESH_MS = 5_000;

/** The union as it stands today, read again after five seconds: units change rarely, and from other processes too. */
export function createTreeDoor(people: Pick<People, 'listUnits'>, clock: Clock): () => Promise<UnitTree> {
  let held: { readonly tree: Promise<UnitTree>; readonly at: number } | undefined;
  return () => {
    const at = clock().getTime();
    if (!held || Math.abs(at - held.at) > FRESH_MS) {
      const tree = people.listUnits().then((units) => treeOn(units, toLocalDate(clock())));
      tree.catch(() => {
        held = undefined;
      });
      held = { tree, at };
    }
    return held.tree;
  };
}
