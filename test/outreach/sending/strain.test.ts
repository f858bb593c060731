import { describe, expect, it } from 'vitest';
import { createStrain } from '../../../src/outreach/sending/strain.js';

describe('the strain of a channel', () => {
  it('says so when twenty messages of a broadcast were refused and none was taken', () => {
    const strain = createStrain(() => 0);
    const refuse = (id: string) => strain.noteFit(id, false);
    expect(Array.from({ length: 20 }, () => refuse('a')).lastIndexOf(false)).toBe(18);
    strain.noteFit('b', true);
    expect(Array.from({ length: 100 }, () => refuse('b'))).not.toContain(true);
  });

  it('remembers the broadcasts of late only, so that years of them do not fill the memory', () => {
    const strain = createStrain(() => 0);
    for (let n = 0; n < 19; n++) strain.noteFit('old', false);
    for (let n = 0; n < 1_000; n++) strain.noteFit(`b${n}`, true);
    expect(strain.noteFit('old', false)).toBe(false);
  });
});
