/** Letters and digits that nobody confuses, read or heard: no I, L, O, 0, 1. Of ids and codes that people type. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
/** Bytes from here on would make the first letters likelier than the others. */
const UNEVEN_FROM = 256 - (256 % ALPHABET.length);

/** So many letters at random; each carries 4.95 bits. */
export function createReadableId(length: number): string {
  let id = '';
  while (id.length < length) {
    const [byte = UNEVEN_FROM] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < UNEVEN_FROM) id += ALPHABET[byte % ALPHABET.length];
  }
  return id;
}
