import type { SendFigures } from './run-send.js';
import type { NaiveFigures } from './send-naively.js';

export function renderSend({
  seconds,
  channels,
  refusals,
  refusalsAlone,
  callsDuringPause,
  replies,
  ...figures
}: SendFigures): string {
  const total = (tally: Readonly<Record<string, number>>) => Object.values(tally).reduce((sum, each) => sum + each, 0);
  return [
    `Thông báo gửi trong ${seconds} giây qua ba nền tảng, giới hạn thật BẬT, ${replies.asked} người hỏi trong nửa sau`,
    row(['nền tảng', 'cho phép/s', 'phần/s', 'một mình/s', 'giữ (%)', 'có hỏi/s', 'giữ (%)', 'tin']),
    ...channels.map(({ channel, allowed, share, heldAlone, held, messages }) =>
      row([channel, allowed, share.toFixed(1), ...toShare(heldAlone, share), ...toShare(held, share), messages]),
    ),
    `  nền tảng từ chối: ${total(refusalsAlone)} khi chưa ai hỏi, ${total(refusals)} tính cả lúc có người hỏi; gọi khi nền tảng bảo chờ: ${callsDuringPause}; nhận hai lần: ${figures.repeated}`,
    ...Object.entries(refusals).map(([words, amount]) => `    ${words}: ${amount}`),
    `  câu trả lời trong lúc gửi: mất ${replies.lost}, p95 ${replies.p95Ms} ms, lâu nhất ${replies.maxMs} ms`,
    `  tạm dừng → tin cuối ${Math.round(figures.pausedAfterMs)} ms; tiếp tục → tin đầu ${Math.round(figures.resumedAfterMs)} ms; hủy → tin cuối ${Math.round(figures.cancelledAfterMs)} ms`,
    '',
  ].join('\n');
}

export function renderNaive(loops: readonly NaiveFigures[]): string {
  return [
    'Vòng lặp `for … await bot.api.sendMessage` với grammY, trên Telegram, cùng giới hạn',
    row(['cách', 'đã thử', 'tới', 'tới/s', '429', 'mất (%)']),
    ...loops.map(({ distanceMs, seconds, tried, accepted, floodErrors }) =>
      row([
        `${distanceMs} ms`,
        tried,
        accepted,
        (accepted / seconds).toFixed(1),
        floodErrors,
        ((floodErrors / Math.max(1, tried)) * 100).toFixed(1),
      ]),
    ),
    '',
  ].join('\n');
}

const toShare = (held: number, share: number) => [held.toFixed(2), ((held / share) * 100).toFixed(1)];

function row(cells: readonly (string | number)[]): string {
  return `  ${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(10) : String(cell).padStart(12))).join('')}`;
}
