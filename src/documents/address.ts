import type { Provision } from './document.js';

/** An article is found by its number alone; what groups articles stays out of its address. */
const GROUPS_ARTICLES = /^(?:Phần|Chương|mục|tiểu mục)(?: |$)/;

/**
 * As a citation reads: `Điều 5, khoản 2, điểm đ` · `Phần II, mục 1, điểm a`. A paragraph has its parent's address;
 * what stands under an unnumbered heading has that heading. Empty for a paragraph of the document itself.
 */
export function addressOf(provision: Provision, byId: ReadonlyMap<string, Provision>): string {
  const address = addressSteps(provision, byId)
    .map((step) => step.label || step.heading || '')
    .join(', ');
  return address.charAt(0).toUpperCase() + address.slice(1);
}

/** The provisions that an address names, outermost first. */
function addressSteps(provision: Provision, byId: ReadonlyMap<string, Provision>): readonly Provision[] {
  const steps = lineageOf(provision, byId).filter((step) => step.label !== '' || step.heading !== undefined);
  const article = steps.findLastIndex((step) => step.level === 'article');
  const isLabelled = steps.some((step) => step.label !== '');
  return steps.filter((step, index) => {
    // A heading of our own is an address only where the text has none.
    if (isLabelled && step.label === '') return false;
    if (index < article) return step.label !== '' && !GROUPS_ARTICLES.test(step.label);
    // `mục 1.1` says `mục 1` already.
    const next = steps[index + 1];
    return !(next && step.number !== '' && next.number.startsWith(`${step.number}.`));
  });
}

/** For the look-ups of parents that `addressOf` and `lineageOf` need. */
export function indexProvisions(provisions: readonly Provision[]): ReadonlyMap<string, Provision> {
  return new Map(provisions.map((provision) => [provision.id, provision]));
}

/** From the outermost provision down to the given one. */
export function lineageOf(provision: Provision, byId: ReadonlyMap<string, Provision>): readonly Provision[] {
  const lineage: Provision[] = [provision];
  for (let parent = byId.get(provision.parentId ?? ''); parent; parent = byId.get(parent.parentId ?? '')) {
    if (lineage.includes(parent)) break;
    lineage.unshift(parent);
  }
  return lineage;
}
