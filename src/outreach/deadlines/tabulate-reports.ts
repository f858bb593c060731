import type { Actor } from '../../people/permission.js';
import { can } from '../../people/permission.js';
import type { Unit } from '../../people/unit.js';
import type { UnitTree } from '../../people/unit-tree.js';
import type { UnitReport } from '../../storage/campaigns.js';
import type { Texts } from '../../text/texts.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import { formatDay } from '../../time.js';
import { groupBy } from '../group-by.js';
import type { ReportTable } from '../reporting/render-report.js';
import { type Deadline, isLate, listAskedUnits } from './deadline.js';

/** What the grass-roots unions below one unit answered. */
export interface BranchTally {
  /** Absent: all together. */
  readonly branch?: Unit;
  /** Asked. */
  readonly units: readonly Unit[];
  readonly reports: readonly UnitReport[];
  readonly missing: readonly Unit[];
  readonly sessions: number;
  readonly attending: number;
}

export interface DeadlineTable {
  readonly deadline: Deadline;
  /** By the unit right above them. */
  readonly branches: readonly BranchTally[];
  readonly total: BranchTally;
}

/** What was answered by those units that somebody looks after, branch by branch. */
export function tabulateReports(
  deadline: Deadline,
  reports: readonly UnitReport[],
  actor: Actor,
  tree: UnitTree,
): DeadlineTable {
  const asked = listAskedUnits(deadline.campaign, tree).filter(({ id }) => can(actor, 'report', { tree, unitId: id }));
  const byUnit = new Map(reports.map((report) => [report.unitId, report]));
  const byBranch = groupBy(asked, ({ id, parentId }) => parentId ?? id);
  const branches = [...byBranch].map(([id, units]) => {
    const branch = tree.find(id);
    return { ...tally(units, byUnit), ...(branch ? { branch } : {}) };
  });
  return { deadline, branches, total: tally(asked, byUnit) };
}

function tally(units: readonly Unit[], byUnit: ReadonlyMap<string, UnitReport>): BranchTally {
  const reports = units.flatMap(({ id }) => byUnit.get(id) ?? []);
  return {
    units,
    reports,
    missing: units.filter(({ id }) => !byUnit.has(id)),
    sessions: reports.reduce((sum, { sessions }) => sum + sessions, 0),
    attending: reports.reduce((sum, { attending }) => sum + attending, 0),
  };
}

const MOST_NAMED = 5;

/** The sums, and who has not answered, in a few lines. */
export function renderDeadlineTable({ deadline, branches, total }: DeadlineTable, texts: Texts): string {
  const line = (key: string, { branch, units, reports, missing, sessions, attending }: BranchTally) => {
    const named = missing.slice(0, MOST_NAMED).map(({ name }) => name);
    const left = missing.length - named.length;
    return texts(key, {
      branch: branch?.name ?? '',
      answered: formatAmount(reports.length),
      asked: formatAmount(units.length),
      sessions: formatAmount(sessions),
      attending: formatAmount(attending),
      missing: named.join('; '),
      left: left > 0 ? formatAmount(left) : '',
    });
  };
  const head = texts('deadline.title', { title: deadline.campaign.title, day: formatDay(deadline.occasion) });
  const isOne = branches.length === 1;
  const lines = isOne ? [] : branches.map((each) => line('deadline.branch', each));
  return [head, line(isOne ? 'deadline.only' : 'deadline.total', total), ...lines].join('\n');
}

/** Every unit that was asked, row by row, for a sheet. */
export function toDeadlineSheet({ deadline, branches }: DeadlineTable, texts: Texts): ReportTable {
  const columns = ['branch', 'unit', 'state', 'sessions', 'attending', 'note'];
  return {
    head: columns.map((column) => texts(`deadline.column.${column}`)),
    widths: [34, 34, 14, 12, 14, 60],
    rows: branches.flatMap(({ branch, units, reports }) =>
      units.map(({ id, name }) => {
        const report = reports.find(({ unitId }) => unitId === id);
        const state = !report ? 'missing' : isLate(report.at, deadline) ? 'late' : 'in-time';
        const numbers = report ? [String(report.sessions), String(report.attending), report.note] : ['', '', ''];
        return [branch?.name ?? '', name, texts(`deadline.state.${state}`), ...numbers];
      }),
    ),
  };
}
