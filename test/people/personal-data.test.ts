import { describe, expect, it } from 'vitest';
import { holdsPersonalData } from '../../src/people/personal-data.js';

describe('personal data', () => {
  it.each([
    'gọi 0912345678 nhé',
    'số 091 234 5678',
    '+84 912 345 678',
    '0912.345.678',
    'CCCD 012345678901',
    'cmnd 123456789',
    '012 345 678 901',
    'thư an.nguyen@mau.example.vn',
    'ông Nguyễn Văn Mẫu bị kỷ luật',
    'Anh Mẫu hỏi',
    'đồng chí Trần Thị Mẫu'.normalize('NFD'),
    'bí thư Lê Văn Mẫu',
  ])('is seen in: %s', (text) => {
    expect(holdsPersonalData(text)).toBe(true);
  });

  it.each([
    'quy định 37-QĐ/TW ngày 25/10/2021',
    'điều 5 khoản 2 điểm đ',
    '19 điều đảng viên không được làm',
    'anh chị cho hỏi 1.000.000 đồng đoàn phí',
    'nghị quyết 21 năm 2022 và 2026',
    'anh/chị ơi',
    'từ 1/7/2025 đến 30/6/2026',
  ])('is not seen in: %s', (text) => {
    expect(holdsPersonalData(text)).toBe(false);
  });
});
