import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Capabilities, OutgoingMessage } from '../../../src/channels/channel.js';
import { createLibrary } from '../../../src/documents/library.js';
import { renderBroadcast, renderForChannel } from '../../../src/outreach/drafting/render-broadcast.js';
import type { BroadcastAttachment, BroadcastContent } from '../../../src/people/broadcast.js';
import { createDocument, createProvisions } from '../../support/create-documents.js';
import { openPlanningStage } from '../../support/open-outreach-stage.js';
import { createContent, createMessage } from '../../support/outreach-samples.js';
import { PLAIN } from '../../support/scripted-channel.js';

const ID = 'ABCDEFGH';
const ANY_FILE = { mediaTypes: [], maxBytes: 5_000_000 };
/** No buttons and no files; some buttons; all of it. */
const FACES: Readonly<Record<'plain' | 'some' | 'rich', Capabilities>> = {
  plain: PLAIN,
  some: {
    ...PLAIN,
    buttons: { kinds: ['send', 'url'], most: 5, labelLimit: 100, sendLimitBytes: 1_000 },
    images: { ...ANY_FILE, byUrlOnly: true },
  },
  rich: {
    ...PLAIN,
    textLimit: 4_096,
    markup: 'markdown',
    buttons: { kinds: ['send', 'url'], most: 100, labelLimit: 100, sendLimitBytes: 64 },
    images: ANY_FILE,
    files: ANY_FILE,
  },
};

const provisions = createProvisions([['Điều 5 > khoản 2', 'Làm gương.']]);
const REGULATION = createDocument({ number: '37-QĐ/TW', issuedOn: '2021-10-25', issuer: 'BCH Trung ương', provisions });
const open = () => openPlanningStage({ library: createLibrary([REGULATION]) });
const saying = (more: Parameters<typeof createMessage>[0], content: Partial<BroadcastContent> = {}) => ({
  id: ID,
  content: createContent({ messages: [createMessage(more)], ...content }),
});

/** Everything that a person can read or press. */
const readAll = (messages: readonly OutgoingMessage[]): string =>
  messages
    .flatMap(({ text, buttons = [], attachments = [] }) => [
      text,
      ...buttons.flatMap((button) => [button.label, 'url' in button ? button.url : '']),
      ...attachments.map(({ name }) => name),
    ])
    .join('\n');

describe('on every channel', () => {
  it('shows everything that an announcement holds, once a message of the platform holds it', async () => {
    const { store, doors } = await open();
    const fileId = await store.saveFile(new Uint8Array(9));
    const line = fc.stringMatching(/^[a-zđơư]{3,12}( [a-zđơư]{1,12}){0,300}$/u);
    const files = fc.array(
      fc.constantFrom<Pick<BroadcastAttachment, 'kind' | 'content'>>(
        { kind: 'image', content: { fileId } },
        { kind: 'image', content: { url: 'https://a.vn/anh' } },
        { kind: 'file', content: { fileId } },
        { kind: 'file', content: { url: 'https://a.vn/tep' } },
        { kind: 'file', content: { fileId: 'gone' } },
      ),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(FACES)),
        line,
        fc.nat(5),
        fc.option(fc.integer({ min: 2, max: 8 })),
        files,
        async (face, text, links, options, kinds) => {
          const buttons = Array.from({ length: links }, (_, at) => ({ label: `Nút ${at}`, url: `https://a.vn/${at}` }));
          const poll = {
            question: 'Chọn ngày?',
            options: Array.from({ length: options ?? 0 }, (_, at) => `Ngày ${at}`),
          };
          const attachments = kinds.map((each, at) => ({ ...each, name: `tep-${at}.bin`, mediaType: 'image/png' }));
          const broadcast = saying({ text, buttons, attachments, ...(options === null ? {} : { poll }) });
          const messages = await renderForChannel(broadcast, 0, face, doors);
          const all = readAll(messages);
          expect(all.replace(/\s+/g, ' ')).toContain(text);
          for (const { label, url } of buttons) expect([all.includes(label), all.includes(url)]).toEqual([true, true]);
          for (const { name } of attachments) expect(all).toContain(name);
          if (options !== null) for (const each of [poll.question, ...poll.options]) expect(all).toContain(each);
          expect(all).toContain('Gõ DỪNG để ngừng nhận.');

          const pressed = messages
            .flatMap((message) => message.buttons ?? [])
            .flatMap((each) => ('send' in each ? [each.send] : []));
          const votes = poll.options.map((_, at) => `/phieu ${ID} ${at + 1}`);
          // Pressed or typed, never both.
          if (options !== null)
            expect([pressed, all.includes('/phieu')]).toEqual(pressed.length > 0 ? [votes, false] : [[], true]);
          for (const message of messages) {
            expect(message.text.length).toBeLessThanOrEqual(face.textLimit);
            expect(message.buttons?.length ?? 0).toBeLessThanOrEqual(face.buttons?.most ?? 0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says what is urgent, what is put right, and what it rests on as it stands today', async () => {
    const { doors } = await open();
    const citation = { documentId: REGULATION.id, provisionId: `${REGULATION.id}#Điều 5.khoản 2` };
    const broadcast = saying({ text: 'Họp lúc 15 giờ.', citation }, { isUrgent: true, corrects: 'HGFEDCBA' });
    const { text } = await renderBroadcast(broadcast, 0, doors);
    expect(text.split('\n\n').slice(0, 4)).toEqual([
      '**KHẨN**',
      '**ĐÍNH CHÍNH** thông báo anh/chị đã nhận trước đây:',
      'Họp lúc 15 giờ.',
      expect.stringMatching(/^Căn cứ: Quy định 37-QĐ\/TW \(25\/10\/2021\), Điều 5, khoản 2[;.]/),
    ]);
  });

  it('says the other of two messages to the other half', async () => {
    const { doors } = await open();
    const messages = ['Một', 'Hai'].map((text) => createMessage({ text }));
    const broadcast = { id: ID, content: createContent({ messages }) };
    const texts = await Promise.all([0, 1].map((variant) => renderForChannel(broadcast, variant, PLAIN, doors)));
    expect(texts.map(readAll)).toEqual([expect.stringMatching(/^Một\n/), expect.stringMatching(/^Hai\n/)]);
  });
});
