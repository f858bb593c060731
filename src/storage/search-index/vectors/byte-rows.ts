import { fillByteSteps } from './byte-steps.js';

/** Vectors kept in a byte a number: a quarter of the memory, and cosines that differ by some thousandths at most. */
export interface ByteRows {
  readonly size: number;
  /** Cosine of every row. The vector has as many numbers as a row. */
  scores(vector: ArrayLike<number>): Float32Array;
}

/** The rows themselves, as they are kept. */
export interface ByteTable {
  /** Numbers in a vector. */
  readonly dimensions: number;
  /** Row after row, each filled up with zeros so that four numbers can be taken at a time. */
  readonly steps: Int8Array;
  /** What a step of each row is worth where the row's length is 1. */
  readonly worth: Float32Array;
}

const widthOf = (dimensions: number): number => Math.ceil(dimensions / 4) * 4;

export function createByteTable(size: number, dimensions: number): ByteTable {
  return { dimensions, steps: new Int8Array(size * widthOf(dimensions)), worth: new Float32Array(size) };
}

/** Puts a vector into its row. */
export function fillRow({ dimensions, steps, worth }: ByteTable, row: number, vector: ArrayLike<number>): void {
  const width = widthOf(dimensions);
  worth[row] = fillUnitSteps(vector, steps.subarray(row * width, (row + 1) * width));
}

export function createByteRows({ dimensions, steps, worth }: ByteTable): ByteRows {
  const size = worth.length;
  const width = widthOf(dimensions);
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
