import type { Attachment, Capabilities } from '../channels/channel.js';
import { isCarried } from '../channels/render-message.js';
import type { ReportTable } from '../outreach/reporting/render-report.js';
import type { ReplyDoors } from './conversation-doors.js';

const SHEETS = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** A table as files of those kinds that a channel takes; none where it takes no files. */
export async function attachSheets(
  name: string,
  table: ReportTable,
  capabilities: Capabilities,
  { renderSheet }: Pick<ReplyDoors, 'renderSheet'>,
): Promise<readonly Attachment[]> {
  if (!capabilities.files) return [];
  const attachments: Attachment[] = [];
  for (const [ending, mediaType] of Object.entries(SHEETS)) {
    const file = `${name}.${ending}`;
    attachments.push({ kind: 'file', name: file, mediaType, content: { bytes: await renderSheet(file, table) } });
  }
  return attachments.filter((each) => isCarried(each, capabilities));
}
