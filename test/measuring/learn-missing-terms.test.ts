import { describe, expect, it } from 'vitest';
import { fitMissingTerms, type MissingTermsSample } from '../../src/measuring/learning/learn-missing-terms.js';

const times = (count: number, sample: MissingTermsSample): MissingTermsSample[] =>
  Array.from({ length: count }, () => sample);

describe('learning what missing terms say', () => {
  const samples = [
    ...times(300, { missing: ['cho hoi'], answers: true, logOdds: 1 }),
    ...times(300, { missing: ['cho hoi', 'muc phat'], answers: false, logOdds: 1 }),
    ...times(300, { missing: [], answers: true, logOdds: 2 }),
    ...times(300, { missing: [], answers: false, logOdds: -2 }),
  ];

  it('holds against an answer what is missing where nothing answers', () => {
    const { weights } = fitMissingTerms(samples);
    expect(weights.get('muc phat')).toBeLessThan(-1);
    expect(weights.get('cho hoi') ?? 0).toBeGreaterThan(weights.get('muc phat') as number);
  });

  it('learns from kept questions too, of which no other evidence is known', () => {
    const kept = [
      ...times(2_000, { missing: ['phong chu'], answers: false }),
      ...times(2_000, { missing: [], answers: true }),
    ];
    expect(fitMissingTerms([...samples, ...kept]).weights.get('phong chu')).toBeLessThan(-1);
  });

  it('learns nothing from what is hardly ever seen', () => {
    const rare = times(2, { missing: ['hiem thay'], answers: false, logOdds: 0 });
    expect(fitMissingTerms([...samples, ...rare]).weights.has('hiem thay')).toBe(false);
  });
});
