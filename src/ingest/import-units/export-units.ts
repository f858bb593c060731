import { isStanding, type Unit } from '../../people/unit.js';
import type { People } from '../../storage/store.js';
import type { LocalDate } from '../../time.js';
import { KIND_NAMES } from '../sheets/parse-cells.js';
import { writeSheet } from '../sheets/write-sheet.js';

const HEAD = ['id', 'tên', 'cấp trên', 'loại', 'từ ngày', 'đến ngày', 'sáp nhập vào'];

/** Writes all periods, or those that stand on a day, as a table that an import takes back; how many. */
export async function exportUnits(
  file: string,
  { people, asOf }: { readonly people: Pick<People, 'listUnits'>; readonly asOf?: LocalDate },
): Promise<number> {
  const held = await people.listUnits();
  const units = asOf === undefined ? held : held.filter((unit) => isStanding(unit, asOf));
  await writeSheet(file, { head: HEAD, rows: units.map(toCells), widths: [28, 48, 28, 16, 12, 12, 28] });
  return units.length;
}

function toCells({ id, name, parentId, kind, validFrom, validTo, mergedInto }: Unit): string[] {
  return [id, name, parentId ?? '', KIND_NAMES[kind][0]!, validFrom, validTo ?? '', mergedInto ?? ''];
}
