import { parseArgs } from 'node:util';
import { readStatus, type ServiceStatus } from '../app.js';
import { loadConfig } from '../config.js';
import { formatAmount } from '../text/vietnamese-text.js';
import { formatInstant, systemClock } from '../time.js';
import { runCommand } from './run-command.js';

const USAGE = 'Cách dùng: npm run -s status [-- --json]';

const NAMES: Readonly<Record<string, string>> = {
  web: 'Trang web',
  telegram: 'Telegram',
  'zalo-oa': 'Zalo OA',
  'zalo-bot': 'Zalo Bot',
};
const TROUBLES: Readonly<Record<string, string>> = {
  'needs-consent': 'CẦN KẾT NỐI LẠI: quản trị viên OA chạy npm run zalo:connect',
  unauthorized: 'MÃ KHÔNG ĐƯỢC CHẤP NHẬN: kiểm tra mã trong .env',
  conflict: 'XUNG ĐỘT: nơi khác cũng đang nhận tin bằng mã này, hoặc còn webhook cũ',
  unreachable: 'không gọi được máy chủ của nền tảng',
};
const COUNTS: Readonly<Record<string, string>> = {
  'answers-by-meaning': 'câu trả lời tra theo nghĩa',
  'answers-by-words': 'câu trả lời tra theo từ ngữ (khi đông)',
  'events-repeated': 'tin nền tảng gửi lặp, đã bỏ',
  'events-not-taken': 'tin không nhận vì một người gửi dồn dập',
  'replies-in-doubt': 'tin gửi lại vì không rõ lần trước đã tới chưa (người nhận có thể thấy hai lần)',
  'messages-delivered': 'tin nền tảng báo đã tới',
  'messages-seen': 'tin nền tảng báo đã xem',
};

const STATUSES: Readonly<Record<string, string>> = {
  waiting: 'chờ duyệt',
  approved: 'đã duyệt, chờ đến giờ',
  planning: 'đang lập danh sách',
  sending: 'đang gửi',
  paused: 'tạm dừng',
};

const NOTHING_YET =
  'Chưa có dữ liệu: Sổ tay chưa chạy lần nào với thư mục dữ liệu này. Hãy chạy npm start, hoặc kiểm tra DATA_DIR trong .env.\n';

/** Channels, what waits and what happened so far; beside a running service too. */
await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const status = await readStatus(loadConfig());
  process.stdout.write(
    values.json ? `${JSON.stringify(status)}\n` : status.hasData ? renderStatus(status) : NOTHING_YET,
  );
}, USAGE);

function renderStatus({ channels, grant, depth, counts, broadcasts }: ServiceStatus): string {
  const now = systemClock().getTime();
  const lines = channels.flatMap(({ name, troubles }) =>
    troubles.length === 0
      ? [`  ${NAMES[name]}: đã cài đặt, không thấy trục trặc`]
      : troubles.map(({ kind, since }) => `  ${NAMES[name]}: ${TROUBLES[kind] ?? kind} (từ ${formatInstant(since)})`),
  );
  const granted =
    grant &&
    {
      none: '  Quyền Zalo OA: CHƯA KẾT NỐI, chạy npm run zalo:connect',
      'needs-consent': `  Quyền Zalo OA: CẦN KẾT NỐI LẠI, chạy npm run zalo:connect${grant.since ? ` (từ ${formatInstant(grant.since)})` : ''}`,
      granted: `  Quyền Zalo OA: còn${grant.refreshExpiresAt ? ` đến ${formatInstant(grant.refreshExpiresAt)}, tự gia hạn` : ''}`,
    }[grant.status];
  const waiting = depth.map(({ channel, chats, events, replies, oldestAt }) => {
    const age = oldestAt ? `, lâu nhất ${Math.round((now - oldestAt.getTime()) / 1000)} giây` : '';
    return `  ${NAMES[channel] ?? channel}: ${chats} cuộc trò chuyện (${events} tin chưa trả lời, ${replies} câu trả lời chưa gửi${age})`;
  });
  const announced = broadcasts.map(({ id, status, rows }) => {
    const sent = (rows.sent ?? 0) + (rows.delivered ?? 0);
    const left = (rows.queued ?? 0) + (rows.sending ?? 0);
    const figures = [`đã gửi ${sent}`, `còn ${left}`, `không rõ ${rows.unknown ?? 0}`].join(', ');
    return `  ${id}: ${STATUSES[status] ?? status}; ${figures}`;
  });
  const counted = Object.entries(counts).map(([name, amount]) => `  ${toWords(name)}: ${formatAmount(amount)}`);
  return [
    'Kênh',
    ...(lines.length > 0 ? lines : ['  chỉ có trang web; Zalo và Telegram chưa được cài đặt']),
    ...(granted ? [granted] : []),
    'Đang chờ',
    ...(waiting.length > 0 ? waiting : ['  không có gì']),
    ...(announced.length > 0 ? ['Thông báo', ...announced] : []),
    'Đã đếm',
    ...(counted.length > 0 ? counted : ['  chưa có gì']),
    '',
  ].join('\n');
}

function toWords(name: string): string {
  const refused = /^replies-refused-(.+)$/.exec(name)?.[1];
  return refused ? `tin nền tảng từ chối hẳn (${refused})` : (COUNTS[name] ?? name);
}
