import { stringify } from 'csv-stringify/sync';

export interface ImportTables {
  readonly units: string;
  readonly codes: string;
  readonly goodUnits: number;
  readonly badUnitLines: readonly number[];
  readonly goodCodes: number;
  readonly badCodeLines: readonly number[];
}

/** Every n-th row is broken: one in twenty. */
const BROKEN_EVERY = 20;
const BRANCHES = 38;

type Row = readonly string[];
const BREAK_UNIT: readonly ((row: Row) => string)[] = [
  ([, ...rest]) => line(['', ...rest]),
  ([id, , ...rest]) => line([id!, '', ...rest]),
  ([id, name, , ...rest]) => line([id!, name!, 'khong-co-don-vi-nay', ...rest]),
  ([id, name, parent, , ...rest]) => line([id!, name!, parent!, 'câu lạc bộ', ...rest]),
  ([id, name, parent, kind]) => line([id!, name!, parent!, kind!, '31/6/2025', '', '']),
  ([id, name, parent, kind, from]) => line([id!, name!, parent!, kind!, from!, '1/1/2020', '']),
  ([id, name, parent, kind, from]) => line([id!, name!, parent!, kind!, from!, '31/12/2025', 'khong-co']),
  ([id, ...rest]) => line([`Mã có dấu ${id}`, ...rest]),
  ([id, name]) => `${id},"${name}`,
  ([id, name]) => `${id},"${name}" thừa,x`,
];
const BREAK_CODE: readonly ((row: Row, n: number) => string)[] = [
  ([, role, code]) => line(['', role!, code!]),
  ([, role, code]) => line(['khong-co-don-vi-nay', role!, code!]),
  ([unit, , code]) => line([unit!, 'giám đốc', code!]),
  ([unit, , code]) => line([unit!, 'quản trị', code!]),
  ([unit, role]) => line([unit!, role!, 'NGAN1']),
  ([unit, role], n) => line([unit!, role!, `09${String(n).padStart(8, '0')}`]),
  ([unit, role]) => line([unit!, role!, 'MÃ-CÓ-DẤU-1']),
  ([unit, role, code]) => `"${unit},${role},${code}`,
];

/** Tables of units and of join codes as CSV, of which five in a hundred rows are broken, each in one of many ways. */
export function createImportTables(units: number, codes: number): ImportTables {
  const unitLines = [line(['id', 'tên', 'cấp trên', 'loại', 'từ ngày', 'đến ngày', 'sáp nhập vào'])];
  const badUnitLines: number[] = [];
  const ids: string[] = [];
  for (let n = 0; n < units; n += 1) {
    const row = toUnitRow(n);
    if (n > BRANCHES && n % BROKEN_EVERY === 0) {
      unitLines.push(BREAK_UNIT[(n / BROKEN_EVERY) % BREAK_UNIT.length]!(row));
      badUnitLines.push(n + 2);
    } else {
      unitLines.push(line(row));
      ids.push(row[0]!);
    }
  }
  const codeLines = [line(['đơn vị', 'vai trò', 'mã tham gia'])];
  const badCodeLines: number[] = [];
  for (let n = 0; n < codes; n += 1) {
    const role = n % 100 === 1 ? 'báo cáo viên' : n % 2 === 1 ? 'đoàn viên' : '';
    const row = [ids[n % ids.length]!, role, `MTG-${n.toString(36).padStart(6, '0').toUpperCase()}-X7`];
    if (n % BROKEN_EVERY === 7) {
      codeLines.push(BREAK_CODE[((n - 7) / BROKEN_EVERY) % BREAK_CODE.length]!(row, n));
      badCodeLines.push(n + 2);
    } else codeLines.push(line(row));
  }
  return {
    units: `\uFEFF${unitLines.join('\r\n')}\r\n`,
    codes: codeLines.join('\n'),
    goodUnits: units - badUnitLines.length,
    badUnitLines,
    goodCodes: codes - badCodeLines.length,
    badCodeLines,
  };
}

function toUnitRow(n: number): string[] {
  if (n === 0) return ['ldld-mau', 'Liên đoàn Lao động tỉnh mẫu', '', 'liên đoàn', '1/7/2025', '', ''];
  if (n <= BRANCHES) return [`xa-mau-${n}`, `Công đoàn xã mẫu ${n}`, 'ldld-mau', 'xã', '1/7/2025', '', ''];
  const parent = `xa-mau-${1 + (n % BRANCHES)}`;
  return [`cdcs-mau-${n}`, `Công đoàn cơ sở mẫu ${n}, chi nhánh "Bắc"`, parent, 'doanh nghiệp', '2025-07-01', '', ''];
}

const line = (cells: Row): string => stringify([cells as string[]]).trimEnd();
