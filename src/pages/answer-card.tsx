import type { Answer, Citation } from '../answering/answer.js';
import type { OutgoingMessage } from '../channels/channel.js';
import { passagePath } from '../documents/page-path.js';
import type { Choice } from '../text/texts.js';
import { Markdown } from './markdown.js';
import { ValidityBadge } from './validity-badge.js';

/** What the service says to one turn, as one element. `turns` are the person's own, this one included; choices send them along. */
export function ReplyCards({ messages, turns }: { messages: readonly OutgoingMessage[]; turns: readonly string[] }) {
  const cards = messages.map((message) =>
    message.answer ? (
      <AnswerCard answer={message.answer} turns={turns} />
    ) : (
      <SpeechCard message={message} turns={turns} />
    ),
  );
  return cards.length === 1 ? cards[0] : <div class="turns">{cards}</div>;
}

/** Words that are no answer: a menu, a guide. */
function SpeechCard({ message, turns }: { message: OutgoingMessage; turns: readonly string[] }) {
  const choices = (message.buttons ?? []).flatMap((button) =>
    'send' in button ? [{ label: button.label, text: button.send }] : [],
  );
  return (
    <article class="turn answer" tabindex={-1} aria-label="Trả lời">
      <Markdown text={message.text} />
      <Choices choices={choices} turns={turns} invitation="" />
    </article>
  );
}

function AnswerCard({ answer, turns }: { answer: Answer; turns: readonly string[] }) {
  const { body, invitation, rest } = splitAtChoices(answer.text, answer.choices);
  return (
    <article class={`turn answer ${answer.outcome}`} tabindex={-1} aria-label="Trả lời">
      <Markdown text={body} />
      <Citations citations={answer.citations} />
      <Choices choices={answer.choices} turns={turns} invitation={invitation} />
      {rest && (
        <div class="label">
          <Markdown text={rest} />
        </div>
      )}
    </article>
  );
}

interface ChoicesProps {
  readonly choices: readonly Choice[];
  readonly turns: readonly string[];
  readonly invitation: string;
}

function Choices({ choices, turns, invitation }: ChoicesProps) {
  if (choices.length === 0) return null;
  return (
    <div class="next">
      <Markdown text={invitation} />
      <form class="choices" method="post" action="/tro-chuyen#moi-nhat" data-ask aria-label="Chọn để hỏi tiếp">
        <HistoryFields turns={turns} />
        {choices.map((choice, index) => (
          <button type="submit" name="text" value={choice.text}>
            <span>{index + 1}.</span> {choice.label}
          </button>
        ))}
      </form>
    </div>
  );
}

/** Without JavaScript the conversation's own turns travel with each form; nothing is kept on the server. */
export function HistoryFields({ turns }: { turns: readonly string[] }) {
  return (
    <>
      {turns.map((turn) => (
        <input type="hidden" name="history" value={turn} />
      ))}
    </>
  );
}

/** Where the text lists the choices that buttons show anyway, the buttons take the list's place. */
function splitAtChoices(text: string, choices: readonly Choice[]) {
  const lines = text.trimEnd().split('\n');
  const labels = new Set(choices.map(({ label }) => label));
  const isChoice = (line: string): boolean => labels.has(line.replace(/^\s*\d+[.)]\s+/, '').trim());
  const first = lines.findIndex(isChoice);
  if (first < 0) return { body: text, invitation: '', rest: '' };
  const before = lines.slice(0, first).join('\n').trimEnd();
  const invitation = Math.max(before.lastIndexOf('\n\n'), 0);
  const after = lines.slice(first).filter((line) => !isChoice(line));
  return { body: before.slice(0, invitation), invitation: before.slice(invitation), rest: after.join('\n').trim() };
}

function Citations({ citations }: { citations: readonly Citation[] }) {
  if (citations.length === 0) return null;
  return (
    <ul class="citations" aria-label="Đọc đoạn được trích">
      {groupBy(citations, ({ documentId }) => documentId).map((ofDocument) => {
        const places = groupBy(ofDocument, ({ address }) => address).map(toPlace);
        const [first] = places;
        return (
          <li>
            {places.length === 1 && first ? (
              <a href={first.path}>{first.label}</a>
            ) : (
              <strong>{documentOf(ofDocument[0])}</strong>
            )}{' '}
            {ofDocument[0] && <ValidityBadge validity={ofDocument[0].validity} />}
            {places.length > 1 && (
              <span class="places">
                {places.map(({ path, label, address }) => (
                  <a href={path} aria-label={label}>
                    {address}
                  </a>
                ))}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Quotes from one place share a link, which marks them all. */
function toPlace(citations: readonly Citation[]) {
  const { documentId = '', provisionId = '', label = '', address = '' } = citations[0] ?? {};
  const quote = citations.map((citation) => citation.quote).join(' … ');
  return { path: passagePath({ documentId, provisionId, quote }), label, address: address || 'Thông tin văn bản' };
}

function documentOf(citation: Citation | undefined): string {
  if (!citation) return '';
  const end = `, ${citation.address}`;
  return citation.label.endsWith(end) ? citation.label.slice(0, -end.length) : citation.label;
}

function groupBy(citations: readonly Citation[], keyOf: (citation: Citation) => string): Citation[][] {
  const groups = new Map<string, Citation[]>();
  for (const citation of citations) groups.set(keyOf(citation), [...(groups.get(keyOf(citation)) ?? []), citation]);
  return [...groups.values()];
}
