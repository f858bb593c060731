import type { Attachment, Button, Capabilities, OutgoingMessage } from './channel.js';
import { removeMarkup } from './markup.js';
import { shortenText, splitText } from './split-text.js';

export interface RenderTexts {
  /** Said of an attachment that the channel cannot carry and that has no address of its own. */
  readonly unavailable: (name: string) => string;
}

const TEXTS: RenderTexts = { unavailable: (name) => `(Kênh này không gửi được tệp ${name}.)` };

/**
 * Makes a message fit a channel: the messages to send, in order; none where nothing is to be said. A message that fits
 * comes back as it is. Attachments go first, one to a message, the text beside the last one where it may; the text is
 * split, never cut; buttons stand under the last part, or in its text where the channel shows none. Choices keep their
 * order and are numbered from 1, so that a typed number finds them (`send`s too long for the channel become theirs).
 */
export function renderMessage(
  message: OutgoingMessage,
  capabilities: Capabilities,
  texts: RenderTexts = TEXTS,
): OutgoingMessage[] {
  const carried = (message.attachments ?? []).filter((each) => isCarried(each, capabilities));
  const left = (message.attachments ?? []).filter((each) => !carried.includes(each));
  const wording = toWellFormed(message.text);
  const { shown, listed } = divideButtons(message.buttons ?? [], wording, capabilities);
  const lines = left.map((each) => toLine(each, texts));
  const text = joinText(withChoices(wording, shown, listed, capabilities), lines);
  const plain = capabilities.markup === 'plain' ? removeMarkup(text) : text;

  const isCaption =
    carried.length > 0 &&
    shown.length === 0 &&
    !ruleOf(carried.at(-1)!, capabilities)?.standsAlone &&
    plain.length <= Math.min(capabilities.captionLimit, capabilities.textLimit);
  const parts: OutgoingMessage[] = splitText(plain, capabilities.textLimit).map((part) => ({ text: part }));
  const files = carried.map((each): OutgoingMessage => ({ text: '', attachments: [each] }));
  const last = files.at(-1);
  if (isCaption && last && parts[0]) files.splice(-1, 1, { ...last, ...parts.shift() });
  return dress([...files, ...parts], message, toButtons(shown, capabilities));
}

/** Quotes go with the first part, buttons and the checked answer with the last. */
function dress(parts: readonly OutgoingMessage[], message: OutgoingMessage, buttons: readonly Button[]) {
  return parts.map((part, at): OutgoingMessage => {
    const isLast = at === parts.length - 1;
    return {
      ...part,
      ...(isLast && buttons.length > 0 && { buttons }),
      ...(at === 0 && message.replyTo !== undefined && { replyTo: message.replyTo }),
      ...(isLast && message.answer && { answer: message.answer }),
    };
  });
}

type Choice = Extract<Button, { send: string }>;

const isChoice = (button: Button): button is Choice => 'send' in button;

/** Which buttons the channel shows as such. Choices are shown all or not at all: half of a list cannot be counted. */
function divideButtons(buttons: readonly Button[], text: string, { buttons: rule }: Capabilities) {
  // Buttons hang on words.
  if (!rule || text.trim() === '') return { shown: [], listed: buttons };
  const able = buttons.filter((each) => rule.kinds.includes(kindOf(each)));
  const choices = able.filter(isChoice);
  const others = able.filter((each) => !isChoice(each));
  const shown =
    able.length <= rule.most
      ? able
      : choices.length <= rule.most && choices.length > 0
        ? choices
        : others.slice(0, rule.most);
  return { shown, listed: buttons.filter((each) => !shown.includes(each)) };
}

function kindOf(button: Button): 'send' | 'url' | 'phone' {
  return isChoice(button) ? 'send' : 'url' in button ? 'url' : 'phone';
}

/** Each choice is read once: as a button, or in the text. */
function withChoices(
  text: string,
  shown: readonly Button[],
  listed: readonly Button[],
  { buttons: rule }: Capabilities,
): string {
  const links = listed.filter((each) => !isChoice(each)).map(toLinkLine);
  const numbered = listed.filter(isChoice).map((each, at) => `${at + 1}) ${labelOf(each)}`);
  if (numbered.length > 0) {
    const isListed = numbered.every((line) => text.split('\n').some((each) => removeMarkup(each).trim() === line));
    return joinText(text, [...(isListed ? [] : numbered), ...links]);
  }
  const labels = shown.filter(isChoice).map(labelOf);
  const isReadInFull = labels.every((label) => rule && label.length <= rule.labelLimit);
  return joinText(isReadInFull ? withoutList(text, labels) : text, links);
}

/** The lines that number exactly these labels go, and with them a heading of theirs that stands apart (`Hỏi tiếp:`). */
function withoutList(text: string, labels: readonly string[]): string {
  const lines = text.split('\n');
  const list = labels.map((label, at) =>
    lines.findIndex((line) => /^\s*(\d+)[.)]\s+(.*)$/.exec(line.trimEnd())?.slice(1).join() === `${at + 1},${label}`),
  );
  const [first] = list;
  if (first === undefined || list.includes(-1)) return text;
  // What opens the text is no mere heading: it says what the choices are.
  const isHeaded = lines[first - 2]?.trim() === '' && /:\s*$/.test(lines[first - 1] ?? '');
  const without = (gone: readonly number[]): string =>
    lines
      .filter((_, at) => !gone.includes(at))
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim();
  // A text of choices alone keeps them: buttons hang on words.
  return without(isHeaded ? [first - 1, ...list] : list) || text;
}

function toButtons(buttons: readonly Button[], { buttons: rule }: Capabilities): Button[] {
  if (!rule) return [];
  const numbers = new Map(buttons.filter(isChoice).map((each, at) => [each, String(at + 1)]));
  return buttons.map((each) => {
    const label = shortenText(labelOf(each), rule.labelLimit);
    if (!isChoice(each)) return { ...each, label };
    const isLong = Buffer.byteLength(each.send) > rule.sendLimitBytes;
    return { label, send: isLong ? (numbers.get(each) ?? each.send) : each.send };
  });
}

function toLinkLine(button: Button): string {
  return `${labelOf(button)}: ${'url' in button ? button.url : 'phone' in button ? `+${button.phone}` : button.send}`;
}

function labelOf({ label }: Button): string {
  return removeMarkup(toWellFormed(label)).replace(/\s+/g, ' ').trim();
}

/** Whether the channel shows it as a picture or a file; else a line stands for it. */
export function isCarried(attachment: Attachment, capabilities: Capabilities): boolean {
  const { mediaType, content } = attachment;
  const rule = ruleOf(attachment, capabilities);
  if (!rule || (rule.mediaTypes.length > 0 && !rule.mediaTypes.includes(mediaType))) return false;
  if ('url' in content) return rule.byBytesOnly !== true;
  return rule.byUrlOnly !== true && content.bytes.byteLength <= rule.maxBytes;
}

const ruleOf = ({ kind }: Attachment, { images, files }: Capabilities) => (kind === 'image' ? images : files);

function toLine({ name, content }: Attachment, texts: RenderTexts): string {
  return 'url' in content ? `${name}: ${content.url}` : texts.unavailable(name);
}

/** Lines under the text, close to it where it leads to them (`Chọn:`). */
function joinText(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const head = text.trimEnd();
  return [...(head ? [head] : []), lines.join('\n')].join(head.endsWith(':') ? '\n' : '\n\n');
}

/** NFC; half a pair of code units is no letter. */
function toWellFormed(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC');
}
