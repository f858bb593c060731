import { expect, it } from 'vitest';
import { broadcastOnPostgres, broadcastOnSqlite, stopOnSqlite } from './chaos/broadcast.js';
import { kill } from './chaos/kill.js';
import { outage } from './chaos/outage.js';
import { repeats } from './chaos/repeats.js';
import type { Scenario, ScenarioOptions } from './chaos/scenario.js';
import { tokens } from './chaos/tokens.js';

const SHORT: ScenarioOptions = {
  seed: 4,
  inFlight: 40,
  kills: 3,
  recipients: 300,
  outageMs: 1_000,
  outageOf: ['zalo-oa'],
  zaloBotPolling: false,
  longestWaitMs: 30_000,
  isShort: true,
  onProgress: () => {},
};

/** On a machine that does much else. */
const TIMEOUT_MS = 180_000;

/** `npm run chaos` in small; the whole is run by hand. */
it.each<readonly [string, Scenario, Partial<ScenarioOptions>]>([
  ['the service is killed three times', kill, {}],
  ['who sends an announcement is killed three times', broadcastOnSqlite, { kills: 3 }],
  ['who sends one is told to stop three times', stopOnSqlite, { kills: 3 }],
  ['two who send one over PostgreSQL are killed three times', broadcastOnPostgres, { kills: 3 }],
  ['everything comes five times, and the service is restarted', repeats, { inFlight: 15 }],
  ['Zalo OA is down for a second', outage, {}],
  ["the OA's token ends", tokens, { inFlight: 15 }],
])(
  'keeps its promises while %s',
  async (_, scenario, options) => {
    const { broken, asked } = await scenario({ ...SHORT, ...options });
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);
