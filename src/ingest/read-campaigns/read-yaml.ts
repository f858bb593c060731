import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** What cannot be used in a file that people edit. */
export interface Flaw {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** In Vietnamese: what is wrong there and what is expected. */
  readonly reason: string;
}

/** A file's content before its shape was checked. */
export interface YamlFile {
  readonly file: string;
  readonly content: unknown;
  /** The line on which what stands at a path begins, or the nearest thing around it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Undefined where there is no such file; a flaw where it is no YAML. */
export async function readYaml(file: string): Promise<YamlFile | Flaw | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return parseYaml(file, text);
}

/** `file`: as it is called in flaws. */
export function parseYaml(file: string, text: string): YamlFile | Flaw {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) return { file, line: lines.linePos(error.pos[0]).line, reason: `không đọc được YAML: ${error.message}` };
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] } | undefined;
      if (node?.range) return lines.linePos(node.range[0]!).line;
    }
    return 1;
  };
  return { file, content: document.toJS(), lineOf };
}

/** The parts of a file that do not have the shape they should. */
export function toFlaws(
  { file, lineOf }: YamlFile,
  error: z.ZodError,
  at: readonly PropertyKey[] = [],
): readonly Flaw[] {
  return error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const path = unknown === undefined ? issue.path : [...issue.path, unknown];
    const reason = unknown === undefined ? issue.message : 'không có mục tên này';
    return { file, line: lineOf([...at, ...path]), reason: `${path.join('.') || 'mục này'}: ${reason}` };
  });
}

export const writeFlaw = ({ file, line, reason }: Flaw): string => `${file}, dòng ${line}: ${reason}`;
