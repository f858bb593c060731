import { describe, expect, it } from 'vitest';
import { toIncomingEvent } from '../../../src/channels/telegram/telegram-events.js';
import { AN, listen } from '../../support/open-telegram-pair.js';

describe('telegram: what people write', () => {
  it('keeps a start with its payload as typed, and reads no name', async () => {
    const { platform, come } = await listen();
    await platform.say(AN, '/start don-vi_7', { joins: false });
    const [event] = await come(1);
    expect(event).toMatchObject({ type: 'message', text: '/start don-vi_7', from: { chat: platform.chatOf(AN) } });
    expect(event).toMatchObject({ id: '500000001', receivedAt: new Date('2026-11-24T08:00:00Z') });
    expect(event?.sentAt).toBeInstanceOf(Date);
    expect(JSON.stringify(event)).not.toContain(AN);
  });

  it.each(['image', 'file', 'audio', 'video', 'sticker', 'location', 'contact', 'other'] as const)(
    'says that a file of kind %s came, and no more of it',
    async (kind) => {
      const { platform, come } = await listen();
      await platform.sendFile(AN, kind, 'kèm theo');
      const [, event] = await come(2);
      expect(event).toMatchObject({ type: 'message', files: [{ kind }], text: 'kèm theo' });
      expect(JSON.stringify(event)).not.toMatch(/said-1|a\.pdf|84900000000/);
    },
  );

  it('acknowledges a press, and takes a second life of it quietly', async () => {
    const { channel, platform, come, troubles } = await listen();
    await platform.say(AN, 'chào', { joins: false });
    const chat = platform.chatOf(AN);
    await channel.send(chat, { text: 'Chọn:', buttons: [{ label: 'Một', send: 'v1:một' }] });
    platform.faults.setDelivery({ times: 2 });
    await platform.press(AN, 'Một');
    const events = await come(3);
    expect(events[2]).toMatchObject({ id: events[1]!.id, type: 'tap', data: 'v1:một', from: { chat } });
    await expect.poll(() => platform.taps).toEqual({ answered: 1, unanswered: 0 });
    expect(troubles).toEqual([]);
  });

  it('says who blocked the bot and who came back', async () => {
    const { platform, come } = await listen();
    await platform.join(AN);
    await platform.leave(AN);
    await platform.join(AN);
    expect((await come(4)).map(({ type }) => type)).toEqual(['message', 'left', 'joined', 'message']);
  });

  it('leaves alone what is no question', async () => {
    const { platform, come } = await listen();
    platform.write(AN, { pinned_message: { message_id: 1 } });
    platform.write(AN, { new_chat_title: 'Nhóm' });
    await platform.say(AN, 'câu hỏi', { joins: false });
    expect(await come(1)).toMatchObject([{ text: 'câu hỏi' }]);
  });
});

describe('telegram: groups', () => {
  it('hears only what is addressed to it', async () => {
    const { channel, platform, come } = await listen();
    const name = `@${platform.botName}`;
    platform.addToGroup('Tổ 3', AN);
    const group = platform.chatOf('Tổ 3');
    await channel.send(group, { text: 'Chào cả tổ.' });
    const [greeting] = platform.sentTo('Tổ 3');
    for (const words of [
      'trưa nay ăn gì',
      `${name.toUpperCase()}, Điều 5 nói gì?`,
      `cho hỏi ${name} Điều 6 nói gì?`,
      `Điều 7 nói gì ${name}`,
      '/huong_dan',
      `/huong_dan${name} ngay`,
      '/huong_dan@bot_khac ngay',
      '@nguoi_khac ơi, /huong_dan',
      `thư gửi an${name}`,
    ]) {
      platform.sayInGroup('Tổ 3', AN, words);
    }
    platform.sayInGroup('Tổ 3', AN, 'nói rõ hơn đi', greeting);
    const events = await come(7);
    expect(events[0]).toMatchObject({ type: 'joined', isGroup: true, from: { chat: group } });
    expect(events.slice(1).map((event) => event.type === 'message' && event.text)).toEqual([
      'Điều 5 nói gì?',
      'cho hỏi Điều 6 nói gì?',
      'Điều 7 nói gì',
      '/huong_dan',
      '/huong_dan ngay',
      'nói rõ hơn đi',
    ]);
    expect(events.slice(1).every((event) => event.type === 'message' && event.isGroup)).toBe(true);
  });

  it('follows a group to its new id: told once, and what was sent to the old id arrives', async () => {
    const { channel, platform, come } = await listen();
    platform.addToGroup('Tổ 3', AN);
    const old = platform.chatOf('Tổ 3');
    const next = String(platform.migrate('Tổ 3', AN));
    platform.sayInGroup('Tổ 3', AN, '/moi');
    const events = await come(3);
    expect(events[1]).toMatchObject({ type: 'moved', from: { chat: old }, to: { channel: 'telegram', chat: next } });
    expect(events[2]).toMatchObject({ type: 'message', from: { chat: next } });
    expect(await channel.send(old, { text: 'Đến nơi.' })).toMatchObject({ status: 'sent', movedTo: next });
    expect(platform.sentTo('Tổ 3').map(({ text }) => text)).toEqual(['Đến nơi.']);
  });

  it('says that it was taken out', async () => {
    const { channel, platform, come } = await listen();
    platform.addToGroup('Tổ 3', AN);
    platform.removeFromGroup('Tổ 3', AN);
    expect((await come(2)).map(({ type }) => type)).toEqual(['joined', 'left']);
    const receipt = await channel.send(platform.chatOf('Tổ 3'), { text: 'Còn không?' });
    expect(receipt).toMatchObject({ failure: { code: 'recipient-blocked' } });
  });
});

describe('telegram: updates by themselves', () => {
  const bot = { id: 9, username: 'So_Tay_bot' };
  const receivedAt = new Date('2026-11-24T08:00:00Z');
  const convert = (update: object) => toIncomingEvent({ update_id: 1, ...update }, bot, receivedAt);
  const inGroup = (message: object) =>
    convert({ message: { message_id: 3, date: 1, chat: { id: -5, type: 'supergroup' }, from: { id: 7 }, ...message } });
  const change = (was: object, is: object, type = 'supergroup') =>
    convert({ my_chat_member: { chat: { id: -5, type }, date: 1, old_chat_member: was, new_chat_member: is } });

  it('takes an answer to the bot as meant for it, but not all of a topic that it opened', () => {
    const reply = { text: 'thế à', reply_to_message: { from: { id: 9 } } };
    expect(inGroup(reply)).toMatchObject({ type: 'message', text: 'thế à' });
    expect(inGroup({ ...reply, reply_to_message: { from: { id: 8 } } })).toBeUndefined();
    expect(inGroup({ ...reply, reply_to_message: { from: { id: 9 }, forum_topic_created: {} } })).toBeUndefined();
  });

  it('hears a hidden administrator, but no other bot', () => {
    const command = { text: '/moi', entities: [{ type: 'bot_command', offset: 0, length: 4 }], from: { is_bot: true } };
    expect(inGroup(command)).toBeUndefined();
    expect(inGroup({ ...command, sender_chat: { id: -5 } })).toMatchObject({ text: '/moi' });
  });

  it('knows its name in any case, in a caption, and where it is named without a name', () => {
    const mention = [{ type: 'mention', offset: 0, length: 11 }];
    expect(inGroup({ text: '@so_tay_BOT: 37 còn không', entities: mention })).toMatchObject({ text: '37 còn không' });
    expect(inGroup({ photo: [], caption: '@so_tay_bot', caption_entities: mention })).toMatchObject({
      text: '',
      files: [{ kind: 'image' }],
    });
    const named = [{ type: 'text_mention', offset: 3, length: 6, user: { id: 9 } }];
    expect(inGroup({ text: 'ơi Sổ tay 37 còn không', entities: named })).toMatchObject({ text: 'ơi 37 còn không' });
  });

  it('counts only coming and going, not a change of rights', () => {
    const [member, admin, out] = [{ status: 'member' }, { status: 'administrator' }, { status: 'left' }];
    const muted = { status: 'restricted', is_member: true };
    expect(change(out, muted)).toMatchObject({ type: 'joined', isGroup: true });
    expect(change(admin, { status: 'kicked' })).toMatchObject({ type: 'left' });
    expect([change(member, admin), change(admin, muted), change(out, { status: 'kicked' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(change(out, admin, 'channel')).toBeUndefined();
  });

  it('takes a press under a message that is gone as one of the person’s own chat', () => {
    expect(convert({ callback_query: { id: 'q', from: { id: 7 }, data: 'v1:1' } })).toEqual({
      id: '1',
      receivedAt,
      type: 'tap',
      from: { channel: 'telegram', chat: '7' },
      data: 'v1:1',
    });
  });
});
