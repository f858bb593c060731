import type { Answer, Citation } from '../answering/answer.js';
import { passagePath } from '../documents/page-path.js';
import { Markdown } from './markdown.js';
import { ValidityBadge } from './validity-badge.js';

/** An answer in the conversation. `turns` are the person's own, this question included; choices send them along. */
export function AnswerCard({ answer, turns }: { answer: Answer; turns: readonly string[] }) {
  return (
    <article class={`turn answer ${answer.outcome}`} tabindex={-1} aria-label="Trả lời">
      <Markdown text={answer.text} />
      {answer.citations.length > 0 && (
        <ul class="citations" aria-label="Mở đoạn được trích">
          {dropRepeats(answer.citations).map((citation) => (
            <li>
              <a href={passagePath(citation)}>{citation.label}</a> <ValidityBadge validity={citation.validity} />
            </li>
          ))}
        </ul>
      )}
      {answer.choices.length > 0 && (
        <form class="choices" method="post" action="/tro-chuyen" data-ask aria-label="Chọn để hỏi tiếp">
          <HistoryFields turns={turns} />
          {answer.choices.map((choice) => (
            <button type="submit" name="text" value={choice.text}>
              {choice.label}
            </button>
          ))}
        </form>
      )}
    </article>
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

function dropRepeats(citations: readonly Citation[]): Citation[] {
  return [...new Map(citations.map((citation) => [`${citation.provisionId} ${citation.quote}`, citation])).values()];
}
