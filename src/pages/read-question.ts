import { z } from 'zod';
import type { Question } from '../answering/answer.js';
import { AppError } from '../errors.js';
import { isLocalDate } from '../time.js';

/** In code units. A question fits many times over; whole documents are to be uploaded, not pasted. */
export const LONGEST_QUESTION = 2_000;
/** Turns of a conversation that still matter; earlier ones are left out. */
export const LONGEST_HISTORY = 10;

const turn = (name: string) =>
  z
    .string({ error: `${name} phải là một chuỗi chữ.` })
    .max(LONGEST_QUESTION, { error: `${name} dài quá ${LONGEST_QUESTION} ký tự; anh/chị vui lòng hỏi ngắn gọn hơn.` });

const schema = z.object(
  {
    text: turn('Câu hỏi (text)'),
    history: z
      .array(turn('Mỗi lượt hỏi trước (history)'), { error: 'history phải là danh sách các chuỗi chữ.' })
      .max(200, { error: 'history có quá nhiều lượt; anh/chị vui lòng chỉ gửi các lượt gần nhất.' })
      .optional(),
    asOf: z
      .string({ error: 'asOf phải là ngày dạng YYYY-MM-DD.' })
      .refine(isLocalDate, { error: 'asOf phải là một ngày có thật, dạng YYYY-MM-DD.' })
      .optional(),
  },
  { error: 'Yêu cầu phải là một đối tượng JSON có trường text.' },
);

/** @throws AppError `invalid-input` that says which part is wrong and what was expected */
export function readQuestion(input: unknown): Question {
  const result = schema.safeParse(input);
  if (!result.success) {
    throw new AppError('invalid-input', result.error.issues[0]?.message ?? 'Yêu cầu không đúng dạng.');
  }
  const { text, history = [], asOf } = result.data;
  return { text, history: history.slice(-LONGEST_HISTORY), ...(asOf ? { asOf } : {}) };
}
