import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { locateKnowledge } from '../../../src/app/locate-knowledge.js';
import { openStore } from '../../../src/storage/open-store.js';
import { createRandom } from '../../support/fakes/fake-parts.js';
import { startPostgres } from '../../support/start-postgres.js';
import { expectThat, type Scenario, type ScenarioOptions, sumVerdicts, type Verdict } from './scenario.js';
import {
  createAnnouncement,
  type Fate,
  openAnnouncedPlatforms,
  readFates,
  writeAnnouncingSettings,
} from './stage/announcement.js';
import { type Child, startChild, toSettings, WORKER } from './stage/child-process.js';

const KILLS = 100;
const WORKERS_ON_POSTGRES = 4;
/** People of whom a kill leaves unknown whether they were reached: on average, and of few kills on a machine that does much else. */
const UNKNOWN_A_KILL = 4;
const UNKNOWN_AT_ONCE = 12;
const FEW_KILLS = 10;
const LOOK_EVERY_MS = 20;
/** One kill in so many meets a worker that is only starting. */
const EARLY = 10;
const STARTING_MS = 1_500;
/** Somewhere within the answer to a message, not only between two. */
const JITTER_MS = 40;
/** Leases of the dead may hold up all that is left: then the next kill comes all the same. */
const QUIET_MS = 3_000;
/** Nothing may hold up the others: neither the planner's lock nor a lease of who died. */
const GIVE_UP_AFTER_MS = 20_000;
const LEASES_OVER_MS = 1_000_000;

/** An announcement is sent by workers that are killed (kill -9) at random moments and started again. */
export const broadcast: Scenario = async (options) => {
  const rounds = new Map<string, Verdict>();
  rounds.set('SQLite, 1 tiến trình', await broadcastOnSqlite(options));
  rounds.set('SQLite, dừng thay vì giết', await stopOnSqlite(options));
  rounds.set(`PostgreSQL, ${countWorkers(options)} tiến trình`, await broadcastOnPostgres(options));
  return sumVerdicts(rounds);
};

const countWorkers = ({ isShort }: ScenarioOptions): number => (isShort ? 2 : WORKERS_ON_POSTGRES);

export const broadcastOnSqlite = (options: ScenarioOptions): Promise<Verdict> => runOnSqlite('kill', options);
/** As often told to stop as it is killed otherwise: then nobody is left in doubt. */
export const stopOnSqlite = (options: ScenarioOptions): Promise<Verdict> => runOnSqlite('stop', options);

async function runOnSqlite(how: Round['how'], options: ScenarioOptions): Promise<Verdict> {
  const folder = await mkdtemp(join(tmpdir(), 'so-tay-thong-bao-'));
  try {
    return await run({ folder, env: {}, workers: 1, how }, options);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

export async function broadcastOnPostgres(options: ScenarioOptions): Promise<Verdict> {
  const [server, folder] = [await startPostgres(), await mkdtemp(join(tmpdir(), 'so-tay-thong-bao-'))];
  try {
    const env = { DATABASE_URL: await server.newUrl() };
    return await run({ folder, env, workers: countWorkers(options), how: 'kill' }, options);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Round {
  /** Of all files. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workers: number;
  readonly how: 'kill' | 'stop';
}

async function run({ folder, env, workers, how }: Round, options: ScenarioOptions): Promise<Verdict> {
  const { seed, kills = KILLS, recipients, onProgress } = options;
  const random = createRandom(seed);
  const { platforms, accepted, close } = await openAnnouncedPlatforms(recipients, 'fast');
  const running: Child[] = [];
  try {
    const settings = toSettings(platforms, folder, 0, { ...(await writeAnnouncingSettings(folder, 'fast')), ...env });
    const place = locateKnowledge(settings.config).store;
    const id = await createAnnouncement(place, recipients, platforms);
    const start = (at: number) => {
      running[at] = startChild(settings, WORKER);
      return running[at];
    };
    for (let at = 0; at < workers; at++) await untilReady(start(at));
    onProgress(`broadcast: ${recipients} người, ${workers} tiến trình`);
    const startedAt = performance.now();
    const words: Record<string, number> = {};
    const end = async (child: Child, by: Round['how']) => {
      await child[by]();
      for (const [said, amount] of Object.entries(child.words)) words[said] = (words[said] ?? 0) + amount;
    };
    // Kills are spread over the whole of it, however fast it goes.
    const betweenKills = recipients / (kills + 1);
    for (let turn = 1; turn <= kills; turn++) {
      const at = Math.floor(random() * workers);
      const victim = running[at]!;
      if (turn % EARLY === 0) await wait(random() * STARTING_MS);
      else {
        await untilReady(victim);
        const goal = Math.min(recipients * 0.99, (turn - random()) * betweenKills);
        await waitForNews(accepted.total, () => accepted.total() >= goal, QUIET_MS);
        await wait(random() * JITTER_MS);
      }
      await end(victim, how);
      start(at);
      if (turn % 10 === 0) onProgress(`broadcast: ${turn}/${kills} lần giết, ${accepted.total()}/${recipients} tin`);
    }
    const store = await openStore(place);
    const isSettled = async () => {
      const open = (await store.countDeliveries(id)).filter(
        ({ status }) => status === 'queued' || status === 'sending',
      );
      return open.every(({ status }) => status === 'sending') && (await store.findBroadcast(id))?.isPlanned;
    };
    if (!(await waitForNews(accepted.total, isSettled, GIVE_UP_AFTER_MS))) throw new Error('nothing is sent any more');
    const tookMs = performance.now() - startedAt;
    for (const child of running) await end(child, 'stop');
    // What was being sent by who died has no end once its lease is over: nobody waits here until it is.
    await store.settleLost(new Date(Date.now() + LEASES_OVER_MS));
    await store.close();
    return judgeFates(
      await readFates(place, id, platforms, accepted.of),
      { kills, how },
      {
        [how === 'kill' ? 'lần giết' : 'lần dừng']: kills,
        'gửi trong (giây)': Math.round(tookMs / 1000),
        ...Object.fromEntries(Object.entries(words).map(([said, amount]) => [`nhật ký: ${said}`, amount])),
      },
    );
  } finally {
    await Promise.all(running.map((child) => child.kill()));
    await close();
  }
}

/** Every recipient has exactly one message, except those counted as unknown, who have one or none. */
function judgeFates(
  fates: readonly Fate[],
  { kills, how }: { readonly kills: number; readonly how: Round['how'] },
  figures: Verdict['figures'],
): Verdict {
  const mostAKill = how === 'stop' ? 0 : kills < FEW_KILLS ? UNKNOWN_AT_ONCE : UNKNOWN_A_KILL;
  const count = (test: (fate: Fate) => boolean) => fates.filter(test).length;
  const unknown = count(({ status }) => status === 'unknown');
  const lost = count(({ accepted, status }) => accepted === 0 && status !== 'unknown');
  const repeated = count(({ accepted }) => accepted > 1);
  const wronglySent = count(({ accepted, status }) => (status === 'sent') !== (accepted === 1) && status !== 'unknown');
  return {
    asked: fates.length,
    lost,
    repeated,
    inDoubt: unknown,
    figures: {
      'nhận đúng một lần': count(({ accepted }) => accepted === 1),
      'nhận hai lần': repeated,
      'không rõ': unknown,
      'không rõ cho mỗi lần giết': Math.round((10 * unknown) / kills) / 10,
      'không rõ, thật ra đã tới': count(({ status, accepted }) => status === 'unknown' && accepted === 1),
      mất: lost,
      ...figures,
    },
    broken: [
      ...expectThat(lost === 0, `${lost} người không nhận được`),
      ...expectThat(repeated === 0, `${repeated} người nhận hai lần`),
      ...expectThat(unknown <= kills * mostAKill, `${unknown} người không rõ: hơn ${mostAKill} cho mỗi lần giết`),
      ...expectThat(wronglySent === 0, `sổ ghi khác thực tế ở ${wronglySent} người`),
    ],
  };
}

async function untilReady(child: Child): Promise<void> {
  if (await child.listening) return;
  throw new Error(`the worker ended: ${Object.keys(child.words).join('\n')}`);
}

/** Until it is so; false where nothing came for so long. */
async function waitForNews(
  countNews: () => number,
  isDone: () => boolean | undefined | Promise<boolean | undefined>,
  quietMs: number,
): Promise<boolean> {
  let [seen, newsAt] = [countNews(), performance.now()];
  while (!(await isDone())) {
    if (countNews() !== seen) [seen, newsAt] = [countNews(), performance.now()];
    if (performance.now() - newsAt > quietMs) return false;
    await wait(LOOK_EVERY_MS);
  }
  return true;
}
