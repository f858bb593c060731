import type { Unit } from '../../people/unit.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { ReplyDoors } from '../conversation-doors.js';
import type { DialogueReply } from './dialogue.js';
import { offer } from './dialogue.js';

export type UnitPick =
  | { readonly status: 'picked'; readonly unitId: string }
  | { readonly status: 'asks'; readonly reply: DialogueReply };

const MOST_LISTED = 8;
const OWN = { first: 'unit.ask', below: 'unit.below', this: 'unit.this' };

export interface UnitQuestion {
  readonly tree: UnitTree;
  /** What was said; empty to ask for the first time. */
  readonly text: string;
  /** Kept from turn to turn: the ids that stand behind the labels offered, and the unit that is looked into. */
  readonly data: Readonly<Record<string, string>>;
  /** Where the answer is to go on. */
  readonly next: { readonly name: string; readonly step: string };
  /** Only units that may be picked; all where absent. */
  readonly within?: ReadonlySet<string>;
  /** Keys of what is asked first, what below a unit, and of the unit itself; of where a person belongs, where absent. */
  readonly asks?: { readonly first: string; readonly below: string; readonly this: string };
}

/** Lets a person choose a unit by browsing or by its name, nearly spelt too. */
export function pickUnit({ tree, text, data, next, within, asks = OWN }: UnitQuestion, doors: ReplyDoors): UnitPick {
  const { texts } = doors;
  const isOpen = (unit: Unit) => within === undefined || within.has(unit.id);
  const ask = (key: string, units: readonly Unit[], fields: Record<string, string> = {}, own?: Unit): UnitPick => {
    const listed = units.filter(isOpen).slice(0, MOST_LISTED);
    const labels = distinctNames(listed, tree);
    const left = units.filter(isOpen).length - listed.length;
    const lines = [texts(key, fields), left > 0 ? texts('unit.more', { count: String(left) }) : ''];
    const all = own ? [texts(asks.this, { unit: own.name }), ...labels] : labels;
    const ids = [...(own ? [`=${own.id}`] : []), ...listed.map(({ id }) => id)];
    const kept = { ...data, labels: JSON.stringify(all), ids: ids.join(' ') };
    return { status: 'asks', reply: offer(lines.filter(Boolean).join('\n'), all, { ...next, data: kept }) };
  };
  const tops = topsOf(tree, within);
  if (tops.length === 0) return { status: 'asks', reply: { speech: { text: texts('unit.none') } } };
  if (text === '') return askBelow(tops.length === 1 ? tops[0] : undefined, asks.first);

  const labels = JSON.parse(data.labels ?? '[]') as string[];
  const chosen = data.ids?.split(' ')[labels.indexOf(text)];
  if (chosen?.startsWith('=')) return { status: 'picked', unitId: chosen.slice(1) };
  const found = chosen === undefined ? tree.search(text, MOST_LISTED).filter(isOpen) : [];
  const unit = chosen === undefined ? undefined : tree.find(chosen);
  if (unit) {
    if (tree.childrenOf(unit.id).some(isOpen)) return askBelow(unit, asks.below);
    return { status: 'picked', unitId: unit.id };
  }
  if (found.length > 0) return ask('unit.which', found);
  return ask(
    'unit.unknown',
    tops.length === 1 && tops[0] ? tree.childrenOf(tops[0].id) : tops,
    {},
    tops.length === 1 ? tops[0] : undefined,
  );

  function askBelow(parent: Unit | undefined, key: string): UnitPick {
    const below = parent ? tree.childrenOf(parent.id) : tops;
    return ask(key, below, { unit: parent?.name ?? '' }, parent && isOpen(parent) ? parent : undefined);
  }
}

/** Where browsing begins: the roots, or the highest units that may be picked. */
function topsOf(tree: UnitTree, within: ReadonlySet<string> | undefined): readonly Unit[] {
  if (!within) return tree.roots;
  return tree.units.filter(({ id, parentId }) => within.has(id) && (parentId === undefined || !within.has(parentId)));
}

/** Names that occur twice are told apart by what stands above them. */
function distinctNames(units: readonly Unit[], tree: UnitTree): string[] {
  return units.map((unit) => {
    const isTwice = units.some((other) => other !== unit && other.name === unit.name);
    const parent = unit.parentId === undefined ? undefined : tree.find(unit.parentId);
    return isTwice && parent ? `${unit.name} (${parent.name})` : unit.name;
  });
}
