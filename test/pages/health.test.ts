import { describe, expect, it } from 'vitest';
import { noteTrouble } from '../../src/observability/channel-troubles.js';
import { checkHealth } from '../../src/observability/check-health.js';
import { openStore } from '../../src/storage/open-store.js';
import { createSamplePages } from './sample-pages.js';

const SINCE = new Date('2026-12-04T03:00:00Z');

async function open({ hasVectors = true } = {}) {
  const state = await openStore(':memory:');
  const doors = { state, channels: ['web', 'telegram'], hasVectors: () => hasVectors } as const;
  const app = createSamplePages({ checkHealth: () => checkHealth(doors) });
  const read = async (path: string) => {
    const answer = await app.request(path);
    return { status: answer.status, ...((await answer.json()) as { ok: boolean; troubles: unknown[] }) };
  };
  return { state, read };
}

describe('/healthz and /readyz', () => {
  it('are fine where nothing is wrong', async () => {
    const { state, read } = await open();
    for (const path of ['/healthz', '/readyz'])
      expect(await read(path)).toEqual({ status: 200, ok: true, troubles: [] });
    await state.close();
  });

  it('tell that vectors are still computed: alive, not yet ready', async () => {
    const { state, read } = await open({ hasVectors: false });
    const troubles = [{ part: 'vectors', problem: 'computing' }];
    expect(await read('/healthz')).toEqual({ status: 200, ok: true, troubles });
    expect(await read('/readyz')).toEqual({ status: 503, ok: false, troubles });
    await state.close();
  });

  it('tell what troubles a platform, and stay ready: no restart mends it', async () => {
    const { state, read } = await open();
    await noteTrouble({ channel: 'telegram', kind: 'unauthorized' }, state, SINCE);
    const troubles = [{ part: 'telegram', problem: 'unauthorized', since: SINCE.toISOString() }];
    for (const path of ['/healthz', '/readyz']) expect(await read(path)).toEqual({ status: 200, ok: true, troubles });
    await state.close();
  });

  it('fail where the data does not answer', async () => {
    const { state, read } = await open();
    await state.close();
    const troubles = [{ part: 'store', problem: 'unreachable' }];
    for (const path of ['/healthz', '/readyz']) expect(await read(path)).toEqual({ status: 503, ok: false, troubles });
  });
});
