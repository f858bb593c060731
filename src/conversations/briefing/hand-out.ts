import type { OpenedOutline } from '../../briefing/approving/open-outline.js';
import { LINK_LIFE_MS, toLink } from '../../briefing/exporting/brief-links.js';
import { renderScript } from '../../briefing/exporting/render-script.js';
import { DOCX_TYPE } from '../../briefing/sheet.js';
import type { Attachment, Capabilities, OutgoingMessage } from '../../channels/channel.js';
import { isCarried } from '../../channels/render-message.js';
import { formatDay, toLocalDate } from '../../time.js';
import type { ReplyDoors } from '../conversation-doors.js';

export type HandOut = 'docx' | 'print' | 'script';

const DAY_MS = 86_400_000;

/** An outline in another form: as a file where the channel takes it, else by the address of its page. */
export async function handOut(
  form: HandOut,
  opened: OpenedOutline,
  capabilities: Capabilities,
  doors: ReplyDoors,
): Promise<{ readonly text: string; readonly shown?: readonly OutgoingMessage[] }> {
  const { texts, briefing } = doors;
  if (form === 'script') {
    const { sentences, seconds } = renderScript(opened.outline, briefing);
    return { text: texts('outline.chat.script-text', { seconds: String(seconds), text: sentences.join('\n') }) };
  }
  if (form === 'print') return { text: sayLink('outline.chat.print-link', opened, doors) };
  const file = await toFile(opened, doors);
  if (!isCarried(file, capabilities)) return { text: sayLink('outline.chat.link', opened, doors) };
  const note = opened.standing === 'approved' ? '' : texts('outline.chat.file-note');
  return { text: texts('outline.chat.file-sent', { note }), shown: [{ text: '', attachments: [file] }] };
}

async function toFile({ sheet, outline }: OpenedOutline, { texts, briefing }: ReplyDoors): Promise<Attachment> {
  const bytes = await briefing.renderDocx(sheet);
  const name = texts('outline.file', { frame: outline.frameId, minutes: String(outline.minutes) });
  return { kind: 'file', name: `${name}.docx`, mediaType: DOCX_TYPE, content: { bytes } };
}

function sayLink(key: string, { kept }: OpenedOutline, { texts, briefing, publicUrl, clock }: ReplyDoors): string {
  if (publicUrl === null) return texts('outline.chat.no-link');
  const now = clock();
  return texts(key, {
    url: `${publicUrl}${toLink(kept.id, now, briefing.outlines)}`,
    // The last day on which it is open from morning to night.
    day: formatDay(toLocalDate(new Date(now.getTime() + LINK_LIFE_MS - DAY_MS))),
  });
}
