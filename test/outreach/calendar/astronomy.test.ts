import { MakeTime, SearchMoonPhase, SearchSunLongitude } from 'astronomy-engine';
import { describe, expect, it } from 'vitest';
import { findNewMoon, guessNewMoon, sunLongitude } from '../../../src/outreach/calendar/astronomy.js';
import { fromDayNumber } from '../../../src/outreach/calendar/days.js';
import { toLunar } from '../../../src/outreach/calendar/lunar-calendar.js';

const J2000 = 2_451_545;
const SECONDS = 86_400;
/** How long the sun takes for a degree. */
const SUN_SECONDS_PER_DEGREE = (365.2422 / 360) * SECONDS;
/** Its search looks for the sun where it is, a calendar goes by where it is seen. */
const ABERRATION = 20.5 / 3600;
/** Midnight of 1/1/1970 in UTC+7. */
const EPOCH = 2_440_587.5 - 7 / 24;
const dayOf = (julianDay: number) => fromDayNumber(Math.floor(julianDay - EPOCH));
const secondsToMidnight = (julianDay: number) => {
  const part = (((julianDay - EPOCH) % 1) + 1) % 1;
  return Math.min(part, 1 - part) * SECONDS;
};

/** Of astronomy-engine, as Julian days of universal time. */
function listNewMoons(): readonly number[] {
  const moons: number[] = [];
  for (let from = MakeTime(new Date('1899-11-20T00:00:00Z')); ; ) {
    const found = SearchMoonPhase(360 - ABERRATION, from, 40)!;
    if (found.ut > 200 * 365.2425) return moons;
    moons.push(found.ut + J2000);
    from = found.AddDays(20);
  }
}

function listTerms(): readonly { readonly longitude: number; readonly at: number }[] {
  return Array.from({ length: 300 * 12 }, (_, index) => {
    const longitude = (index % 12) * 30;
    const start = MakeTime(new Date(Date.UTC(1900 + Math.floor(index / 12), 0, 1)));
    return { longitude, at: SearchSunLongitude(longitude, start, 380)!.ut + J2000 };
  });
}

describe('the heavens', () => {
  // Meeus's own worked examples: 49.a and 25.b, with ΔT taken off.
  it('computes what the book computes', () => {
    expect((findNewMoon(-283) + 47.7 / SECONDS - 2_443_192.65118) * SECONDS).toBeCloseTo(0, -0.5);
    expect((sunLongitude(2_448_908.5 - 59 / SECONDS) - (199 + 54 / 60 + 21.818 / 3600)) * 3600).toBeCloseTo(0, -0.5);
  });

  it('agrees with astronomy-engine on every new moon of 1900–2199 and its day', () => {
    const moons = listNewMoons();
    expect(moons.length).toBeGreaterThan(3_700);
    const off = moons.map((at) => {
      const guess = guessNewMoon(at);
      return Math.min(...[guess - 1, guess, guess + 1].map((k) => Math.abs(findNewMoon(k) - at) * SECONDS));
    });
    expect(Math.max(...off)).toBeLessThan(25);
    expect(moons.filter((at) => toLunar(dayOf(at)).day !== 1).map(dayOf)).toEqual([]);
    // So close to midnight that the two could differ by a day; beyond them they cannot.
    expect(moons.filter((at) => secondsToMidnight(at) <= 25).map(dayOf)).toEqual(['1967-07-08', '2077-11-15']);
  });

  it('agrees with astronomy-engine on every major solar term of 1900–2199', () => {
    const off = listTerms().map(({ longitude, at }) => {
      const degrees = ((sunLongitude(at) - longitude + 540) % 360) - 180;
      return Math.abs(degrees) * SUN_SECONDS_PER_DEGREE;
    });
    expect(Math.max(...off)).toBeLessThan(60);
  });

  it('names every month of 1900–2199 as astronomy-engine’s moons and terms do', () => {
    const moons = listNewMoons();
    const terms = listTerms();
    const solstices = terms.filter(({ longitude }) => longitude === 270).map(({ at }) => dayOf(at));
    const starts = moons.map(dayOf);
    const termDays = new Set(terms.map(({ at }) => dayOf(at)));
    const holdsTerm = (index: number) => {
      for (
        let day = starts[index]!;
        day < starts[index + 1]!;
        day = fromDayNumber(Math.round(Date.parse(day) / 864e5) + 1)
      ) {
        if (termDays.has(day)) return true;
      }
      return false;
    };
    const wrong: string[] = [];
    for (let year = 0; year < solstices.length - 1; year += 1) {
      const from = starts.findLastIndex((start) => start <= solstices[year]!);
      const to = starts.findLastIndex((start) => start <= solstices[year + 1]!);
      let [month, leapLeft] = [10, to - from === 13];
      for (let index = from; index < to; index += 1) {
        const isLeap = leapLeft && !holdsTerm(index);
        if (isLeap) leapLeft = false;
        else month = (month % 12) + 1;
        const ours = toLunar(starts[index]!);
        if (ours.day !== 1 || ours.month !== month || ours.isLeap !== isLeap) wrong.push(starts[index]!);
      }
      if (leapLeft) wrong.push(`no leap month after ${solstices[year]}`);
    }
    // It puts the autumn equinox of 1938 one second after midnight; by the whole of VSOP87 it came 29 seconds before.
    expect(wrong).toEqual(['1938-08-25', '1938-09-24']);
  });
});
