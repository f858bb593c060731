import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { z } from 'zod';
import { AppError } from './errors.js';

/** Every setting, typed. A door whose settings are absent is null and is not opened. */
export interface Config {
  /** Folder of everything that the service writes. */
  readonly dataDir: string;
  /** Folder with documents/, aliases.yaml, abbreviations.yaml, contacts.yaml. */
  readonly knowledgeDir: string;
  /** The folder that is shipped: only it shares the main data file. */
  readonly defaultKnowledgeDir: string;
  readonly promptsDir: string;
  readonly modelDir: string;
  readonly host: string;
  readonly port: number;
  /** Address that links in messages use; absent: no links. */
  readonly publicUrl: string | null;
  /** builtin | none | openai:<model> | ollama:<model> */
  readonly embeddings: string;
  readonly openaiApiKey: string | null;
  readonly openaiBaseUrl: string | null;
  readonly ollamaBaseUrl: string | null;
  readonly logLevel: string;
}

const PROJECT_ROOT = resolve(import.meta.dirname, '..');
const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/ });

const Settings = z.object({
  DATA_DIR: text.default('.data'),
  KNOWLEDGE_DIR: text.default('knowledge'),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  PUBLIC_URL: url.optional(),
  EMBEDDINGS: z
    .string()
    .regex(/^(builtin|none|openai:.+|ollama:.+)$/)
    .default('builtin'),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url.optional(),
  OLLAMA_BASE_URL: url.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Names of all settings, as in `.env.example`. */
export const SETTING_NAMES: readonly string[] = Object.keys(Settings.shape);

const EXPECTED: Readonly<Record<string, string>> = {
  PORT: 'một số từ 0 đến 65535',
  PUBLIC_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  EMBEDDINGS: 'builtin, none, openai:<tên mô hình> hoặc ollama:<tên mô hình>',
  OPENAI_BASE_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  OLLAMA_BASE_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  LOG_LEVEL: 'trace, debug, info, warn, error hoặc silent',
};

/** Pure: strings in, settings out. Empty strings count as absent. Throws `misconfigured` naming the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(SETTING_NAMES.flatMap((name) => (env[name]?.trim() ? [[name, env[name]]] : [])));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new AppError(
      'misconfigured',
      `Cài đặt ${name}="${env[name]}" không dùng được; cần ${EXPECTED[name] ?? 'một giá trị khác rỗng'}. Hãy sửa trong .env rồi chạy lại; dữ liệu chưa bị thay đổi.`,
    );
  }
  const settings = parsed.data;
  if (settings.EMBEDDINGS.startsWith('openai:') && !settings.OPENAI_API_KEY) {
    throw new AppError(
      'misconfigured',
      'EMBEDDINGS=openai:… cần thêm OPENAI_API_KEY trong .env. Dữ liệu chưa bị thay đổi.',
    );
  }
  return {
    dataDir: resolve(PROJECT_ROOT, settings.DATA_DIR),
    knowledgeDir: resolve(PROJECT_ROOT, settings.KNOWLEDGE_DIR),
    defaultKnowledgeDir: resolve(PROJECT_ROOT, 'knowledge'),
    promptsDir: resolve(PROJECT_ROOT, 'prompts'),
    modelDir: resolve(PROJECT_ROOT, 'models/multilingual-e5-small-vi'),
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    embeddings: settings.EMBEDDINGS,
    openaiApiKey: settings.OPENAI_API_KEY ?? null,
    openaiBaseUrl: settings.OPENAI_BASE_URL ?? null,
    ollamaBaseUrl: settings.OLLAMA_BASE_URL ?? null,
    logLevel: settings.LOG_LEVEL,
  };
}

/** The process's environment over the `.env` file beside package.json; a line of it that is no setting stops the start. */
export function loadConfig(): Config {
  const file = resolve(PROJECT_ROOT, '.env');
  return readConfig({ ...(existsSync(file) ? parseEnvFile(file) : {}), ...process.env });
}

function parseEnvFile(file: string): Record<string, string> {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError(
      'misconfigured',
      'Không đọc được tệp .env. Hãy kiểm tra quyền đọc rồi chạy lại; dữ liệu chưa bị thay đổi.',
      { cause },
    );
  }
  const broken = content.split(/\r?\n/).findIndex((line) => !/^\s*(#.*|(export\s+)?[A-Za-z_]\w*\s*=.*)?$/.test(line));
  if (broken >= 0) {
    throw new AppError(
      'misconfigured',
      `Tệp .env dòng ${broken + 1} không có dạng TÊN=giá trị. Hãy sửa dòng đó rồi chạy lại; dữ liệu chưa bị thay đổi.`,
    );
  }
  return parse(content);
}
