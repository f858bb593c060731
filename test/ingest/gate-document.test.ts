import { describe, expect, it } from 'vitest';
import { extractText } from '../../src/ingest/extract-text.js';
import { gateDocument } from '../../src/ingest/gate-document.js';

const gate = (text: string): string | undefined => gateDocument(extractText(text))?.refused;
const BODY = '\nKẾ HOẠCH\nvề việc thử\n\n1. Các cấp công đoàn đọc kỹ văn bản này.\n';

describe('gateDocument', () => {
  it.each([
    ['a mark on a line of its own', `MẬT${BODY}`],
    ['in the second column', `TỈNH ỦY THỬ          TUYỆT MẬT${BODY}`],
    ['behind its name', `Độ mật: Tối mật${BODY}`],
    ['framed, spaced or bold', `**[ M Ậ T ]**${BODY}`],
    ['in decomposed letters', `TỐI MẬT${BODY}`.normalize('NFD')],
    ['in a cell of a table', `Số 5 | MẬT${BODY}`],
  ])('refuses secrets: %s', (_, text) => {
    expect(gate(text)).toBe('secret');
    expect(gateDocument(extractText(text), new Set(['secret'] as const))?.refused).toBe('secret');
  });

  it.each([
    ['internal', `Lưu hành nội bộ${BODY}`],
    ['internal', `${BODY}\n(Tài liệu lưu hành nội bộ)`],
    ['conference', `TÀI LIỆU HỘI NGHỊ${BODY}`],
    ['not-for-publication', `(Không phổ biến)${BODY}`],
    ['draft', `DỰ THẢO LẦN 2${BODY}`],
    ['draft', `Số:    /KH-LĐLĐ   (Dự thảo)${BODY}`],
  ] as const)('holds back until somebody confirms: %s', (reason, text) => {
    expect(gate(text)).toBe(reason);
    expect(gateDocument(extractText(text), new Set([reason]))).toBeUndefined();
  });

  it('lets pass what only speaks of such things', () => {
    expect(gate(`MẬT ĐỘ DÂN SỐ${BODY}`)).toBeUndefined();
    expect(gate(`BÍ MẬT NHÀ NƯỚC${BODY}`)).toBeUndefined();
    expect(
      gate(`${BODY}Các đơn vị góp ý dự thảo báo cáo, không phổ biến tài liệu khi chưa được phép.`),
    ).toBeUndefined();
    expect(gate(`Kế hoạch lấy ý kiến vào dự thảo Luật Công đoàn${BODY}`)).toBeUndefined();
  });

  it.each([
    ['TCVN3', 'Uû ban nh©n d©n tØnh Lai Ch©u ban hµnh quyÕt ®Þnh vÒ c«ng t¸c thi ®ua'],
    ['VNI', 'Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam ñoäc laäp töï do haïnh phuùc'],
    ['UTF-8 read as Latin-1', Buffer.from('Quy định về những điều đảng viên không được làm').toString('latin1')],
  ])('refuses letters of another age: %s', (_, text) => expect(gate(text)).toBe('legacy-encoding'));

  it('knows good Vietnamese, signs and foreign names from broken letters', () => {
    expect(
      gate(
        'Nhiệt độ 25°C ± 1, khẩu hiệu «Đoàn kết», ông Müller và bà Çelik dự hội nghị công đoàn tỉnh Lai Châu năm 2024, đạt ≥ 95 % chỉ tiêu giao cho các đơn vị.',
      ),
    ).toBeUndefined();
  });

  it('refuses what holds nothing, and pages that are only pictures', () => {
    expect(gate(' \n — \n…')).toBe('empty');
    expect(gateDocument({ lines: [{ text: 'Trang một có chữ', page: 1 }], unreadablePages: [2, 3] })).toEqual({
      refused: 'no-text-layer',
      message: expect.stringMatching(/bản quét.*Trang 2, 3/),
    });
  });
});
