import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { actOnOutline, type OutlineAct } from '../../../src/briefing/approving/act-on-outline.js';
import { draftOutline } from '../../../src/briefing/approving/draft-outline.js';
import { listApproved } from '../../../src/briefing/approving/list-approved.js';
import { openOutline } from '../../../src/briefing/approving/open-outline.js';
import type { OutlineDeskDoors, OutlineFrame } from '../../../src/briefing/briefing-doors.js';
import { outlineTopic } from '../../../src/briefing/outlining/outline-topic.js';
import { createLibrary, type Library } from '../../../src/documents/library.js';
import type { Member, RoleGrant } from '../../../src/people/member.js';
import { treeOn } from '../../../src/people/unit-tree.js';
import { openStore } from '../../../src/storage/open-store.js';
import type { Store } from '../../../src/storage/store.js';
import { toLocalDate } from '../../../src/time.js';
import { openTestApp, type TestApp } from '../../support/open-test-app.js';
import { SAMPLE_UNITS } from '../../support/sample-units.js';

const BASE = '14-KL/TW@2021-09-22';

let opened: TestApp;
let store: Store;
let doors: OutlineDeskDoors;
let now: Date;
let library: Library;
let frame: OutlineFrame;
beforeAll(async () => {
  opened = await openTestApp();
});
beforeEach(async () => {
  now = new Date('2026-11-24T03:00:00Z');
  store = await openStore(':memory:');
  library = opened.app.knowledge.library;
  const { doors: shipped, outlineTopic: _, ...work } = opened.app.briefing;
  frame = shipped.frames.find(({ id }) => id === 'bao-ve-can-bo')!;
  doors = {
    ...shipped,
    ...work,
    get library() {
      return library;
    },
    outlineTopic: (of, minutes) => outlineTopic(of, minutes, { ...shipped, library, today: () => toLocalDate(now) }),
    today: () => toLocalDate(now),
    outlines: store,
    records: store,
    tree: async () => treeOn(SAMPLE_UNITS, toLocalDate(now)),
    clock: () => now,
  };
});
afterEach(() => store.close());

const person = (id: string, ...roles: readonly RoleGrant[]): Member => ({
  id,
  status: 'joined',
  roles,
  addresses: [],
  topics: [],
  consents: [],
  joinedOn: '2026-01-01',
});
const speaker = person('m-speaker', { role: 'propagandist' });
const admin = person('m-admin', { role: 'admin' });
const other = person('m-other', { role: 'admin' });
const unitAdmin = person('m-unit', { role: 'unit-admin', unitId: SAMPLE_UNITS[0]!.id });
const member = person('m-member', { role: 'member' });

const act = async (id: string, what: OutlineAct, who: Member, expiresOn = '2027-02-24') =>
  (await actOnOutline({ id, act: what, member: who, expiresOn }, doors)).status;
const draft = () => draftOutline(frame, 5, doors);
const listed = async (which: 'offered' | 'due') => (await listApproved({}, doors))[which].map(({ kept }) => kept.id);
const offered = () => listed('offered');
async function approve(): Promise<string> {
  const { kept } = await draft();
  await act(kept.id, 'submit', speaker);
  expect(await act(kept.id, 'approve', admin)).toBe('done');
  return kept.id;
}
/** The base reads otherwise from now on. */
function changeBase(): void {
  library = createLibrary(
    library.documents.map((document) => (document.id === BASE ? { ...document, version: 'mới' } : document)),
  );
}

describe('an outline', () => {
  it('is a draft that nobody is offered, then waits, then is offered to all once an admin approved it', async () => {
    const { kept, standing, sheet } = await draft();
    expect([standing, sheet.mark]).toEqual(['draft', 'DỰ THẢO']);
    expect(await act(kept.id, 'submit', speaker)).toBe('done');
    expect(await offered()).toEqual([]);
    expect(await act(kept.id, 'approve', admin)).toBe('done');
    expect(await offered()).toEqual([kept.id]);
    const held = (await store.findOutline(kept.id))!;
    expect(held).toMatchObject({ submittedBy: 'm-speaker', approval: { by: 'm-admin', at: now } });
    expect(openOutline(held, doors).sheet).toMatchObject({
      facts: expect.arrayContaining(['Trạng thái: đã duyệt ngày 24/11/2026, dùng đến hết 24/02/2027']),
    });
    expect((await store.listAudit(10)).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'm-admin approve-outline',
      'm-speaker submit-outline',
    ]);
  });

  it('made again from the same library is the same one, whoever asks; after a change it is the next version', async () => {
    const first = await draft();
    now = new Date('2026-12-01T03:00:00Z');
    expect((await draft()).kept.id).toBe(first.kept.id);
    changeBase();
    const second = await draft();
    expect([second.kept.version, second.kept.id === first.kept.id]).toEqual([2, false]);
  });

  it('is approved by an admin of the whole who did not ask for it, and by nobody else', async () => {
    const { kept } = await draft();
    for (const who of [member, { ...speaker, status: 'left' as const }]) {
      expect(await act(kept.id, 'submit', who)).toBe('not-allowed');
    }
    expect(await act(kept.id, 'approve', admin)).toBe('not-now');
    expect(await act(kept.id, 'submit', admin)).toBe('done');
    for (const who of [member, speaker, unitAdmin]) expect(await act(kept.id, 'approve', who)).toBe('not-allowed');
    expect(await act(kept.id, 'approve', admin)).toBe('own');
    expect(await offered()).toEqual([]);
    expect(await act(kept.id, 'approve', other)).toBe('done');
    expect(await act('ZZZZ2222', 'approve', other)).toBe('not-found');
  });

  it('given back is a draft again, without a name on it', async () => {
    const { kept } = await draft();
    await act(kept.id, 'submit', speaker);
    expect(await act(kept.id, 'return', admin)).toBe('done');
    const held = await store.findOutline(kept.id);
    expect([held?.status, held?.submittedBy]).toEqual(['draft', undefined]);
    expect(await act(kept.id, 'submit', admin)).toBe('done');
  });

  it('is decided once, by the quicker of two admins', async () => {
    const { kept } = await draft();
    await act(kept.id, 'submit', speaker);
    const outcomes = await Promise.all([act(kept.id, 'approve', admin), act(kept.id, 'return', other)]);
    expect(outcomes.toSorted()).toEqual(['done', 'not-now']);
    expect(await store.listAudit(10)).toHaveLength(2);
  });

  it('is offered through its last day and not after', async () => {
    const id = await approve();
    now = new Date('2027-02-24T16:59:00Z');
    expect(await offered()).toEqual([id]);
    now = new Date('2027-02-24T17:01:00Z');
    expect(await offered()).toEqual([]);
    const { standing, sheet } = openOutline((await store.findOutline(id))!, doors);
    expect([standing, sheet.mark]).toEqual(['expired', 'DỰ THẢO']);
  });

  it('is offered no more once a base changed: it says so first, and calls for a new version', async () => {
    const id = await approve();
    expect(await listed('due')).toEqual([]);
    changeBase();
    expect(await offered()).toEqual([]);
    expect(await listed('due')).toEqual([id]);
    const { standing, sheet } = openOutline((await store.findOutline(id))!, doors);
    expect(standing).toBe('outdated');
    expect(sheet.warnings[0]).toBe('Cần bản mới: văn bản căn cứ đã thay đổi từ khi soạn (14-KL/TW).');
    const { kept } = await draft();
    expect([kept.version, kept.status]).toEqual([2, 'draft']);
  });

  it('is neither asked for nor approved on bases that changed meanwhile', async () => {
    const { kept } = await draft();
    await act(kept.id, 'submit', speaker);
    changeBase();
    expect(await act(kept.id, 'approve', admin)).toBe('outdated');
    expect(await act(kept.id, 'return', admin)).toBe('done');
    expect(await act(kept.id, 'submit', speaker)).toBe('outdated');
  });

  it('approved in a newer version takes the place of the older one, and withdrawn it gives it back', async () => {
    const first = await approve();
    changeBase();
    const { kept } = await draft();
    await act(kept.id, 'submit', speaker);
    now = new Date('2026-11-25T03:00:00Z');
    await act(kept.id, 'approve', admin);
    expect(await offered()).toEqual([kept.id]);
    expect(await listed('due')).toEqual([]);
    library = opened.app.knowledge.library;
    expect(await offered()).toEqual([first]);
    expect(await act(first, 'withdraw', speaker)).toBe('not-allowed');
    expect(await act(first, 'withdraw', admin)).toBe('done');
    expect(await offered()).toEqual([]);
    expect((await draft()).kept.version).toBe(3);
  });
});
