import { join } from 'node:path';
import { z } from 'zod';
import type { Layout, OutlineFrame, OutlinePartRule, Theme } from '../../briefing/briefing-doors.js';
import { isLocalDate } from '../../time.js';
import { readTable } from './read-table.js';

/** What people keep for outlines beside the documents. */
export interface OutlineTables {
  readonly frames: readonly OutlineFrame[];
  readonly outlineParts: readonly OutlinePartRule[];
  readonly layout: Layout;
}

const id = z.string().regex(/^[a-z0-9-]{1,40}$/);
const words = z.array(z.coerce.string().min(1)).default([]);
const day = z.string().refine(isLocalDate);
const Slogan = z
  .strictObject({
    text: z.string().min(1),
    // One without a source is no slogan.
    source: z.string().min(1),
    hangs: z.strictObject({ from: day, to: day }).optional(),
  })
  .transform(({ hangs, ...slogan }) => ({ ...slogan, ...(hangs ? { hangs } : {}) }));
const shared = {
  id,
  audience: z.string().min(1),
  discussion: words,
  questions: words,
  slogans: z.array(Slogan).default([]),
};
const Frames = z.strictObject({
  themes: z.array(z.strictObject(shared)).default([]),
  occasions: z
    .array(
      z.strictObject({
        ...shared,
        title: z.string().min(1),
        occasion: z.string().min(1),
        also: words,
        opens: z.string().default(''),
        names: words,
        words: z.string().min(1),
        documents: words,
        themes: z.array(id).default([]),
      }),
    )
    .default([]),
});

const isWhole = (rules: readonly OutlinePartRule[], of: OutlinePartRule['of']): boolean => {
  const own = rules.filter((rule) => rule.of === of);
  const total = own.reduce((sum, { share }) => sum + share, 0);
  return total === 100 && own.filter(({ headings }) => headings.length === 0).length === 1;
};
const Parts = z
  .array(
    z.strictObject({
      of: z.enum(['theme', 'occasion']),
      title: z.string().min(1),
      headings: words,
      share: z.number().min(0).max(100),
    }),
  )
  .refine((rules) => isWhole(rules, 'theme') && isWhole(rules, 'occasion'));

const origin = { source: z.string().optional(), at: z.string().optional(), confirmed: z.boolean().default(true) };
const number = z
  .strictObject({ value: z.number().positive(), allowed: z.tuple([z.number(), z.number()]).optional(), ...origin })
  // What has no source is marked as such.
  .refine(({ source, confirmed }) => source !== undefined || !confirmed)
  .refine(({ value, allowed }) => !allowed || (value >= allowed[0] && value <= allowed[1]))
  .transform(({ value }) => value);
const phrase = z
  .strictObject({ value: z.string().min(1), ...origin })
  .refine(({ source, confirmed }) => source !== undefined || !confirmed)
  .transform(({ value }) => value);
const all = <K extends string, T extends z.ZodType>(names: readonly K[], shape: T) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, shape])) as Record<K, T>);
const LayoutTable = z
  .strictObject({
    sources: z.record(z.string(), z.string()),
    mm: all(['paper-width', 'paper-height', 'top', 'bottom', 'left', 'right', 'first-line'], number),
    pt: all(
      [
        'nation',
        'motto',
        'above',
        'issuer',
        'number',
        'place',
        'kind',
        'title',
        'bases',
        'heading',
        'body',
        'paragraph-space',
        'signer',
        'recipients-head',
        'recipients',
        'page-number',
        'small',
      ],
      number,
    ),
    lines: all(['body'], number),
    words: all(
      [
        'font',
        'nation',
        'motto',
        'above',
        'issuer',
        'number',
        'place',
        'kind',
        'signer',
        'recipients-head',
        'recipients',
      ],
      phrase,
    ),
  })
  .transform(({ sources: _, ...layout }) => layout);

/**
 * Reads what outlines are framed and laid out by. Frames are of particular documents, so they are the folder's own;
 * parts and layout are taken from `fallback`, the folder that is shipped, where it has none. Throws `misconfigured` for
 * a broken file.
 */
export async function readOutlineTables(
  folder: string,
  fallback: string,
  themes: readonly Theme[],
): Promise<OutlineTables> {
  const readOr = async <T>(name: string, shape: z.ZodType<T>): Promise<T> =>
    (await readTable(join(folder, name), shape)) ?? ((await readTable(join(fallback, name), shape)) as T);
  const [frames, outlineParts, layout] = await Promise.all([
    readTable(join(folder, 'outline-frames.yaml'), Frames),
    readOr('outline-parts.yaml', Parts),
    readOr('layout.yaml', LayoutTable),
  ]);
  return { frames: toFrames(frames, themes), outlineParts, layout };
}

function toFrames(read: z.infer<typeof Frames> | undefined, themes: readonly Theme[]): readonly OutlineFrame[] {
  const ofThemes = (read?.themes ?? []).flatMap((frame): readonly OutlineFrame[] => {
    const theme = themes.find((each) => each.id === frame.id);
    return theme ? [{ ...theme, ...frame, kind: 'theme', occasion: '', themes: [], opens: '', names: [] }] : [];
  });
  const ofOccasions = (read?.occasions ?? []).map((frame): OutlineFrame => ({ ...frame, kind: 'occasion' }));
  return [...ofThemes, ...ofOccasions];
}
