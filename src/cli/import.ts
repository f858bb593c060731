import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { openPeople } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { type ImportReport, importFile } from '../ingest/import-units/import-file.js';
import type { CodeImportPlan } from '../ingest/import-units/plan-code-import.js';
import type { UnitChange, UnitField, UnitImportPlan } from '../ingest/import-units/plan-unit-import.js';
import type { SavedCodes } from '../ingest/import-units/save-codes.js';
import type { Unit } from '../people/unit.js';
import { formatAmount } from '../text/vietnamese-text.js';
import { formatDay, isLocalDate, systemClock } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s import -- TỆP.csv|.xlsx|.yaml [--apply]';

const FIELDS: Readonly<Record<UnitField, string>> = {
  name: 'tên',
  parentId: 'cấp trên',
  kind: 'loại',
  validTo: 'đến ngày',
  mergedInto: 'sáp nhập vào',
};

/** Units or join codes from a table; says row by row what would change, and changes nothing without `--apply`. */
await runCommand(async ({ progress }) => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { apply: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new AppError('invalid-input', USAGE);
  const people = await openPeople(loadConfig());
  try {
    const doors = { people, clock: systemClock, onProgress: progress('Ghi mã tham gia') };
    const report = await importFile(file, values, doors);
    if (values.apply) {
      const details = { file: basename(file) };
      await people.recordAudit({ at: systemClock(), actor: 'system', action: `import-${report.type}`, details });
    }
    const [told, refused] = report.type === 'units' ? renderUnits(report.plan) : renderCodes(report);
    process.stdout.write(lines(told));
    process.stderr.write(lines(refused.map(({ line, reason }) => `dòng ${line}: TỪ CHỐI, ${reason}`)));
    process.stdout.write(lines(renderSummary(report, values.apply)));
    const isRead = report.type === 'units' ? refused.length < report.plan.changes.length : report.plan.codes.length > 0;
    if (refused.length > 0 && !isRead) process.exitCode = 1;
  } finally {
    await people.close();
  }
}, USAGE);

type CodeReport = Extract<ImportReport, { type: 'codes' }>;
type Refused = Extract<UnitChange, { type: 'refused' }>;

function isRefused(change: UnitChange): change is Refused {
  return change.type === 'refused';
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('');
}

function renderUnits({ changes, ended, warnings }: UnitImportPlan): [string[], readonly Refused[]] {
  const told = changes.flatMap((change) => {
    if (change.type === 'new') return [`dòng ${change.line}: THÊM ${change.unit.id} (${describe(change.unit)})`];
    if (change.type !== 'changed') return [];
    const { line, unit, before } = change;
    const fields = change.fields.map((field) => `${FIELDS[field]} ${show(before[field])} → ${show(unit[field])}`);
    return [`dòng ${line}: ĐỔI ${unit.id} từ ${formatDay(unit.validFrom)}: ${fields.join('; ')}`];
  });
  return [
    [
      ...told,
      ...ended.map(({ id, name, validTo }) => `KẾT THÚC giai đoạn cũ của ${id} (${name}) vào ngày ${show(validTo)}`),
      ...warnings.map(({ unitId, message }) => `LƯU Ý ${unitId}: ${message}`),
    ],
    changes.filter(isRefused),
  ];
}

function describe({ name, parentId, validFrom, validTo, mergedInto }: Unit): string {
  const parts = [name, `cấp trên ${show(parentId)}`, `từ ${formatDay(validFrom)}`];
  if (validTo) parts.push(`đến ${formatDay(validTo)}`);
  if (mergedInto) parts.push(`sáp nhập vào ${mergedInto}`);
  return parts.join(', ');
}

function show(value: string | undefined): string {
  if (value === undefined) return '(trống)';
  return isLocalDate(value) ? formatDay(value) : value;
}

/** Row by row only before it is done: tens of thousands of rows look alike. */
function renderCodes({ plan, result }: CodeReport): [string[], CodeImportPlan['refused']] {
  if (result) return [[], plan.refused];
  const told = plan.codes.map(({ line, unitId, role, code, expiresOn }) => {
    const made = code === undefined ? 'mã mới được tạo' : 'mã trong bảng';
    return `dòng ${line}: MÃ THAM GIA ${unitId}, ${role}, ${made}, hạn ${formatDay(expiresOn)}`;
  });
  return [told, plan.refused];
}

function renderSummary(report: ImportReport, isApplied: boolean): string[] {
  const counted = report.type === 'units' ? countUnits(report.plan) : countCodes(report.plan, report.result, isApplied);
  return isApplied ? [counted] : [counted, 'Đây là chạy thử, chưa ghi gì; thêm --apply để ghi.'];
}

function countUnits({ changes, ended }: UnitImportPlan): string {
  const count = (type: UnitChange['type']) => formatAmount(changes.filter((change) => change.type === type).length);
  return `Đơn vị: ${count('new')} thêm, ${count('changed')} đổi, ${count('same')} giữ nguyên, ${ended.length} giai đoạn cũ kết thúc, ${count('refused')} dòng bị từ chối.`;
}

function countCodes({ codes, refused }: CodeImportPlan, result: SavedCodes | undefined, isApplied: boolean): string {
  const left = `${formatAmount(refused.length)} dòng bị từ chối.`;
  if (!isApplied || !result) return `Mã tham gia: ${formatAmount(codes.length)} dòng dùng được, ${left}`;
  const where = result.codesFile
    ? ` Mã được tạo nằm trong ${result.codesFile}; ai đọc được tệp này đều dùng được mã.`
    : '';
  const again =
    result.reused > 0
      ? ` ${formatAmount(result.reused)} mã lấy lại từ lần chạy trước; muốn mã mới thì chuyển tệp đó đi.`
      : '';
  return `Mã tham gia: ${formatAmount(result.saved)} mã mới, ${formatAmount(result.held)} mã đã có giữ nguyên, ${left}${where}${again}`;
}
