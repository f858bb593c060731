import { createReadableId } from '../text/readable-id.js';

const LENGTH = 12;
const GROUP = 4;

/** `K7QM-2XTF-9HBW`: 59 random bits, to be read aloud and typed. */
export function createCode(): string {
  return (createReadableId(LENGTH).match(new RegExp(`.{${GROUP}}`, 'g')) ?? []).join('-');
}

/** As people type it: any case, with spaces or dashes or without. */
export function normalizeCode(code: string): string {
  return code.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '');
}

/** Whether words where a name is asked for were rather meant as a code: one has a digit, and no marks. */
export function looksLikeCode(typed: string): boolean {
  return /^(?=.*\d)[A-Z\d]{8,40}$/.test(normalizeCode(typed));
}

/** SHA-256 of the code, hex: what is kept of it. */
export async function hashCode(code: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(normalizeCode(code)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
