import { describe, expect, it } from 'vitest';
import { createCode, hashCode } from '../../src/people/one-time-code.js';

describe('one-time codes', () => {
  it('can be read aloud, and differ', () => {
    const codes = Array.from({ length: 1_000 }, createCode);
    for (const code of codes) expect(code).toMatch(/^[A-HJKMNP-Z2-9]{4}(-[A-HJKMNP-Z2-9]{4}){2}$/);
    expect(new Set(codes).size).toBe(1_000);
    expect(new Set(codes.join('').replaceAll('-', '')).size).toBe(31);
  });

  it('are the same however they are typed, and kept as SHA-256', async () => {
    const typed = ['K7QM-2XTF-9HBW', 'k7qm2xtf9hbw', ' K7QM 2XTF 9HBW ', 'K7QM–2XTF–9HBW'];
    const hashes = await Promise.all(typed.map(hashCode));
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(await hashCode('K7QM-2XTF-9HBX')).not.toBe(hashes[0]);
  });
});
