import { describe, expect, it } from 'vitest';
import { pauseBroadcast } from '../../../src/outreach/approving/control-broadcast.js';
import { submitBroadcast } from '../../../src/outreach/approving/submit-broadcast.js';
import { changeContent, createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import { planDeliveries } from '../../../src/outreach/planning/plan-deliveries.js';
import type { BroadcastContent } from '../../../src/people/broadcast.js';
import type { Member } from '../../../src/people/member.js';
import type { Segment } from '../../../src/people/segment.js';
import { openPlanningStage, type PlanningStage } from '../../support/open-outreach-stage.js';
import {
  createAdmin,
  createContent,
  createMember,
  createMessage,
  createUnitAdmin,
} from '../../support/outreach-samples.js';

const ADMIN = createAdmin('admin');
const WARD = createUnitAdmin('ward', 'tan-phong');
const open = () => openPlanningStage({ settings: { APPROVE_BEYOND_UNIT: 'false' } });
const to = (segment: Segment) => createContent({ audience: { type: 'members', segment } });
const ARTICLE = { title: 'Tin', description: '', author: '', body: ['Một'], coverUrl: 'https://a.vn/b.png' };
const TO_FOLLOWERS = createContent({ audience: { type: 'followers', article: ARTICLE }, messages: [] });

const create = (content: BroadcastContent, author: Member | 'system', { doors }: PlanningStage, id?: string) =>
  createBroadcast({ content, origin: 'chat', author, ...(id === undefined ? {} : { id }) }, doors);

async function draft(content: BroadcastContent, author: Member, stage: PlanningStage): Promise<string> {
  const made = await create(content, author, stage);
  if (made.status !== 'created') throw new Error(JSON.stringify(made));
  return made.broadcast.id;
}

describe('a draft', () => {
  it('keeps one writing of its words, under an id that is easily read aloud', async () => {
    const stage = await open();
    const poll = { question: ' Giờ nào\n tiện? ', options: ['  Sáng ', 'Chiều'] };
    const buttons = [{ label: ' Đăng   ký ', url: ' https://a.vn ' }];
    const text = 'Họp sáng mai\r\n'.normalize('NFD');
    const id = await draft(createContent({ messages: [createMessage({ text, poll, buttons })] }), ADMIN, stage);
    expect(id).toMatch(/^[A-HJKMNP-Z2-9]{8}$/);
    const held = await stage.store.findBroadcast(id);
    expect(held).toMatchObject({ status: 'draft', author: 'admin', approvals: [], isPlanned: false });
    expect(held?.content.messages).toEqual([
      createMessage({
        text: 'Họp sáng mai',
        poll: { question: 'Giờ nào tiện?', options: ['Sáng', 'Chiều'] },
        buttons: [{ label: 'Đăng ký', url: 'https://a.vn' }],
      }),
    ]);
    expect(await stage.store.listAudit(9)).toMatchObject([
      { actor: 'admin', action: 'create-broadcast', details: { broadcast: id } },
    ]);
  });

  it('is kept unfinished where that is asked for, and cannot be submitted so', async () => {
    const stage = await open();
    await stage.join(createMember('m'));
    const content = createContent({ messages: [createMessage({ text: '' })] });
    expect(await create(content, ADMIN, stage)).toMatchObject({ status: 'refused', flaws: [{ key: 'empty' }] });
    const made = await createBroadcast({ content, origin: 'chat', author: ADMIN, status: 'draft' }, stage.doors);
    expect(made).toMatchObject({ status: 'created', flaws: [{ key: 'empty' }] });
    const { id } = (made as Extract<typeof made, { status: 'created' }>).broadcast;
    expect(await submitBroadcast(id, ADMIN, stage.doors)).toMatchObject({
      status: 'refused',
      flaws: [{ key: 'empty' }],
    });
    expect(await stage.store.findBroadcast(id)).toMatchObject({ status: 'draft' });
  });

  it('with an id that is taken leaves everything as it is', async () => {
    const stage = await open();
    await create(createContent(), 'system', stage, 'ngay-le@2026-12-22-0');
    const again = await create(to({ branch: 'may' }), 'system', stage, 'ngay-le@2026-12-22-0');
    expect(again).toMatchObject({ status: 'exists', broadcast: { content: createContent() } });
  });

  it('is changed by its author alone, and only until it is planned', async () => {
    const stage = await open();
    await stage.join(ADMIN, createMember('m'));
    const id = await draft(createContent(), ADMIN, stage);
    const rename = (text: string, by: Member) =>
      changeContent(id, (content) => ({ ...content, messages: [createMessage({ text })] }), by, stage.doors);
    expect(await rename('Khác', createAdmin('other'))).toEqual({ status: 'not-allowed' });
    expect(await rename('Khác', ADMIN)).toMatchObject({ status: 'changed', flaws: [] });
    await submitBroadcast(id, ADMIN, stage.doors);
    expect(await rename('Khác nữa', ADMIN)).toMatchObject({ status: 'changed', broadcast: { status: 'draft' } });
    await submitBroadcast(id, ADMIN, stage.doors);
    await planDeliveries(stage.doors);
    await pauseBroadcast(id, ADMIN, stage.doors);
    expect(await rename('Muộn rồi', ADMIN)).toMatchObject({ status: 'not-now' });
    expect((await stage.store.findBroadcast(id))?.content.messages[0]?.text).toBe('Khác nữa');
  });
});

describe('nobody writes to whom he may not', () => {
  it('neither in a new one nor by a change', async () => {
    const stage = await open();
    const refused = { status: 'refused', flaws: [{ key: 'not-allowed' }] };
    for (const segment of [{ everybody: true }, { branch: 'doan-ket' }, { role: 'member' }] as const) {
      expect(await create(to(segment), WARD, stage)).toEqual(refused);
    }
    expect(await create(to({ branch: 'truong' }), { ...WARD, status: 'left' }, stage)).toEqual(refused);
    const id = await draft(to({ branch: 'truong' }), WARD, stage);
    const change = () => to({ everybody: true });
    expect(await changeContent(id, change, WARD, stage.doors)).toEqual(refused);
    expect((await stage.store.findBroadcast(id))?.content).toEqual(to({ branch: 'truong' }));
  });

  it('through a saved segment that means more people than it did', async () => {
    const stage = await open();
    await stage.join(ADMIN, WARD, createMember('own', { unitId: 'truong' }), createMember('other', { unitId: 'may' }));
    const save = (segment: Segment) => stage.store.saveSegment({ name: 'Tổ nữ công', owner: 'admin', segment });
    const pick = async () => (await stage.store.findSegment('Tổ nữ công'))!.segment;
    await save({ branch: 'truong' });
    const id = await draft(to(await pick()), WARD, stage);
    await save({ everybody: true });
    // What was written means what it meant then; what is written now is refused.
    await submitBroadcast(id, WARD, stage.doors);
    await planDeliveries(stage.doors);
    expect(await stage.rowsOf(id)).toEqual({ telegram: 1 });
    expect((await stage.dueOf('own', 'other')).has('other')).toBe(false);
    expect(await create(to(await pick()), WARD, stage)).toMatchObject({ flaws: [{ key: 'not-allowed' }] });
  });

  it('by submitting after the role is gone', async () => {
    const stage = await open();
    const id = await draft(to({ branch: 'truong' }), WARD, stage);
    const demoted: Member = { ...WARD, roles: [{ role: 'member' }] };
    expect(await submitBroadcast(id, demoted, stage.doors)).toMatchObject({ flaws: [{ key: 'not-allowed' }] });
  });

  it('by putting right what others wrote: a correction passes the caps', async () => {
    const stage = await open();
    const of = (segment: Segment, corrects: string) => ({ ...to(segment), corrects });
    const [own, others] = [
      await draft(to({ branch: 'truong' }), WARD, stage),
      await draft(createContent(), ADMIN, stage),
    ];
    expect(await create(of({ branch: 'truong' }, others), WARD, stage)).toMatchObject({
      status: 'refused',
      flaws: [{ key: 'corrects', fields: { id: others } }],
    });
    expect(await create(of({ branch: 'truong' }, own), WARD, stage)).toMatchObject({ status: 'created' });
    // Who answers for all may.
    expect(await create(of({ branch: 'truong' }, own), ADMIN, stage)).toMatchObject({ status: 'created' });
  });
});

it('writes to all followers of the OA by the hand of an admin only', async () => {
  const stage = await open();
  const refused = { status: 'refused', flaws: [{ key: 'not-allowed' }] };
  expect(await create(TO_FOLLOWERS, 'system', stage)).toEqual(refused);
  expect(await create(TO_FOLLOWERS, WARD, stage)).toEqual(refused);
  expect(await create(TO_FOLLOWERS, ADMIN, stage)).toMatchObject({ status: 'created' });
});
