import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCallGate, type GateOptions } from '../../../src/outreach/sending/gate-calls.js';
import { createStrain } from '../../../src/outreach/sending/strain.js';
import { openOutreachStage } from '../../support/open-outreach-stage.js';

const ANSWER_MS = 40;

/** Calls through a gate, each answered after a while: how many were under way at a time at most, and when each left. */
async function callMany(amount: number, options: Partial<GateOptions> & { readonly perSecond: number }) {
  const strain = createStrain();
  const gate = createCallGate({ strain, isReceivingLate: () => false, signal: undefined, ...options });
  onTestFinished(() => gate.close());
  const leftAt: number[] = [];
  let [calling, most] = [0, 0];
  const ends = await Promise.all(
    Array.from({ length: amount }, () =>
      gate.pass(async () => {
        leftAt.push(performance.now());
        calling += 1;
        most = Math.max(most, calling);
        await wait(ANSWER_MS);
        calling -= 1;
        strain.answered(ANSWER_MS);
        return true;
      }),
    ),
  );
  const tookMs = leftAt.length > 1 ? leftAt.at(-1)! - leftAt[0]! : 0;
  return { most, tookMs, done: ends.filter((end) => end === true).length };
}

describe('calls to a platform', () => {
  it.each([20, 50, 100])(
    '%d a second: keep the pace, and no more are under way than are answered meanwhile',
    async (perSecond) => {
      const { most, tookMs, done } = await callMany(perSecond, { perSecond });
      expect(done).toBe(perSecond);
      expect(most).toBeLessThanOrEqual(Math.max(4, Math.ceil((perSecond * 1.5 * ANSWER_MS) / 1_000)));
      // A tenth faster than asked, since what is late catches up; slow machines are slower.
      expect(tookMs).toBeGreaterThan(850);
      expect(tookMs).toBeLessThan(1_400);
    },
  );

  it('begin with one, and are never many, however long a platform takes', () => {
    const strain = createStrain();
    const gate = createCallGate({ perSecond: 50, strain, isReceivingLate: () => false, signal: undefined });
    onTestFinished(() => gate.close());
    expect(gate.most()).toBe(1);
    strain.answered(100);
    expect(gate.most()).toBe(8);
    for (let call = 0; call < 100; call++) strain.answered(250);
    expect(gate.most()).toBe(19);
    // Slower and slower, as where all wait for each other: no more may leave for that.
    for (let call = 0; call < 100; call++) strain.answered(2_000);
    expect(gate.most()).toBeLessThan(30);
    const slow = createStrain();
    slow.answered(60_000);
    const other = createCallGate({ perSecond: 50, strain: slow, isReceivingLate: () => false, signal: undefined });
    onTestFinished(() => other.close());
    expect(other.most()).toBe(64);
  });

  it('are not begun once the signal came', async () => {
    const stop = new AbortController();
    const calls = callMany(50, { perSecond: 50, signal: stop.signal });
    await wait(200);
    stop.abort();
    const { done } = await calls;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(25);
  });
});

describe('while webhooks are acknowledged late', () => {
  it('sending is a trickle, and goes on as before once they are not', async () => {
    const stage = await openOutreachStage({ perSecond: 100 });
    for (let at = 0; at < 60; at++) await stage.addMember(`Đoàn viên ${at}`, ['telegram']);
    const { id } = await stage.announce();
    let isLate = true;
    Object.assign(stage.doors, { isReceivingLate: () => isLate });
    const sending = stage.pass();
    await wait(2_500);
    const { sent: meanwhile = 0 } = await stage.count(id);
    expect(meanwhile).toBeGreaterThan(0);
    expect(meanwhile).toBeLessThanOrEqual(4);
    isLate = false;
    const startedAt = performance.now();
    await sending;
    expect(await stage.count(id)).toEqual({ sent: 60 });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
  });
});
