import type { Unit } from '../../src/people/unit.js';

const unit = (id: string, name: string, parentId: string | undefined, kind: Unit['kind']): Unit => ({
  id,
  name,
  kind,
  validFrom: '2025-07-01',
  ...(parentId ? { parentId } : {}),
});

/** A small union: two branches below the province. */
export const SAMPLE_UNITS: readonly Unit[] = [
  unit('tinh', 'Liên đoàn Lao động tỉnh mẫu', undefined, 'federation'),
  unit('tan-phong', 'Công đoàn phường Tân Phong', 'tinh', 'ward'),
  unit('doan-ket', 'Công đoàn phường Đoàn Kết', 'tinh', 'ward'),
  unit('thuy-dien', 'Công đoàn cơ sở Thủy điện mẫu', 'tan-phong', 'enterprise'),
  unit('truong', 'Công đoàn cơ sở Trường mẫu', 'tan-phong', 'public-service'),
  unit('may', 'Công đoàn cơ sở May mẫu', 'doan-ket', 'enterprise'),
];
