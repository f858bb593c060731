import { join } from 'node:path';
import { z } from 'zod';
import type { Alias } from '../../documents/mentions/aliases.js';
import type { SpellingTable } from '../../text/expand-abbreviations.js';
import { type OutlineTables, readOutlineTables } from './read-outline-tables.js';
import { readLines, readTable } from './read-table.js';

/** What a union officer keeps beside the documents. */
export interface KnowledgeTables extends OutlineTables {
  readonly aliases: readonly Alias[];
  readonly spelling: SpellingTable;
  readonly contacts: readonly string[];
  readonly scope: z.infer<typeof ScopeTable>;
  /** Subjects that people ask about and the library does not hold, in plain words. */
  readonly outside: readonly string[];
  /** Whole messages of the kinds that the bot does not answer, beside the patterns of `scope`. */
  readonly unanswered: z.infer<typeof UnansweredTable>;
  /** What announcements are written from. */
  readonly templates: z.infer<typeof Templates>;
  /** Subjects that people are spoken to about. */
  readonly themes: z.infer<typeof Themes>;
}

const words = z.array(z.coerce.string()).default([]);
const Aliases = z
  .array(z.object({ alias: z.coerce.string(), also: words, documents: z.array(z.coerce.string()) }))
  .nullable();
const Abbreviations = z
  .object({
    abbreviations: z.array(z.object({ short: words, full: words, safety: z.enum(['A', 'B', 'C']) })).default([]),
    teencode: z.record(z.string(), z.union([words, z.coerce.string().transform((word) => [word])])).default({}),
    synonyms: z.array(z.object({ said: words, written: words })).default([]),
  })
  .nullable();
const text = z.coerce.string().nullish();
const Contacts = z
  .object({ contacts: z.array(z.object({ name: text, phone: text, note: text })).nullish() })
  .nullable();
const ScopeTable = z.object({
  greetings: words,
  thanks: words,
  goodbyes: words,
  who: words,
  help: words,
  refused: words,
  complaints: words,
  outOfScope: words,
  outside: words,
});

const UnansweredTable = z.object({ refused: words, complaints: words, outOfScope: words });
const Outside = z.array(z.coerce.string()).nullable();
const Templates = z.array(
  z
    .object({
      id: z.string().regex(/^[a-z0-9-]{1,40}$/),
      title: z.string().min(1),
      text: z.string().trim().min(1),
      fields: z
        .array(
          z.object({
            name: z.string().regex(/^[a-z0-9-]{1,40}$/),
            ask: z.string().min(1),
            optional: z.boolean().default(false),
          }),
        )
        .default([]),
    })
    .refine(
      ({ text, fields }) =>
        JSON.stringify([...new Set(Array.from(text.matchAll(/\{([^}]*)\}/g), ([, name]) => name))].sort()) ===
        JSON.stringify(fields.map(({ name }) => name).sort()),
    )
    .transform(({ fields, ...template }) => ({
      ...template,
      fields: fields.map(({ name, ask, optional }) => ({ name, ask, isOptional: optional })),
    })),
);

const Themes = z.array(
  z.object({
    id: z.string().regex(/^[a-z0-9-]{1,40}$/),
    title: z.string().min(1),
    also: words,
    words: z.string().min(1),
    documents: z.array(z.coerce.string()).min(1),
  }),
);

/** Phrases of ordinary speech; those that are shipped where a folder has none. */
export async function readEveryday(folder: string, fallback = folder): Promise<readonly string[]> {
  const name = 'everyday-words.txt';
  return (await readLines(join(folder, name))) ?? (await readLines(join(fallback, name))) ?? [];
}

/**
 * Reads the tables of a knowledge folder. A file that is not there is taken from `fallback`, the folder that is shipped,
 * where it speaks of how people write and behave; what it says of particular documents and subjects is left empty.
 * Throws `misconfigured` for a broken file.
 */
export async function readTables(folder: string, fallback = folder): Promise<KnowledgeTables> {
  const readOr = async <T>(name: string, shape: z.ZodType<T>): Promise<T | undefined> =>
    (await readTable(join(folder, name), shape)) ?? readTable(join(fallback, name), shape);
  const [aliases, abbreviations, everyday, contacts, ownScope, outside, unanswered, templates, themes] =
    await Promise.all([
      readTable(join(folder, 'aliases.yaml'), Aliases),
      readOr('abbreviations.yaml', Abbreviations),
      readEveryday(folder, fallback),
      readTable(join(folder, 'contacts.yaml'), Contacts),
      readTable(join(folder, 'scope.yaml'), ScopeTable.nullable()),
      readTable(join(folder, 'outside.yaml'), Outside),
      readTable(join(folder, 'unanswered.yaml'), UnansweredTable.nullable()),
      readOr('announcement-templates.yaml', Templates.nullable()),
      readTable(join(folder, 'themes.yaml'), Themes.nullable()),
    ]);
  const shippedScope = ownScope ? undefined : await readTable(join(fallback, 'scope.yaml'), ScopeTable.nullable());
  const scope = ownScope ?? (shippedScope && { ...shippedScope, outside: [] });
  return {
    aliases: (aliases ?? []).map(({ alias, also, documents }) => ({ names: [alias, ...also], documents })),
    spelling: {
      abbreviations: (abbreviations?.abbreviations ?? []).flatMap(({ short, full, safety }) =>
        short.map((each) => ({ short: each, full, safety })),
      ),
      teencode: abbreviations?.teencode ?? {},
      synonyms: abbreviations?.synonyms ?? [],
      everyday,
    },
    contacts: (contacts?.contacts ?? []).flatMap(({ name, phone, note }) => {
      const line = [name, phone, note].map((part) => part?.trim()).filter(Boolean);
      return line.length > 0 ? [line.join(', ')] : [];
    }),
    outside: outside ?? [],
    unanswered: unanswered ?? UnansweredTable.parse({}),
    templates: templates ?? [],
    themes: themes ?? [],
    ...(await readOutlineTables(folder, fallback, themes ?? [])),
    scope: scope ?? ScopeTable.parse({}),
  };
}
