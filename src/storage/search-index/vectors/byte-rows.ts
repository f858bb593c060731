import { fillByteSteps } from './byte-steps.js';

/** Vectors kept in a byte a number: a quarter of the memory, and cosines that differ by some thousandths at most. */
export interface ByteRows {
  readonly size: number;
  /** Cosine of every row. The vector has as many numbers as a row. */
  scores(vector: ArrayLike<number>): Float32Array;
}

/** `vectors` row after row; they are read once and not kept. */
export function createByteRows(vectors: Float32Array, dimensions: number): ByteRows {
  const size = dimensions > 0 ? vectors.length / dimensions : 0;
  // Filled up with zeros, so that four numbers can be taken at a time.
  const width = Math.ceil(dimensions / 4) * 4;
  const steps = new Int8Array(size * width);
  const worth = new Float32Array(size);
  for (let row = 0; row < size; row++) {
    const own = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    worth[row] = fillUnitSteps(own, steps.subarray(row * width, (row + 1) * width));
  }
  return {
    size,
    scores(vector) {
      const asked = new Int32Array(width);
      const worthOfAsked = fillUnitSteps(vector, asked);
      const products = new Float32Array(size);
      for (let row = 0, at = 0; row < size; row++) {
        let [a, b, c, d] = [0, 0, 0, 0];
        for (let index = 0; index < width; index += 4, at += 4) {
          a = (a + Math.imul(asked[index]!, steps[at]!)) | 0;
          b = (b + Math.imul(asked[index + 1]!, steps[at + 1]!)) | 0;
          c = (c + Math.imul(asked[index + 2]!, steps[at + 2]!)) | 0;
          d = (d + Math.imul(asked[index + 3]!, steps[at + 3]!)) | 0;
        }
        products[row] = (a + b + c + d) * worth[row]! * worthOfAsked;
      }
      return products;
    },
  };
}

/** As `fillByteSteps`, but what a step is worth where the vector's length is 1. */
function fillUnitSteps(vector: ArrayLike<number>, steps: Int8Array | Int32Array): number {
  let squares = 0;
  for (let at = 0; at < vector.length; at++) squares += vector[at]! ** 2;
  return squares > 0 ? fillByteSteps(vector, steps) / Math.sqrt(squares) : 0;
}
