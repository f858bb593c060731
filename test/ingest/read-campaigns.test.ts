import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCampaigns } from '../../src/ingest/read-campaigns/read-campaigns.js';
import { writeFlaw } from '../../src/ingest/read-campaigns/read-yaml.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-campaigns-'));
});
afterEach(() => rm(folder, { recursive: true }));

const WHOLE = `campaigns:
  - id: hop-to
    title: Họp tổ công đoàn
    purpose: Nhắc họp.
    topic: sinh-hoat
    segment: { or: [{ role: propagandist }, { not: { branch: tan-phong } }] }
    schedule: { type: month-weekday, nth: 1, weekday: 1, from: 2027-01-01 }
    at: "13:30"
    shift: monday
    milestones:
      - offsetDays: 1
        message: Đã họp ngày {ngay} ({ngay_am}), lần thứ {so_nam}. Xem {lien_ket}
        asksReport: true
      - offsetDays: -3
        message: Còn {con_lai} ngày.
        attachment: { kind: image, name: to-gap.png, mediaType: image/png, url: https://example.org/a.png }
    graceHours: 36
    owner: LĐLĐ tỉnh
    status: active
    since: 1929
    link: { url: https://example.org/ }
    note: Ghi chú.
    sources: [https://example.org/nguon]
`;
const LEAST = WHOLE.replace(/ {4}(segment|at|shift|graceHours|status|note): .*\n/g, '');

const write = (name: string, text: string) => writeFile(join(folder, name), text);
async function flawsOf(text: string): Promise<readonly string[]> {
  await write('a.yaml', text);
  return (await readCampaigns(folder)).flaws.map((flaw) => writeFlaw(flaw).replace(`${folder}/`, ''));
}

describe('campaigns of files', () => {
  it('are read to the last field', async () => {
    await write('a.yaml', WHOLE);
    expect(await readCampaigns(folder)).toEqual({
      flaws: [],
      campaigns: [
        {
          id: 'hop-to',
          title: 'Họp tổ công đoàn',
          purpose: 'Nhắc họp.',
          topic: 'sinh-hoat',
          segment: { or: [{ role: 'propagandist' }, { not: { branch: 'tan-phong' } }] },
          schedule: { type: 'month-weekday', nth: 1, weekday: 1, from: '2027-01-01' },
          at: 13 * 60 + 30,
          shift: 'monday',
          milestones: [
            {
              offsetDays: -3,
              message: 'Còn {con_lai} ngày.',
              asksReport: false,
              attachment: {
                kind: 'image',
                name: 'to-gap.png',
                mediaType: 'image/png',
                content: { url: 'https://example.org/a.png' },
              },
            },
            {
              offsetDays: 1,
              message: 'Đã họp ngày {ngay} ({ngay_am}), lần thứ {so_nam}. Xem {lien_ket}',
              asksReport: true,
            },
          ],
          graceMs: 36 * 3_600_000,
          owner: 'LĐLĐ tỉnh',
          status: 'active',
          since: 1929,
          link: { url: 'https://example.org/' },
          note: 'Ghi chú.',
          sources: ['https://example.org/nguon'],
        },
      ],
    });
  });

  it('are drafts for everybody at 8:00 unless they say otherwise', async () => {
    await write('a.yaml', LEAST);
    const { campaigns, flaws } = await readCampaigns(folder);
    expect(flaws).toEqual([]);
    const defaults = { status: 'draft', segment: { everybody: true }, at: 480, shift: 'previous', graceMs: 86_400_000 };
    expect(campaigns).toMatchObject([defaults]);
  });

  it('come from all files of the folder, by id, none of them twice', async () => {
    await write('b.yaml', WHOLE.replace('hop-to', 'a-dau'));
    await write('a.yml', WHOLE);
    await write('c.yaml', `\n${WHOLE}`);
    await write('khong.txt', 'không đọc');
    const { campaigns, flaws } = await readCampaigns(folder);
    expect(campaigns.map(({ id }) => id)).toEqual(['a-dau', 'hop-to']);
    expect(flaws).toEqual([{ file: join(folder, 'c.yaml'), line: 3, reason: 'id hop-to đã có ở một chiến dịch khác' }]);
  });

  it('are those that are shipped where a folder has none of its own', async () => {
    const shipped = join(folder, 'shipped');
    await mkdir(shipped);
    await writeFile(join(shipped, 'a.yaml'), WHOLE);
    const idsFrom = async (own: string) =>
      (await readCampaigns(join(folder, own), shipped)).campaigns.map(({ id }) => id);
    expect(await idsFrom('nothing')).toEqual(['hop-to']);
    await mkdir(join(folder, 'own'));
    expect(await idsFrom('own')).toEqual([]);
    expect(await readCampaigns(join(folder, 'nothing'))).toEqual({ campaigns: [], flaws: [] });
  });

  it('do not stop one another: a flaw is told by file and line, and the rest is read', async () => {
    await write('a.yaml', `${WHOLE}${LEAST.replace('campaigns:\n', '').replace('hop-to', 'Họp tổ')}`);
    await write('b.yaml', 'campaigns: [');
    await write('c.yaml', 'khong: phải danh sách');
    const { campaigns, flaws } = await readCampaigns(folder);
    expect(campaigns.map(({ id }) => id)).toEqual(['hop-to']);
    expect(flaws.map(({ file, line }) => `${file.slice(folder.length + 1)}:${line}`)).toEqual([
      'a.yaml:24',
      'b.yaml:1',
      'c.yaml:1',
    ]);
    expect(flaws[0]?.reason).toMatch(/^id: cần id gồm/);
  });

  it.each<[string, string, string, RegExp]>([
    ['a day that no month has', 'from: 2027-01-01', 'from: 2027-02-30', /7: schedule.from: cần một ngày có thật/],
    [
      'a kind of schedule that is none',
      'type: month-weekday',
      'type: hang-thang',
      /7: schedule.type: cần type là once/,
    ],
    ['a topic that is none', 'topic: sinh-hoat', 'topic: tin-tuc', /5: topic: cần một trong thong-bao/],
    ['an hour that is none', '"13:30"', '"25:30"', /8: at: cần giờ dạng/],
    ['an hour without quotes', '"13:30"', '13', /8: at: cần giờ dạng "08:00", có ngoặc kép/],
    ['two milestones of a day', 'offsetDays: -3', 'offsetDays: 1', /11: milestones: có hai mốc cùng 1 ngày/],
    ['a field that is none', '{con_lai}', '{ho_ten}', /15: milestones.1.message: chỉ dùng được các ô \{con_lai\}/],
    [
      'days left on the day itself',
      'offsetDays: -3',
      'offsetDays: 0',
      /15: milestones.1.message: ngày chính không còn/,
    ],
    ['two emoji', 'Còn {con_lai} ngày.', 'Còn {con_lai} ngày 🎉🎉', /15: .*không quá một biểu tượng/],
    [
      'a link that is not there',
      '    link: { url: https://example.org/ }\n',
      '',
      /11: milestones: có ô \{lien_ket\} thì cần link/,
    ],
    ['years since no year', 'since: 1929', 'since: 0', /since: cần năm gốc từ 1 đến 2199/],
    ['an address in the clear', 'url: https://example.org/a.png', 'url: http://example.org/a.png', /16: .*https/],
    ['a segment that is none', '{ branch: tan-phong }', '{ nhanh: tan-phong }', /6: segment.*: cần everybody, branch/],
    [
      'a field too much',
      'owner: LĐLĐ tỉnh',
      'owner: LĐLĐ tỉnh\n    nguoi: Nguyễn Văn A',
      /19: nguoi: không có mục tên này/,
    ],
    [
      'no milestone',
      / {4}milestones:[\s\S]*?(?= {4}graceHours)/.exec(WHOLE)![0],
      '    milestones: []\n',
      /10: milestones: cần ít nhất một mốc/,
    ],
  ])('tell what is wrong: %s', async (_, right, wrong, expected) => {
    expect(WHOLE).toContain(right);
    const flaws = await flawsOf(WHOLE.replace(right, wrong));
    expect(flaws).toContainEqual(expect.stringMatching(/^a\.yaml, dòng \d+: /));
    expect(flaws.join('\n')).toMatch(expected);
    expect(flaws.join('\n')).not.toMatch(/Invalid|expected|Unrecognized/i);
  });
});
