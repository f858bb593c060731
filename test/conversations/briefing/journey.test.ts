import mammoth from 'mammoth';
import { describe, expect, it } from 'vitest';
import { openBriefing } from '../../../src/app/open-briefing.js';
import type { Channel } from '../../../src/channels/channel.js';
import { openTelegram } from '../../../src/channels/telegram/open-telegram.js';
import { openWebChat } from '../../../src/channels/web-chat.js';
import { openZaloBot } from '../../../src/channels/zalo-bot/open-zalo-bot.js';
import { toCapabilities } from '../../../src/channels/zalo-oa/zalo-messages.js';
import { readConfig } from '../../../src/config.js';
import { createLibrary } from '../../../src/documents/library.js';
import { createOutlinePage } from '../../../src/pages/outline-page.js';
import type { RoleGrant } from '../../../src/people/member.js';
import { openChat } from '../../support/open-chat.js';
import { createMember } from '../../support/outreach-samples.js';
import { createScriptedChannel } from '../../support/scripted-channel.js';
import { createPerson, type Person } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

type Name = 'telegram' | 'zalo-oa' | 'zalo-bot';

const NOW = new Date('2026-11-24T03:00:00Z');
const clock = () => NOW;
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const NAMES: readonly Name[] = ['telegram', 'zalo-oa', 'zalo-bot'];

/** What each platform can do, as its adapter says; nothing is called. */
function capabilitiesOf(name: Name): Channel['capabilities'] {
  const { telegram, zaloBot } = readConfig({ TELEGRAM_BOT_TOKEN: '1:a', ZALO_BOT_TOKEN: '1:a' });
  const common = { publicUrl: null, clock, onTrouble: () => {} };
  if (name === 'telegram') return openTelegram({ config: telegram!, commands: [], ...common }).capabilities;
  return name === 'zalo-bot' ? openZaloBot({ config: zaloBot!, ...common }).capabilities : toCapabilities('plain');
}

const stage = useStage(async (app) => {
  const channels = new Map(NAMES.map((name) => [name, { ...createScriptedChannel(capabilitiesOf(name)), name }]));
  return { ...(await openChat(app, NOW, { channels: [...channels.values()] })), channels, app };
});

const join = (id: string, channel: Name, ...roles: readonly RoleGrant[]): Promise<Person> =>
  stage.join(createMember(id, { roles }), channel, capabilitiesOf(channel));

const heard = (name: Name, chat: string) =>
  stage.channels
    .get(name)!
    .sent.filter((each) => each.chat === chat)
    .map(({ message }) => message.text)
    .join('\n');

/** The words of the DOCX that a person received: as a file, or behind the address that they were given. */
async function readDocx(person: Person): Promise<string> {
  const [file] = person.read().flatMap(({ attachments = [] }) => attachments);
  if (file) {
    expect([file.mediaType, file.name]).toEqual([DOCX, 'De-cuong-neu-guong-5-phut.docx']);
    expect('bytes' in file.content).toBe(true);
    return toWords((file.content as { bytes: Uint8Array }).bytes);
  }
  const said = person
    .read()
    .map(({ text }) => text)
    .join('\n');
  const [, path] = /https:\/\/congdoan\.example(\/de-cuong\/\S+)/.exec(said)!;
  const page = createOutlinePage(stage.doors.briefing);
  expect((await page.request(path!)).status).toBe(200);
  const response = await page.request(`${path}/de-cuong.docx`);
  return toWords(new Uint8Array(await response.arrayBuffer()));
}

const toWords = async (bytes: Uint8Array) => (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;

describe.each(NAMES)('a speaker on %s', (name) => {
  it('asks for a summary, lengthens it, asks for an outline, has it approved, receives the DOCX', async () => {
    const speaker = await join('speaker', name, { role: 'propagandist' });
    const admin = await join('admin', 'telegram', { role: 'admin' });

    const short = await speaker.says('tóm tắt nêu gương');
    expect(short).toContain('Chủ đề: Văn hóa chính trị, trách nhiệm nêu gương');
    const long = await speaker.picks('Dài hơn');
    expect(long.length).toBeGreaterThan(short.length * 1.5);

    expect(await speaker.picks('Soạn đề cương')).toContain('nói trong bao lâu?');
    const card = await speaker.picks('5 phút');
    expect(card).toContain('Trạng thái: bản nháp, chưa duyệt');
    expect(card).toContain('Lưu ý: Chỉ thị 05-CT/TW nay đã có Chỉ thị 07-CT/TW');
    expect(await speaker.picks('Bản Word')).toMatch(/DỰ THẢO|đừng chuyển/);
    expect(await readDocx(speaker)).toContain('DỰ THẢO');

    expect(await speaker.picks('Gửi duyệt')).toContain('Đã gửi duyệt, 1 quản trị được báo ngay.');
    expect(heard('telegram', 'admin')).toContain('Có đề cương chờ anh/chị duyệt: Văn hóa chính trị');
    await admin.says('đề cương');
    await admin.picks('Đang chờ duyệt (1)');
    expect(await admin.picks('5 phút')).toContain('Trạng thái: đang chờ duyệt');
    expect(await admin.picks('Đọc cả bài')).toContain('ĐỀ CƯƠNG TUYÊN TRUYỀN');
    await admin.picks('Đồng ý duyệt');
    expect(await admin.picks('3 tháng')).toContain('Đã duyệt, dùng đến hết 24/02/2027.');
    expect(heard(name, 'speaker')).toContain('anh/chị gửi đã được duyệt, dùng đến hết 24/02/2027');

    expect(await speaker.says('đề cương nêu gương')).toContain('nói trong bao lâu?');
    expect(await speaker.picks('đã duyệt')).toContain('Trạng thái: đã duyệt ngày 24/11/2026, dùng đến hết 24/02/2027');
    await speaker.picks('Bản Word');
    const words = await readDocx(speaker);
    expect(words).toContain('ĐỀ CƯƠNG TUYÊN TRUYỀN');
    expect(words).not.toContain('DỰ THẢO');
  });

  it('is read the loudspeaker script, and the outline whole in parts that fit', async () => {
    const speaker = await join('speaker', name, { role: 'propagandist' });
    await speaker.says('đề cương 28/7');
    await speaker.picks('5 phút');
    expect(await speaker.picks('Bài phát loa')).toMatch(/khoảng \d\d giây:\n\nKính thưa toàn thể đoàn viên/);
    await speaker.picks('Đọc cả bài');
    const parts = speaker.read();
    expect(parts.length).toBeGreaterThan(0);
    for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(capabilitiesOf(name).textLimit);
  });

  it('a member without the role sees why, and may read summaries all the same', async () => {
    const member = await join('member', name, { role: 'member' });
    const said = await member.says('cho xin đề cương 28/7');
    expect(said).toContain('dành cho báo cáo viên, tuyên truyền viên và quản trị');
    expect(said).toContain('gõ “mã …”');
    expect(await member.says('tóm tắt 37-QĐ/TW')).toContain('Tóm tắt Quy định 37-QĐ/TW');
    expect(member.read().flatMap(({ buttons = [] }) => buttons.map(({ label }) => label))).not.toContain(
      'Soạn đề cương chủ đề này',
    );
    expect(await stage.store.listOutlines({ limit: 10 })).toEqual([]);
  });

  it('who never joined is told how to, and keeps no outline open by its id', async () => {
    const stranger = createPerson({ channel: name, chat: 'stranger' }, capabilitiesOf(name), stage.doors);
    expect(await stranger.says('/decuong ABCD2345')).toContain('Anh/chị gõ “tham gia”');
    expect(await stranger.says('tóm tắt')).toContain('Anh/chị muốn tóm tắt gì?');
    expect(await stranger.says('nêu gương')).toContain('Chủ đề: Văn hóa chính trị');
  });
});

describe('in chat', () => {
  it('everybody reads summaries on the web, where nothing is kept of them', async () => {
    const { capabilities } = openWebChat({ clock });
    const visitor = createPerson({ channel: 'web', chat: 'tab' }, capabilities, stage.doors);
    const short = await visitor.says('tóm tắt phòng chống tham nhũng');
    expect(short).toContain('Chủ đề: Phòng, chống tham nhũng');
    const longer = visitor
      .read()
      .at(-1)!
      .buttons!.find(({ label }) => label.startsWith('Dài hơn'))!;
    // What the button sends says all by itself: another tab understands it.
    const other = createPerson({ channel: 'web', chat: 'other' }, capabilities, stage.doors);
    expect((await other.says('send' in longer ? longer.send : '')).length).toBeGreaterThan(short.length);
    expect(await visitor.says('đề cương')).toContain('cần nhắn riêng với tôi trên Zalo hoặc Telegram');
  });

  it('a speaker cannot approve what he sees waiting, nor may the admin who asked', async () => {
    const admin = await join('admin', 'telegram', { role: 'admin' });
    const speaker = await join('speaker', 'telegram', { role: 'propagandist' });
    await admin.says('đề cương nêu gương');
    await admin.picks('5 phút');
    await admin.picks('Gửi duyệt');
    const id = (await stage.store.listOutlines({ limit: 1 }))[0]!.id;
    for (const person of [admin, speaker]) {
      await person.says(`đề cương ${id.toLowerCase()}`);
      const labels = person
        .read()
        .at(-1)!
        .buttons!.map(({ label }) => label);
      expect(labels).not.toContain('Đồng ý duyệt');
      expect(await person.says('Đồng ý duyệt')).toContain('chọn một việc bên dưới');
    }
    expect((await stage.store.findOutline(id))?.status).toBe('waiting');
  });

  it('a card shows no empty line, and offers a new version once a base changed, also of what only waits', async () => {
    const speaker = await join('speaker', 'telegram', { role: 'propagandist' });
    await speaker.says('đề cương 28/7');
    const card = await speaker.picks('5 phút');
    expect(card).toMatch(/Trạng thái: bản nháp, chưa duyệt\nI\. /);
    await speaker.picks('Gửi duyệt');
    const { library } = stage.doors.briefing;
    const changed = createLibrary(library.documents.map((document) => ({ ...document, version: 'mới' })));
    const { outlineTopic } = openBriefing({ ...stage.app.briefing.doors, library: changed });
    const doors = { ...stage.doors, briefing: { ...stage.doors.briefing, library: changed, outlineTopic } };
    const later = createPerson(speaker.address, capabilitiesOf('telegram'), doors);
    const { id } = (await stage.store.listOutlines({ limit: 1 }))[0]!;
    expect(await later.says(`đề cương ${id}`)).toContain('Cần bản mới: văn bản căn cứ đã thay đổi');
    expect(await later.picks('Soạn bản mới')).toContain('bản 2, mã');
  });

  it('words that name no document are a question like any other', async () => {
    const person = await join('member', 'telegram', { role: 'member' });
    expect(await person.says('tóm tắt quyền của đoàn viên')).toContain('Điều 21');
    expect(await person.says('tóm tắt thời tiết hôm nay')).toContain('Tôi chưa có chủ đề “thời tiết hôm nay”');
  });

  it('who is offered subjects may ask something else all the same', async () => {
    const speaker = await join('speaker', 'telegram', { role: 'propagandist' });
    await speaker.says('đề cương');
    expect(await speaker.says('điều 21 luật công đoàn')).toContain('Quyền của đoàn viên theo Điều 21');
    await speaker.says('đề cương');
    expect(await speaker.says('giá vàng hôm nay')).toContain('Tôi chưa có khung đề cương cho “giá vàng hôm nay”');
    expect(await speaker.says('thoát')).toContain('Đã thôi');
  });

  it('where a channel takes no file and we have no address, it says so', async () => {
    const speaker = await join('speaker', 'zalo-bot', { role: 'propagandist' });
    const doors = { ...stage.doors, publicUrl: null };
    const plain = createPerson(speaker.address, capabilitiesOf('zalo-bot'), doors);
    await plain.says('đề cương nêu gương');
    const card = await plain.picks('5 phút');
    expect(card).not.toContain('Bản in chữ to');
    expect(await plain.picks('Bản Word')).toContain('Đọc cả bài');
  });
});
