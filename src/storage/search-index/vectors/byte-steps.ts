const MOST = 127;

/** Fills `steps` with a vector in whole steps, of which 127 are its largest number; what one step is worth, 0 for a vector of zeros. */
export function fillByteSteps(vector: ArrayLike<number>, steps: Int8Array | Int32Array): number {
  let most = 0;
  for (let at = 0; at < vector.length; at++) most = Math.max(most, Math.abs(vector[at]!));
  const step = most / MOST;
  if (step === 0) return 0;
  for (let at = 0; at < vector.length; at++) steps[at] = Math.round(vector[at]! / step);
  return step;
}
