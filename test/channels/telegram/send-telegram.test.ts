import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '../../../src/channels/channel.js';
import type { FakeTelegram, FakeTelegramOptions } from '../../support/fakes/fake-telegram.js';
import { refuse } from '../../support/fakes/telegram/answers.js';
import { AN, cleanups, openPair } from '../../support/open-telegram-pair.js';

describe('telegram: what is sent', () => {
  async function meet(options: FakeTelegramOptions = {}) {
    const pair = await openPair(options);
    cleanups.push(() => pair.platform.close());
    await pair.platform.say(AN, 'chào', { joins: false });
    return { ...pair, chat: pair.platform.chatOf(AN) };
  }

  it('shows bold, italic and links, and every other mark as a letter', async () => {
    const { channel, platform, chat } = await meet();
    const text = '**Điều *5* <b>** và *nghiêng*, [văn bản & nguồn](https://vb.vn/?a=1&b="2") 2*3*4 ** hở* [x](y) *';
    await channel.send(chat, { text });
    const [sent] = platform.sentTo(AN);
    expect(sent?.text).toBe('Điều 5 <b> và nghiêng, văn bản & nguồn 2*3*4 ** hở* [x](y) *');
    expect(sent?.entities.map(({ type }) => type)).toEqual(['italic', 'bold', 'italic', 'text_link']);
    expect(platform.counts.refusals).toEqual({});
  });

  it('writes HTML that Telegram reads, whatever the words', async () => {
    const { channel, platform, chat } = await meet();
    const piece = fc.constantFrom(
      '*',
      '**',
      '[',
      ']',
      '(',
      ')',
      'https://a.vn',
      '<',
      '>',
      '&',
      '"',
      ' ',
      '\n',
      'ệ',
      '&lt;',
    );
    const words = fc.array(piece, { maxLength: 25 }).map((pieces) => `đ${pieces.join('')}đ`);
    await fc.assert(
      fc.asyncProperty(words, async (text) => {
        expect(await channel.send(chat, { text })).toMatchObject({ status: 'sent' });
      }),
      { numRuns: 300 },
    );
    expect(platform.counts.refusals).toEqual({});
  });

  it('sends words plainly where Telegram refuses the formatting, and says so without the words', async () => {
    const { channel, platform, chat, troubles } = await meet();
    platform.answerNext(refuse(400, `can't parse entities: Unsupported start tag "bí mật" at byte offset 3`));
    expect(await channel.send(chat, { text: '**Đậm** [nguồn](https://vb.vn)' })).toMatchObject({ status: 'sent' });
    expect(platform.shown(AN).map(({ text }) => text)).toEqual(['Đậm nguồn (https://vb.vn)']);
    expect(troubles).toMatchObject([{ kind: 'resent-plain' }]);
    expect(JSON.stringify(troubles)).not.toContain('bí mật');
  });

  it('keeps what a button sends within 64 bytes, and Telegram refuses one more', async () => {
    const { channel, platform, chat, troubles } = await meet();
    const most = channel.capabilities.buttons?.sendLimitBytes;
    const send = (data: string) => channel.send(chat, { text: 'Chọn:', buttons: [{ label: 'Một', send: data }] });
    expect(most).toBe(64);
    expect(await send(`${'ệ'.repeat(21)}x`)).toMatchObject({ status: 'sent' });
    expect(await send(`${'ệ'.repeat(21)}xy`)).toMatchObject({ failure: { code: 'invalid-message' } });
    expect(troubles).toMatchObject([{ kind: 'refused', detail: '400 Bad Request: BUTTON_DATA_INVALID' }]);
    expect(platform.shown(AN)).toHaveLength(1);
  });

  it('quotes what it answers, and does without where that is gone', async () => {
    const { channel, platform, chat } = await meet();
    await channel.send(chat, { text: 'một', replyTo: '1' });
    await channel.send(chat, { text: 'hai', replyTo: '4040' });
    expect(platform.shown(AN).map(({ quotes }) => quotes)).toEqual(['1', undefined]);
  });

  it('sends pictures and files, by bytes and by address, the words with the first', async () => {
    const { channel, platform, chat } = await meet();
    const bytes = new Uint8Array([0, 13, 10, 45, 45, 255, 128]);
    const receipt = await channel.send(chat, {
      text: '**Kèm** theo',
      buttons: [{ label: 'Xem', url: 'https://vb.vn/1' }],
      attachments: [
        { kind: 'file', name: 'Nghị quyết "21"; bản 2.docx', mediaType: 'application/msword', content: { bytes } },
        { kind: 'image', name: 'anh.png', mediaType: 'image/png', content: { url: 'https://vb.vn/anh.png' } },
      ],
    });
    const shown = platform.shown(AN);
    expect(receipt).toEqual({ status: 'sent', messageId: shown[0]?.id });
    expect(shown).toMatchObject([
      {
        text: 'Kèm theo',
        buttons: ['Xem'],
        attachments: [{ kind: 'file', name: 'Nghị quyết _21__ bản 2.docx', size: 7 }],
      },
      { text: '', buttons: [], attachments: [{ kind: 'image', name: 'anh.png' }] },
    ]);
    expect(platform.counts.refusals).toEqual({});
  });

  it.each([
    [refuse(403, 'bot was blocked by the user'), 'recipient-blocked'],
    [refuse(403, 'user is deactivated'), 'recipient-blocked'],
    [refuse(400, 'chat not found'), 'recipient-blocked'],
    [refuse(400, 'not enough rights to send text messages to the chat'), 'recipient-blocked'],
    [refuse(400, 'message is too long'), 'invalid-message'],
    [refuse(413, 'Request Entity Too Large'), 'invalid-message'],
    [refuse(401, 'Unauthorized'), 'unauthorized'],
    [refuse(404, 'Not Found'), 'unauthorized'],
    [refuse(502, 'Bad Gateway'), 'unavailable'],
    [refuse(418, 'what nobody expects'), 'unknown'],
  ] as const)('makes of %j a failure %s', async (answer, code) => {
    const { channel, platform, chat } = await meet();
    platform.answerNext(answer);
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ status: 'failed', failure: { code } });
    expect(platform.counts.calls.sendMessage).toBe(1);
  });

  it('tells one who is not there from one who does not answer', async () => {
    const { channel, platform, chat } = await meet();
    platform.faults.setDown(true);
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ failure: { code: 'timeout' } });
    await platform.close();
    cleanups.length = 0;
    expect(await channel.send(chat, { text: 'Một.' })).toMatchObject({ failure: { code: 'unavailable' } });
  });

  it('sits out a short pause, together with everything that is to go meanwhile', async () => {
    const { channel, platform, chat } = await meet();
    const send = (text: string) => channel.send(chat, { text });
    platform.faults.failNext('rate-limited');
    const first = send('một');
    await expect.poll(() => platform.counts.calls.sendMessage).toBe(1);
    // The refusal has to arrive before it can be heeded.
    await expect.poll(() => isHeld(channel, platform)).toBe(true);
    const callsBefore = platform.counts.calls.sendMessage;
    const receipts = await Promise.all([first, ...Array.from({ length: 20 }, (_, index) => send(`sau ${index}`))]);
    expect(receipts.every(({ status }) => status === 'sent')).toBe(true);
    expect(platform.counts.calls.sendMessage).toBe(callsBefore! + 21);
    expect(platform.counts.callsDuringPause).toBe(0);
    expect(platform.shown(AN)).toHaveLength(21);
  });

  it('hands a long pause to the caller, and calls nobody meanwhile', async () => {
    const { channel, platform, chat } = await meet({ retryAfterS: 40 });
    platform.faults.failNext('rate-limited');
    expect(await channel.send(chat, { text: 'một' })).toMatchObject({
      failure: { code: 'rate-limited', retryAfterMs: 40_000 },
    });
    const again = await channel.send(chat, { text: 'hai' });
    expect(again).toMatchObject({ failure: { code: 'rate-limited' } });
    expect(again.status === 'failed' && again.failure.retryAfterMs).toBeGreaterThan(38_000);
    await channel.showTyping(chat);
    expect(platform.counts.calls).toEqual({ sendMessage: 1 });
  });

  it('keeps within the strict limits by waiting when asked', async () => {
    const { channel, platform, chat } = await meet();
    platform.faults.setStrictLimits(true);
    const receipts = [];
    for (const text of ['một', 'hai', 'ba']) receipts.push(await channel.send(chat, { text }));
    expect(receipts.map(({ status }) => status)).toEqual(['sent', 'sent', 'sent']);
    expect(platform.counts.callsDuringPause).toBe(0);
  });
});

/** Whether a typing sign is withheld: then the channel knows of the pause. */
async function isHeld(channel: Channel, platform: FakeTelegram): Promise<boolean> {
  const before = platform.counts.calls.sendChatAction ?? 0;
  await channel.showTyping('1');
  return (platform.counts.calls.sendChatAction ?? 0) === before;
}
