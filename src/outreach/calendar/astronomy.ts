import { EARTH_LONGITUDE } from './earth-longitude.js';

/**
 * New moons and the sun's longitude after J. Meeus, "Astronomical Algorithms", 2nd edition (Willmann-Bell 1998),
 * chapters 22, 25, 49 and appendix III. Over 1899–2200 they stay within 25 seconds (new moons) and 60 seconds (solar
 * terms) of what astronomy-engine computes by other means. What the earth's rotation will be is nobody's to know: ΔT
 * follows the polynomials of F. Espenak and J. Meeus, "Five Millennium Canon of Solar Eclipses" (NASA/TP-2006-214141),
 * which may be off by seconds today and by minutes towards 2200.
 *
 * An instant is a Julian day of universal time here.
 */
const J2000 = 2_451_545;
const DAYS_PER_CENTURY = 36_525;
const SECONDS_PER_DAY = 86_400;
const RADIANS = Math.PI / 180;
const ARCSECONDS = 1 / 3600;

/** The instant of the new moon number `k`; number 0 is that of 6/1/2000. */
export function findNewMoon(k: number): number {
  const t = k / 1236.85;
  const mean = 2_451_550.09766 + 29.530588861 * k + (0.00015437 + (-0.00000015 + 0.00000000073 * t) * t) * t * t;
  const eccentricity = 1 - (0.002516 + 0.0000074 * t) * t;
  const sun = 2.5534 + 29.1053567 * k - (0.0000014 + 0.00000011 * t) * t * t;
  const moon = 201.5643 + 385.81693528 * k + (0.0107582 + (0.00001238 - 0.000000058 * t) * t) * t * t;
  const latitude = 160.7108 + 390.67050284 * k - (0.0016118 + (0.00000227 - 0.000000011 * t) * t) * t * t;
  const node = 124.7746 - 1.56375588 * k + (0.0020672 + 0.00000215 * t) * t * t;
  let shift = -0.00017 * Math.sin(node * RADIANS);
  for (const [size, ofSun, ofMoon, ofLatitude] of NEW_MOON_TERMS) {
    const angle = ofSun * sun + ofMoon * moon + ofLatitude * latitude;
    shift += size * eccentricity ** Math.abs(ofSun) * Math.sin(angle * RADIANS);
  }
  for (const [size, start, perMoon, bend = 0] of PLANET_TERMS) {
    shift += size * Math.sin((start + perMoon * k + bend * t * t) * RADIANS);
  }
  return toUniversal(mean + shift);
}

/** The number of the last new moon at or before about that instant: within one of the right one. */
export function guessNewMoon(instant: number): number {
  return Math.floor((instant - 2_451_550.09766) / 29.530588861);
}

/** The sun's apparent geocentric longitude of the date at an instant, in degrees from 0 to 360. */
export function sunLongitude(instant: number): number {
  const centuries = (instant + deltaT(instant) / SECONDS_PER_DAY - J2000) / DAYS_PER_CENTURY;
  const earth = earthLongitude(centuries / 10);
  const toFk5 = -0.09033 * ARCSECONDS;
  const degrees = earth + 180 + toFk5 + nutation(centuries) + aberration(centuries);
  return ((degrees % 360) + 360) % 360;
}

/** Of the date, heliocentric, in degrees; `millennia` after J2000. */
function earthLongitude(millennia: number): number {
  let radians = 0;
  for (const series of EARTH_LONGITUDE.toReversed()) {
    let sum = 0;
    for (const [size, phase, speed] of series) sum += size * Math.cos(phase + speed * millennia);
    radians = radians * millennia + sum;
  }
  return (radians * 1e-8) / RADIANS;
}

/** In longitude, to half a second of arc (chapter 22). */
function nutation(t: number): number {
  const node = 125.04452 - 1934.136261 * t;
  const sun = 280.4665 + 36000.7698 * t;
  const moon = 218.3165 + 481267.8813 * t;
  return (
    (-17.2 * Math.sin(node * RADIANS) -
      1.32 * Math.sin(2 * sun * RADIANS) -
      0.23 * Math.sin(2 * moon * RADIANS) +
      0.21 * Math.sin(2 * node * RADIANS)) *
    ARCSECONDS
  );
}

/** The sun is seen where it stood when its light left it. */
function aberration(t: number): number {
  const eccentricity = 0.016708634 - 0.000042037 * t;
  const anomaly = 357.52911 + 35999.05029 * t;
  const radius = 1 - eccentricity * Math.cos(anomaly * RADIANS);
  return (-20.4898 / radius) * ARCSECONDS;
}

/** From dynamical to universal time. */
const toUniversal = (dynamical: number): number => dynamical - deltaT(dynamical) / SECONDS_PER_DAY;

/** How many seconds dynamical time is ahead of universal time. */
function deltaT(instant: number): number {
  const year = 2000 + (instant - J2000) / 365.25;
  const { around, coefficients } = DELTA_T.find(({ before }) => year < before) ?? DELTA_T.at(-1)!;
  const t = year - around;
  return coefficients.reduceRight((sum, each) => sum * t + each, 0);
}

const DELTA_T: readonly { before: number; around: number; coefficients: readonly number[] }[] = [
  { before: 1920, around: 1900, coefficients: [-2.79, 1.494119, -0.0598939, 0.0061966, -0.000197] },
  { before: 1941, around: 1920, coefficients: [21.2, 0.84493, -0.0761, 0.0020936] },
  { before: 1961, around: 1950, coefficients: [29.07, 0.407, -1 / 233, 1 / 2547] },
  { before: 1986, around: 1975, coefficients: [45.45, 1.067, -1 / 260, -1 / 718] },
  {
    before: 2005,
    around: 2000,
    coefficients: [63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599],
  },
  { before: 2050, around: 2000, coefficients: [62.92, 0.32217, 0.005589] },
  // −20 + 32 ((year − 1820) / 100)² − 0.5628 (2150 − year), and from 2150 on without its last part.
  { before: 2150, around: 1820, coefficients: [-20 - 0.5628 * 330, 0.5628, 0.0032] },
  { before: Number.POSITIVE_INFINITY, around: 1820, coefficients: [-20, 0, 0.0032] },
];

/** Days; multiples of the anomalies of sun and moon and of the moon's argument of latitude. */
const NEW_MOON_TERMS: readonly (readonly [number, number, number, number])[] = [
  [-0.4072, 0, 1, 0],
  [0.17241, 1, 0, 0],
  [0.01608, 0, 2, 0],
  [0.01039, 0, 0, 2],
  [0.00739, -1, 1, 0],
  [-0.00514, 1, 1, 0],
  [0.00208, 2, 0, 0],
  [-0.00111, 0, 1, -2],
  [-0.00057, 0, 1, 2],
  [0.00056, 1, 2, 0],
  [-0.00042, 0, 3, 0],
  [0.00042, 1, 0, 2],
  [0.00038, 1, 0, -2],
  [-0.00024, -1, 2, 0],
  [-0.00007, 2, 1, 0],
  [0.00004, 0, 2, -2],
  [0.00004, 3, 0, 0],
  [0.00003, 1, 1, -2],
  [0.00003, 0, 2, 2],
  [-0.00003, 1, 1, 2],
  [0.00003, -1, 1, 2],
  [-0.00002, -1, 1, -2],
  [-0.00002, 1, 3, 0],
  [0.00002, 0, 4, 0],
];

/** Days; the angle at the new moon number 0, its growth per moon and per century squared, in degrees. */
const PLANET_TERMS: readonly (readonly [number, number, number, number?])[] = [
  [0.000325, 299.77, 0.107408, -0.009173],
  [0.000165, 251.88, 0.016321],
  [0.000164, 251.83, 26.651886],
  [0.000126, 349.42, 36.412478],
  [0.00011, 84.66, 18.206239],
  [0.000062, 141.74, 53.303771],
  [0.00006, 207.14, 2.453732],
  [0.000056, 154.84, 7.30686],
  [0.000047, 34.52, 27.261239],
  [0.000042, 207.19, 0.121824],
  [0.00004, 291.34, 1.844379],
  [0.000037, 161.72, 24.198154],
  [0.000035, 239.56, 25.513099],
  [0.000023, 331.55, 3.592518],
];
