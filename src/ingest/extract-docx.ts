import { extractHtml } from './extract-html.js';
import type { ExtractedText } from './extract-text.js';

/** Word files by way of HTML, which keeps the numbers that Word gives to list items. Throws for what is no Word file. */
export async function extractDocx(bytes: Uint8Array): Promise<ExtractedText> {
  // Loaded only when a Word file comes: most starts read none.
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: Buffer.from(bytes) },
    { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), styleMap: ['br[type="page"] => hr'] },
  );
  return extractHtml(value);
}
