import type { Segment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { Texts } from '../../text/texts.js';
import { formatDay } from '../../time.js';

/** Whom something is for, in words that an officer checks before sending. */
export function describeSegment(segment: Segment, tree: UnitTree, texts: Texts): string {
  const describe = (each: Segment): string => describeSegment(each, tree, texts);
  /** A part of several, so that it cannot be read with its neighbours. */
  const enclose = (each: Segment): string =>
    'or' in each || 'and' in each || 'not' in each ? `(${describe(each)})` : describe(each);
  if ('everybody' in segment) return texts('segment.everybody');
  if ('branch' in segment) {
    const unit = tree.standingFor(segment.branch);
    if (!unit) return texts('segment.gone', { unit: segment.branch });
    const isAlone = tree.childrenOf(unit.id).length === 0;
    return texts(isAlone ? 'segment.unit' : 'segment.branch', { unit: unit.name });
  }
  if ('role' in segment) return texts('segment.role', { role: texts(`role.${segment.role}`) });
  if ('topic' in segment) return texts('segment.topic', { topic: texts(`topic.${segment.topic}`) });
  if ('channel' in segment) return texts('segment.channel', { channel: texts(`channel.${segment.channel}`) });
  if ('joinedFrom' in segment) return texts('segment.joined-from', { day: formatDay(segment.joinedFrom) });
  if ('joinedBefore' in segment) return texts('segment.joined-before', { day: formatDay(segment.joinedBefore) });
  if ('not' in segment) return describe({ and: [segment] });
  if ('or' in segment) return segment.or.map(enclose).join(` ${texts('segment.or')} `) || texts('segment.nobody');
  const kept = segment.and.filter((each) => !('not' in each)).map(enclose);
  const left = segment.and.flatMap((each) =>
    'not' in each ? [texts('segment.not', { segment: enclose(each.not) })] : [],
  );
  return [kept.join(`, ${texts('segment.only')} `) || texts('segment.everybody'), ...left].join(', ');
}
