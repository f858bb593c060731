import type { UnitTree } from '../../people/unit-tree.js';
import type { Texts } from '../../text/texts.js';
import { formatAmount } from '../../text/vietnamese-text.js';
import type { BroadcastReport, Tally } from './report-broadcast.js';
import type { ToldVotes } from './tell-votes.js';

/** A table for a sheet. */
export interface ReportTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Of columns, in letters. */
  readonly widths: readonly number[];
}

const COLUMNS = ['recipients', 'sent', 'delivered', 'seen', 'open', 'skipped', 'failed', 'unknown', 'resent'] as const;

/** What a person on a phone wants to know, in a few lines. */
export function renderReport(report: BroadcastReport, texts: Texts): string {
  const { total, byVariant, skipped, failed, votes, broadcast } = report;
  const poll = broadcast.content.messages.find((message) => message.poll)?.poll;
  const reasons = (kind: 'broadcast.skip' | 'report.fail', counts: ReadonlyMap<string, number>) =>
    [...counts].map(([reason, amount]) => `${formatAmount(amount)} ${texts(`${kind}.${reason}`)}`).join(', ');
  const lines = [
    texts('report.sent', { sent: formatAmount(total.sent), recipients: formatAmount(total.recipients) }),
    total.delivered > 0 ? texts('report.delivered', { count: formatAmount(total.delivered) }) : '',
    total.sent > 0 ? texts('report.seen', { count: seenOf(total, texts) }) : '',
    total.open > 0 ? texts('report.open', { count: formatAmount(total.open) }) : '',
    total.skipped > 0
      ? texts('report.skipped', { count: formatAmount(total.skipped), why: reasons('broadcast.skip', skipped) })
      : '',
    total.failed > 0
      ? texts('report.failed', { count: formatAmount(total.failed), why: reasons('report.fail', failed) })
      : '',
    total.unknown > 0 ? texts('report.unknown', { count: formatAmount(total.unknown) }) : '',
    total.resent > 0 ? texts('report.resent', { count: formatAmount(total.resent) }) : '',
    ...(byVariant.length > 1
      ? byVariant.map((each, place) =>
          texts('report.variant', {
            name: variantName(place),
            sent: formatAmount(each.sent),
            seen: seenOf(each, texts),
          }),
        )
      : []),
    ...(votes && poll
      ? [
          texts('report.votes', { question: poll.question }),
          ...(votes.byOption
            ? poll.options.map((option, place) => texts('report.vote', { option, count: votesOf(votes, place, texts) }))
            : [texts('report.votes-few', { total: formatAmount(votes.total) })]),
        ]
      : []),
  ];
  return lines.filter(Boolean).join('\n');
}

/** Everything, row by row, for a sheet. */
export function toReportTable(report: BroadcastReport, tree: UnitTree, texts: Texts): ReportTable {
  const { total, byChannel, byUnit, byVariant, skipped, failed, votes, broadcast } = report;
  const poll = broadcast.content.messages.find((message) => message.poll)?.poll;
  const blank = COLUMNS.slice(1).map(() => '');
  const row = (group: string, name: string, tally: Tally) => [
    texts(`report.sheet.${group}`),
    name,
    ...COLUMNS.map((column) => (column === 'seen' ? seenOf(tally, texts) : String(tally[column]))),
  ];
  const count = (group: string, name: string, amount: string) => [
    texts(`report.sheet.${group}`),
    name,
    amount,
    ...blank,
  ];
  return {
    head: [
      texts('report.sheet.group'),
      texts('report.sheet.name'),
      ...COLUMNS.map((each) => texts(`report.sheet.${each}`)),
    ],
    rows: [
      row('total', broadcast.id, total),
      ...byChannel.map((each) => {
        const { channel, by } = each;
        const name = texts(`channel.${channel}`);
        // Platforms tell of seeing by message; it is not counted by channel.
        const cells = row('channel', by === 'template' ? texts('report.by-template', { channel: name }) : name, each);
        return cells.map((cell, place) => (place === COLUMNS.indexOf('seen') + 2 ? '' : cell));
      }),
      ...byUnit.map((each) => {
        const unit = each.unitId === undefined ? undefined : tree.find(each.unitId);
        return row('unit', unit?.name ?? texts('report.other-units'), each);
      }),
      ...(byVariant.length > 1 ? byVariant.map((each, place) => row('variant', variantName(place), each)) : []),
      ...[...skipped].map(([reason, amount]) => count('skip', texts(`broadcast.skip.${reason}`), String(amount))),
      ...[...failed].map(([code, amount]) => count('fail', texts(`report.fail.${code}`), String(amount))),
      ...(votes && poll
        ? poll.options.map((option, place) => count('vote', option, votesOf(votes, place, texts)))
        : []),
    ],
    widths: [18, 42, ...COLUMNS.map(() => 12)],
  };
}
const variantName = (place: number): string => 'AB'[place] ?? String(place + 1);
const seenOf = ({ seen }: Tally, texts: Texts): string =>
  seen === undefined ? texts('report.few') : formatAmount(seen);
/** Below ten votes nothing is known: none was counted yet. */
const votesOf = ({ total, byOption }: ToldVotes, place: number, texts: Texts): string => {
  if (!byOption) return texts('report.withheld');
  return total === 0 ? texts('report.few') : formatAmount(byOption[place]!);
};
