import { describe, expect, it } from 'vitest';
import { loadPrompts, readPrompts } from '../src/prompts.js';

const { flat } = readPrompts('prompts');
/** Texts that stand only where something can be pressed, or of the buttons that members elsewhere are shown. */
const OF_BUTTONS =
  /^(broadcast\.(poll\.tap|flaw\..*)|announce\.(attach-link|ask-link|link-wrong|held\.link|shown-button)|page\.outline\.print)$/;

describe('texts for a face without buttons', () => {
  it('take the place of every text that speaks of pressing, and never do so themselves', () => {
    const pressing = [...flat].filter(([, text]) => /bấm|nút/i.test(text)).map(([key]) => key);
    expect(pressing.filter((key) => !flat.has(`typed.${key}`) && !OF_BUTTONS.test(key))).toEqual([]);
    expect(pressing.filter((key) => key.startsWith('typed.'))).toEqual([]);
  });

  it('each stand for a text that is there, with the same fields', () => {
    const fieldsOf = (text = '') => [...new Set(text.match(/\{[\w-]+\}/g))].sort();
    const typed = [...flat.keys()].filter((key) => key.startsWith('typed.'));
    expect(typed.length).toBeGreaterThan(5);
    for (const key of typed) {
      const base = flat.get(key.slice('typed.'.length));
      expect([key, fieldsOf(base), base === undefined]).toEqual([key, fieldsOf(flat.get(key)), false]);
    }
  });

  it('are given by `typed`, which says the rest as everybody reads it', () => {
    const { texts } = loadPrompts('prompts');
    expect(texts('vote.how')).toContain('bấm');
    expect(texts.typed?.('vote.how')).toContain('nhắn lại mã');
    expect(texts.typed?.('cancelled')).toBe(texts('cancelled'));
  });
});
