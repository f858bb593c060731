import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.js';
import { openCrossEncoder } from '../../src/models/cross-encoder.js';
import type { CrossEncoder } from '../../src/models/model.js';

const modelDir = 'models/multilingual-e5-small-vi';

const GIFTS = {
  title: 'Quy định 207-QĐ/TW. Về những điều đảng viên không được làm',
  section: 'Điều 14',
  text: 'Cấm tặng, nhận quà dưới mọi hình thức để tác động đến tổ chức, người có trách nhiệm.',
};
const SIGNED = {
  title: 'Quy định 207-QĐ/TW. Về những điều đảng viên không được làm',
  section: 'Thông tin chung',
  text: 'Quy định 207-QĐ/TW do Ban Chấp hành Trung ương ban hành ngày 26/7/2026.',
};

describe('cross-encoder', () => {
  let crossEncoder: CrossEncoder;
  beforeAll(async () => {
    crossEncoder = await openCrossEncoder({ modelDir });
  });

  it('tells the passage that answers from another of the same document', async () => {
    const [gifts, signed] = await crossEncoder.score('Đảng viên có được nhận quà không?', [GIFTS, SIGNED]);
    expect(gifts).toBeGreaterThan(0);
    expect(signed).toBeLessThan(0);
    const [of, by] = await crossEncoder.score('Quy định 207 do cơ quan nào ban hành?', [GIFTS, SIGNED]);
    expect(of).toBeLessThan(0);
    expect(by).toBeGreaterThan(0);
  });

  it('reads a passage alike alone and among others, and no more of a long one than its beginning', async () => {
    const question = 'Ai ban hành Quy định 207?';
    const long = { ...SIGNED, text: `${SIGNED.text} ${'Đảng viên phải gương mẫu. '.repeat(400)}` };
    const longer = { ...long, text: `${long.text} ${'Công đoàn các cấp. '.repeat(400)}` };
    const together = await crossEncoder.score(question, [GIFTS, SIGNED, long, longer]);
    expect(together[1]).toBeCloseTo((await crossEncoder.score(question, [SIGNED]))[0] as number, 4);
    expect(together[2]).toBeCloseTo(together[3] as number, 4);
  });

  it('takes nothing, a blank and a long question', async () => {
    expect(await crossEncoder.score('Ai ban hành?', [])).toEqual([]);
    for (const question of ['', 'đoàn viên '.repeat(500)]) {
      const [score] = await crossEncoder.score(question, [{ title: '', section: '', text: '' }]);
      expect(score).toBeTypeOf('number');
      expect(Number.isFinite(score)).toBe(true);
    }
  });

  it('says in one line that a machine cannot run it, or that its files are missing', async () => {
    const loadRuntime = () => Promise.reject(new Error('no such binary'));
    for (const opening of [
      openCrossEncoder({ modelDir, loadRuntime }),
      openCrossEncoder({ modelDir: 'models/none' }),
    ]) {
      const error = await opening.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'unavailable',
        message: expect.stringMatching(/^[^\n]*câu trả lời vẫn có[^\n]*$/),
      });
    }
  });
});
