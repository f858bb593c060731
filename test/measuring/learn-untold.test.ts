import { describe, expect, it } from 'vitest';
import { fitUntold, type UntoldSample } from '../../src/measuring/learning/learn-untold.js';

const times = (count: number, sample: UntoldSample): UntoldSample[] => Array.from({ length: count }, () => sample);

describe('learning what untold words say', () => {
  const samples = [
    ...times(300, { untold: ['cho hoi'], answers: true, logOdds: 1 }),
    ...times(300, { untold: ['cho hoi', 'muc phat'], answers: false, logOdds: 1 }),
    ...times(300, { untold: [], answers: true, logOdds: 2 }),
    ...times(300, { untold: [], answers: false, logOdds: -2 }),
  ];

  it('holds against an answer what is untold where nothing answers', () => {
    const { weights } = fitUntold(samples);
    expect(weights.get('muc phat')).toBeLessThan(-1);
    expect(weights.get('cho hoi') ?? 0).toBeGreaterThan(weights.get('muc phat') as number);
  });

  it('learns from kept questions too, of which no other evidence is known', () => {
    const kept = [
      ...times(2_000, { untold: ['phong chu'], answers: false }),
      ...times(2_000, { untold: [], answers: true }),
    ];
    expect(fitUntold([...samples, ...kept]).weights.get('phong chu')).toBeLessThan(-1);
  });

  it('learns nothing from what is hardly ever seen', () => {
    const rare = times(2, { untold: ['hiem thay'], answers: false, logOdds: 0 });
    expect(fitUntold([...samples, ...rare]).weights.has('hiem thay')).toBe(false);
  });
});
