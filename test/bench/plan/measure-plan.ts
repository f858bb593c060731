import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { fineStopwatch } from '../../../src/time.js';
import { createOutreachDoors } from '../../support/create-outreach-doors.js';
import { createScriptedChannel } from '../../support/scripted-channel.js';

const DAY_MS = 86_400_000;
const VERBS = ['listMembers', 'listContacts', 'recordPlan'] as const;

/** What one plan of one process took. */
export interface PlanFigures {
  readonly rows: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Most that the process ever held. */
  readonly peakMb: number;
  /** Longest that anything else of the process had to wait. */
  readonly longestMs: number;
  /** Seconds within the verbs of the store that planning calls. */
  readonly verbs: Readonly<Record<string, number>>;
}

/** A process of its own, so that its memory is that of planning: `tsx measure-plan.ts FILE DUE [MEMBERS-PER-PAGE]`. */
const [file = '', due = '', perPage] = process.argv.slice(2);
const dueAt = new Date(due);
const store = await openStore(file);
const id = `b${due.slice(0, 10)}`;
await store.createBroadcast({
  id,
  origin: 'shell',
  author: 'system',
  content: {
    topic: 'thong-bao',
    audience: { type: 'members', segment: { everybody: true } },
    messages: [{ text: 'Họp công đoàn 14 giờ thứ Năm.', attachments: [], buttons: [] }],
    isUrgent: false,
    dueAt,
    expiresAt: new Date(dueAt.getTime() + 3 * DAY_MS),
  },
  createdAt: dueAt,
  approvals: [],
  status: 'approved',
  isPlanned: false,
});
const verbs: Record<string, number> = {};
const channels = [
  createScriptedChannel({ proactive: { templates: false, perSecond: 25 } }),
  {
    ...createScriptedChannel({ proactive: { windowMs: 2 * DAY_MS, templates: true, perSecond: 66 } }),
    name: 'zalo-oa' as const,
  },
];
const doors = createOutreachDoors(timed(store, verbs), () => dueAt, { channels });
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await pause(50);
const [cpu, tookMs] = [process.cpuUsage(), fineStopwatch()];
const rows = await planDeliveries(doors, undefined, perPage ? Number(perPage) : undefined);
const seconds = tookMs() / 1000;
const { user, system } = process.cpuUsage(cpu);
await pause(50);
const figures: PlanFigures = {
  rows,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  peakMb: process.resourceUsage().maxRSS / 1024,
  longestMs: delay.max / 1e6,
  verbs,
};
console.log(JSON.stringify(figures));
await store.close();

/** The store, adding up what its verbs take. */
function timed(store: Store, sums: Record<string, number>): Store {
  const timedVerbs = VERBS.map((verb) => {
    const act = store[verb] as (options: unknown) => Promise<unknown>;
    return [
      verb,
      async (options: unknown) => {
        const took = fineStopwatch();
        const result = await act(options);
        sums[verb] = (sums[verb] ?? 0) + took() / 1000;
        return result;
      },
    ];
  });
  return { ...store, ...Object.fromEntries(timedVerbs) };
}
