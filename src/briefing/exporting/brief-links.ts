import { timingSafeEqual } from 'node:crypto';
import type { Outlines } from '../../storage/outlines.js';

export const LINK_LIFE_MS = 7 * 24 * 3_600_000;

/** The address of an outline's page for a week, for who cannot be sent a file; nobody guesses it. */
export function toLink(id: string, now: Date, { seal }: Pick<Outlines, 'seal'>): string {
  const until = Math.floor((now.getTime() + LINK_LIFE_MS) / 1_000).toString(36);
  return `/de-cuong/${id}/${until}/${seal(`${id} ${until}`)}`;
}

export type LinkStanding = 'open' | 'over' | 'forged';

export function readLink(
  link: { readonly id: string; readonly until: string; readonly sealed: string },
  now: Date,
  { seal }: Pick<Outlines, 'seal'>,
): LinkStanding {
  const [held, given] = [seal(`${link.id} ${link.until}`), link.sealed].map((text) => Buffer.from(text));
  if (!held || !given || held.length !== given.length || !timingSafeEqual(held, given)) return 'forged';
  return Number.parseInt(link.until, 36) * 1_000 < now.getTime() ? 'over' : 'open';
}
