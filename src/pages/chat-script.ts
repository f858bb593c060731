/**
 * What the chat adds where JavaScript runs: no reload, a typing state, the conversation kept in the history entry so
 * that coming back from a document finds it again. Without it the same forms work as plain posts.
 */
export const CHAT_SCRIPT = String.raw`
const LONGEST_HISTORY = 10;
const log = document.getElementById('log');
const composer = document.getElementById('composer');
const input = composer.elements.text;
const kept = history.state?.turns ? history.state : undefined;
let turns = kept?.turns ?? [...composer.querySelectorAll('[name=history]')].map((field) => field.value);
let isBusy = false;

if (kept) {
  log.innerHTML = kept.log;
  document.body.classList.add('started');
}
if (turns.length > 0) document.body.classList.add('started');

document.addEventListener('submit', (event) => {
  if (!event.target.matches('[data-ask]')) return;
  event.preventDefault();
  const isTyped = event.target === composer;
  const text = (isTyped ? input.value : (event.submitter?.value ?? '')).trim();
  if (text !== '' && !isBusy) ask(text, isTyped);
});

// Enter sends, Shift+Enter breaks the line; while an input method composes a letter, Enter belongs to it.
input.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});

// A browser takes a link to the page's own address for a reload, and would bring the old conversation back.
composer.querySelector('.restart').addEventListener('click', () => history.replaceState(null, ''));

async function ask(text, isTyped) {
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
    const answer = await receive(text);
    const shown = typeof answer === 'string' ? parse(answer) : copyOf('failed');
    if (typeof answer !== 'string') {
      shown.textContent = answer.message;
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
  history.replaceState({ turns, log: log.innerHTML }, '');
  isBusy = false;
}

// Resolves to the answer's HTML, or to {message} where the service says what went wrong.
async function receive(text) {
  const response = await fetch('/tro-chuyen', {
    method: 'POST',
    headers: { Accept: 'application/x-ndjson' },
    body: new URLSearchParams([['text', text], ...turns.map((turn) => ['history', turn])]),
    signal: AbortSignal.timeout(60000),
  });
  // 429 says in words when to come back.
  if (!response.ok && response.status !== 429) throw new Error(response.statusText);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  for (;;) {
    const { done, value } = await reader.read();
    buffer += value ?? '';
    const lines = buffer.split('\n');
    buffer = lines.pop();
    for (const line of lines) {
      const event = JSON.parse(line);
      if (event.type === 'answer') return event.html;
      if (event.type === 'failed') return event;
    }
    if (done) throw new Error('no answer');
  }
}

function copyOf(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

function parse(html) {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content.firstElementChild;
}
`.trimStart();
