import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AppError } from './errors.js';
import type { Texts } from './text/texts.js';

const FILES = [
  'answers.yaml',
  'conversation.yaml',
  'people.yaml',
  'broadcasts.yaml',
  'announcing.yaml',
  'sending.yaml',
  'briefs.yaml',
  'outlines.yaml',
  'reminders.yaml',
  'typed.yaml',
] as const;

export interface Prompts {
  readonly texts: Texts;
  readonly suggestions: readonly string[];
}

/** As written, by key; plain data, so that it can be kept. */
export interface PromptTables {
  readonly flat: ReadonlyMap<string, string>;
  readonly suggestions: readonly string[];
}

/** Reads all of `prompts/` once. Throws `misconfigured` naming the file that cannot be read. */
export const loadPrompts = (folder: string): Prompts => createPrompts(folder, readPrompts(folder));

export function readPrompts(folder: string): PromptTables {
  const flat = new Map<string, string>();
  const suggestions: string[] = [];
  for (const name of FILES) {
    const tree = readTree(join(folder, name));
    flatten(tree, '', flat);
    const listed = (tree as { suggestions?: unknown } | null)?.suggestions;
    if (Array.isArray(listed)) suggestions.push(...listed.map(String));
  }
  return { flat, suggestions };
}

export function createPrompts(folder: string, { flat, suggestions }: PromptTables): Prompts {
  const texts = (key: string, fields: Parameters<Texts>[1] = {}): string => {
    const template = flat.get(key);
    if (template === undefined) {
      throw new AppError(
        'misconfigured',
        `Thiếu câu “${key}” trong ${folder}. Dữ liệu vẫn an toàn; hãy thêm câu này rồi chạy lại.`,
      );
    }
    return fill(template, fields).trim();
  };
  const typed: Texts = (key, fields) => texts(flat.has(`typed.${key}`) ? `typed.${key}` : key, fields);
  return { texts: Object.assign(texts, { typed }), suggestions };
}

function readTree(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `Không đọc được câu chữ trong ${file}. Dữ liệu vẫn an toàn; hãy sửa tệp này rồi chạy lại.`,
      { cause },
    );
  }
}

function flatten(node: unknown, path: string, into: Map<string, string>): void {
  if (typeof node === 'string') into.set(path, node);
  else if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
    for (const [key, value] of Object.entries(node)) flatten(value, path ? `${path}.${key}` : key, into);
  }
}

function fill(template: string, fields: Readonly<Record<string, string>>): string {
  const put = (part: string) => part.replace(/\{([\w-]+)\}/g, (_, name: string) => fields[name] ?? '');
  const optional = template.replace(/\[([^[\]]*\{([\w-]+)\}[^[\]]*)\]/g, (_, part: string, name: string) =>
    fields[name] ? part : '',
  );
  return put(optional);
}
