import { splitSyllables } from '../../text/syllables.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { OutlineFrame } from '../briefing-doors.js';

/** Shares of the syllables asked that a frame has to bear at least. */
const LEAST_SHARED = 0.6;

/** Frames that words ask for, best first: the one that bears just this name, else those whose names hold it, else those that share most of it. */
export function findFrames(asked: string, frames: readonly OutlineFrame[]): readonly OutlineFrame[] {
  const plain = toPlain(asked);
  if (plain === '') return [];
  const named = frames.filter((frame) => namesOf(frame).includes(plain));
  if (named.length > 0) return named;
  const holding = frames.filter((frame) =>
    namesOf(frame).some((name) => isWithin(plain, name) || isWithin(name, plain)),
  );
  if (holding.length > 0) return holding;
  const syllables = new Set(plain.split(' '));
  const shares = frames.map((frame) => {
    const held = new Set(namesOf(frame).flatMap((name) => name.split(' ')));
    return [frame, [...syllables].filter((each) => held.has(each)).length / syllables.size] as const;
  });
  const most = Math.max(...shares.map(([, share]) => share));
  return most < LEAST_SHARED ? [] : shares.flatMap(([frame, share]) => (share === most ? [frame] : []));
}

function namesOf({ id, title, also, occasion }: OutlineFrame): readonly string[] {
  return [id, title, occasion, ...also].map(toPlain).filter((name) => name !== '');
}

/** Whole syllables, in order. */
const isWithin = (inner: string, outer: string): boolean => ` ${outer} `.includes(` ${inner} `);

const toPlain = (text: string): string => splitSyllables(foldText(text)).join(' ');
