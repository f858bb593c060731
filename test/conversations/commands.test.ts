import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMANDS, findCommand } from '../../src/conversations/commands.js';
import { foldText } from '../../src/text/vietnamese-text.js';

const nameOf = (message: string) => findCommand(message)?.name;

describe('commands', () => {
  it.each([
    ['menu', 'menu'],
    ['MENU', 'menu'],
    ['/menu', 'menu'],
    ['/Menu@SoTayBot', 'menu'],
    [' Menu. ', 'menu'],
    ['/huong_dan', 'huong_dan'],
    ['/huongdan', 'huong_dan'],
    ['/HƯỚNG_DẪN', 'huong_dan'],
    ['hướng dẫn', 'huong_dan'],
    ['huong dan', 'huong_dan'],
    ['Hướng dan!', 'huong_dan'],
    ['trợ giúp', 'huong_dan'],
    ['/help', 'huong_dan'],
    ['/start', 'bat_dau'],
    ['/start qr-lien-doan', 'bat_dau'],
    ['dừng', 'dung'],
    ['DỪNG', 'dung'],
    ['dừng'.normalize('NFD'), 'dung'],
    ['/dung', 'dung'],
    ['/dừng', 'dung'],
    ['dừng lại', 'dung'],
    ['dung lai', 'dung'],
    ['stop', 'dung'],
    ['mới', 'moi'],
    ['/moi', 'moi'],
    ['câu hỏi mới', 'moi'],
    ['xem tiếp', 'xem_tiep'],
    ['xem tiep', 'xem_tiep'],
    ['quyền riêng tư', 'quyenriengtu'],
    ['/quyenriengtu', 'quyenriengtu'],
  ])('%s is %s, for sure', (message, name) => {
    expect(findCommand(message)).toEqual({ name, isSure: true });
  });

  it.each(['đúng', 'Đúng!', 'mọi', 'mời', 'môi', 'dùng', 'đừng', '/đúng', 'mởi', 'hưởng dẫn', 'trở giúp'])(
    '%s is none: typed marks have to match',
    (message) => {
      expect(findCommand(message)).toBeUndefined();
    },
  );

  it.each([
    'dừng sinh hoạt đảng là gì',
    'quy định mới',
    'menu có gì',
    'hướng dẫn 20',
    'có gì mới',
    'điều 5 quy định 37',
    '',
    '/',
    '?',
    '2',
  ])('%s is a question', (message) => {
    expect(findCommand(message)).toBeUndefined();
  });

  it.each(['dung', 'Dung.', 'DUNG', 'moi', 'Moi?'])('%s is asked back', (message) => {
    expect(findCommand(message)?.isSure).toBe(false);
  });

  it('finds every command by its name behind a slash, in any case', () => {
    for (const { name } of COMMANDS) {
      expect([nameOf(`/${name}`), nameOf(`/${name.toUpperCase()}`)]).toEqual([name, name]);
    }
  });

  it('finds every word with its marks, bare or behind a slash', () => {
    for (const { name, words } of COMMANDS) {
      for (const word of words) {
        expect([word, nameOf(word), nameOf(`/${word.replaceAll(' ', '_')}`)]).toEqual([word, name, name]);
        expect([word, nameOf(`/${foldText(word).replaceAll(' ', '')}`)]).toEqual([word, name]);
      }
    }
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (message) => {
        findCommand(message);
      }),
    );
  });
});
