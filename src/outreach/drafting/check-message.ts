import type { Library } from '../../documents/library.js';
import type { BroadcastAttachment, BroadcastMessage, LinkButton, Poll } from '../../people/broadcast.js';
import { holdsIdNumber } from '../../people/personal-data.js';
import type { Ledger } from '../../storage/ledger.js';

export interface MessageDoors {
  readonly ledger: Pick<Ledger, 'findFile'>;
  readonly library: Library;
}

const LONGEST_TEXT = 6_000;
const MOST_ATTACHMENTS = 3;
const LARGEST_FILE = 5_000_000;
const LONGEST_LABEL = 60;
const MOST_BUTTONS = 5;
const LONGEST_OPTION = 100;
const LONGEST_QUESTION = 300;
const OPTIONS = { least: 2, most: 8 };
const FIELD = /\{[^{}\n]{1,60}\}/u;
const BOLD = /\*\*(?=\S)[^\n]*?\S\*\*/gu;
const LINK = /\[(?<label>[^[\]\n]+)\]\((?<url>[^()\n]*)\)/gu;

/** What stands in the way of sending one message, in the order in which a person would put it right. */
export async function checkMessage(message: BroadcastMessage, doors: MessageDoors): Promise<readonly ContentFlaw[]> {
  const { text, buttons, citation, poll, attachments } = message;
  const labels = buttons.map(({ label }) => label);
  const flaws = [
    ...checkText(text),
    ...checkWords([text, ...labels, ...(poll ? [poll.question, ...poll.options] : [])].join('\n')),
    ...checkButtons(buttons),
    ...(poll ? checkPoll(poll) : []),
  ];
  if (attachments.length > MOST_ATTACHMENTS) {
    flaws.push({ key: 'attachments', fields: { most: String(MOST_ATTACHMENTS) } });
  }
  for (const each of attachments) flaws.push(...(await checkFile(each, doors)));
  if (citation) {
    const { documentId, provisionId } = citation;
    const isHeld =
      provisionId === undefined
        ? doors.library.findById(documentId) !== undefined
        : doors.library.findProvision(provisionId)?.documentId === documentId;
    if (!isHeld) flaws.push({ key: 'citation', fields: { id: provisionId ?? documentId } });
  }
  return flaws;
}

function checkText(text: string): readonly ContentFlaw[] {
  const broken = [...text.matchAll(LINK)].map(({ groups }) => groups).find((link) => !isHttps(link?.url ?? ''));
  return [
    ...(text.trim() === '' ? [{ key: 'empty' }] : []),
    ...(text.length > LONGEST_TEXT ? [{ key: 'long', fields: { most: String(LONGEST_TEXT) } }] : []),
    ...(text.replace(BOLD, '').includes('**') ? [{ key: 'bold' }] : []),
    ...(broken ? [{ key: 'text-link', fields: { label: broken.label ?? '' } }] : []),
  ];
}

/** Phones, addresses and names of contact persons belong into an announcement; numbers of identity cards never do. */
export function checkWords(words: string): readonly ContentFlaw[] {
  const [field] = FIELD.exec(words) ?? [];
  return [
    ...(field === undefined ? [] : [{ key: 'field', fields: { field } }]),
    ...(holdsIdNumber(words) ? [{ key: 'id-number' }] : []),
  ];
}

function checkButtons(buttons: readonly LinkButton[]): readonly ContentFlaw[] {
  const flaws: ContentFlaw[] = [];
  if (buttons.length > MOST_BUTTONS) flaws.push({ key: 'buttons', fields: { most: String(MOST_BUTTONS) } });
  for (const { label, url } of buttons) {
    if (!isHttps(url)) flaws.push({ key: 'link', fields: { label: label || url } });
    if (label.trim() === '' || label.length > LONGEST_LABEL) {
      flaws.push({ key: 'label', fields: { label: label || url, most: String(LONGEST_LABEL) } });
    }
  }
  return flaws;
}

function checkPoll({ question, options }: Poll): readonly ContentFlaw[] {
  const flaws: ContentFlaw[] = [];
  if (question.trim() === '' || question.length > LONGEST_QUESTION) {
    flaws.push({ key: 'question', fields: { most: String(LONGEST_QUESTION) } });
  }
  const distinct = new Set(options.map((option) => option.trim().toLowerCase()));
  const isFit = options.length >= OPTIONS.least && options.length <= OPTIONS.most;
  if (!isFit || distinct.size < options.length || distinct.has('')) flaws.push({ key: 'options' });
  if (options.some((option) => option.length > LONGEST_OPTION)) {
    flaws.push({ key: 'option', fields: { most: String(LONGEST_OPTION) } });
  }
  return flaws;
}

async function checkFile(
  { name, content }: BroadcastAttachment,
  { ledger }: MessageDoors,
): Promise<readonly ContentFlaw[]> {
  if ('url' in content) return isHttps(content.url) ? [] : [{ key: 'file-address', fields: { name } }];
  const bytes = await ledger.findFile(content.fileId);
  if (!bytes) return [{ key: 'file-missing', fields: { name } }];
  return bytes.byteLength > LARGEST_FILE ? [{ key: 'file-large', fields: { name } }] : [];
}

export function isHttps(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** Why a content cannot be sent as it is; in words: `texts('broadcast.flaw.' + key, fields)`. */
export interface ContentFlaw {
  readonly key: string;
  readonly fields?: Readonly<Record<string, string>>;
}
