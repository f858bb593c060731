import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { exportUnits } from '../../src/ingest/import-units/export-units.js';
import { type ImportReport, importFile } from '../../src/ingest/import-units/import-file.js';
import { readUnitTable } from '../../src/ingest/import-units/read-unit-table.js';
import { hashCode } from '../../src/people/one-time-code.js';
import { UNIT_KINDS, type Unit } from '../../src/people/unit.js';
import { listUnitFlaws } from '../../src/people/unit-flaws.js';
import { treeOn } from '../../src/people/unit-tree.js';
import { normalizeText } from '../../src/text/vietnamese-text.js';
import { createImportTables } from '../support/create-import-tables.js';
import { createMemoryPeople, type MemoryPeople } from '../support/memory-people.js';
import { ROOT } from '../support/read-sources.js';
import { makeTemporaryFolder } from '../support/run-command.js';

const NOW = new Date('2026-11-24T03:00:00Z');
const HEAD = 'id,tên,cấp trên,loại,từ ngày,đến ngày,sáp nhập vào\n';

const unit = (id: string, more: Partial<Unit> = {}): Unit => ({
  id,
  name: `Đơn vị ${id}`,
  kind: 'enterprise',
  validFrom: '2025-07-01',
  ...more,
});
const TINH = unit('tinh', { kind: 'federation', validFrom: '2020-01-01' });
const HELD = [TINH, unit('bac', { parentId: 'tinh', kind: 'ward' }), unit('nam', { parentId: 'tinh', kind: 'ward' })];

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(await makeTemporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

const run = (file: string, people: MemoryPeople, apply = true): Promise<ImportReport> =>
  importFile(file, { apply }, { people, clock: () => NOW });

async function importUnits(content: string | Uint8Array, people = createMemoryPeople(HELD), name = 'bang.csv') {
  const report = await run(await put(name, content), people);
  if (report.type !== 'units') throw new Error('expected a table of units');
  const told = report.plan.changes.map((change) => {
    if (change.type === 'refused') return `${change.line} refused ${change.reason}`;
    return `${change.line} ${change.type} ${change.unit.id}${change.type === 'changed' ? ` ${change.fields}` : ''}`;
  });
  return { told, plan: report.plan, units: await people.listUnits() };
}

async function importCodes(content: string, people = createMemoryPeople(HELD), name = 'ma.csv') {
  const file = await put(name, content);
  const report = await run(file, people);
  if (report.type !== 'codes') throw new Error('expected a table of codes');
  return { ...report, file, refused: report.plan.refused.map(({ line, reason }) => `${line} ${reason}`) };
}

describe('reading a table of units', () => {
  const wanted = [
    unit('a', { name: 'Công đoàn "A", xã B', parentId: 'bac', validTo: '2025-12-31', mergedInto: 'bac' }),
  ];
  const rows = 'a,"Công đoàn ""A"", xã B",bac,doanh nghiệp,1/7/2025,31/12/2025,bac\n';

  it.each<[string, string | Uint8Array]>([
    ['commas', HEAD + rows],
    ['a byte-order mark and Windows line ends', `\uFEFF${HEAD}${rows}`.replaceAll('\n', '\r\n')],
    [
      'semicolons',
      'id;tên;cấp trên;loại;từ ngày;đến ngày;sáp nhập vào\na;"Công đoàn ""A"", xã B";bac;enterprise;01/07/2025;31/12/2025;bac',
    ],
    [
      'sep= and tabs',
      `sep=\t\n${HEAD.replaceAll(',', '\t')}a\t"Công đoàn ""A"", xã B"\tbac\tdoanh nghiệp\t1.7.2025\t2025-12-31\tbac`,
    ],
    ['UTF-16 as Excel writes "Unicode text"', Buffer.from(`\uFEFF${HEAD}${rows}`, 'utf16le')],
    ['decomposed letters', (HEAD + rows).normalize('NFD')],
    [
      'English heads in another order, and a title above',
      `Danh sách đơn vị\n\nname,id,kind,validFrom,validTo,mergedInto,parentId,STT\n"Công đoàn ""A"", xã B",a,enterprise,2025-07-01,2025-12-31,bac,bac,1`,
    ],
    ['a field over two lines', `${HEAD}a,"Công đoàn ""A"",\nxã B",bac,doanh nghiệp,1/7/2025,31/12/2025,bac`],
  ])('takes %s', async (_, content) => {
    const { units, told } = await importUnits(content);
    expect(told.map((each) => each.replace(/^\d+/, ''))).toEqual([' new a']);
    expect(units.filter(({ id }) => id === 'a')).toEqual(wanted);
  });

  it('takes XLSX with dates as dates, as text and as numbers', async () => {
    const day = { value: new Date('2025-07-01T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' };
    const table = [
      ['Danh sách'],
      [],
      ['ID', 'Tên đơn vị', 'Cấp trên (mã)', 'Loại', 'Từ ngày', 'Đến ngày'],
      ['a', 'Đơn vị a', 'bac', 'Doanh nghiệp', day, null],
      [],
      ['b', 'Đơn vị b', 'bac', 'doanh nghiệp', '1/7/2025', null],
      ['c', 'Đơn vị c', 'bac', 'DOANH NGHIỆP', 45_839, null],
    ];
    const { told, units } = await importUnits(await writeXlsx(table).toBuffer(), undefined, 'bang.xlsx');
    expect(told).toEqual(['4 new a', '6 new b', '7 new c']);
    for (const id of ['a', 'b', 'c']) expect(units).toContainEqual(unit(id, { parentId: 'bac' }));
  });

  it.each<[string, string, string | Uint8Array, RegExp]>([
    ['a table of something else', 'x.csv', 'món,giá\ncơm,30000', /Không nhận ra các cột/],
    ['an empty file', 'x.csv', '', /Không nhận ra các cột/],
    ['another code page', 'x.csv', Buffer.from([0x69, 0x64, 0x2c, 0xd0, 0xe0, 0x0a]), /không phải UTF-8/],
    ['an old Excel file', 'x.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /Excel đời cũ/],
    ['a broken Excel file', 'x.xlsx', Buffer.from('PK\u0003\u0004 không phải zip'), /không phải tệp XLSX/],
    ['binary', 'x.csv', 'id,tên\0\0', /không phải bảng CSV/],
    ['too much', 'x.csv', Buffer.alloc(20_000_001, 'a'), /lớn hơn 20 MB/],
  ])('refuses %s as a whole, in words, and changes nothing', async (_, name, content, words) => {
    const people = createMemoryPeople(HELD);
    await expect(run(await put(name, content), people)).rejects.toMatchObject({
      code: 'invalid-input',
      message: words,
    });
    expect(await people.listUnits()).toHaveLength(HELD.length);
  });

  it('refuses a small XLSX file that unpacks to far too much', async () => {
    const bytes = await writeXlsx([['id', 'tên']]).toBuffer();
    const at = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(900_000_000, at + 24);
    await expect(run(await put('x.xlsx', bytes), createMemoryPeople())).rejects.toThrow(/200 MB/);
  });
});

describe('importing units', () => {
  it('says row by row what is new, changed and the same, and keeps what the table does not name', async () => {
    const { told, units } = await importUnits(
      `${HEAD}bac,Tên mới,tinh,phường,1/7/2025,,\nnam,Đơn vị nam,tinh,ward,2025-07-01,,\na,Đơn vị a,bac,doanh nghiệp,1/7/2025,,\n`,
    );
    expect(told).toEqual(['2 changed bac name', '3 same nam', '4 new a']);
    expect(units).toEqual([
      unit('a', { parentId: 'bac' }),
      unit('bac', { name: 'Tên mới', parentId: 'tinh', kind: 'ward' }),
      HELD[2],
      TINH,
    ]);
  });

  it('changes nothing in a dry run, and the same plan comes out', async () => {
    const people = createMemoryPeople(HELD);
    const file = await put('bang.csv', `${HEAD}a,Đơn vị a,bac,tổ,1/7/2025,,\n`);
    const dry = await run(file, people, false);
    expect(await people.listUnits()).toHaveLength(HELD.length);
    expect(await run(file, people)).toEqual(dry);
    expect(await people.listUnits()).toHaveLength(HELD.length + 1);
  });

  it('moves a unit: the old period ends the day before, with its name and place kept where the table is silent', async () => {
    const people = createMemoryPeople([...HELD, unit('a', { parentId: 'bac' })]);
    const { told, plan, units } = await importUnits('id,tên,cấp trên,từ ngày\na,Đơn vị a,nam,1/3/2026\n', people);
    expect(told).toEqual(['2 new a']);
    expect(plan.ended).toEqual([unit('a', { parentId: 'bac', validTo: '2026-02-28' })]);
    expect(units.filter(({ id }) => id === 'a')).toEqual([
      unit('a', { parentId: 'bac', validTo: '2026-02-28' }),
      unit('a', { parentId: 'nam', validFrom: '2026-03-01' }),
    ]);
    expect((await importUnits('id,tên,cấp trên,từ ngày\na,Đơn vị a,nam,1/3/2026\n', people)).told).toEqual([
      '2 same a',
    ]);
  });

  it('leaves alone what the table has no column for, and empties what is left empty', async () => {
    const ended = unit('a', { parentId: 'bac', validTo: '2026-12-31', mergedInto: 'bac' });
    expect((await importUnits('id,tên\na,Đơn vị a\n', createMemoryPeople([...HELD, ended]))).told).toEqual([
      '2 same a',
    ]);
    const { told, units } = await importUnits(
      `${HEAD}a,Đơn vị a,bac,,1/7/2025,,\n`,
      createMemoryPeople([...HELD, ended]),
    );
    expect(told).toEqual(['2 changed a validTo,mergedInto']);
    expect(units).toContainEqual(unit('a', { parentId: 'bac' }));
  });

  it.each([
    ['no id', ',Đơn vị a,bac,tổ,1/7/2025,,', 'thiếu id'],
    ['an id with marks', 'Mã ấ,Đơn vị a,bac,tổ,1/7/2025,,', 'id không dùng được; cần 1 đến 60 chữ thường'],
    ['no name', 'a,,bac,tổ,1/7/2025,,', 'a: thiếu tên'],
    ['no kind', 'a,Đơn vị a,bac,,1/7/2025,,', 'a: thiếu loại'],
    ['another kind', 'a,Đơn vị a,bac,câu lạc bộ,1/7/2025,,', 'loại không dùng được; cần liên đoàn, xã'],
    ['no first day', 'a,Đơn vị a,bac,tổ,,,', 'a: đơn vị mới cần có từ ngày'],
    ['a day that is none', 'a,Đơn vị a,bac,tổ,31/6/2025,,', 'từ ngày không dùng được; cần một ngày có thật'],
    ['a short year', 'a,Đơn vị a,bac,tổ,1/7/25,,', 'từ ngày không dùng được'],
    [
      'an end before the beginning',
      'a,Đơn vị a,bac,tổ,1/7/2025,30/6/2025,',
      'a: đến ngày 30/6/2025 sớm hơn từ ngày 01/7/2025',
    ],
    ['a strange parent', 'a,Đơn vị a,la,tổ,1/7/2025,,', 'a: cấp trên la không có trong danh sách đơn vị'],
    ['a parent that came later', 'a,Đơn vị a,bac,tổ,1/1/2024,,', 'a: cấp trên bac không hoạt động vào ngày 01/01/2024'],
    ['itself above', 'a,Đơn vị a,a,tổ,1/7/2025,,', 'a: đơn vị a là cấp trên của chính nó'],
    ['a strange merger', 'a,Đơn vị a,bac,tổ,1/7/2025,31/12/2025,la', 'a: nơi sáp nhập vào la không có'],
    ['a merger without an end', 'a,Đơn vị a,bac,tổ,1/7/2025,,nam', 'a: sáp nhập vào nam nhưng chưa có đến ngày'],
    ['a formula for a name', 'a,=HYPERLINK(1),bac,tổ,1/7/2025,,', 'tên không dùng được; cần tên không bắt đầu bằng ='],
    [
      'a phone number in the name',
      'a,Tổ anh Ba 0912 345 678,bac,tổ,1/7/2025,,',
      'tên không dùng được; cần tên đơn vị, không có số',
    ],
    ['an open quote', 'a,"Đơn vị a,bac,tổ,1/7/2025,,', 'dấu ngoặc kép'],
  ])('refuses a row with %s, and takes the rows around it', async (_, row, reason) => {
    const [before, after] = ['x,Đơn vị x,bac,tổ,1/7/2025,,', 'y,"Đơn vị y",bac,tổ,1/7/2025,,'];
    const { told, units } = await importUnits(`${HEAD}${before}\n${row}\n${after}\n${after.replaceAll('y', 'z')}\n`);
    const [first, second, ...rest] = told;
    expect([first, ...rest]).toEqual(['2 new x', '4 new y', '5 new z']);
    expect(second).toContain(`3 refused ${reason}`);
    expect(units).toHaveLength(HELD.length + 3);
  });

  it('refuses the second of two rows for one period, and what hangs on a refused row, naming its line', async () => {
    const { told } = await importUnits(
      `${HEAD}a,Đơn vị a,la,tổ,1/7/2025,,\nb,Đơn vị b,a,tổ,1/7/2025,,\nc,Đơn vị c,b,tổ,1/7/2025,,\nd,Đơn vị d,bac,tổ,1/7/2025,,\nd,Đơn vị d2,bac,tổ,1/7/2025,,\n`,
    );
    expect(told).toEqual([
      '2 refused a: cấp trên la không có trong danh sách đơn vị',
      '3 refused b: cấp trên a không có trong danh sách đơn vị (dòng 2 đã bị từ chối)',
      '4 refused c: cấp trên b không có trong danh sách đơn vị (dòng 3 đã bị từ chối)',
      '5 new d',
      '6 refused d: trùng id và từ ngày với dòng 5',
    ]);
  });

  it('refuses the row that closes a ring, not what was there before', async () => {
    const people = createMemoryPeople([...HELD, unit('a', { parentId: 'bac' })]);
    const moved = await importUnits(`${HEAD}bac,Đơn vị bac,a,phường,1/3/2026,,\n`, people);
    expect(moved.told[0]).toContain('2 refused bac: đơn vị bac nằm dưới chính nó');
    const changed = await importUnits(`${HEAD}bac,Đơn vị bac,a,phường,1/7/2025,,\n`, people);
    expect(changed.told[0]).toContain('2 refused bac');
    expect(listUnitFlaws(await people.listUnits())).toEqual([]);
  });

  it('tells of what a row leaves hanging, and takes it', async () => {
    const people = createMemoryPeople([...HELD, unit('a', { parentId: 'bac' })]);
    const { told, plan } = await importUnits(`${HEAD}bac,Đơn vị bac,tinh,phường,1/7/2025,31/12/2026,nam\n`, people);
    expect(told).toEqual(['2 changed bac validTo,mergedInto']);
    expect(plan.warnings.map(({ unitId, day }) => [unitId, day])).toEqual([['a', '2027-01-01']]);
  });

  it('never leaves a table that is wrong from the first day of a row, whatever the rows say', async () => {
    const days = ['1/1/2024', '1/7/2025', '1/1/2026', ''];
    const ids = ['bac', 'nam', 'a', 'b', 'c'];
    const row = fc.tuple(
      fc.constantFrom(...ids),
      fc.constantFrom('', 'tinh', ...ids),
      fc.constantFrom(...days),
      fc.constantFrom('', '', '30/6/2025', '31/12/2026'),
      fc.constantFrom('', '', ...ids),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 12 }), async (rows) => {
        const people = createMemoryPeople(HELD);
        const lines = rows.map(
          ([id, parent, from, to, into]) => `${id},Đơn vị ${id},${parent},tổ,${from},${to},${into}`,
        );
        const { plan } = await importUnits(`${HEAD}${lines.join('\n')}\n`, people);
        expect(plan.changes).toHaveLength(rows.length);
        const left = listUnitFlaws(await people.listUnits());
        expect(left).toEqual(plan.warnings);
        expect(left.filter(({ kind, day, validFrom }) => kind !== 'parent' || day === validFrom)).toEqual([]);
        for (const change of (await importUnits(`${HEAD}${lines.join('\n')}\n`, people)).plan.changes) {
          expect(['same', 'refused']).toContain(change.type);
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('exporting units', () => {
  const trees = fc.array(
    fc.record({
      name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((name) =>
        normalizeText(`Đơn vị ${name.replace(/[\d@]/g, '')}`)
          .replace(/\s+/gu, ' ')
          .trim(),
      ),
      kind: fc.constantFrom(...UNIT_KINDS),
      to: fc.constantFrom(undefined, '2026-12-31'),
    }),
    { minLength: 1, maxLength: 8 },
  );

  it.each(['csv', 'xlsx'])('gives a %s table that an import takes back without a change', async (ending) => {
    await fc.assert(
      fc.asyncProperty(trees, async (rows) => {
        const units = rows.map(({ name, kind, to }, n) => ({
          ...unit(`u-${n}`, { name, kind, ...(n > 0 ? { parentId: 'u-0' } : {}) }),
          ...(to && n > 0 ? { validTo: to, mergedInto: 'u-0' } : {}),
        }));
        const people = createMemoryPeople(units);
        const file = join(await makeFolder(), `ra.${ending}`);
        expect(await exportUnits(file, { people })).toBe(units.length);
        const report = await run(file, people);
        expect(report.type === 'units' && report.plan.changes.map(({ type }) => type)).toEqual(units.map(() => 'same'));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps to the day that it is told', async () => {
    const people = createMemoryPeople([...HELD, unit('cu', { validFrom: '2020-01-01', validTo: '2025-06-30' })]);
    const file = join(await makeTemporaryFolder(), 'ra.csv');
    expect(await exportUnits(file, { people, asOf: '2025-06-30' })).toBe(2);
    const content = await readFile(file, 'utf8');
    expect(content).toContain('cu,Đơn vị cu,,doanh nghiệp,2020-01-01,2025-06-30,');
    expect(content).not.toContain('bac');
  });

  it('refuses another ending before it writes', async () => {
    const file = join(await makeTemporaryFolder(), 'ra.pdf');
    await expect(exportUnits(file, { people: createMemoryPeople(HELD) })).rejects.toThrow(/đuôi \.csv hoặc \.xlsx/);
    await expect(stat(file)).rejects.toThrow();
  });
});

describe('importing join codes', () => {
  it('keeps unit, role and the hash of the code, and nothing that was typed', async () => {
    const people = createMemoryPeople(HELD);
    const { result } = await importCodes(
      'đơn vị,vai trò,mã tham gia,hạn dùng\nbac,,abcd-2345 xy,\nĐơn vị NAM,báo cáo viên,QWER-TYUI-2,31/12/2026\nnam,unit-admin,ZXCVBNM3,\n',
      people,
    );
    expect(result).toEqual({ saved: 3, held: 0, reused: 0 });
    const expiresAt = new Date('2027-02-22T16:59:59.999Z');
    const common = { usesLeft: 1, expiresAt };
    expect([...people.codes.values()]).toEqual([
      { ...common, hash: await hashCode('ABCD2345XY'), purpose: { type: 'join', unitId: 'bac' } },
      {
        ...common,
        hash: await hashCode('QWERTYUI2'),
        purpose: { type: 'join', unitId: 'nam', role: 'propagandist' },
        expiresAt: new Date('2026-12-31T16:59:59.999Z'),
      },
      { ...common, hash: await hashCode('ZXCVBNM3'), purpose: { type: 'join', unitId: 'nam', role: 'unit-admin' } },
    ]);
  });

  it.each([
    ['no unit', ',,ABCD2345', 'thiếu đơn vị'],
    ['a strange unit', 'la,,ABCD2345', 'không có đơn vị nào đang hoạt động'],
    ['a strange role', 'bac,giám đốc,ABCD2345', 'vai trò không dùng được'],
    ['the role of an admin', 'bac,admin,ABCD2345', 'vai trò quản trị không cấp bằng bảng'],
    ['a short code', 'bac,,ABC-234', 'mã tham gia cần ít nhất 8 ký tự'],
    ['a code with marks', 'bac,,MÃ-CÓ-DẤU', 'mã tham gia chỉ được có chữ không dấu'],
    ['a phone number', 'bac,,0912345678', 'mã tham gia trông như số điện thoại'],
    ['a number of an identity card', 'bac,,012345678901', 'mã tham gia trông như số điện thoại hay số giấy tờ'],
    ['a code that came before', 'nam,,first-code-9', 'mã tham gia trùng với dòng 2'],
  ])('refuses a row with %s, and never repeats the code', async (_, row, reason) => {
    const { refused, result, plan } = await importCodes(
      `đơn vị,vai trò,mã\nbac,,FIRSTCODE9\n${row}\nbac,,LASTCODE99\n`,
    );
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain(`3 ${reason}`);
    expect(refused[0]).not.toMatch(/ABC|0912|012345678901|first/i);
    expect([plan.codes.length, result?.saved]).toEqual([2, 2]);
  });

  it.each([
    ['one after another of staff', 'nam,unit-admin,KHUVUC0001\nbac,báo cáo viên,KHUVUC0002', [3, 4]],
    ['one after that of a member', 'nam,unit-admin,KHUVUC0007\nbac,,KHUVUC0006', [3]],
    ['numbers alone', 'nam,unit-admin,20260117\nbac,,20260118', [3]],
    ['with an ending', 'nam,unit-admin,TP-0004-XY\nbac,,TP-0009-XY', [3]],
    ['a number that is counted up', 'nam,unit-admin,12345678', [3]],
    ['the same digit', 'nam,báo cáo viên,77777777', [3]],
  ])('refuses codes of staff that others can guess, %s', async (_, rows, lines) => {
    const { plan } = await importCodes(`đơn vị,vai trò,mã\nbac,,FIRSTCODE9\n${rows}\n`);
    expect(plan.refused.map(({ line }) => line)).toEqual(lines);
    for (const { reason } of plan.refused) expect(reason).toMatch(/đoán được; hãy để trống ô mã/);
  });

  it('takes codes of staff that tell nothing of each other, and any of members', async () => {
    const { plan } = await importCodes(
      'đơn vị,vai trò,mã\nnam,unit-admin,K7QM-2XTF-9HBW\nbac,unit-admin,K7QM-2XTF-9HBX\nbac,,KHUVUC0001\nbac,,KHUVUC0002\nbac,báo cáo viên,\n',
    );
    expect(plan.refused).toEqual([]);
  });

  it('names the unit that a former one went into', async () => {
    const people = createMemoryPeople([...HELD, unit('cu', { validTo: '2025-12-31', mergedInto: 'nam' })]);
    const { refused } = await importCodes('đơn vị,mã\ncu,ABCD2345\n', people);
    expect(refused).toEqual(['2 đơn vị đã sáp nhập vào nam (Đơn vị nam); hãy ghi id đó']);
  });

  it.each([
    ['họ tên', 'Họ và tên,đơn vị,mã tham gia\nAi đó,bac,ABCD2345'],
    ['họ tên', 'Tên,đơn vị,mã tham gia\nAi đó,bac,ABCD2345'],
    ['số điện thoại', 'SĐT,đơn vị,mã tham gia\n,bac,ABCD2345'],
    ['thư điện tử', 'E-mail,đơn vị,mã tham gia\n,bac,ABCD2345'],
    ['số giấy tờ', 'Số CCCD,đơn vị,mã tham gia\n,bac,ABCD2345'],
    ['số điện thoại', 'ghi chú,đơn vị,mã tham gia\nchiều,bac,ABCD2345\ngọi 0912 345 678,bac,ABCD2346'],
    ['thư điện tử', 'ghi chú,đơn vị,mã tham gia\nmau@example.org,bac,ABCD2345'],
    ['họ tên', 'ghi chú,đơn vị,mã tham gia\nNguyễn Văn Mẫu,bac,ABCD2345\nTRẦN THỊ MẪU,bac,ABCD2346'],
    ['họ tên', 'id,tên,cấp trên,loại,từ ngày\na,Nguyễn Văn Mẫu,bac,tổ,1/7/2025'],
    ['số điện thoại', 'id,tên,cấp trên,loại,từ ngày,Điện thoại\na,Đơn vị a,bac,tổ,1/7/2025,'],
  ])('refuses a whole table with a column that looks like %s', async (what, content) => {
    const people = createMemoryPeople(HELD);
    const failure = await run(await put('x.csv', content), people).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'invalid-input' });
    expect((failure as Error).message).toMatch(new RegExp(`^Cột \\d.*trông như .*${what}`));
    expect((failure as Error).message).not.toMatch(/Mẫu|0912|example\.org/);
    expect([people.codes.size, (await people.listUnits()).length]).toEqual([0, HELD.length]);
  });

  it('makes codes that are missing, and writes them down for their owner only', async () => {
    const people = createMemoryPeople(HELD);
    const { result, file } = await importCodes('đơn vị,vai trò\nbac,\nnam,báo cáo viên\n', people);
    expect(result).toMatchObject({ saved: 2, reused: 0, codesFile: file.replace('.csv', '.ma-tham-gia.csv') });
    expect((await stat(result!.codesFile!)).mode & 0o077).toBe(0);
    const rows = (await readFile(result!.codesFile!, 'utf8')).trim().split('\r\n').slice(1);
    const codes = rows.map((row) => row.split(',')[4]!);
    expect(rows[1]).toMatch(/^3,nam,Đơn vị nam,báo cáo viên,[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4},2027-02-22$/);
    expect([...people.codes.keys()]).toEqual(await Promise.all(codes.map(hashCode)));
  });

  it('goes on with the same codes after it was cut off', async () => {
    const content = `đơn vị,vai trò,mã\n${Array.from({ length: 2_500 }, (_, n) => `${n % 2 ? 'bac' : 'nam'},,${n % 3 ? '' : `GIVEN${10_000 + n}`}`).join('\n')}`;
    const file = await put('ma.csv', content);
    const broken = createMemoryPeople(HELD, 2_000);
    await expect(run(file, broken)).rejects.toThrow();
    expect(broken.codes.size).toBe(2_000);
    const people = createMemoryPeople(HELD);
    await people.saveCodes([...broken.codes.values()]);
    const again = await run(file, people);
    expect(again).toMatchObject({ result: { saved: 500, held: 2_000, reused: 1_666 } });
    expect(people.codes.size).toBe(2_500);
    expect(people.chunks.slice(1)).toEqual([1_000, 1_000, 500]);
    expect(await run(file, people)).toMatchObject({ result: { saved: 0, held: 2_500 } });
  });

  it('does not overwrite a file of the same name that is not its own', async () => {
    const file = await put('ma.csv', 'đơn vị,vai trò\nbac,\n');
    const codesFile = file.replace('.csv', '.ma-tham-gia.csv');
    await writeFile(codesFile, 'ghi chú của tôi\n');
    const people = createMemoryPeople(HELD);
    await expect(run(file, people)).rejects.toThrow(/không ghi đè/);
    expect([await readFile(codesFile, 'utf8'), people.codes.size]).toEqual(['ghi chú của tôi\n', 0]);
  });

  it('makes and writes nothing in a dry run', async () => {
    const people = createMemoryPeople(HELD);
    const file = await put('ma.csv', 'đơn vị,vai trò\nbac,\n');
    expect(await run(file, people, false)).toMatchObject({ type: 'codes', plan: { codes: [{ unitId: 'bac' }] } });
    await expect(stat(file.replace('.csv', '.ma-tham-gia.csv'))).rejects.toThrow();
    expect(people.codes.size).toBe(0);
  });
});

describe('a table of which five in a hundred rows are broken', () => {
  it('goes in but for these, each reported with its line', async () => {
    const tables = createImportTables(400, 4_000);
    const people = createMemoryPeople();
    const units = await run(await put('don-vi.csv', tables.units), people);
    expect(
      units.type === 'units' && units.plan.changes.flatMap((each) => (each.type === 'refused' ? [each.line] : [])),
    ).toEqual(tables.badUnitLines);
    expect(await people.listUnits()).toHaveLength(tables.goodUnits);
    const codes = await run(await put('ma.csv', tables.codes), people);
    expect(codes.type === 'codes' && codes.plan.refused.map(({ line }) => line)).toEqual(tables.badCodeLines);
    expect(people.codes.size).toBe(tables.goodCodes);
  });
});

describe('knowledge/units.yaml', () => {
  const path = join(ROOT, 'knowledge/units.yaml');

  it('is a sound sample: one root, a merger, a move, and no person', async () => {
    const units = (await readUnitTable(path)) ?? expect.unreachable();
    const [before, after] = [treeOn(units, '2025-06-30'), treeOn(units, '2026-11-24')];
    expect(after.roots.map(({ id }) => id)).toEqual(['ldld-lai-chau']);
    expect(before.pathTo('cdcs-mau-1').at(-2)?.id).toBe('ldld-huyen-mau');
    expect(after.pathTo('cdcs-mau-1').at(-2)?.id).toBe('cd-phuong-tan-phong');
    expect([after.find('ldld-huyen-mau'), after.standingFor('ldld-huyen-mau')?.id]).toEqual([
      undefined,
      'ldld-lai-chau',
    ]);
    expect(after.standingFor('cdcs-mau-2')?.id).toBe('cdcs-mau-1');
    const real = /^(Liên đoàn Lao động tỉnh Lai Châu|Công đoàn phường (Tân Phong|Đoàn Kết))$/;
    expect(units.filter(({ name }) => !real.test(name) && !/ mẫu\b/.test(name))).toEqual([]);
  });

  it('imports, and again changes nothing', async () => {
    const people = createMemoryPeople();
    await run(path, people);
    expect(await people.listUnits()).toHaveLength((await readUnitTable(path))!.length);
    const again = await run(path, people);
    expect(again.type === 'units' && new Set(again.plan.changes.map(({ type }) => type))).toEqual(new Set(['same']));
  });

  it('is no error where it is not there', async () => {
    expect(await readUnitTable(join(ROOT, 'knowledge/khong-co.yaml'))).toBeUndefined();
  });

  it.each([
    [
      'units:\n  - id: a\n    name: A\n    kind: clb\n    from: 2025-07-01\n',
      ':4: kind sai hoặc thiếu; cần một trong federation',
    ],
    ['units:\n  - id: a\n    name: A\n    kind: ward\n', ':2: from sai hoặc thiếu; cần một ngày có thật'],
    ['units:\n  - id: a\n    name: A\n    kind: ward\n    from: 2025-06-31\n', ':5: from sai hoặc thiếu'],
    [
      'units:\n  - id: a\n    name: A\n    kind: ward\n    from: 2025-07-01\n    phone: 1\n',
      ':6: phone không phải một trường; cần id, name',
    ],
    [
      'units:\n  - id: Đ\n    name: A\n    kind: ward\n    from: 2025-07-01\n',
      ':2: id sai hoặc thiếu; cần 1 đến 60 chữ thường',
    ],
    ['units:\n  - chỉ có chữ\n', ':2: mục không phải một đơn vị'],
    ['don-vi: []\n', ':1: thiếu danh sách units'],
    ['units:\n  - id: "a\n', ': không đọc được YAML'],
    ['units:\n  - { id: a, name: A, kind: ward, from: 2025-07-01, parent: b }\n', ':2: a: cấp trên b không có'],
    [
      'units:\n  - { id: a, name: A, kind: ward, from: 2025-07-01 }\n  - { id: a, name: A, kind: ward, from: 2025-07-01 }\n',
      ':3: trùng id và from với dòng 2',
    ],
  ])('names file, line, what is wrong and what was expected: %#', async (content, words) => {
    const file = await put('units.yaml', content);
    const failure = await readUnitTable(file).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: 'misconfigured' });
    expect((failure as Error).message).toContain(words);
    expect((failure as Error).message.startsWith(file)).toBe(true);
  });
});

/** Inside a property, where no test is about to finish. */
const makeFolder = async (): Promise<string> => join(await put('x', ''), '..');
