import { isMap, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isLocalDate } from '../../time.js';

const text = z.string().trim().min(1);
const day = z.string().refine(isLocalDate);
const dayOrYear = z.union([day, z.string().regex(/^(19|20)\d{2}$/)]);
const address = z.string().regex(/^https?:\/\/\S+$/);

const relation = z.strictObject({
  type: z.enum(['replaces', 'amends', 'guides', 'follows']),
  target: z
    .strictObject({ kind: text.exactOptional(), number: text.exactOptional(), issuedOn: dayOrYear.exactOptional() })
    .refine((target) => target.kind !== undefined || target.number !== undefined),
  since: day.exactOptional(),
  source: text,
});

const originalSchema = z.strictObject({
  number: z
    .string()
    .regex(/^\d{1,5}[^\s#@]*$/u)
    .exactOptional(),
  kind: text.exactOptional(),
  issuer: text.exactOptional(),
  issuedOn: dayOrYear.exactOptional(),
  signer: text.exactOptional(),
  title: text.exactOptional(),
  shortTitle: z
    .string()
    .regex(/^[^#@]+$/)
    .exactOptional(),
  form: z.enum(['digest', 'original']),
  effectiveFrom: day.exactOptional(),
  effectiveTo: day.exactOptional(),
  publicSource: address.exactOptional(),
  checkedOn: day.exactOptional(),
  caveat: text.exactOptional(),
  relations: z.array(relation).exactOptional(),
});

const digestSchema = originalSchema
  .extend({ kind: text, title: text })
  .refine((facts) => facts.number !== undefined || facts.shortTitle !== undefined, { path: ['shortTitle'] });

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'cần số ký hiệu như in trên văn bản, không có dấu cách, ví dụ 37-QĐ/TW',
  kind: 'cần tên loại văn bản, ví dụ Quy định',
  issuer: 'cần tên cơ quan ban hành, hoặc bỏ hẳn dòng này',
  issuedOn: 'cần một ngày có thật dạng YYYY-MM-DD, hoặc một năm trong ngoặc kép như "2011"',
  signer: 'cần họ tên người ký, hoặc bỏ hẳn dòng này',
  title: 'cần trích yếu, ví dụ Về những điều đảng viên không được làm',
  shortTitle: 'cần tên gọi ngắn khi văn bản không có số, ví dụ Nghị quyết Đại hội XIII',
  form: 'cần digest hoặc original',
  effectiveFrom: 'cần một ngày có thật dạng YYYY-MM-DD',
  effectiveTo: 'cần một ngày có thật dạng YYYY-MM-DD',
  publicSource: 'cần địa chỉ bắt đầu bằng https:// hoặc http://',
  checkedOn: 'cần một ngày có thật dạng YYYY-MM-DD',
  caveat: 'cần một câu lưu ý, hoặc bỏ hẳn dòng này',
  relations: 'cần danh sách quan hệ, mỗi quan hệ có type, target và source',
  type: 'cần replaces, amends, guides hoặc follows',
  target: 'cần number hoặc kind của văn bản được nhắc tới',
  since: 'cần một ngày có thật dạng YYYY-MM-DD',
  source: 'cần địa chỉ hoặc tên nguồn; với follows thì ghi lý do suy ra',
};

/** What is wrong in a file, and where: rendered as `file:line: what is wrong; what was expected`. */
export interface Problem {
  readonly line: number;
  readonly message: string;
}

export type FrontMatterFacts = z.infer<typeof originalSchema>;

export interface FrontMatter {
  /** Absent where there are problems. */
  readonly facts?: FrontMatterFacts;
  readonly problems: readonly Problem[];
  readonly form: 'digest' | 'original';
  /** Lines that it takes up, so that the body's lines keep their numbers. */
  readonly lineCount: number;
}

/** The block between `---` lines at the top of a file; undefined where there is none. Expects normalised text. */
export function parseFrontMatter(content: string): FrontMatter | undefined {
  const block = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(content);
  if (!block) return undefined;
  const lineCount = block[0].trimEnd().split('\n').length;
  const lines = new LineCounter();
  const yaml = parseDocument(block[1] ?? '', { lineCounter: lines });
  const lineAt = (offset: number): number => lines.linePos(offset).line + 1;
  if (yaml.errors.length > 0) {
    const problems = yaml.errors.map((error) => ({
      line: lineAt(error.pos[0]),
      message: `phần đầu không đúng cú pháp YAML (${error.code}); cần các dòng dạng "tên: giá trị"`,
    }));
    return { problems, form: 'digest', lineCount };
  }
  if (!isMap(yaml.contents)) {
    const problems = [{ line: 1, message: 'phần đầu trống; cần ít nhất kind, title và form' }];
    return { problems, form: 'digest', lineCount };
  }

  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length--) {
      const node = yaml.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return lineAt(node.range[0]);
    }
    return 1;
  };
  const value: unknown = yaml.toJS();
  const form = yaml.get('form') === 'original' ? 'original' : 'digest';
  const checked = (form === 'original' ? originalSchema : digestSchema).safeParse(value);
  if (checked.success) return { facts: checked.data, problems: [], form, lineCount };
  const problems = checked.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        line: lineOf([...issue.path, key]),
        message: `trường "${key}" không có trong mẫu; cần bỏ đi hoặc sửa tên trường`,
      }));
    }
    const field = String(issue.path.findLast((step) => typeof step === 'string') ?? 'form');
    const found: unknown = yaml.getIn(issue.path);
    const wrong =
      found === undefined
        ? `thiếu trường "${field}"`
        : `trường "${field}" không hợp lệ${typeof found === 'object' ? '' : ` (${String(found)})`}`;
    return [{ line: lineOf(issue.path), message: `${wrong}; ${EXPECTED[field] ?? 'cần xem lại mẫu'}` }];
  });
  return { problems, form, lineCount };
}
