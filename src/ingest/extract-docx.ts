import { extractHtml } from './extract-html.js';
import type { ExtractedText } from './extract-text.js';

/** What a Word file may unpack to; a small file can be made to fill the memory. */
const LARGEST_UNPACKED_BYTES = 200 * 1024 * 1024;

/** Word files by way of HTML, which keeps the numbers that Word gives to list items. Throws for what is no Word file. */
export async function extractDocx(bytes: Uint8Array): Promise<ExtractedText> {
  if (unpackedBytes(bytes) > LARGEST_UNPACKED_BYTES) throw new RangeError('unpacks to too much');
  // Loaded only when a Word file comes: most starts read none.
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })) },
  );
  return extractHtml(value);
}

/** The sum of sizes that the directory of a zip file states. */
function unpackedBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) total += view.getUint32(at + 24, true);
  }
  return total;
}
