import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../src/channels/channel.js';
import { toTurns } from '../../src/conversations/to-turns.js';

const from = { channel: 'telegram', chat: '17' } as const;
const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 3) + seconds * 1000);
const message = (text: string, seconds: number, more: object = {}): IncomingEvent => ({
  id: `${seconds}`,
  from,
  type: 'message',
  text,
  files: [],
  receivedAt: at(seconds),
  ...more,
});
const turnsOf = (...events: IncomingEvent[]) =>
  toTurns(
    events.map((event, place) => ({ place, event })),
    1_500,
  );
const wordsOf = (...events: IncomingEvent[]) =>
  turnsOf(...events).map(({ said }) => (said.type === 'words' ? said.text : said.type));

describe('turns', () => {
  it('join what comes in one burst', () => {
    expect(wordsOf(message('chào anh', 0), message('cho hỏi', 1), message('quy định 37', 2.2))).toEqual([
      'chào anh\ncho hỏi\nquy định 37',
    ]);
  });

  it('keep apart what comes later', () => {
    expect(wordsOf(message('quy định 37', 0), message('còn điều 6', 1.6))).toEqual(['quy định 37', 'còn điều 6']);
  });

  it('go by when things were sent where the platform says it', () => {
    const late = [message('một', 0, { sentAt: at(-100) }), message('hai', 0, { sentAt: at(-90) })];
    expect(wordsOf(...late)).toEqual(['một', 'hai']);
  });

  it('keep whole questions, commands, numbers and files by themselves', () => {
    expect(wordsOf(message('19 điều là gì?', 0), message('quy định 22 còn không?', 1))).toHaveLength(2);
    expect(wordsOf(message('/start', 0), message('quy định 37', 1))).toEqual(['/start', 'quy định 37']);
    expect(wordsOf(message('2', 0), message('cảm ơn', 1))).toEqual(['2', 'cảm ơn']);
    expect(turnsOf(message('', 0, { files: [{ kind: 'image' }] }), message('quy định 37', 1))).toHaveLength(2);
  });

  it('join no more than five and lose none', () => {
    const many = Array.from({ length: 12 }, (_, n) => message(`câu ${n}`, n));
    const words = wordsOf(...many);
    expect(words).toHaveLength(3);
    expect(words.join('\n').split('\n')).toEqual(many.map((event) => event.type === 'message' && event.text));
  });

  it('cover every event once, in order', () => {
    const events = [
      message('a', 0),
      { id: 't', from, type: 'tap', data: 'b', receivedAt: at(0.5) } as const,
      message('c', 1),
      { id: 'l', from, type: 'left', receivedAt: at(1.2) } as const,
      { id: 'j', from, type: 'joined', receivedAt: at(1.3) } as const,
    ];
    expect(turnsOf(...events).flatMap((turn) => turn.events.map(({ place }) => place))).toEqual([0, 1, 2, 3, 4]);
    expect(wordsOf(...events)).toEqual(['a', 'b', 'c', 'left', 'joined']);
  });
});
