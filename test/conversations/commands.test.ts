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
    ['tham gia', 'tham_gia'],
    ['/thamgia', 'tham_gia'],
    ['dữ liệu của tôi', 'dulieu'],
    ['xoá', 'xoa'],
    ['gop y', 'gopy'],
    ['/quyenriengtu', 'quyenriengtu'],
  ])('%s is %s, for sure', (message, name) => {
    expect(findCommand(message)).toEqual({ name, isSure: true, argument: '' });
  });

  it.each([
    ['/start qr-lien-doan', 'bat_dau', 'qr-lien-doan'],
    ['/ma K7QM-2XTF-9HBW', 'ma', 'K7QM-2XTF-9HBW'],
    ['mã k7qm 2xtf 9hbw', 'ma', 'k7qm 2xtf 9hbw'],
    ['liên kết K7QM2XTF9HBW', 'lien_ket', 'K7QM2XTF9HBW'],
    ['dừng giải báo chí', 'dung', 'giải báo chí'],
    ['dung giai bao chi', 'dung', 'giai bao chi'],
  ])('%s is %s with what follows', (message, name, argument) => {
    expect(findCommand(message, ['Giải báo chí'])).toEqual({ name, isSure: true, argument });
  });

  it.each(['dừng sinh hoạt đảng là gì', 'mã ngạch công chức', 'liên kết với nước ngoài', 'xóa tên đảng viên'])(
    '%s is a question, whatever follows',
    (message) => {
      expect(findCommand(message, ['Giải báo chí'])).toBeUndefined();
    },
  );

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
