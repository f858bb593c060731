import { describe, expect, it } from 'vitest';
import { FACES, openAnnouncingStage, STAFF, walk } from '../../support/open-announcing-stage.js';
import { local } from '../../support/outreach-samples.js';
import type { Person } from '../../support/talk.js';
import { useStage } from '../../support/use-stage.js';

const stage = useStage(openAnnouncingStage);

/** A question to the ward, sent; with its author and who may answer. */
async function askWard(face: (typeof FACES)[number], amount: number) {
  const ward = await stage.join(STAFF.ward, face);
  const people: Person[] = [];
  for (let at = 0; at < amount; at += 1) people.push(await stage.join({ ...STAFF.an, id: `an-${at}` }, face));
  await walk(ward, '>thông báo', 'Soạn', 'Viết tự do', '>Xin ý kiến.', 'Thông báo của', 'Cả Công đoàn', 'Tất cả');
  await walk(ward, 'Hỏi', '>Họp buổi nào? | Sáng | Chiều', 'Không kèm', 'Ngay bây giờ');
  const { id } = await stage.last();
  return { ward, people, id };
}

describe.each(FACES)('a question asked on %s', (face) => {
  it('is answered by a tap or by its number, once, and told from ten votes on', async () => {
    const { ward, people, id } = await askWard(face, 11);
    await walk(ward, 'Gửi');
    await stage.send();
    const brought = stage.channels[face].sent.find(({ chat }) => chat === 'an-0')?.message;
    const buttons = (brought?.buttons ?? []).map((button) => ('send' in button ? button.send : ''));
    const typed = Array.from(brought?.text.matchAll(/\/phieu \S+ \d/g) ?? [], ([words]) => words);
    const first = buttons[0] ?? typed[0] ?? expect.unreachable('nothing to answer with');
    const second = buttons[1] ?? first.replace(/1$/, '2');

    expect(await people[0]!.says(first)).toContain('“Sáng”');
    expect(await people[0]!.says(second)).toContain('đã chọn rồi');
    for (const person of people.slice(1, 9)) await person.says(first);
    const few = await ward.says(`thông báo ${id}`);
    expect(few).toContain('• Sáng: dưới 10\n• Chiều: dưới 10');
    await people[9]!.says(first);
    expect(await ward.says(`thông báo ${id}`)).toContain('• Sáng: 10\n• Chiều: 0');
    // One vote more is not to be made out.
    await people[10]!.says(second);
    expect(await ward.says(`thông báo ${id}`)).toContain('• Sáng: 10\n• Chiều: 0');
    expect(await stage.store.countVotes(id)).toEqual([10, 0]);
  });

  it('takes no vote before it is sent, after its end, of a stranger, or for what is no option', async () => {
    const { ward, people, id } = await askWard(face, 1);
    const an = people[0]!;
    expect(await an.says(`/phieu ${id} 1`)).toContain('bản xem trước');
    await walk(ward, 'Gửi');
    await stage.send();
    expect(await an.says(`/phieu ${id} 3`)).toContain('không tìm thấy');
    expect(await an.says('/phieu ZZZZZZZZ 1')).toContain('không tìm thấy');
    expect(await an.says('/phieu')).toContain(
      face === 'telegram' ? 'bấm một lựa chọn' : 'mã kèm số thứ tự của một lựa chọn',
    );
    const stranger = await stage.join({ ...STAFF.binh, status: 'left' }, face);
    expect(await stranger.says(`/phieu ${id} 1`)).toContain('tham gia');
    stage.set(local('09:00', '2026-12-24'));
    expect(await an.says(`phiếu ${id.toLowerCase()} 1`)).toContain('đã kết thúc');
    expect(await stage.store.castVote({ broadcastId: id, memberId: 'an-0', option: 0 })).toBe('counted');
  });
});
