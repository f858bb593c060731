import { type LocalDate, toLocalDate } from '../../time.js';
import type { Step } from '../database/one-step.js';
import type { Schema } from '../schema.js';
import type { ChatContext, ChatState } from '../store.js';

const MINUTE_MS = 60_000;
const MOST_RECENT = 40;

/** On either side: what came before the clock was set back is not recent for hours. */
const isWithinMinuteOf = (instant: number) => (each: number) => Math.abs(each - instant) < MINUTE_MS;

/** Keeps when the events of the last minute came. */
export async function rememberArrival(step: Step, key: string, at: number): Promise<void> {
  const row = await step.selectFrom('chat_states').select('recent').where('hash', '=', key).executeTakeFirst();
  const earlier = row ? (JSON.parse(row.recent) as number[]) : [];
  const recent = JSON.stringify([...earlier, at].filter(isWithinMinuteOf(at)).slice(-MOST_RECENT));
  await saveStateRow(step, key, { recent, recent_until: at + MINUTE_MS }, toLocalDate(new Date(at)));
}

export async function readState(step: Step, key: string, now: Date): Promise<ChatState> {
  const row = await step.selectFrom('chat_states').selectAll().where('hash', '=', key).executeTakeFirst();
  if (!row) return { recent: [] };
  const recent = (JSON.parse(row.recent) as number[]).filter(isWithinMinuteOf(now.getTime()));
  return {
    recent,
    ...(row.welcomed_on ? { welcomedOn: row.welcomed_on } : {}),
    ...(row.slowed_at ? { slowedAt: row.slowed_at } : {}),
    ...(row.context && row.context_until > now.getTime() ? { context: JSON.parse(row.context) as ChatContext } : {}),
  };
}

export async function saveState(step: Step, key: string, state: ChatState, now: Date): Promise<void> {
  const { context, welcomedOn, slowedAt } = state;
  await saveStateRow(
    step,
    key,
    {
      welcomed_on: welcomedOn ?? null,
      slowed_at: slowedAt ?? 0,
      context: context ? JSON.stringify(context) : null,
      context_until: context?.until ?? 0,
    },
    toLocalDate(now),
  );
}

async function saveStateRow(
  step: Step,
  key: string,
  values: Partial<Schema['chat_states']>,
  touched_on: string,
): Promise<void> {
  const fresh = { welcomed_on: null, slowed_at: 0, recent: '[]', recent_until: 0, context: null, context_until: 0 };
  await step
    .insertInto('chat_states')
    .values({ ...fresh, ...values, hash: key, touched_on })
    .onConflict((conflict) => conflict.column('hash').doUpdateSet({ ...values, touched_on }))
    .execute();
}

/** What is kept of one chat becomes what is kept of another. */
export async function moveState(step: Step, from: string, to: string): Promise<void> {
  const kept = await step.selectFrom('chat_states').selectAll().where('hash', '=', from).executeTakeFirst();
  if (!kept) return;
  await step.deleteFrom('chat_states').where('hash', 'in', [from, to]).execute();
  await step
    .insertInto('chat_states')
    .values({ ...kept, hash: to })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute();
}

/** Contexts and arrivals whose time is over, and states that nobody touched since a day. */
export async function purgeStates(step: Step, now: Date, untouchedSince: LocalDate): Promise<void> {
  await step.deleteFrom('chat_states').where('touched_on', '<', untouchedSince).execute();
  await step
    .updateTable('chat_states')
    .set({ context: null, context_until: 0 })
    .where('context_until', '>', 0)
    .where('context_until', '<=', now.getTime())
    .execute();
  await step
    .updateTable('chat_states')
    .set({ recent: '[]', recent_until: 0 })
    .where('recent_until', '>', 0)
    .where('recent_until', '<=', now.getTime())
    .execute();
}
