import { readFile } from 'node:fs/promises';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { z } from 'zod';
import { AppError } from '../../errors.js';
import { UNIT_KINDS, type Unit } from '../../people/unit.js';
import { listUnitFlaws } from '../../people/unit-flaws.js';
import { isLocalDate } from '../../time.js';

const id = z.string().regex(/^[a-z0-9-]{1,60}$/);
const day = z.string().refine(isLocalDate);
const Entry = z.strictObject({
  id,
  name: z.string().trim().min(1).max(200),
  parent: id.exactOptional(),
  kind: z.enum(UNIT_KINDS),
  from: day,
  to: day.exactOptional(),
  mergedInto: id.exactOptional(),
});

const EXPECTED_ID = 'cần 1 đến 60 chữ thường không dấu, chữ số hoặc gạch nối';
const EXPECTED_DAY = 'cần một ngày có thật dạng YYYY-MM-DD';
const EXPECTED: Readonly<Record<string, string>> = {
  id: EXPECTED_ID,
  name: 'cần tên đơn vị, tối đa 200 chữ',
  parent: `${EXPECTED_ID}, là id của đơn vị cấp trên, hoặc bỏ hẳn dòng này`,
  kind: `cần một trong ${UNIT_KINDS.join(', ')}`,
  from: EXPECTED_DAY,
  to: `${EXPECTED_DAY}, hoặc bỏ hẳn dòng này`,
  mergedInto: `${EXPECTED_ID}, là id của đơn vị nhận sáp nhập, hoặc bỏ hẳn dòng này`,
};

const FIELDS = Object.keys(EXPECTED).join(', ');

interface Problem {
  readonly line: number;
  readonly message: string;
}

/**
 * Periods of units from a YAML table (`knowledge/units.yaml`); undefined where there is no such file. Throws
 * `misconfigured` with all that is wrong, as `file:line: what; what was expected`.
 */
export async function readUnitTable(file: string): Promise<readonly Unit[] | undefined> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  const { units, problems } = parseUnitTable(content);
  if (problems.length === 0) return units;
  const told = problems.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n');
  throw new AppError('misconfigured', `${told}\nDữ liệu vẫn an toàn; hãy sửa tệp này rồi chạy lại.`);
}

function parseUnitTable(content: string): { readonly units: readonly Unit[]; readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines });
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const [broken] = document.errors;
  if (broken) {
    const message = `không đọc được YAML (${broken.message.split('\n')[0]}); cần danh sách units`;
    return { units: [], problems: [{ line: lineOf(broken.pos[0]), message }] };
  }
  const list = document.get('units', true);
  if (!isSeq(list))
    return { units: [], problems: [{ line: 1, message: 'thiếu danh sách units; cần units: rồi các mục - id: …' }] };

  const problems: Problem[] = [];
  const units: Unit[] = [];
  const lineOfPeriod = new Map<string, number>();
  for (const node of list.items) {
    const line = lineOf((node as Node).range?.[0]);
    if (!isMap(node)) {
      problems.push({ line, message: `mục không phải một đơn vị; cần ${FIELDS}` });
      continue;
    }
    const parsed = Entry.safeParse(node.toJSON());
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => describe(issue, node, lineOf)));
      continue;
    }
    const { parent, from, to, ...rest } = parsed.data;
    const unit: Unit = {
      ...rest,
      ...(parent === undefined ? {} : { parentId: parent }),
      validFrom: from,
      ...(to === undefined ? {} : { validTo: to }),
    };
    const key = `${unit.id} ${from}`;
    const twin = lineOfPeriod.get(key);
    if (twin !== undefined)
      problems.push({ line, message: `trùng id và from với dòng ${twin}; cần mỗi giai đoạn một mục` });
    lineOfPeriod.set(key, line);
    units.push(unit);
  }
  if (problems.length > 0) return { units, problems };
  const flaws = listUnitFlaws(units).map(({ unitId, validFrom, message }) => ({
    line: lineOfPeriod.get(`${unitId} ${validFrom}`) ?? 1,
    message: `${unitId}: ${message}`,
  }));
  return { units, problems: flaws };
}

/** At the line of the field, or of its unit where the field is missing. */
function describe(issue: z.core.$ZodIssue, node: YAMLMap, lineOf: (offset: number | undefined) => number): Problem {
  const isUnknown = issue.code === 'unrecognized_keys';
  const field = String(isUnknown ? issue.keys[0] : issue.path[0]);
  const key = node.items.find((pair) => String(pair.key) === field)?.key;
  const line = lineOf((isScalar(key) ? key : node).range?.[0]);
  if (isUnknown) return { line, message: `${field} không phải một trường; cần ${FIELDS}` };
  return { line, message: `${field} sai hoặc thiếu; ${EXPECTED[field]}` };
}
