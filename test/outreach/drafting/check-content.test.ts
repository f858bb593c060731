import { describe, expect, it } from 'vitest';
import { createLibrary } from '../../../src/documents/library.js';
import { createBroadcast } from '../../../src/outreach/drafting/create-broadcast.js';
import type { Audience, BroadcastContent, BroadcastMessage, Poll } from '../../../src/people/broadcast.js';
import { createDocument, createProvisions } from '../../support/create-documents.js';
import { openPlanningStage, type PlanningStage } from '../../support/open-outreach-stage.js';
import { createAdmin, createContent, createMessage, local } from '../../support/outreach-samples.js';

const ADMIN = createAdmin('admin');
const provisions = createProvisions([['Điều 5 > khoản 2', 'Làm gương.']]);
const REGULATION = createDocument({ number: '37-QĐ/TW', issuedOn: '2021-10-25', issuer: 'BCH Trung ương', provisions });
const OTHER = createDocument({ number: '22-QĐ/TW', issuedOn: '2021-07-28', issuer: 'BCH Trung ương', provisions });
const LIBRARY = createLibrary([REGULATION, OTHER]);
const PROVISION = `${REGULATION.id}#Điều 5.khoản 2`;

const open = () => openPlanningStage({ library: LIBRARY });

async function flawsOf(stage: PlanningStage, content: BroadcastContent): Promise<readonly string[]> {
  const made = await createBroadcast({ content, origin: 'chat', author: ADMIN }, stage.doors);
  if (made.status === 'created') return [];
  if (made.status === 'exists') throw new Error('an id was taken');
  // Each is said in words, and leaves no field open.
  for (const { key, fields } of made.flaws) {
    const said = stage.doors.texts(`broadcast.flaw.${key}`, fields);
    expect(key === 'field' || !/[{}]/.test(said), said).toBe(true);
  }
  return made.flaws.map(({ key }) => key);
}

const saying = (more: Partial<BroadcastMessage>) => createContent({ messages: [createMessage(more)] });
const polling = (more: Partial<Poll> = {}): Poll => ({
  question: 'Giờ nào tiện?',
  options: ['Sáng', 'Chiều'],
  ...more,
});
const link = (label: string, url = 'https://a.vn/dang-ky') => ({ label, url });
const picture = (url: string) => ({ kind: 'image', name: 'a.png', mediaType: 'image/png', content: { url } }) as const;
const ARTICLE = { title: 'Tin', description: '', author: '', body: ['Một'], coverUrl: 'https://a.vn/b.png' };
const article = (more: Partial<typeof ARTICLE>): BroadcastContent => {
  const audience: Audience = { type: 'followers', article: { ...ARTICLE, ...more } };
  return createContent({ audience, messages: [] });
};

it('takes all that an announcement may hold', async () => {
  const stage = await open();
  const fileId = await stage.store.saveFile(new TextEncoder().encode('%PDF'));
  const message: BroadcastMessage = {
    text: '**Việc:** họp *thường kỳ*, 2*3*4 người, [giấy mời](https://a.vn/giay-moi)\nLiên hệ: chị Hoa, 0912 345 678, hoa@a.vn',
    attachments: [
      { kind: 'file', name: 'giay-moi.pdf', mediaType: 'application/pdf', content: { fileId } },
      picture('https://a.vn/a.png'),
    ],
    buttons: [link('Đăng ký')],
    citation: { documentId: REGULATION.id, provisionId: PROVISION },
    poll: polling(),
  };
  const content = createContent({
    messages: [message, { ...message, text: 'Cách nói khác', citation: { documentId: OTHER.id } }],
    audience: { type: 'members', segment: { and: [{ branch: 'tan-phong' }, { not: { role: 'admin' } }] } },
    template: { id: '100001', data: { viec: 'họp', khi: '8 giờ' } },
  });
  expect(await flawsOf(stage, content)).toEqual([]);
  expect(await flawsOf(stage, article({}))).toEqual([]);
});

describe('names what is wrong', () => {
  it.each<readonly [string, BroadcastContent]>([
    ['messages', createContent({ messages: [] })],
    ['messages', createContent({ messages: [1, 2, 3].map(() => createMessage()) })],
    ['empty', saying({ text: ' \n ' })],
    ['long', saying({ text: 'a'.repeat(6_001) })],
    ['bold', saying({ text: 'Họp **sáng mai' })],
    ['bold', saying({ text: '**Họp\nsáng mai**' })],
    ['text-link', saying({ text: 'Xem [giấy mời](http://a.vn)' })],
    ['text-link', saying({ text: 'Xem [giấy mời](a.vn)' })],
    ['field', saying({ text: 'Kính mời {ho_ten}' })],
    ['field', saying({ buttons: [link('{nut}')] })],
    ['field', saying({ poll: polling({ options: ['Sáng', '{y2}'] }) })],
    ['field', createContent({ template: { id: '1', data: { viec: '{viec}' } } })],
    ['id-number', saying({ text: 'CCCD 001099012345' })],
    ['id-number', saying({ text: 'CMND 123456789' })],
    ['buttons', saying({ buttons: [1, 2, 3, 4, 5, 6].map((n) => link(`Nút ${n}`)) })],
    ['link', saying({ buttons: [link('Đăng ký', 'http://a.vn')] })],
    ['link', saying({ buttons: [link('Đăng ký', 'javascript:alert(1)')] })],
    ['label', saying({ buttons: [link('')] })],
    ['label', saying({ buttons: [link('a'.repeat(61))] })],
    ['question', saying({ poll: polling({ question: ' ' }) })],
    ['options', saying({ poll: polling({ options: ['Sáng'] }) })],
    ['options', saying({ poll: polling({ options: ['Sáng', ' sáng'] }) })],
    ['options', saying({ poll: polling({ options: [1, 2, 3, 4, 5, 6, 7, 8, 9].map(String) }) })],
    ['option', saying({ poll: polling({ options: ['Sáng', 'a'.repeat(101)] }) })],
    ['attachments', saying({ attachments: [1, 2, 3, 4].map((n) => picture(`https://a.vn/${n}.png`)) })],
    ['file-address', saying({ attachments: [picture('http://a.vn/a.png')] })],
    ['file-missing', saying({ attachments: [{ ...picture(''), content: { fileId: 'gone' } }] })],
    ['citation', saying({ citation: { documentId: '99-QĐ/TW@2030-01-01' } })],
    ['citation', saying({ citation: { documentId: REGULATION.id, provisionId: `${REGULATION.id}#Điều 99` } })],
    ['citation', saying({ citation: { documentId: OTHER.id, provisionId: PROVISION } })],
    ['template', createContent({ template: { id: ' ', data: {} } })],
    ['template-field', createContent({ template: { id: '1', data: { viec: ' ' } } })],
    ['unit', createContent({ audience: { type: 'members', segment: { not: { branch: 'khong-con' } } } })],
    ['times', createContent({ dueAt: new Date(Number.NaN) })],
    ['expires-early', createContent({ dueAt: local('10:00'), expiresAt: local('10:00') })],
    ['expired', createContent({ dueAt: local('07:00'), expiresAt: local('08:59') })],
    ['corrects', createContent({ corrects: 'KHONGCO2' })],
    ['article-empty', article({ title: ' ' })],
    ['article-empty', article({ body: [' '] })],
    ['article-title', article({ title: 'a'.repeat(151) })],
    ['article-description', article({ description: 'a'.repeat(301) })],
    ['article-author', article({ author: 'a'.repeat(51) })],
    ['article-cover', article({ coverUrl: 'http://a.vn/b.png' })],
    ['field', article({ body: ['Kính mời {ho_ten}'] })],
  ])('%s (%#)', async (key, content) => {
    const stage = await open();
    expect(await flawsOf(stage, content)).toEqual([key]);
  });

  it('two polls whose votes would be counted together', async () => {
    const stage = await open();
    const polls = [polling(), polling({ options: ['Chiều', 'Sáng'] })];
    const content = createContent({ messages: polls.map((poll) => createMessage({ poll })) });
    expect(await flawsOf(stage, content)).toEqual(['two-polls']);
  });

  it('a file that is too large, and words that make more messages than anybody reads', async () => {
    const stage = await open();
    const fileId = await stage.store.saveFile(new Uint8Array(5_000_001));
    const file = { kind: 'file', name: 'a.pdf', mediaType: 'application/pdf', content: { fileId } } as const;
    expect(await flawsOf(stage, saying({ attachments: [file] }))).toEqual(['file-large']);
    const text = `${'Nội dung. '.repeat(20)}\n`.repeat(29);
    expect(text.length).toBeLessThan(6_000);
    expect(await flawsOf(stage, saying({ text }))).toEqual(['parts', 'parts']);
  });
});
