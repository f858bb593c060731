import type { OutlineMinutes } from '../../documents/outline.js';
import type { OutlineFrame } from '../briefing-doors.js';
import { keepNearest, type Material } from '../summarizing/gather-sentences.js';
import type { Sentence } from '../summarizing/list-sentences.js';

/** Of so many points those that are said are chosen. */
const MOST_POINTS: Readonly<Record<OutlineMinutes, number>> = { 5: 30, 15: 70, 30: 140 };
/** A document that speaks of much is heard only where it is at least this near to the subject, as a share of its nearest line. */
const LEAST_SHARE: Readonly<Record<OutlineMinutes, number>> = { 5: 0.5, 15: 0.4, 30: 0.3 };

/** What belongs to the subject; the longer the talk, the wider. A day is told from all that its frame names. */
export function keepRelevant(material: Material, kind: OutlineFrame['kind'], minutes: OutlineMinutes): Material {
  const nearest = new Map<string, number>();
  material.sentences.forEach(({ documentId }, at) => {
    nearest.set(documentId, Math.max(nearest.get(documentId) ?? 0, material.nearness[at] ?? 0));
  });
  const isNear = ({ documentId }: Sentence, near: number): boolean =>
    near >= LEAST_SHARE[minutes] * (nearest.get(documentId) ?? 0);
  return keepNearest(kind === 'theme' ? keepWhere(material, isNear) : material, MOST_POINTS[minutes]);
}

export function keepWhere(material: Material, isKept: (sentence: Sentence, nearness: number) => boolean): Material {
  const { sentences, nearness, meanings } = material;
  const places = [...sentences.keys()].filter((at) => isKept(sentences[at]!, nearness[at] ?? 0));
  return {
    ...material,
    sentences: places.map((at) => sentences[at]!),
    nearness: places.map((at) => nearness[at] ?? 0),
    meanings: places.map((at) => meanings[at]),
  };
}
