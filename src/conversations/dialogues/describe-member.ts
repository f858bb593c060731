import type { QuietHours, Topic } from '../../people/member.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Texts } from '../../text/texts.js';

/** What was chosen, in words. */
export function describeTopics(topics: readonly Topic[], texts: Texts): string {
  return topics.length === 0 ? texts('topics.none') : topics.map((topic) => texts(`topic.${topic}`)).join('; ');
}

export function describeQuiet(quiet: QuietHours | undefined, texts: Texts): string {
  return quiet ? `${quiet.from} giờ – ${quiet.to} giờ` : texts('quiet.never').toLowerCase();
}

/** The name of a unit, also of one that ended since: then of what stands for it. */
export function describeUnit(unitId: string | undefined, tree: UnitTree): string {
  return (unitId !== undefined && tree.standingFor(unitId)?.name) || '–';
}
