import { parseArgs } from 'node:util';
import { openOutreach } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { writeSheet } from '../ingest/sheets/write-sheet.js';
import { createLogger } from '../observability/logger.js';
import { instantOf } from '../outreach/calendar/days.js';
import { renderDeadlineTable, tabulateReports, toDeadlineSheet } from '../outreach/deadlines/tabulate-reports.js';
import { changeOccurrence, type OccurrenceChange } from '../outreach/foreseeing/change-occurrence.js';
import { type ForeseenReminder, foreseeReminders } from '../outreach/foreseeing/foresee-reminders.js';
import { renderForeseen, sayChange } from '../outreach/foreseeing/render-plan.js';
import { listCampaigns } from '../outreach/list-campaigns.js';
import type { OutreachDoors } from '../outreach/outreach-doors.js';
import { SYSTEM } from '../outreach/rights/reach.js';
import { describeSchedule } from '../outreach/wording/describe-schedule.js';
import { readInstant } from '../outreach/wording/read-instant.js';
import { isLocalDate, type LocalDate, toLocalDate } from '../time.js';
import { findActor } from './find-actor.js';
import { runCommand } from './run-command.js';

const DAYS = 30;
const DAY_MS = 86_400_000;
const USAGE = 'Xem cách dùng: npm run -s plan -- help';
const HELP = `Cách dùng: npm run -s plan -- [LỆNH] [--json]

  [--from NGÀY] [--to NGÀY] [--count]   những lời nhắc sẽ gửi (ngày dạng 2027-07-28); không ghi thì 30 ngày tới;
                                        --count đếm người sẽ nhận (đọc hết danh sách đoàn viên)
  campaigns                             mọi chiến dịch, lịch và tình trạng
  cancel ID --as MÃ-ĐOÀN-VIÊN           hủy một lần nhắc
  move ID --at 'GIỜ NGÀY' --as MÃ       dời một lần nhắc, ví dụ --at '8h 25/11'
  restore ID --as MÃ                    trả về đúng lịch
  reports CHIẾN-DỊCH@NGÀY [--as MÃ] [--out TỆP.csv|.xlsx]
                                        báo cáo của các công đoàn cơ sở

Mã thoát: 0 đã làm, 1 chưa làm được, 2 gõ lệnh chưa đúng.
`;

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly as?: string;
  readonly out?: string;
  readonly count: boolean;
  readonly json: boolean;
}

/** What campaigns will say and to how many, and what staff changes of it; beside a running service. */
await runCommand(
  async () => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        to: { type: 'string' },
        at: { type: 'string' },
        as: { type: 'string' },
        out: { type: 'string' },
        count: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [name = 'show', id = ''] = positionals;
    if (name === 'help') return void process.stdout.write(HELP);
    const config = loadConfig();
    const { doors, close } = await openOutreach({ config, logger: createLogger(config.logLevel) });
    try {
      await run(name, id, values, doors);
    } finally {
      await close();
    }
  },
  USAGE,
  { usageError: 2 },
);

async function run(name: string, id: string, options: Options, doors: OutreachDoors): Promise<void> {
  switch (name) {
    case 'show':
      return show(options, doors);
    case 'campaigns':
      return showCampaigns(options, doors);
    case 'reports':
      return showReports(id, options, doors);
    case 'cancel':
    case 'restore':
      return change(id, { to: name }, options, doors);
    case 'move':
      return change(id, { to: name, dueAt: readHour(options.at, doors) }, options, doors);
    default:
      throw wrong(`Chưa có lệnh “${name}”.`);
  }
}

function wrong(reason: string): AppError {
  return new AppError('invalid-input', `${reason} ${USAGE}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function show({ from, to, count, json }: Options, doors: OutreachDoors): Promise<void> {
  const now = doors.clock();
  const first = readDay(from) ?? toLocalDate(now);
  const last = readDay(to) ?? toLocalDate(new Date(Date.parse(first) + DAYS * DAY_MS));
  if (last < first) throw wrong(`Ngày cuối ${last} trước ngày đầu ${first}.`);
  const span = { from: instantOf(first, 0), to: instantOf(last, 24 * 60 - 1) };
  const foreseen = await foreseeReminders({ ...span, ...(count ? { countFor: 'system' as const } : {}) }, doors);
  if (json) return say(JSON.stringify(foreseen.map(toJson)));
  for (const each of foreseen) say(`${renderForeseen(each, doors.texts)}\n  ${each.id}`);
  if (foreseen.length === 0) say(doors.texts('plan.none'));
}

function toJson({ id, campaign, milestone, occasion, dueAt, status, conflicts, forecast }: ForeseenReminder) {
  const { title, topic, segment } = campaign;
  const { offsetDays } = milestone;
  const recipients = forecast ? { recipients: forecast.recipients } : {};
  return { id, title, topic, segment, occasion, offsetDays, dueAt, status, conflicts, ...recipients };
}

async function showCampaigns({ json }: Options, doors: OutreachDoors): Promise<void> {
  const campaigns = await listCampaigns(doors);
  if (json) return say(JSON.stringify(campaigns));
  for (const { id, title, schedule, status, note = '' } of campaigns) {
    const fields = { id, title, schedule: describeSchedule(schedule, doors.texts), note };
    say(doors.texts('plan.campaign', { ...fields, status: doors.texts(`campaign.status.${status}`) }));
  }
}

async function showReports(key: string, { as, out, json }: Options, doors: OutreachDoors): Promise<void> {
  const [campaignId = '', occasion = ''] = key.split('@');
  const campaign = (await listCampaigns(doors)).find(({ id }) => id === campaignId);
  if (!campaign || !isLocalDate(occasion)) throw wrong(`Không có chiến dịch và ngày “${key}”.`);
  const reports = await doors.campaigns.listUnitReports({ campaignId, occasion });
  const actor = as === undefined ? SYSTEM : await findActor(as, doors.people, USAGE);
  const table = tabulateReports({ campaign, occasion }, reports, actor, await doors.tree());
  if (out !== undefined) {
    await writeSheet(out, toDeadlineSheet(table, doors.texts));
    say(doors.texts('report.written', { file: out }));
  } else if (json) say(JSON.stringify(reports));
  else say(renderDeadlineTable(table, doors.texts));
}

async function change(id: string, wish: OccurrenceChange, { as }: Options, doors: OutreachDoors): Promise<void> {
  if (id === '') throw wrong('Thiếu mã của lần nhắc.');
  const outcome = await changeOccurrence(id, wish, await findActor(as, doors.people, USAGE), doors);
  const said = sayChange(outcome, doors.texts);
  if (outcome.status === 'changed') return say(said);
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
}

function readDay(written: string | undefined): LocalDate | undefined {
  if (written === undefined || isLocalDate(written)) return written;
  throw wrong(`“${written}” chưa phải là một ngày dạng 2027-07-28.`);
}

function readHour(written: string | undefined, { clock }: OutreachDoors): Date {
  const at = written === undefined ? undefined : readInstant(written, clock());
  if (!at) throw wrong(`Chưa đọc được giờ mới${written ? ` “${written}”` : ''}: --at '8h 25/11'.`);
  return at;
}
