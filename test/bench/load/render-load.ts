import type { AcknowledgedFigures, LoadFigures, WaitFigures, WaveFigures } from './run-load.js';

/** At most so many lines tell how the queue went. */
const MOST_LINES = 16;
/** Memory is flat where the second wave's peak is at most so much above the first's. */
const FLAT = 1.1;

export function isRight({ waves }: LoadFigures): boolean {
  return waves.every(({ lost, doubled }) => lost === 0 && doubled === 0);
}

export function isFlat({ waves }: LoadFigures): boolean | undefined {
  const [first, second] = waves;
  return first && second && first.peakMb > 0 ? second.peakMb <= first.peakMb * FLAT : undefined;
}

export function renderLoad(figures: LoadFigures): string {
  const { members, overMs, isStrict, embeddings, waves, startMb, callsDuringPause } = figures;
  const flat = isFlat(figures);
  return [
    `${members.toLocaleString('vi-VN')} đoàn viên hỏi trong ${overMs / 1000} giây, ${embeddings}, giới hạn của Telegram ${isStrict ? 'BẬT' : 'tắt'}`,
    ...waves.flatMap((wave, at) => [`  đợt ${at + 1}`, ...renderWave(wave, startMb)]),
    `  nhớ phẳng: ${flat === undefined ? 'chưa đo' : flat ? 'có' : 'KHÔNG'}; gọi khi nền tảng bảo chờ: ${callsDuringPause}`,
    ...renderTally('nền tảng từ chối', figures.refusals),
    ...renderTally('đã đếm', figures.counts),
    ...renderTally('nhật ký', figures.warnings),
    '',
  ].join('\n');
}

function renderWave(wave: WaveFigures, startMb: number): string[] {
  const rows = [...Object.entries(wave.channels), ['tất cả', wave.all] as const];
  return [
    `  ${'kênh'.padEnd(10)}${['câu', 'p50 (s)', 'p95 (s)', 'lâu nhất'].map((head) => head.padStart(10)).join('')}`,
    ...rows.map(([name, waits]) => renderWaits(name, waits)),
    `    mất ${wave.lost}, hai lần ${wave.doubled}, tin ${wave.messages}, báo chờ ${wave.waitingNotices}; tra theo từ ${wave.byWords}, theo nghĩa ${wave.byMeaning}`,
    `    cạn sau ${toSeconds(wave.drainedMs)} s, sâu nhất ${wave.deepestChats} cuộc, cũ nhất ${toSeconds(wave.oldestMs)} s, nền tảng còn giữ ${wave.mostUndelivered}`,
    `    nhớ ${Math.round(startMb)} MB lúc đầu, ${Math.round(wave.peakMb)} cao nhất, ${Math.round(wave.drainedMb)} khi cạn; dịch vụ dùng ${wave.cpuS.toFixed(1)} s CPU; tiến trình đo trễ p99 ${Math.round(wave.ownDelayMs)} ms`,
    renderAcknowledged(wave.acknowledged),
    ...renderQueue(wave),
  ];
}

function renderWaits(name: string, { asked, p50Ms, p95Ms, maxMs }: WaitFigures): string {
  const cells = [String(asked), ...[p50Ms, p95Ms, maxMs].map(toSeconds)];
  return `  ${name.padEnd(10)}${cells.map((cell) => cell.padStart(10)).join('')}`;
}

export function renderAcknowledged({ calls, p50Ms, p99Ms, maxMs, late }: AcknowledgedFigures): string {
  return `    xác nhận webhook (kết nối mới mỗi lần): ${calls} lần, p50 ${Math.round(p50Ms)} ms, p99 ${Math.round(p99Ms)} ms, lâu nhất ${Math.round(maxMs)} ms, quá 2 s ${late}`;
}

function renderQueue({ samples }: WaveFigures): string[] {
  const step = Math.ceil(samples.length / MOST_LINES);
  const shown = samples.filter((_, at) => at % step === 0 || at === samples.length - 1);
  const line = (head: string, cells: readonly string[]) =>
    `    ${head.padEnd(14)}${cells.map((cell) => cell.padStart(6)).join('')}`;
  return [
    line(
      'giây',
      shown.map(({ at }) => String(Math.round(at / 1000))),
    ),
    line(
      'đang chờ',
      shown.map(({ chats }) => String(chats)),
    ),
    line(
      'cũ nhất (s)',
      shown.map(({ oldestMs }) => toSeconds(oldestMs)),
    ),
  ];
}

function renderTally(title: string, tally: Readonly<Record<string, number>>): string[] {
  const entries = Object.entries(tally);
  return entries.length === 0
    ? []
    : [`  ${title}: ${entries.map(([name, amount]) => `${name} ${amount}`).join(' · ')}`];
}

const toSeconds = (ms: number): string => (ms / 1000).toFixed(1);
