import { parseArgs } from 'node:util';
import { openOutreach } from '../app.js';
import { loadConfig } from '../config.js';
import { AppError } from '../errors.js';
import { createLogger } from '../observability/logger.js';
import { mayAddressAny } from '../outreach/rights/reach.js';
import { approve, control, giveBack, resend, submit } from './announcing/control-announcement.js';
import { type Desk, refuse } from './announcing/desk.js';
import { report } from './announcing/report-announcement.js';
import { segment } from './announcing/segments.js';
import {
  listAnnouncements,
  previewAnnouncement,
  showAnnouncement,
  testAnnouncement,
} from './announcing/show-announcement.js';
import { changeDraft, createDraft } from './announcing/write-announcement.js';
import { findActor } from './find-actor.js';
import { runCommand } from './run-command.js';

const COMMANDS: Readonly<Record<string, { readonly run: (desk: Desk) => Promise<void>; readonly needsId?: true }>> = {
  new: { run: createDraft('message') },
  article: { run: createDraft('article') },
  change: { run: changeDraft, needsId: true },
  list: { run: listAnnouncements },
  show: { run: showAnnouncement, needsId: true },
  preview: { run: previewAnnouncement, needsId: true },
  test: { run: testAnnouncement, needsId: true },
  submit: { run: submit, needsId: true },
  approve: { run: approve, needsId: true },
  return: { run: giveBack, needsId: true },
  pause: { run: control('paused'), needsId: true },
  resume: { run: control('resumed'), needsId: true },
  cancel: { run: control('cancelled'), needsId: true },
  'resend-unknown': { run: resend, needsId: true },
  report: { run: report, needsId: true },
  segment: { run: segment },
};

const USAGE = 'Xem cách dùng: npm run -s announce -- help';
const HELP = `Cách dùng: npm run -s announce -- LỆNH --as MÃ-ĐOÀN-VIÊN [--json]
(mã của mình: gõ “dữ liệu” trong trò chuyện)

  new [--file TỆP.md|.yaml]       soạn bản nháp; không có --file thì đọc từ đầu vào
  article [--file TỆP.md|.yaml]   soạn bài viết cho mọi người quan tâm Zalo OA
  change ID [--file TỆP]          thay nội dung bản chưa gửi; đã duyệt thì phải duyệt lại
  list                            những thông báo của mình, chờ mình duyệt, mình phụ trách
  show ID                         một thông báo và tình trạng
  preview ID                      đúng tin từng kênh sẽ thấy, tới bao nhiêu người, ai phải duyệt
  test ID                         gửi thử cho riêng mình
  submit ID                       gửi đi, hoặc gửi duyệt
  approve ID --content MÃ         duyệt đúng bản đã xem; MÃ ở cuối preview
  return ID                       trả lại người soạn
  pause ID, resume ID, cancel ID  tạm dừng, gửi tiếp, hủy hẳn
  resend-unknown ID               gửi lại tin chưa rõ đã tới chưa (có người có thể đọc hai lần)
  report ID [--watch] [--out TỆP.csv|.xlsx]
  segment [TÊN 'nhánh=… và vai=…'] nhóm đã lưu; có TÊN thì lưu

Mã thoát: 0 đã làm, 1 chưa làm được, 2 gõ lệnh hoặc viết tệp chưa đúng.
`;

/** Announcements from the shell, by the same flows as in chat; beside a running service, which sends them. */
await runCommand(
  async ({ progress }) => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        file: { type: 'string' },
        out: { type: 'string' },
        content: { type: 'string' },
        json: { type: 'boolean', default: false },
        watch: { type: 'boolean', default: false },
      },
    });
    const { as, ...options } = values;
    const [name = '', ...args] = positionals;
    if (name === 'help') return void process.stdout.write(HELP);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!command) throw new AppError('invalid-input', `Chưa có lệnh “${name}”. ${USAGE}`);
    if (command.needsId && args.length !== 1) {
      throw new AppError('invalid-input', `Lệnh ${name} cần đúng một mã thông báo. ${USAGE}`);
    }
    if (as === undefined)
      throw new AppError('invalid-input', `Thiếu --as MÃ-ĐOÀN-VIÊN: làm với quyền của ai. ${USAGE}`);
    const config = loadConfig();
    const { doors, templates, close } = await openOutreach({ config, logger: createLogger(config.logLevel) });
    try {
      const actor = await findActor(as, doors.people, USAGE);
      const isAllowed = actor.status === 'joined' && mayAddressAny(actor, await doors.tree());
      if (!isAllowed) return refuse(doors.texts('not-allowed'));
      await command.run({ doors, templates, actor, args, options, progress });
    } finally {
      await close();
    }
  },
  USAGE,
  { usageError: 2 },
);
