/** `**bold**`, `*italic*`, `[words](https://…)`, each within a line; a mark that closes nothing is a letter like any other. */
const MARKS =
  /\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*\n]+)(?<=[^\s*])\*(?![\p{L}\p{N}*])|\[([^[\]\n]+)\]\((https?:\/\/[^\s()]+)\)/gu;

interface Form {
  readonly words: (text: string) => string;
  readonly bold: (inner: string) => string;
  readonly italic: (inner: string) => string;
  readonly link: (inner: string, url: string) => string;
}

/** Telegram's HTML (docs/telegram.md#text, seen 2026-11-24): only what the marks ask for becomes a tag. */
const HTML: Form = {
  words: escapeHtml,
  bold: (inner) => `<b>${inner}</b>`,
  italic: (inner) => `<i>${inner}</i>`,
  link: (inner, url) => `<a href="${escapeHtml(url)}">${inner}</a>`,
};

const PLAIN: Form = {
  words: (text) => text,
  bold: (inner) => inner,
  italic: (inner) => inner,
  link: (inner, url) => `${inner} (${url})`,
};

export function renderHtml(text: string): string {
  return render(text, HTML);
}

/** The same words without formatting, for when Telegram refuses ours. */
export function renderPlain(text: string): string {
  return render(text, PLAIN);
}

function render(text: string, form: Form): string {
  let rendered = '';
  let end = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, bold, italic, label, url] = match;
    rendered += form.words(text.slice(end, match.index));
    end = match.index + whole.length;
    if (bold !== undefined) rendered += form.bold(render(bold, form));
    else if (italic !== undefined) rendered += form.italic(render(italic, form));
    else rendered += form.link(render(label ?? '', form), url ?? '');
  }
  return rendered + form.words(text.slice(end));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
