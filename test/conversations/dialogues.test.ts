import { beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../src/channels/channel.js';
import { offerFirstAdmin } from '../../src/conversations/offer-first-admin.js';
import { hashCode } from '../../src/people/one-time-code.js';
import { FACES, TELEGRAM, ZALO_BOT } from '../support/faces.js';
import { openChat } from '../support/open-chat.js';
import { createScriptedChannel, PLAIN } from '../support/scripted-channel.js';
import { createPerson, type Person, screenOf } from '../support/talk.js';
import { useStage } from '../support/use-stage.js';

/** Where we may write first. */
const OPEN = { proactive: { templates: false, perSecond: 25 } };

const chat = useStage((app) => openChat(app, new Date('2026-11-24T03:00:00Z')));

const at = (channel: Address['channel'], chat: string): Address => ({ channel, chat });
const memberOf = (person: Person) => chat.store.findMemberAt(person.address);
const codeIn = (text: string) => /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(text)?.[0] ?? expect.unreachable('no code');

async function joins(person: Person, unit = 'Tân Phong', topics = '1'): Promise<void> {
  await person.says('tham gia');
  await person.says(unit);
  await person.picks(unit);
  if (person.read().at(-1)?.text.includes('Dưới')) await person.picks('Chính');
  await person.says(topics);
  await person.picks('Xong');
  await person.picks('Giờ nào cũng được');
  await person.picks('Đồng ý');
}

describe.each(FACES)('a person on a face with %s', (_, channel, capabilities) => {
  let an: Person;
  beforeEach(() => {
    an = createPerson(at(channel, 'an-1'), capabilities, chat.doors);
  });

  it('joins by browsing, step by step, and nothing is kept before the yes', async () => {
    expect(await an.says('tham gia')).toMatch(/đơn vị nào/);
    await an.picks('Tân Phong');
    expect(await an.picks('Trường mẫu')).toMatch(/Chưa việc nào được chọn sẵn/);
    await an.says('1 4');
    expect(await an.picks('Xong')).toMatch(/giờ nào anh\/chị không muốn/);
    const consent = await an.picks('22 giờ');
    expect(consent).toMatch(
      /Trường mẫu[\s\S]*Thông báo của công đoàn; Giải báo chí[\s\S]*22 giờ – 6 giờ[\s\S]*có đồng ý không/,
    );
    expect(await memberOf(an)).toBeUndefined();
    expect(await an.says('ừ')).toMatch(/có đồng ý không/);
    expect(await memberOf(an)).toBeUndefined();
    expect(await an.says('dong y')).toMatch(/đã ghi nhận/);
    const member = await memberOf(an);
    expect(member).toMatchObject({
      status: 'joined',
      unitId: 'truong',
      topics: ['thong-bao', 'giai-bao-chi'],
      quietHours: { from: 22, to: 6 },
      roles: [{ role: 'member' }],
    });
    expect(member?.consents.map(({ purpose }) => purpose)).toEqual(['join', 'thong-bao', 'giai-bao-chi']);
    const words = await chat.store.findConsentText(member!.consents[0]!.textVersion);
    expect(words).toContain('Trường mẫu');
    expect(consent).toContain(words!.split('\n')[0]);
  });

  it('finds a unit by its name without marks, and nearly', async () => {
    await an.says('/tham_gia');
    await an.says('thuy dien');
    expect(screenOf(an)).toMatch(/Thủy điện mẫu/);
    await an.says('thôi');
    await an.says('/tham_gia');
    await an.says('doan kett');
    expect(screenOf(an)).toMatch(/Đoàn Kết/);
    expect(await an.says('không có đâu xyz')).toMatch(/chưa tìm thấy/);
  });

  it('says no, or anything but yes, and nothing is kept', async () => {
    await an.says('tham gia');
    await an.picks('Đoàn Kết');
    await an.picks('May');
    await an.picks('Xong');
    await an.picks('Giờ nào');
    expect(await an.picks('Không')).toMatch(/không lưu gì/);
    expect(await memberOf(an)).toBeUndefined();
    expect(await an.says('quy định 22 còn hiệu lực không')).toMatch(/^Không còn/);
  });

  it('may ask in between, and may stop in between', async () => {
    await an.says('tham gia');
    expect(await an.says('quy định 22 còn hiệu lực không vậy?')).toMatch(/^Không còn/);
    await an.says('truong mau');
    expect(screenOf(an)).toMatch(/Trường mẫu/);
    expect(await an.says('thôi')).toMatch(/Đã thôi/);
    expect(an.state()?.context?.dialogue).toBeUndefined();
    expect(await an.says('1')).toMatch(/không còn giữ/);
  });

  it('joins with a code that sets unit and role, once', async () => {
    const code = 'AAAA-BBBB-CCCC';
    const purpose = { type: 'join', unitId: 'may', role: 'propagandist' } as const;
    const expiresAt = new Date(chat.now().getTime() + 1_000_000);
    await chat.store.saveCode({ hash: await hashCode(code), purpose, usesLeft: 1, expiresAt });
    await an.says('tham gia');
    expect(await an.says('aaaa bbbb cccc')).toMatch(/Chưa việc nào/);
    await an.picks('Xong');
    await an.picks('Giờ nào');
    await an.picks('Đồng ý');
    expect(await memberOf(an)).toMatchObject({ unitId: 'may', roles: [{ role: 'propagandist' }], topics: [] });
    expect(await chat.store.listAudit(1)).toMatchObject([{ actor: 'system', action: 'grant-role' }]);
    expect(await chat.store.findCode(await hashCode(code), chat.now())).toBeUndefined();
  });

  it('changes topics: more needs a yes, less goes at once', async () => {
    await joins(an, 'Đoàn Kết');
    await an.says('chủ đề');
    await an.says('1 3');
    expect(await an.picks('Xong')).toMatch(/có đồng ý không/);
    await an.picks('Đồng ý');
    expect((await memberOf(an))?.topics).toEqual(['sinh-hoat']);
    await an.says('chủ đề');
    await an.says('3');
    await an.picks('Xong');
    expect((await memberOf(an))?.topics).toEqual([]);
  });

  it('changes quiet hours and unit', async () => {
    await joins(an, 'Đoàn Kết');
    await an.says('giờ yên lặng');
    expect(await an.says('hai mươi')).toMatch(/chưa hiểu/);
    await an.says('20-8');
    expect((await memberOf(an))?.quietHours).toEqual({ from: 20, to: 8 });
    await an.says('đổi đơn vị');
    await an.says('truong mau');
    await an.picks('Trường mẫu');
    expect((await memberOf(an))?.unitId).toBe('truong');
  });

  it('stops one topic, then all at once, and joins again', async () => {
    await joins(an, 'Đoàn Kết', '1 4');
    expect(await an.says('dung giai bao chi, cuoc thi')).toMatch(/Đã dừng tin về/);
    expect((await memberOf(an))?.topics).toEqual(['thong-bao']);
    expect(await an.says('DỪNG')).toMatch(/không gửi tin nào/);
    expect(await memberOf(an)).toMatchObject({ status: 'left', topics: [] });
    expect((await memberOf(an))?.consents.every(({ withdrawnAt }) => withdrawnAt)).toBe(true);
    await joins(an, 'Tân Phong', '2');
    expect(await memberOf(an)).toMatchObject({ status: 'joined', topics: ['nhac-chien-dich'], unitId: 'tan-phong' });
  });

  it('sees everything that is held, as words and as a file where one can be sent', async () => {
    expect(await an.says('dữ liệu')).toMatch(/không giữ địa chỉ/);
    await joins(an, 'Đoàn Kết');
    const text = await an.says('dữ liệu');
    for (const part of ['an-1', 'Đoàn Kết', 'Thông báo của công đoàn', 'đoàn viên', '24/11/2026'])
      expect(text).toContain(part);
    expect(text).toContain(`Mã của anh/chị trong hệ thống: ${(await memberOf(an))!.id.slice(0, 8)}`);
    const file = an.read().flatMap(({ attachments = [] }) => attachments)[0];
    expect(file === undefined).toBe(capabilities.files === null);
    if (file && 'bytes' in file.content) expect(new TextDecoder().decode(file.content.bytes)).toContain('an-1');
    expect((await chat.store.listRequests()).map(({ kind }) => kind)).toEqual(['see', 'see']);
  });

  it('is erased after the code, whole, and is nobody afterwards', async () => {
    await joins(an, 'Đoàn Kết');
    const { id } = (await memberOf(an))!;
    const asked = await an.says('xóa');
    const code = /XÓA (\d{6})/.exec(asked)![1]!;
    expect(await an.says('xóa 000000')).toMatch(/chưa đúng/);
    expect(await memberOf(an)).toBeDefined();
    expect(await an.says(`xoa ${code}`)).toMatch(/Đã xóa hết/);
    expect(await memberOf(an)).toBeUndefined();
    expect(await chat.store.findMember(id)).toBeUndefined();
    expect(an.state()).toBeNull();
    expect((await chat.store.listRequests()).map(({ kind, doneAt }) => [kind, doneAt])).toEqual([
      ['erase', chat.now()],
    ]);
    expect(await an.says('dữ liệu')).toMatch(/không giữ địa chỉ/);
  });

  it('has a quarter of an hour to confirm', async () => {
    await joins(an, 'Đoàn Kết');
    const code = /XÓA (\d{6})/.exec(await an.says('xóa'))![1]!;
    chat.set(new Date(chat.now().getTime() + 16 * 60_000));
    expect(await an.says(`xóa ${code}`)).toMatch(/gõ đúng: XÓA/);
    expect(await memberOf(an)).toBeDefined();
  });

  it('gives feedback that nobody can trace', async () => {
    await joins(an, 'Đoàn Kết');
    expect(await an.says('góp ý')).toMatch(/ẩn danh[\s\S]*cơ quan có thẩm quyền/);
    await an.picks('Hoạt động');
    expect(await an.says('gọi tôi theo số 0912345678 nhé')).toMatch(/chưa lưu/);
    expect(await an.says('Nên có thêm sân bóng?')).toMatch(/đã được lưu/);
    const { id } = (await memberOf(an))!;
    const [kept] = await chat.store.listFeedback(9);
    // One member is too few for a unit of its own.
    expect(kept).toEqual({
      id: expect.any(String),
      day: '2026-11-24',
      topic: 'hoat-dong',
      text: 'Nên có thêm sân bóng?',
    });
    expect(JSON.stringify(kept)).not.toContain(id);
  });

  it('does nothing of this on a face that keeps no address, nor in a group', async () => {
    const web = createPerson(at('web', 'x'), { ...PLAIN, introducesItself: true }, chat.doors);
    for (const command of ['tham gia', 'dữ liệu', 'xóa', 'liên kết', 'góp ý']) {
      expect(await web.says(command)).toBe(chat.doors.texts('not-here'));
    }
    expect(await web.says('dừng')).toBe(chat.doors.texts('stopped'));
  });
});

describe('one person on two channels', () => {
  it('links them by a code, once, and keeps each yes', async () => {
    const zalo = createPerson(at('zalo-bot', 'z'), ZALO_BOT, chat.doors);
    const telegram = createPerson(at('telegram', 't'), TELEGRAM, chat.doors);
    expect(await zalo.says('liên kết')).toBe(chat.doors.texts('not-joined'));
    await joins(zalo, 'Đoàn Kết');
    const code = codeIn(await zalo.says('liên kết'));
    expect(await zalo.says(`liên kết ${code}`)).toMatch(/đã là một người/);
    const other = codeIn(await zalo.says('liên kết'));
    expect(await telegram.says(`liên kết ${other.toLowerCase()}`)).toMatch(/Đã liên kết/);
    expect((await memberOf(telegram))?.id).toBe((await memberOf(zalo))?.id);
    expect(await telegram.says(`liên kết ${other}`)).toMatch(/không đúng/);
  });

  it('makes one member of two who had both joined', async () => {
    const zalo = createPerson(at('zalo-bot', 'z'), ZALO_BOT, chat.doors);
    const telegram = createPerson(at('telegram', 't'), TELEGRAM, chat.doors);
    await joins(zalo, 'Đoàn Kết', '1');
    await joins(telegram, 'Tân Phong', '3');
    await telegram.says(`liên kết ${codeIn(await zalo.says('liên kết'))}`);
    expect(await memberOf(zalo)).toMatchObject({ unitId: 'doan-ket', topics: ['thong-bao'], addresses: [{}, {}] });
    expect(await memberOf(telegram)).toEqual(await memberOf(zalo));
  });

  it('lets a code run out', async () => {
    const zalo = createPerson(at('zalo-bot', 'z'), ZALO_BOT, chat.doors);
    const telegram = createPerson(at('telegram', 't'), TELEGRAM, chat.doors);
    await joins(zalo, 'Đoàn Kết');
    const code = codeIn(await zalo.says('liên kết'));
    chat.set(new Date(chat.now().getTime() + 16 * 60_000));
    expect(await telegram.says(`liên kết ${code}`)).toMatch(/hết hạn/);
    expect(await memberOf(telegram)).toBeUndefined();
  });
});

describe('roles', () => {
  let admin: Person;
  beforeEach(async () => {
    admin = createPerson(at('telegram', 'admin'), TELEGRAM, chat.doors);
    const code = (await offerFirstAdmin({ people: chat.store, state: chat.store, clock: chat.now }))!;
    expect(await admin.says(`mã ${code}`)).toMatch(/tham gia trước/);
    await joins(admin, 'Đoàn Kết');
    expect(await admin.says(`mã ${code}`)).toMatch(/quản trị chung/);
  });

  const unitAdmin = async (unit: string): Promise<Person> => {
    const person = createPerson(at('telegram', `qt-${unit}`), TELEGRAM, chat.doors);
    await admin.says('tạo mã');
    await admin.picks('quản trị đơn vị');
    await admin.says(unit);
    await admin.picks(unit);
    if (admin.read().at(-1)?.text.includes('Dưới')) await admin.picks('Chính');
    const code = codeIn(await admin.picks('1'));
    await joins(person, 'Đoàn Kết');
    expect(await person.says(`mã ${code}`)).toMatch(/quản trị đơn vị/);
    return person;
  };

  it.each<readonly [string, string]>([
    ['mã', 'mã '],
    ['liên kết', 'liên kết '],
    ['tham gia', ''],
  ])('ten wrong codes after “%s” close the tries of a chat for an hour, and staff is told', async (opening, before) => {
    const code = async () => {
      await admin.says('tạo mã');
      await admin.picks('quản trị chung');
      return codeIn(await admin.picks('1'));
    };
    const right = await code();
    const guesser = createPerson(at('zalo-bot', 'ke-do'), ZALO_BOT, chat.doors);
    if (before === '') await guesser.says(opening);
    else await joins(guesser, 'Đoàn Kết');
    for (let n = 0; n < 9; n++) expect(await guesser.says(`${before}ABCD-2345-000${n}`)).not.toMatch(/một giờ tới/);
    expect(await guesser.says(`${before}ABCD-2345-0009`)).toMatch(/một giờ tới tôi không nhận mã nào/);
    expect(await chat.store.listAudit(1)).toMatchObject([
      { actor: 'system', action: 'close-code-tries', details: { channel: 'zalo-bot' } },
    ]);
    if (before === '') await joins(guesser, 'Đoàn Kết');
    expect(await guesser.says(`mã ${right}`)).toMatch(/một giờ tới/);
    // Others go on, and so does this chat an hour later; the code was not used.
    const other = createPerson(at('telegram', 'nguoi-khac'), TELEGRAM, chat.doors);
    await joins(other, 'Đoàn Kết');
    expect(await other.says(`mã ${await code()}`)).toMatch(/quản trị chung/);
    chat.set(new Date(chat.now().getTime() + 61 * 60_000));
    expect(await guesser.says(`mã ${right}`)).toMatch(/quản trị chung/);
  });

  it('admins hear once an hour that somebody guesses, over however many chats, and not where', async () => {
    const channel = { ...createScriptedChannel(OPEN), name: 'telegram' as const };
    const doors = {
      ...chat.doors,
      outreach: { ...chat.doors.outreach, channels: new Map([['telegram', channel] as const]) },
    };
    for (const name of ['ke-do-1', 'ke-do-2']) {
      const guesser = createPerson(at('zalo-bot', name), ZALO_BOT, doors);
      for (let n = 0; n < 10; n++) await guesser.says(`liên kết ABCD-2345-000${n}`);
    }
    expect(channel.sent.map(({ chat: to }) => to)).toEqual(['admin']);
    expect(channel.sent[0]?.message.text).toMatch(/Zalo Bot vừa gõ sai mã 10 lần/);
    expect(JSON.stringify(channel.sent[0]?.message)).not.toContain('ke-do');
  });

  it('names of units are no tries, however often nobody has them', async () => {
    const person = createPerson(at('telegram', 'tim-mai'), TELEGRAM, chat.doors);
    await person.says('tham gia');
    for (let n = 0; n < 12; n++) expect(await person.says('Công đoàn không có đâu')).not.toMatch(/một giờ tới/);
    for (let n = 0; n < 12; n++) expect(await person.says('Tan Phong 1')).not.toMatch(/một giờ tới/);
  });

  it('makes the first admin by a code that is offered once', async () => {
    expect((await memberOf(admin))?.roles).toEqual([{ role: 'member' }, { role: 'admin' }]);
    expect(await offerFirstAdmin({ people: chat.store, state: chat.store, clock: chat.now })).toBeUndefined();
    expect(await chat.store.listAudit(1)).toMatchObject([
      { actor: 'system', action: 'grant-role', details: { role: 'admin' } },
    ]);
  });

  it('shows everybody only the commands that are theirs', async () => {
    const anybody = createPerson(at('telegram', 'b'), TELEGRAM, chat.doors);
    expect(await anybody.says('menu')).not.toMatch(/tạo mã|sổ quyền|đếm/);
    expect(await admin.says('menu')).toMatch(/tạo mã[\s\S]*sổ quyền/);
    for (const command of ['/tao_ma', '/thu_quyen', '/dem', '/so_quyen', '/yeu_cau', '/xem_gopy']) {
      expect([command, await anybody.says(command)]).toEqual([command, chat.doors.texts('not-allowed')]);
    }
  });

  it('grants within the branch only, and writes down who did', async () => {
    const chief = await unitAdmin('Tân Phong');
    expect((await memberOf(chief))?.roles.at(-1)).toEqual({ role: 'unit-admin', unitId: 'tan-phong' });
    await chief.says('tạo mã');
    expect(chief.read()[0]?.buttons?.map(({ label }) => label)).toEqual(['báo cáo viên, tuyên truyền viên']);
    await chief.picks('báo cáo viên');
    const offered = chief.read()[0]?.buttons?.map(({ label }) => label);
    expect(offered).toEqual([
      'Chính Công đoàn phường Tân Phong',
      'Công đoàn cơ sở Thủy điện mẫu',
      'Công đoàn cơ sở Trường mẫu',
    ]);
    expect(await chief.says('may mau')).not.toMatch(/May mẫu/);
    await chief.picks('Thủy điện');
    expect(await chief.picks('10')).toMatch(/Dùng 10 lượt/);
    expect(await chat.store.listAudit(1)).toMatchObject([
      { actor: (await memberOf(chief))!.id, action: 'create-role-code' },
    ]);
  });

  it('counts and reads within the branch only, and never below ten', async () => {
    const chief = await unitAdmin('Tân Phong');
    await chief.says('đếm');
    await chief.picks('Chính');
    expect(chief.read()[0]?.text).toMatch(/Tân Phong: dưới 10 người/);
    await chat.store.saveFeedback({
      id: '1',
      day: '2026-11-24',
      topic: 'khac',
      text: 'Ở Đoàn Kết',
      unitId: 'doan-ket',
    });
    await chat.store.saveFeedback({ id: '2', day: '2026-11-24', topic: 'khac', text: 'Ở trường', unitId: 'truong' });
    await chat.store.saveFeedback({ id: '3', day: '2026-11-24', topic: 'khac', text: 'Không rõ ở đâu' });
    expect(await chief.says('xem góp ý')).toMatch(/Ở trường/);
    expect(await chief.says('xem góp ý')).not.toMatch(/Đoàn Kết|Không rõ/);
    expect(await admin.says('xem góp ý')).toMatch(/Đoàn Kết[\s\S]*Ở trường[\s\S]*Không rõ/);
    expect(await chief.says('/so_quyen')).toBe(chat.doors.texts('not-allowed'));
    expect(await chief.says('/yeu_cau')).toBe(chat.doors.texts('not-allowed'));
  });

  it('takes a role back, at once', async () => {
    const chief = await unitAdmin('Tân Phong');
    await admin.says('thu quyền');
    expect(await admin.picks('quản trị đơn vị')).toMatch(/Đã thu/);
    expect((await memberOf(chief))?.roles).toEqual([{ role: 'member' }]);
    expect(await chief.says('/dem')).toBe(chat.doors.texts('not-allowed'));
    expect(await admin.says('sổ quyền')).toMatch(/revoke-role/);
  });

  it('lets no code through that a role lost meanwhile was to make', async () => {
    const chief = await unitAdmin('Tân Phong');
    await chief.says('tạo mã');
    await chief.picks('báo cáo viên');
    await chief.picks('Thủy điện');
    await admin.says('thu quyền');
    await admin.picks('quản trị đơn vị');
    expect(await chief.picks('10')).toBe(chat.doors.texts('not-allowed'));
  });
});
