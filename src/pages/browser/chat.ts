/**
 * What the chat adds where JavaScript runs: no reload, a typing state, the conversation kept in the history entry so
 * that coming back from a document finds it again. Without it the same forms work as plain posts.
 */

/** Kept in the history entry. */
interface Kept {
  readonly turns: readonly string[];
  readonly log: string;
}

/** The answer's HTML, or what went wrong in the service's words. */
type Received =
  | { readonly type: 'answer'; readonly html: string }
  | { readonly type: 'failed'; readonly message: string };

const LONGEST_HISTORY = 10;
const log = find('#log', HTMLElement);
const composer = find('#composer', HTMLFormElement);
const input = find('#composer [name=text]', HTMLTextAreaElement);
const kept: Kept | undefined = history.state?.turns ? history.state : undefined;
let turns =
  kept?.turns ?? Array.from(composer.querySelectorAll<HTMLInputElement>('[name=history]'), (field) => field.value);
let isBusy = false;

if (kept) log.innerHTML = kept.log;
if (kept || turns.length > 0) document.body.classList.add('started');

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-ask]')) return;
  event.preventDefault();
  const isTyped = form === composer;
  const chosen = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
  const text = (isTyped ? input.value : chosen).trim();
  if (text !== '' && !isBusy) void ask(text, isTyped);
});

// Enter sends, Shift+Enter breaks the line; while an input method composes a letter, Enter belongs to it.
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

// A browser takes a link to the page's own address for a reload, and would bring the old conversation back.
find('#composer .restart', HTMLElement).addEventListener('click', () => history.replaceState(null, ''));

async function ask(text: string, isTyped: boolean): Promise<void> {
  isBusy = true;
  document.body.classList.add('started');
  const question = document.createElement('p');
  question.className = 'turn question';
  question.textContent = text;
  const waiting = copyOf('typing');
  log.append(question, waiting);
  if (isTyped) input.value = '';
  question.scrollIntoView({ block: 'start' });
  try {
    const received = await receive(text);
    const shown = received.type === 'answer' ? parse(received.html) : copyOf('failed');
    if (received.type === 'failed') {
      shown.textContent = received.message;
      if (input.value === '') input.value = text;
    }
    waiting.replaceWith(shown);
    turns = [...turns, text].slice(-LONGEST_HISTORY);
    if (!isTyped) shown.focus({ preventScroll: true });
  } catch {
    waiting.replaceWith(copyOf('failed'));
    if (input.value === '') input.value = text;
  }
  question.scrollIntoView({ block: 'start' });
  history.replaceState({ turns, log: log.innerHTML } satisfies Kept, '');
  isBusy = false;
}

async function receive(text: string): Promise<Received> {
  const response = await fetch('/tro-chuyen', {
    method: 'POST',
    headers: { Accept: 'application/x-ndjson' },
    body: new URLSearchParams([['text', text], ...turns.map((turn) => ['history', turn])]),
    signal: AbortSignal.timeout(60_000),
  });
  // 429 says in words when to come back.
  if ((!response.ok && response.status !== 429) || !response.body) throw new Error(response.statusText);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    buffer += value ?? '';
    const lines = buffer.split('\n');
    buffer = lines.pop() ?? '';
    for (const line of lines) {
      const event: Received | { readonly type: 'typing' } = JSON.parse(line);
      if (event.type === 'answer' || event.type === 'failed') return event;
    }
    if (done) throw new Error('no answer');
  }
}

/** A copy of what the template of that id holds. */
function copyOf(id: string): HTMLElement {
  return contentOf(find(`#${id}`, HTMLTemplateElement));
}

function parse(html: string): HTMLElement {
  const template = document.createElement('template');
  template.innerHTML = html;
  return contentOf(template);
}

function contentOf(template: HTMLTemplateElement): HTMLElement {
  const content = template.content.firstElementChild?.cloneNode(true);
  if (content instanceof HTMLElement) return content;
  throw new Error('an empty template');
}

function find<T extends HTMLElement>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`${selector} is not on the page`);
}
