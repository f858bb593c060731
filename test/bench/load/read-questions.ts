import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../support/read-sources.js';

interface WrittenQuestion {
  readonly q: string;
  readonly category: string;
  readonly outcome: string;
  readonly history?: readonly string[];
}

/** A greeting is answered by the welcome, which bears no mark of an answer. */
const NO_QUESTION = 'social';
/** Of each kind at most so many, so that no kind crowds the others out. */
const OF_EACH_KIND = 20;

/** Real questions that the library answers, of every kind in turn; none leans on an earlier one. */
export function readQuestions(): readonly string[] {
  const kinds = new Map<string, string[]>();
  for (const { q, category, outcome, history } of readYaml<readonly WrittenQuestion[]>('test/questions/check.yaml')) {
    if (outcome !== 'answered' || history || category === NO_QUESTION) continue;
    const kind = kinds.get(category);
    if (!kind) kinds.set(category, [q]);
    else if (kind.length < OF_EACH_KIND) kind.push(q);
  }
  return Array.from({ length: OF_EACH_KIND }, (_, place) =>
    [...kinds.values()].flatMap((kind) => kind[place] ?? []),
  ).flat();
}

/** What stands under every answer, once; and what is said to those who wait. */
export function readMarks(): { readonly answer: string; readonly waiting: string } {
  const read = (file: string) => readYaml<Readonly<Record<string, string>>>(`prompts/${file}.yaml`);
  return { answer: read('answers').label!.trim(), waiting: read('conversation').waiting!.trim() };
}

function readYaml<T>(path: string): T {
  return parse(readFileSync(join(ROOT, path), 'utf8')) as T;
}
