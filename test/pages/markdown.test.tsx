import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Markdown } from '../../src/pages/markdown.js';

const render = (text: string): string => String(<Markdown text={text} />);

describe('Markdown', () => {
  it('knows paragraphs, line breaks, bold, quotes, lists and links', () => {
    expect(render('**Điều 5** nói\ndòng hai\n\n> trích\n> tiếp\n\n- một\n- hai\n\n2) b\n3) c')).toBe(
      '<p><strong>Điều 5</strong> nói<br/>dòng hai</p><blockquote><p>trích<br/>tiếp</p></blockquote>' +
        '<ul><li>một</li><li>hai</li></ul><ol><li value="2">b</li><li value="3">c</li></ol>',
    );
    expect(render('[xem](/van-ban/37) và https://noichinh.vn/a.')).toBe(
      '<p><a href="/van-ban/37">xem</a> và <a href="https://noichinh.vn/a">https://noichinh.vn/a</a>.</p>',
    );
  });

  it('keeps the number of a document on one line', () => {
    expect(render('Quy định 37-QĐ/TW')).toBe('<p>Quy định <span class="number">37-QĐ/TW</span></p>');
  });

  it('makes no link of other schemes or other hosts', () => {
    for (const target of ['javascript:alert(1)', '//evil.vn', '/\\evil.vn', 'data:text/html,x']) {
      expect(render(`[a](${target})`)).not.toContain('<a ');
    }
  });

  it('never lets markup through', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('<', '>', '"', '&', '**', '[', '](', ')', '- ', '\n', 'img onerror=', 'https://', 'x'),
        ),
        (parts) => {
          const tags = render(parts.join('')).match(/<[^>]*>/g) ?? [];
          for (const tag of tags)
            expect(tag).toMatch(
              /^<(\/?(p|blockquote|ul|ol|li|strong|a)|br\/)( (href="https?:[^"<>]*"|value="\d+"))?>$/,
            );
        },
      ),
    );
  });
});
