import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approveBroadcast, refuseBroadcast } from '../../../src/outreach/approving/approve-broadcast.js';
import { submitBroadcast } from '../../../src/outreach/approving/submit-broadcast.js';
import { changeContent, createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import { hashContent } from '../../../src/outreach/rights/hash-content.js';
import type { BroadcastContent } from '../../../src/people/broadcast.js';
import type { Member } from '../../../src/people/member.js';
import { openPlanningStage, type PlanningStage } from '../../support/open-outreach-stage.js';
import {
  createAdmin,
  createContent,
  createMember,
  createMessage,
  createUnitAdmin,
  local,
} from '../../support/outreach-samples.js';

const ADMINS = [createAdmin('admin-1', 'tinh'), createAdmin('admin-2'), createAdmin('admin-3')] as const;
const WARD = createUnitAdmin('ward-1', 'tan-phong');
const WARD_2 = createUnitAdmin('ward-2', 'tan-phong');
const OTHER_WARD = createUnitAdmin('ward-3', 'doan-ket');
const PROPAGANDIST = createMember('propagandist', { roles: [{ role: 'propagandist' }], addresses: [] });
const STAFF: readonly Member[] = [...ADMINS, WARD, WARD_2, OTHER_WARD, PROPAGANDIST];

const toBranch = (branch: string, more: Partial<BroadcastContent> = {}) =>
  createContent({ audience: { type: 'members', segment: { branch } }, ...more });
const ARTICLE = { title: 'Tin', description: '', author: '', body: ['Một'], coverUrl: 'https://a.vn/b.png' };

/** Three members in a school of the first ward, two in an enterprise of the other. */
async function open(settings: Readonly<Record<string, string>> = {}): Promise<PlanningStage> {
  const stage = await openPlanningStage({ settings });
  const members = [1, 2, 3].map((n) => createMember(`m${n}`, { unitId: 'truong' }));
  const others = [4, 5].map((n) => createMember(`m${n}`, { unitId: 'may' }));
  await stage.join(...STAFF, ...members, ...others);
  return stage;
}

async function draft(content: BroadcastContent, author: Member | 'system', { doors }: PlanningStage): Promise<string> {
  const made = await createBroadcast({ content, origin: 'chat', author }, doors);
  if (made.status !== 'created') throw new Error(JSON.stringify(made));
  return made.broadcast.id;
}

async function submit(content: BroadcastContent, author: Member | 'system', stage: PlanningStage) {
  const id = await draft(content, author, stage);
  return { id, submitted: await submitBroadcast(id, author, stage.doors) };
}

const hashOf = async (id: string, { store }: PlanningStage) => hashContent((await store.findBroadcast(id))!.content);
const approve = async (id: string, by: Member, stage: PlanningStage) =>
  (await approveBroadcast(id, await hashOf(id, stage), by, stage.doors)).status;
const statusOf = async (id: string, { store }: PlanningStage) => (await store.findBroadcast(id))?.status;

describe('how many have to approve', () => {
  const urgent = { isUrgent: true };
  const followers = createContent({ audience: { type: 'followers', article: ARTICLE }, messages: [] });
  it.each<readonly [string, BroadcastContent, Member | 'system', Readonly<Record<string, string>>, number]>([
    ['few people of the own branch', toBranch('truong'), WARD, {}, 0],
    ['as many as the setting allows', toBranch('truong'), WARD, { APPROVE_ABOVE: '3' }, 0],
    ['more than the setting allows', toBranch('truong'), WARD, { APPROVE_ABOVE: '2' }, 1],
    ['beyond the own unit', toBranch('tinh'), ADMINS[1], {}, 1],
    ['beyond the own unit, where that is allowed', toBranch('tinh'), ADMINS[1], { APPROVE_BEYOND_UNIT: 'false' }, 0],
    ['urgent, by an admin', toBranch('truong', urgent), ADMINS[0], { APPROVE_BEYOND_UNIT: 'false' }, 1],
    ['urgent, by a unit-admin', toBranch('truong', urgent), WARD, {}, 2],
    ['urgent, by the service', toBranch('truong', urgent), 'system', {}, 2],
    ['all followers', followers, ADMINS[0], { APPROVE_BEYOND_UNIT: 'false' }, 1],
    ['by the service, of a campaign that staff approved', toBranch('tinh'), 'system', { APPROVE_ABOVE: '0' }, 0],
  ])('%s', async (_, content, author, settings, needed) => {
    const stage = await open(settings);
    const { submitted } = await submit(content, author, stage);
    expect(submitted).toMatchObject({ needed, status: needed > 0 ? 'waiting' : 'approved' });
    expect(await planDeliveries(stage.doors)).toBe(needed > 0 ? 0 : rowsOf(submitted));
  });
});

function rowsOf(submitted: Awaited<ReturnType<typeof submitBroadcast>>): number {
  if (!('forecast' in submitted)) throw new Error(submitted.status);
  const { recipients, skipped } = submitted.forecast;
  return recipients + [...skipped.values()].reduce((sum, each) => sum + each, 0);
}

describe('an approval', () => {
  it('counts once a person, of those who may, never of the author, whoever presses in whatever order', async () => {
    const stage = await open({ APPROVE_ABOVE: '0', SENDING_PER_DAY: '100', SENDING_PER_MONTH: '1000' });
    const contents = [toBranch('truong'), toBranch('tinh'), toBranch('truong', { isUrgent: true })];
    const admins = new Set(ADMINS.map(({ id }) => id));
    const wards = new Set([WARD.id, WARD_2.id]);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...contents),
        fc.constantFrom(...ADMINS, WARD),
        fc.array(fc.constantFrom(...STAFF), { maxLength: 8 }),
        async (content, author, presses) => {
          const mayWrite = admins.has(author.id) || content !== contents[1];
          if (!mayWrite) return;
          const { id } = await submit(content, author, stage);
          const counted = new Set<string>();
          const needed = content.isUrgent && !admins.has(author.id) ? 2 : 1;
          for (const by of presses) {
            await approve(id, by, stage);
            const isFit = admins.has(by.id) || (content === contents[0] && wards.has(by.id));
            if (isFit && by.id !== author.id) counted.add(by.id);
            expect(await statusOf(id, stage)).toBe(counted.size >= needed ? 'approved' : 'waiting');
          }
          expect(await planDeliveries(stage.doors)).toBe(
            counted.size >= needed ? (content === contents[1] ? 9 : 3) : 0,
          );
          await stage.store.changeBroadcast(id, (held) => ({ ...held, status: 'cancelled' }));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says what it did', async () => {
    const stage = await open();
    const { id } = await submit(toBranch('truong', { isUrgent: true }), WARD, stage);
    expect(await approve(id, WARD, stage)).toBe('own');
    expect(await approve(id, WARD_2, stage)).toBe('not-allowed');
    expect(await approve(id, ADMINS[0], stage)).toBe('waiting');
    expect(await approve(id, ADMINS[0], stage)).toBe('waiting');
    expect(await approve(id, ADMINS[1], stage)).toBe('approved');
    expect(await approve(id, ADMINS[2], stage)).toBe('not-waiting');
    expect((await approveBroadcast('KHONGCO2', 'x', ADMINS[0], stage.doors)).status).toBe('not-found');
  });

  it('of two who press together counts for both', async () => {
    const stage = await open();
    const { id } = await submit(toBranch('truong', { isUrgent: true }), WARD, stage);
    const outcomes = await Promise.all([approve(id, ADMINS[0], stage), approve(id, ADMINS[1], stage)]);
    expect(outcomes.toSorted()).toEqual(['approved', 'waiting']);
    expect(await statusOf(id, stage)).toBe('approved');
  });

  it('ends where the announcement is given back, and all is written down with who did it', async () => {
    const stage = await open();
    const { id } = await submit(toBranch('truong', { isUrgent: true }), WARD, stage);
    await approve(id, ADMINS[0], stage);
    const hash = await hashOf(id, stage);
    expect((await refuseBroadcast(id, WARD, stage.doors)).status).toBe('own');
    expect((await refuseBroadcast(id, OTHER_WARD, stage.doors)).status).toBe('not-allowed');
    expect(await refuseBroadcast(id, ADMINS[1], stage.doors)).toMatchObject({
      status: 'returned',
      broadcast: { status: 'draft', approvals: [] },
    });
    await submitBroadcast(id, WARD, stage.doors);
    expect(await approve(id, ADMINS[1], stage)).toBe('waiting');
    const entries = (await stage.store.listAudit(9)).toReversed();
    expect(entries.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'ward-1 create-broadcast',
      'ward-1 submit-broadcast',
      'admin-1 approve-broadcast',
      'admin-2 refuse-broadcast',
      'ward-1 submit-broadcast',
      'admin-2 approve-broadcast',
    ]);
    expect(entries[2]?.details).toEqual({ broadcast: id, content: hash });
  });
});

const PLAIN = { noNullPrototype: true } as const;

/** Every part of a content, changed. */
const CHANGES: Readonly<Record<string, (content: BroadcastContent) => Partial<BroadcastContent>>> = {
  topic: () => ({ topic: 'sinh-hoat' }),
  audience: () => ({ audience: { type: 'members', segment: { branch: 'tan-phong' } } }),
  text: ({ messages }) => ({ messages: [{ ...messages[0]!, text: `${messages[0]!.text} nhé` }] }),
  'one letter': ({ messages }) => ({ messages: [{ ...messages[0]!, text: messages[0]!.text.replace('14', '15') }] }),
  button: ({ messages }) => ({ messages: [{ ...messages[0]!, buttons: [{ label: 'Xem', url: 'https://a.vn' }] }] }),
  attachment: ({ messages }) => {
    const content = { url: 'https://a.vn/a.png' };
    return {
      messages: [{ ...messages[0]!, attachments: [{ kind: 'image', name: 'a.png', mediaType: 'image/png', content }] }],
    };
  },
  poll: ({ messages }) => ({ messages: [{ ...messages[0]!, poll: { question: 'Mấy giờ?', options: ['8', '9'] } }] }),
  'second message': ({ messages }) => ({ messages: [...messages, createMessage({ text: 'Cách nói khác' })] }),
  template: () => ({ template: { id: '1', data: { viec: 'họp' } } }),
  urgency: ({ isUrgent }) => ({ isUrgent: !isUrgent }),
  hour: () => ({ dueAt: local('09:01') }),
  end: ({ expiresAt }) => ({ expiresAt: new Date(expiresAt.getTime() + 1) }),
};

describe('an approval is of just what was read', () => {
  it.each(Object.keys(CHANGES))('a changed %s makes it void', async (part) => {
    const stage = await open({ APPROVE_ABOVE: '0' });
    const { id } = await submit(toBranch('truong'), WARD, stage);
    const read = await hashOf(id, stage);
    const change = (content: BroadcastContent) => ({ ...content, ...CHANGES[part]!(content) });

    // Changed by its author before the approval: what was read is not there any more.
    expect(await changeContent(id, change, WARD, stage.doors)).toMatchObject({ status: 'changed', flaws: [] });
    await submitBroadcast(id, WARD, stage.doors);
    expect((await approveBroadcast(id, read, ADMINS[0], stage.doors)).status).toBe('changed');
    expect(await statusOf(id, stage)).toBe('waiting');

    // Changed after it.
    await approve(id, ADMINS[0], stage);
    await approve(id, ADMINS[1], stage);
    expect(await statusOf(id, stage)).toBe('approved');
    const back = { ...toBranch('truong'), messages: [createMessage({ text: 'Lại khác' })] };
    expect(await changeContent(id, () => back, WARD, stage.doors)).toMatchObject({
      broadcast: { status: 'draft', approvals: [] },
    });
    expect(await planDeliveries(stage.doors)).toBe(0);
  });

  it.each(Object.keys(CHANGES))('a changed %s is not sent, however it came into the store', async (part) => {
    const stage = await open({ APPROVE_ABOVE: '0' });
    const { id } = await submit(toBranch('truong'), WARD, stage);
    await approve(id, ADMINS[0], stage);
    await stage.store.changeBroadcast(id, (held) => {
      expect(held.status).toBe('approved');
      return { ...held, content: { ...held.content, ...CHANGES[part]!(held.content) } };
    });
    expect(await planDeliveries(stage.doors)).toBe(0);
    expect(await statusOf(id, stage)).toBe('waiting');
  });

  it('has one hash for one content, whatever the order of its parts, and another for any other', () => {
    const words = fc.constantFrom('a', 'b');
    const message = fc.record(
      {
        text: words,
        attachments: fc.constant([]),
        buttons: fc.array(fc.record({ label: words, url: words }, PLAIN), { maxLength: 1 }),
      },
      PLAIN,
    );
    const contents = fc.record(
      {
        topic: fc.constant('thong-bao'),
        audience: fc.record({ type: fc.constant('members'), segment: fc.record({ branch: words }, PLAIN) }, PLAIN),
        messages: fc.array(message, { minLength: 1, maxLength: 2 }),
        isUrgent: fc.boolean(),
        dueAt: fc.nat(1).map((ms) => new Date(ms)),
        expiresAt: fc.constant(local('10:00')),
        template: fc.record({ id: words, data: fc.dictionary(words, words, { maxKeys: 2, ...PLAIN }) }, PLAIN),
      },
      { requiredKeys: ['topic', 'audience', 'messages', 'isUrgent', 'dueAt', 'expiresAt'], ...PLAIN },
    ) as fc.Arbitrary<BroadcastContent>;
    // Two of their own are seldom alike.
    const pairs = fc.oneof(
      fc.tuple(contents, contents),
      contents.map((content) => [content, structuredClone(content)] as const),
    );
    let alike = 0;
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        expect(hashContent(reverseKeys(one) as BroadcastContent)).toBe(hashContent(one));
        const isSame = isDeepStrictEqual(one, other);
        if (isSame) alike += 1;
        expect(hashContent(one) === hashContent(other)).toBe(isSame);
      }),
      { numRuns: 3_000 },
    );
    expect(alike).toBeGreaterThan(0);
  });
});

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, reverseKeys(each)] as const);
  return Object.fromEntries(entries.toReversed());
}
