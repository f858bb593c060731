import { holdsPersonalData } from '../../people/personal-data.js';
import { foldText } from '../../text/vietnamese-text.js';
import type { Cell } from './read-sheet.js';

/** Heads of columns, folded, and what such a column holds. */
const HEADS: readonly (readonly [RegExp, string])[] = [
  [
    /^(ho|ten|name)$|\bho (va )?ten\b|\bten (doan vien|nguoi|can bo|chu tich|goi)\b|\b(full|first|last) ?name\b/,
    'họ tên',
  ],
  [/\b(dien thoai|sdt|dt|di dong|phone|mobile|zalo|telegram)\b/, 'số điện thoại hay tài khoản'],
  [/\b(e ?mail|mail|thu dien tu)\b/, 'địa chỉ thư điện tử'],
  [/\b(cccd|cmnd|cmt|can cuoc|chung minh|ho chieu|bhxh|bao hiem|ma so thue|so the)\b/, 'số giấy tờ cá nhân'],
  [/\b(ngay sinh|nam sinh|birth\w*|gioi tinh|dan toc|ton giao|dia chi|address|que quan)\b/, 'thông tin cá nhân'],
];
const SURNAMES = new Set(
  'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly lo vang giang sung thao lu tao chang mua ma cu phung quang deo lau tong cam ha dinh trinh luong dao mai truong doan lam'.split(
    ' ',
  ),
);

/** What personal data a column looks like that we do not know, by its folded head and its cells; undefined for none. */
export function describePersonalColumn(head: string, cells: readonly Cell[]): string | undefined {
  const byHead = HEADS.find(([pattern]) => pattern.test(head))?.[1];
  if (byHead) return byHead;
  const texts = cells.filter((cell) => typeof cell === 'string' || typeof cell === 'number').map(String);
  if (texts.some(holdsPersonalData)) return 'số điện thoại, thư điện tử, số giấy tờ hay tên người';
  return holdsNames(texts) ? 'họ tên' : undefined;
}

/** Whether most cells are names of people. */
export function holdsNames(cells: readonly Cell[]): boolean {
  const texts = cells.filter((cell) => typeof cell === 'string');
  const names = texts.filter(looksLikeName);
  return names.length > 0 && names.length * 2 >= texts.length;
}

/** Two to five capitalized words, the first a surname that is common here. */
function looksLikeName(text: string): boolean {
  const words = text.split(' ');
  const isCapitalized = words.every((word) => /^\p{Lu}\p{L}*$/u.test(word));
  return words.length >= 2 && words.length <= 5 && isCapitalized && SURNAMES.has(foldText(words[0]!));
}
