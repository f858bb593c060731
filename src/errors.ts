/**
 * A surprise that one place per edge catches (docs/design.md#rules, 4). `message` is written for a person, in Vietnamese:
 * what happened, what is safe, what to do. Details for operators go into `cause`.
 */
export class AppError extends Error {
  constructor(
    readonly code: AppErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'AppError';
  }
}

/** misconfigured: a setting stops the start. invalid-input: a file or request cannot be used. unavailable: a resource is missing for now. */
export type AppErrorCode = 'misconfigured' | 'invalid-input' | 'unavailable';

/** The one sentence to show for anything that was thrown: ours as it is, everything else without its insides. */
export function toPersonMessage(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return 'Có lỗi ngoài dự kiến; dữ liệu đã lưu vẫn an toàn. Vui lòng thử lại, nếu còn lỗi hãy báo cán bộ kỹ thuật.';
}
