import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { z } from 'zod';
import { AppError } from '../../errors.js';

const readText = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);

/** Lines of a plain text file that people edit, but for remarks (`#`); undefined where there is none. */
export async function readLines(file: string): Promise<readonly string[] | undefined> {
  const content = await readText(file);
  return content?.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

/** One YAML file that people edit; undefined where there is none. Throws `misconfigured` naming what cannot be used. */
export async function readTable<T>(file: string, shape: z.ZodType<T>): Promise<T | undefined> {
  const content = await readText(file);
  if (content === undefined) return undefined;
  let tree: unknown;
  try {
    tree = parse(content);
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      `${file}: không đọc được YAML (${cause instanceof Error ? cause.message.split('\n')[0] : ''}). Dữ liệu vẫn an toàn; hãy sửa tệp này rồi chạy lại.`,
      { cause },
    );
  }
  const parsed = shape.safeParse(tree);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError(
    'misconfigured',
    `${file}: mục ${issue?.path.join('.') || '(gốc)'} sai dạng. Dữ liệu vẫn an toàn; hãy sửa theo lời dẫn ở đầu tệp rồi chạy lại.`,
  );
}
