/** One style sheet for all pages: mobile first, light and dark, system fonts only. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #f6f4ef; --card: #fffefb; --ink: #1c2530; --muted: #56606c; --line: #dedace;
  --blue: #0b4f8a; --blue-strong: #083b68; --blue-soft: #e7eff7; --on-blue: #ffffff;
  --gold: #c8902b; --quote: #fbf6e9; --mark: #ffe08a; --mark-ink: #221b00;
  --ok: #14602b; --ok-soft: #e0f1e4; --old: #8c1d12; --old-soft: #fae5e1; --check: #6d4700; --check-soft: #fbeecf;
  --shadow: 0 1px 2px rgb(40 32 10 / .06), 0 4px 16px rgb(40 32 10 / .05);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --serif: "Charter", "Noto Serif", Cambria, Georgia, "Times New Roman", serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #11161d; --card: #1a212b; --ink: #e7eaef; --muted: #a5afbb; --line: #313b48;
    --blue: #8fc3f7; --blue-strong: #b9dbff; --blue-soft: #1c2f44; --on-blue: #0b1a29;
    --gold: #d9a94e; --quote: #222936; --mark: #6b5200; --mark-ink: #fff6d9;
    --ok: #9adcae; --ok-soft: #17361f; --old: #ffb3a6; --old-soft: #45201b; --check: #f3cf86; --check-soft: #3d2f10;
    --shadow: none;
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; min-height: 100dvh; display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 var(--sans); overflow-wrap: break-word; }
main { flex: 1; display: flex; flex-direction: column; }
main:focus, .turn:focus { outline: none; }
h1 { font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.1rem); line-height: 1.25; letter-spacing: -.01em; margin: 0 0 .6rem; text-wrap: balance; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2rem 0 .6rem; }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; }
h4 { font-size: 1rem; margin: 1.1rem 0 .3rem; color: var(--muted); }
p { margin: 0 0 .6rem; }
a { color: var(--blue); text-underline-offset: .18em; text-decoration-thickness: .06em; }
a:hover { color: var(--blue-strong); text-decoration-thickness: .12em; }
button, input, select, textarea { font: inherit; color: inherit; }
:focus-visible { outline: 3px solid var(--gold); outline-offset: 2px; }
.muted { color: var(--muted); }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -5rem; z-index: 9; padding: .6rem 1rem; border-radius: .5rem; background: var(--card); }
.skip:focus { top: .6rem; }
.column { width: 100%; max-width: 46rem; margin-inline: auto; padding-inline: 1rem; }
.wide { max-width: 60rem; padding-block: 1.5rem 3rem; }

.top { position: sticky; top: 0; z-index: 5; background: color-mix(in srgb, var(--paper) 92%, transparent); backdrop-filter: blur(8px);
  border-bottom: 1px solid var(--line); }
.top-inner { display: flex; align-items: center; justify-content: space-between; gap: .5rem; max-width: 72rem; margin: auto; padding: .5rem 1rem; }
.brand { display: inline-flex; align-items: center; gap: .6rem; min-height: 2.75rem; font-weight: 700; color: var(--ink); text-decoration: none; white-space: nowrap; }
.top nav { display: flex; gap: .25rem; }
.top nav a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 .75rem; border-radius: .6rem; color: var(--muted); text-decoration: none;
  font-size: .95rem; font-weight: 600; white-space: nowrap; }
.top nav a:hover { background: var(--blue-soft); }
.top nav a[aria-current] { color: var(--blue); background: var(--blue-soft); }
.foot { border-top: 1px solid var(--line); padding: 1.25rem 1rem; color: var(--muted); font-size: .875rem; text-align: center; }
.foot p { margin: 0 auto; max-width: 46rem; }

.button, .filter button, .suggestions button, .choices button { display: inline-flex; align-items: center; min-height: 2.75rem; padding: .45rem 1rem;
  border: 1px solid var(--blue); border-radius: .75rem; background: var(--blue); color: var(--on-blue); font-weight: 600; text-decoration: none; cursor: pointer; }
.button:hover, .filter button:hover { background: var(--blue-strong); border-color: var(--blue-strong); color: var(--on-blue); }
.button.quiet { background: transparent; color: var(--blue); }
.button.quiet:hover { background: var(--blue-soft); }
.actions { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.2rem; }

.conversation { flex: 1; padding-block: 1.25rem 1rem; }
.welcome { padding-top: clamp(0rem, 9vh - 3rem, 4rem); }
.welcome > p { color: var(--muted); max-width: 38rem; }
.started .welcome { padding: 0; }
.started .welcome > p, .started .suggestions { display: none; }
.started .welcome h1 { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.suggestions { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: .6rem; margin-top: 1.4rem; }
.suggestions button { justify-content: space-between; gap: .75rem; padding: .7rem 1rem; border-color: var(--line); background: var(--card); color: var(--ink);
  font-weight: 500; text-align: left; line-height: 1.4; box-shadow: var(--shadow); transition: border-color .15s, transform .15s; }
.suggestions button::after { content: "→" / ""; color: var(--gold); font-weight: 700; }
.suggestions button:hover { border-color: var(--blue); transform: translateY(-1px); }
#log { display: flex; flex-direction: column; gap: .9rem; }
.turn { margin: 0; border-radius: 1.1rem; animation: rise .2s ease-out; }
.question { align-self: flex-end; max-width: 85%; padding: .6rem 1rem; border-bottom-right-radius: .3rem; background: var(--blue); color: var(--on-blue); white-space: pre-line;
  overflow-wrap: anywhere; scroll-margin-top: 4.5rem; }
.question.earlier { opacity: .8; }
.answer { align-self: stretch; padding: 1rem 1.1rem; border: 1px solid var(--line); border-bottom-left-radius: .3rem; background: var(--card); box-shadow: var(--shadow); }
.answer > :last-child, .answer blockquote > :last-child { margin-bottom: 0; }
.answer ul, .answer ol { margin: 0 0 .6rem; padding-left: 1.4rem; }
.answer li { margin-bottom: .25rem; }
.answer.not-found, .answer.out-of-scope, .answer.refused, .answer.failed { border-left: 4px solid var(--gold); }
.answer.failed { border-left-color: var(--old); }
.caution { padding: .55rem .9rem; border-radius: .6rem; background: var(--check-soft); color: var(--check); font-size: .95rem; }
.source-line, .label { color: var(--muted); font-size: .875rem; line-height: 1.55; }
.label { margin-top: .8rem; }
.label > :last-child, .next > p { margin-bottom: 0; }
.next { margin-top: .8rem; padding-top: .8rem; border-top: 1px solid var(--line); }
.next p { color: var(--muted); font-size: .925rem; }
cite { font: 700 .9rem/1.6 var(--sans); color: var(--blue); }
blockquote p { margin-bottom: .45rem; }
blockquote { margin: 0 0 .75rem; padding: .7rem 1rem; border-left: 3px solid var(--gold); border-radius: 0 .6rem .6rem 0; background: var(--quote);
  font-family: var(--serif); font-size: 1.05rem; }
.answer .citations { list-style: none; margin: .8rem 0 0; padding: .75rem 0 0; border-top: 1px solid var(--line); font-size: .925rem; }
.citations li { display: flex; flex-wrap: wrap; align-items: center; gap: .2rem .6rem; }
.citations a { display: inline-flex; align-items: center; min-height: 2.25rem; font-weight: 600; }
.citations::before { content: "Đọc đoạn được trích" / ""; color: var(--muted); font-size: .8125rem; }
.places { flex-basis: 100%; display: flex; flex-wrap: wrap; align-items: center; column-gap: .9rem; }
.choices { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .6rem; }
.choices button { align-items: baseline; gap: .5rem; padding-block: .6rem; font-weight: 500; border-radius: 1.1rem; border-color: var(--line); background: var(--blue-soft); color: var(--blue); text-align: left; line-height: 1.35; font-size: .95rem; }
.choices button span { color: var(--muted); }
.choices button:hover { border-color: var(--blue); }
.typing { display: flex; align-items: center; gap: .7rem; color: var(--muted); align-self: flex-start; }
.dots { display: inline-flex; gap: .25rem; }
.dots i { width: .45rem; height: .45rem; border-radius: 50%; background: var(--gold); animation: pulse 1s infinite alternate; }
.dots i:nth-child(2) { animation-delay: .2s; }
.dots i:nth-child(3) { animation-delay: .4s; }
.composer { position: sticky; bottom: -1px; padding: .6rem 0 max(.7rem, env(safe-area-inset-bottom)); background: linear-gradient(transparent, var(--paper) 1rem); }
.field { display: flex; align-items: flex-end; gap: .5rem; padding: .4rem .4rem .4rem 1rem; border: 1.5px solid color-mix(in srgb, var(--muted) 70%, var(--line));
  border-radius: 1.4rem; background: var(--card); box-shadow: var(--shadow); }
.field:focus-within { border-color: var(--blue); box-shadow: 0 0 0 3px color-mix(in srgb, var(--blue) 30%, transparent); }
.field textarea { flex: 1; min-width: 0; min-height: 2.75rem; max-height: 9rem; padding: .6rem 0; border: 0; outline: 0; background: none; resize: none; line-height: 1.5;
  field-sizing: content; }
::placeholder { color: var(--muted); opacity: 1; }
.field textarea::placeholder { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.field button { display: inline-flex; align-items: center; gap: .4rem; min-height: 2.75rem; padding: 0 1rem; border: 0; border-radius: 1.1rem; background: var(--blue); color: var(--on-blue);
  font-weight: 600; cursor: pointer; }
.field button:hover { background: var(--blue-strong); }
.machine { margin: .5rem .25rem 0; color: var(--muted); font-size: .8125rem; line-height: 1.45; }
.restart { display: none; margin-left: .4rem; white-space: nowrap; }
.started .restart { display: inline; }
.answer .number { white-space: nowrap; }

.badge { display: inline-flex; align-items: center; gap: .35rem; padding: .1rem .6rem; border-radius: 1rem; font-size: .8125rem; font-weight: 600; line-height: 1.6; white-space: nowrap; }
.badge.con-hieu-luc { background: var(--ok-soft); color: var(--ok); }
.badge.con-hieu-luc::before { content: "✓" / ""; }
.badge.da-thay, .badge.ngoai-thoi-han { background: var(--old-soft); color: var(--old); }
.badge.da-thay::before, .badge.ngoai-thoi-han::before { content: "✕" / ""; }
.badge.co-ban-moi, .badge.can-xac-nhan { background: var(--check-soft); color: var(--check); }
.badge.co-ban-moi::before, .badge.can-xac-nhan::before { content: "!" / ""; }
.badge.plain { border: 1px solid var(--line); color: var(--muted); }

.filter { display: grid; grid-template-columns: 1fr 1fr; gap: .75rem; align-items: end; margin: 1rem 0 1.2rem; }
.filter label { min-width: 0; font-size: .875rem; font-weight: 600; color: var(--muted); }
.filter label:first-child { grid-column: 1 / -1; }
.filter label span { display: block; margin-bottom: .25rem; }
.filter input, .filter select { width: 100%; min-height: 2.75rem; padding: .4rem .75rem; border: 1px solid color-mix(in srgb, var(--muted) 70%, var(--line)); border-radius: .75rem;
  background: var(--card); color: var(--ink); font-weight: 400; font-size: 1rem; }
.filter button { grid-column: 1 / -1; justify-content: center; }
.documents { list-style: none; margin: 0; padding: 0; display: grid; gap: .7rem; }
.documents li { padding: .9rem 1.1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); box-shadow: var(--shadow); position: relative; }
.documents li:hover { border-color: var(--blue); }
.documents a { display: block; color: inherit; text-decoration: none; }
.documents a::after { content: ""; position: absolute; inset: 0; border-radius: 1rem; }
.documents strong { display: block; color: var(--blue); font-size: 1.05rem; }
.documents p { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; margin: .5rem 0 0; font-size: .875rem; }
.empty { padding: 2rem 1rem; text-align: center; border: 1px dashed var(--line); border-radius: 1rem; }

.sheet { display: grid; gap: 1.25rem; width: 100%; max-width: 72rem; margin-inline: auto; padding: 1.25rem 1rem 3rem; grid-template-columns: minmax(0, 1fr); }
.document-head h1 .number { display: block; color: var(--blue); font-size: .55em; letter-spacing: .01em; margin-bottom: .15rem; }
.badges { display: flex; flex-wrap: wrap; gap: .4rem; }
.validity p { margin-bottom: .3rem; }
.caveat { margin: .8rem 0; padding: .7rem 1rem; border-radius: .75rem; background: var(--check-soft); color: var(--check); }
.cards { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; margin-top: 1.1rem; }
.facts, .card { margin: 0; padding: 1rem 1.1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8rem), 1fr)); align-content: start; gap: .9rem 1.25rem; }
.card h2 { margin: 0 0 .7rem; font-size: 1rem; }
.facts dt { color: var(--muted); font-size: .8125rem; }
.facts dd { margin: 0; font-weight: 600; }
.outline { font-size: .925rem; }
.outline details, .summaries details { padding: .4rem 1rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
.outline summary, .summaries summary { display: flex; align-items: center; min-height: 2.25rem; font-weight: 700; cursor: pointer; }
.outline summary::after, .summaries summary::after { content: "▾" / ""; margin-left: auto; color: var(--muted); }
.outline details:not([open]) summary::after, .summaries details:not([open]) summary::after { content: "▸" / ""; }
.outline details > ol { max-height: 15rem; overflow: auto; }
.summaries { display: grid; gap: .6rem; margin-top: 1rem; }
.summaries ul { margin: .2rem 0 .6rem; padding-left: 1.2rem; }
.summaries li { margin-bottom: .35rem; }
.outline ol { list-style: none; margin: 0 0 .4rem; padding: 0; }
.outline ol ol { padding-left: .9rem; margin: 0; border-left: 2px solid var(--line); }
.outline a { display: block; padding: .25rem 0; text-decoration: none; line-height: 1.4; }
.outline a:hover { text-decoration: underline; }
.body { min-width: 0; padding: clamp(1rem, 3vw, 2.25rem); border: 1px solid var(--line); border-radius: 1rem; background: var(--card); box-shadow: var(--shadow); }
.body > .provision:first-of-type > h2:first-child { margin-top: .5rem; }
.form-note { padding-bottom: .8rem; border-bottom: 1px solid var(--line); color: var(--muted); font-size: .925rem; }
.provision { scroll-margin-top: 5rem; border-radius: .5rem; }
.provision:focus { outline: none; }
.provision:target { border-radius: 0; background: var(--quote); box-shadow: -.55rem 0 0 var(--quote), -.8rem 0 0 var(--gold), .55rem 0 0 var(--quote); }
.words { font-family: var(--serif); font-size: 1.05rem; white-space: pre-line; margin-bottom: .75rem; }
.marker { font-weight: 700; }
.point > .words { padding-left: 1.4rem; }
.sources { display: block; margin-top: .1rem; color: var(--muted); font: .8125rem/1.5 var(--sans); white-space: normal; }
.sources a { color: inherit; }
.sources a:hover { color: var(--blue); }
mark { background: var(--mark); color: var(--mark-ink); padding: .05em .1em; border-radius: .2em; box-decoration-break: clone; -webkit-box-decoration-break: clone; }
.chain { list-style: none; margin: 0; padding: 0; }
.chain li { position: relative; padding: 0 0 1rem 1.6rem; border-left: 2px solid var(--line); margin-left: .45rem; }
.chain li:last-child { border-color: transparent; padding-bottom: 0; }
.chain li::before { content: ""; position: absolute; left: -.5rem; top: .4rem; width: .9rem; height: .9rem; border: 2px solid var(--muted); border-radius: 50%; background: var(--card); }
.chain li.here::before { border-color: var(--blue); background: var(--blue); }
.note { display: block; color: var(--muted); font-size: .875rem; }
.relations { padding-left: 1.2rem; }
.relations li { margin-bottom: .5rem; }
.message-page .column { margin-block: auto; padding-block: 2rem; text-align: center; }
.message-page .code { margin: 0; color: var(--gold); font: 700 4rem/1 var(--serif); }
.message-page .actions { justify-content: center; }

.agenda { margin: 0; padding: 0; list-style: none; }
.agenda li { padding-block: .75rem; border-top: 1px solid var(--line); }
.agenda h3, .agenda p { margin: 0; }

.paper { padding: clamp(1rem, 4vw, 3rem); border: 1px solid var(--line); border-radius: 1rem; background: var(--card); font: 1.25rem/1.5 var(--serif); overflow-wrap: anywhere; }
.paper .kind, .paper .mark, .paper h1 { text-align: center; }
.paper .kind, .paper .mark { margin-bottom: .2rem; font-weight: 700; text-transform: uppercase; }
.paper .mark { color: var(--old); }
.paper h1 { font-size: 1.75rem; }
.paper h2 { margin: 1.4rem 0 .5rem; font-size: 1.35rem; break-after: avoid; }
.paper ul { margin: 0; padding-left: 1.3rem; }
.paper li { margin-bottom: .6rem; break-inside: avoid; }
.paper .source { color: var(--muted); font-size: .75em; }
.paper .source a { color: inherit; }

@keyframes rise { from { opacity: 0; transform: translateY(.4rem); } }
@keyframes pulse { to { opacity: .25; transform: translateY(-.15rem); } }
@media (min-width: 40rem) {
  .filter { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1.2fr) auto; }
  .filter label:first-child, .filter button { grid-column: auto; }
}
@media (min-width: 62rem) {
  .sheet { grid-template-columns: 17rem minmax(0, 1fr); gap: 1.75rem 2.25rem; padding-top: 2rem; }
  .document-head { grid-column: 1 / -1; }
  .cards:has(.card) { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
  .cards:has(.card) .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .outline { position: sticky; top: 5rem; align-self: start; max-height: calc(100dvh - 6rem); overflow: auto; }
  .outline details > ol { max-height: none; }
}
@media (max-width: 26rem) {
  .top-inner { flex-wrap: wrap; padding-inline: .75rem; }
  .top nav { gap: 0; }
  .top nav a { padding-inline: .45rem; font-size: .9rem; }
  .brand { font-size: .95rem; }
  .brand img, .started .machine span { display: none; }
  .field button span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; }
}
@media print {
  .top, .foot, .composer, .outline, .actions { display: none; }
  .body { border: 0; box-shadow: none; padding: 0; }
  .paper { padding: 0; border: 0; background: none; color: #000; font-size: 16pt; }
  .paper h1 { font-size: 22pt; }
  .paper h2 { font-size: 18pt; }
  .paper .source, .paper .mark { color: #333; }
  .outline-page .column { max-width: none; padding: 0; }
  @page { size: A4; margin: 20mm 15mm 20mm 20mm; }
}
`.trimStart();
