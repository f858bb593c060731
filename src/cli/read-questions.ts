import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import type { ExpectedAnswer } from '../measuring/evaluate-answers.js';

/** The day for which the expectations were written. */
export const AS_OF = '2026-11-24';

/** What weights are learnt from (`train`), and what numbers are chosen on (`dev`). */
export const locateQuestions = ({ modelDir }: Config, part: 'train' | 'dev'): string =>
  join(dirname(modelDir), 'questions', part);

/** Those of a file, or of all files of a folder. */
export function readQuestions(place: string): readonly ExpectedAnswer[] {
  return listYaml(place).flatMap((file) => parse(readFileSync(file, 'utf8')) as ExpectedAnswer[]);
}

function listYaml(place: string): readonly string[] {
  const isYaml = (name: string) => /\.ya?ml$/.test(name);
  if (isYaml(place)) return [place];
  const names = existsSync(place) ? readdirSync(place).filter(isYaml) : [];
  if (names.length > 0) return names.sort().map((name) => join(place, name));
  throw new AppError(
    'invalid-input',
    `Không có câu hỏi nào: ${place} không phải tệp .yaml hay thư mục chứa tệp .yaml.`,
  );
}
