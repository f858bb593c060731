import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ExpectedAnswer } from '../measuring/evaluate-answers.js';

/** The day for which the expectations were written. */
export const AS_OF = '2026-11-24';
/** Tells the half to tune on from the half to check. */
export const SEED = 464;

export function readQuestions(file: string): ExpectedAnswer[] {
  return parse(readFileSync(file, 'utf8')) as ExpectedAnswer[];
}
