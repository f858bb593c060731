import fc from 'fast-check';

/** A small library to learn from: enough for pairs to tell homographs apart. */
export const SENTENCES: readonly string[] = [
  'Đảng viên phải chấp hành nghị quyết của chi bộ và quy định của Đảng.',
  'Đoàn viên công đoàn có quyền yêu cầu công đoàn bảo vệ quyền, lợi ích hợp pháp.',
  'Người lao động đóng đoàn phí công đoàn hằng tháng theo quy định của Điều lệ.',
  'Tổ chức đảng xem xét, kỷ luật đảng viên vi phạm những điều đảng viên không được làm.',
  'Ban Chấp hành Trung ương ban hành nghị quyết về xây dựng giai cấp công nhân.',
  'Cán bộ, đảng viên phải nêu gương trước quần chúng, trước nhân dân.',
  'Công đoàn cơ sở tổ chức hội nghị người lao động mỗi năm một lần.',
  'Ủy ban Kiểm tra giám sát việc chấp hành Điều lệ Công đoàn Việt Nam.',
  'Điều 5. Không được nhận quà tặng có giá trị lớn để giải quyết công việc.',
];

const SYLLABLES = SENTENCES.join(' ').match(/\p{L}+/gu)!;
const CHAT = ['ko', 'dc', 'ntn', 'ng', 'trg', 'đc', 'ddang', 'vieen', 'đươcj', 'tieens', 'XYZ', 'Nguyễn', '37-QĐ/TW'];

/** Questions as people type them: marks here and there, chat words, slips, punctuation, any case. */
export const typedQuestion = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...SYLLABLES) },
      { weight: 3, arbitrary: fc.constantFrom(...SYLLABLES).map(withoutMarks) },
      { weight: 2, arbitrary: fc.constantFrom(...CHAT) },
      { weight: 1, arbitrary: fc.constantFrom(...SYLLABLES).map((syllable) => syllable.toUpperCase()) },
      { weight: 1, arbitrary: fc.constantFrom('?', ',', '…', '(1)', '2022') },
      { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(' '));

export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');
}
