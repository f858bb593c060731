import { describe, expect, it } from 'vitest';
import {
  cancelBroadcast,
  pauseBroadcast,
  resendUnknown,
  resumeBroadcast,
} from '../../../src/outreach/approving/control-broadcast.js';
import type { Broadcast, BroadcastStatus } from '../../../src/people/broadcast.js';
import type { Member } from '../../../src/people/member.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import {
  createAdmin,
  createContent,
  createMember,
  createUnitAdmin,
  DAY_MS,
  TUESDAY,
} from '../../support/outreach-samples.js';

const ACTS = {
  pause: pauseBroadcast,
  resume: resumeBroadcast,
  cancel: cancelBroadcast,
  resend: resendUnknown,
} as const;
const STATUSES: readonly BroadcastStatus[] = [
  'draft',
  'waiting',
  'approved',
  'planning',
  'sending',
  'paused',
  'cancelled',
  'done',
];
const AUTHOR = createUnitAdmin('author', 'tan-phong');

async function open(more: Partial<Broadcast> = {}) {
  const stage = await openPlanningStage();
  const broadcast: Broadcast = {
    id: 'ABCDEFGH',
    origin: 'chat',
    author: AUTHOR.id,
    content: createContent({ audience: { type: 'members', segment: { branch: 'truong' } } }),
    createdAt: TUESDAY,
    approvals: [],
    status: 'sending',
    isPlanned: true,
    ...more,
  };
  await stage.store.createBroadcast(broadcast);
  return stage;
}

/** What each act makes of a broadcast in each state; absent: it does not fit. */
const ENDS: Readonly<Record<'pause' | 'resume' | 'cancel', Partial<Record<BroadcastStatus, BroadcastStatus>>>> = {
  pause: { approved: 'paused', planning: 'paused', sending: 'paused' },
  resume: { paused: 'sending' },
  cancel: {
    draft: 'cancelled',
    waiting: 'cancelled',
    approved: 'cancelled',
    planning: 'cancelled',
    sending: 'cancelled',
    paused: 'cancelled',
  },
};

describe.each(Object.entries(ENDS))('to %s', (name, ends) => {
  it.each(STATUSES)('what is %s', async (status) => {
    const stage = await open({ status });
    const end = ends[status];
    const outcome = await ACTS[name as keyof typeof ENDS]('ABCDEFGH', AUTHOR, stage.doors);
    expect(outcome).toMatchObject({ status: end ? 'done' : 'not-now', broadcast: { status: end ?? status } });
    expect((await stage.store.findBroadcast('ABCDEFGH'))?.status).toBe(end ?? status);
    expect((await stage.store.listAudit(9)).map(({ actor, action }) => [actor, action])).toEqual(
      end ? [['author', `${name}-broadcast`]] : [],
    );
  });
});

it('goes on where it stood: with its plan, in the midst of it, or before it', async () => {
  for (const [more, status] of [
    [{ isPlanned: true }, 'sending'],
    [{ isPlanned: false, plannedThrough: 'm5' }, 'planning'],
    [{ isPlanned: false }, 'approved'],
  ] as const) {
    const stage = await open({ status: 'paused', ...more });
    expect(await resumeBroadcast('ABCDEFGH', AUTHOR, stage.doors)).toMatchObject({ broadcast: { status } });
  }
});

it.each<readonly [string, Member, boolean]>([
  ['the author', AUTHOR, true],
  ['the author who lost the role', { ...AUTHOR, roles: [{ role: 'member' }] }, false],
  ['the author who left', { ...AUTHOR, status: 'left' }, false],
  ['an admin', createAdmin('admin'), true],
  ['a unit-admin of the branch', createUnitAdmin('other', 'tan-phong'), true],
  ['a unit-admin of another branch', createUnitAdmin('other', 'doan-ket'), false],
  ['a member', createMember('m', { unitId: 'truong' }), false],
])('is in the hands of %s: %s', async (_, actor, isAllowed) => {
  for (const act of Object.values(ACTS)) {
    const stage = await open();
    const { status } = await act('ABCDEFGH', actor, stage.doors);
    expect(status === 'not-allowed').toBe(!isAllowed);
    expect((await act('KHONGCO2', actor, stage.doors)).status).toBe('not-found');
  }
});

it('sends once more what is unknown by a word of staff, within its time, and writes down how many', async () => {
  const stage = await open({ status: 'done' });
  expect(await resendUnknown('ABCDEFGH', AUTHOR, stage.doors)).toMatchObject({ status: 'resent', amount: 0 });
  expect((await stage.store.listAudit(9))[0]).toMatchObject({ action: 'resend-unknown', details: { amount: '0' } });
  for (const status of ['draft', 'paused', 'cancelled'] as const) {
    const other = await open({ status });
    expect((await resendUnknown('ABCDEFGH', AUTHOR, other.doors)).status).toBe('not-now');
  }
  stage.set(new Date(TUESDAY.getTime() + 4 * DAY_MS));
  expect((await resendUnknown('ABCDEFGH', AUTHOR, stage.doors)).status).toBe('expired');
});
