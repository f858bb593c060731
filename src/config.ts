import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'dotenv';
import { z } from 'zod';
import { AppError } from './errors.js';

/** Every setting, typed. A door whose settings are absent is null and is not opened. */
export interface Config {
  /** Folder of everything that the service writes. */
  readonly dataDir: string;
  /** `postgres://…` instead of a SQLite file under `dataDir`. */
  readonly databaseUrl: string | null;
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
  /** none | openai:<model> | ollama:<model> */
  readonly chatModel: string;
  readonly openaiApiKey: string | null;
  readonly openaiBaseUrl: string | null;
  readonly ollamaBaseUrl: string | null;
  readonly logLevel: string;
  /** Threads that compute; 0: none, one thread does all; null: as many as cores less one, at least one. */
  readonly workers: number | null;
  /** Chats waiting above which questions are answered by words alone. */
  readonly wordsOnlyAbove: number;
  /** How many days members who left, the audit, requests, feedback and counts of answers are kept. */
  readonly keepDays: Readonly<Record<'left' | 'audit' | 'requests' | 'feedback' | 'counts' | 'broadcasts', number>>;
  readonly questionLimits: {
    /** Of one caller on the web; 0: no limit. */
    readonly perMinute: number;
    /** Answers under way on the web, of all callers; 0: no limit. */
    readonly atOnce: number;
    /** Reverse proxies in front of the service; 0: `X-Forwarded-For` is not believed. */
    readonly proxyHops: number;
  };
  readonly sending: SendingConfig;
  readonly telegram: TelegramConfig | null;
  readonly zaloOa: ZaloOaConfig | null;
  readonly zaloBot: ZaloBotConfig | null;
}

/** How we write first. */
export interface SendingConfig {
  /** Stretches of the day, in minutes after midnight, Asia/Ho_Chi_Minh. */
  readonly hours: readonly { readonly from: number; readonly to: number }[];
  /** Messages that nobody asked for, to one person: a day, and within any 30 days. */
  readonly mostPerDay: number;
  readonly mostPerMonth: number;
  /** Of each platform's rate, above 0 and up to 1; the rest is left to answers. */
  readonly share: number;
  /** Messages a second that each platform bears. */
  readonly perSecond: Readonly<Record<'telegram' | 'zalo-oa' | 'zalo-bot', number>>;
  /** Recipients above which a second person approves. */
  readonly approveAbove: number;
  /** Whether a second person approves what goes beyond the author's own unit. */
  readonly approveBeyondUnit: boolean;
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Present: webhook under `publicUrl`; absent: polling. */
  readonly webhookSecret: string | null;
}

export interface ZaloOaConfig {
  readonly appId: string;
  readonly appSecret: string;
  /** The OA secret key that signs webhooks; absent: webhooks are checked with the app's secret. */
  readonly secretKey: string | null;
  readonly apiRoot: string;
  readonly oauthRoot: string;
  /** Host of templates by phone. */
  readonly templateRoot: string;
  /** The verifier behind the challenge that is saved in Zalo's console; absent: a fresh pair for each consent. */
  readonly codeVerifier: string | null;
  /** Which concatenation signs a webhook [CONFLICT] (docs/zalo.md#signature): `auto` takes any known variant. */
  readonly signature: 'auto' | 'app' | 'oa';
  /** Whether unsigned and badly signed webhooks get 401 instead of 200. */
  readonly refuseUnsigned: boolean;
  /** Form of the buttons' body [CONFLICT] (docs/zalo.md#messages); `none`: choices are numbered. */
  readonly buttons: 'plain' | 'template' | 'none';
}

export interface ZaloBotConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Present: webhook under `publicUrl`; absent: polling. */
  readonly webhookSecret: string | null;
}

const PROJECT_ROOT = resolve(import.meta.dirname, '..');
const text = z.string().trim().min(1);
const url = z.url({ protocol: /^https?$/ });
/** As the library reads it, percent signs and all. */
const isReadable = (address: string) => {
  try {
    return Boolean(decodeURI(address));
  } catch {
    return false;
  }
};
const days = z.coerce.number().int().min(1).max(3_650);

const perSecond = z.coerce.number().gt(0).max(10_000);

/** `7:30-11:30,13:30-20:30` → minutes after midnight; undefined where it does not read so, in order, without overlap. */
function readStretches(value: string): { from: number; to: number }[] | undefined {
  const stretches = value.split(',').map((part) => {
    const [, h1, m1, h2, m2] = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/.exec(part) ?? [];
    return { from: Number(h1) * 60 + Number(m1), to: Number(h2) * 60 + Number(m2) };
  });
  const isInOrder = stretches.every(
    ({ from, to }, at) => (stretches[at - 1]?.to ?? 0) <= from && from < to && to <= 1_440,
  );
  return isInOrder ? stretches : undefined;
}
function isStretches(value: string): boolean {
  return readStretches(value) !== undefined;
}

const Settings = z.object({
  DATA_DIR: text.default('.data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .refine(isReadable)
    .optional(),
  KNOWLEDGE_DIR: text.default('knowledge'),
  HOST: text.default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  PUBLIC_URL: url.optional(),
  EMBEDDINGS: z
    .string()
    .regex(/^(builtin|none|openai:.+|ollama:.+)$/)
    .default('builtin'),
  CHAT_MODEL: z
    .string()
    .regex(/^(none|openai:.+|ollama:.+)$/)
    .default('none'),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url.optional(),
  OLLAMA_BASE_URL: url.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  WORKERS: z.coerce.number().int().min(0).max(64).optional(),
  WEB_PER_MINUTE: z.coerce.number().int().min(0).max(60_000).default(30),
  WEB_AT_ONCE: z.coerce.number().int().min(0).default(200),
  PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  WORDS_ONLY_ABOVE: z.coerce.number().int().min(0).default(100),
  KEEP_LEFT_DAYS: days.default(30),
  KEEP_AUDIT_DAYS: days.default(730),
  KEEP_REQUESTS_DAYS: days.default(730),
  KEEP_FEEDBACK_DAYS: days.default(365),
  KEEP_COUNTS_DAYS: days.default(90),
  KEEP_BROADCASTS_DAYS: days.default(365),
  SENDING_HOURS: z.string().refine(isStretches).default('7:30-11:30,13:30-20:30'),
  SENDING_PER_DAY: z.coerce.number().int().min(1).max(100).default(1),
  SENDING_PER_MONTH: z.coerce.number().int().min(1).max(1_000).default(4),
  SENDING_SHARE: z.coerce.number().gt(0).max(1).default(0.8),
  TELEGRAM_PER_SECOND: perSecond.default(25),
  ZALO_OA_PER_SECOND: perSecond.default(66),
  ZALO_BOT_PER_SECOND: perSecond.default(1),
  APPROVE_ABOVE: z.coerce.number().int().min(0).default(100),
  APPROVE_BEYOND_UNIT: z.enum(['true', 'false']).default('true'),
  TELEGRAM_BOT_TOKEN: text.optional(),
  TELEGRAM_API_ROOT: url.default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{1,256}$/)
    .optional(),
  ZALO_OA_APP_ID: z.string().regex(/^\d+$/).optional(),
  ZALO_OA_APP_SECRET: text.optional(),
  ZALO_OA_SECRET_KEY: text.optional(),
  ZALO_OA_API_ROOT: url.default('https://openapi.zalo.me'),
  ZALO_OA_OAUTH_ROOT: url.default('https://oauth.zaloapp.com'),
  ZALO_OA_TEMPLATE_ROOT: url.default('https://business.openapi.zalo.me'),
  ZALO_OA_CODE_VERIFIER: z
    .string()
    .regex(/^[A-Za-z\d]{43}$/)
    .optional(),
  ZALO_OA_SIGNATURE: z.enum(['auto', 'app', 'oa']).default('auto'),
  ZALO_OA_REFUSE_UNSIGNED: z.enum(['true', 'false']).default('false'),
  ZALO_OA_BUTTONS: z.enum(['plain', 'template', 'none']).default('plain'),
  ZALO_BOT_TOKEN: text.optional(),
  ZALO_BOT_API_ROOT: url.default('https://bot-api.zaloplatforms.com'),
  ZALO_BOT_WEBHOOK_SECRET: z.string().min(8).max(256).optional(),
});

/** Names of all settings, as in `.env.example`. */
export const SETTING_NAMES: readonly string[] = Object.keys(Settings.shape);

const DAYS = 'số ngày, từ 1 đến 3650';
const EXPECTED: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://người-dùng:mật-khẩu@máy-chủ:5432/tên, ký tự đặc biệt viết bằng mã %',
  PORT: 'một số từ 0 đến 65535',
  PUBLIC_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  EMBEDDINGS: 'builtin, none, openai:<tên mô hình> hoặc ollama:<tên mô hình>',
  CHAT_MODEL: 'none, openai:<tên mô hình> hoặc ollama:<tên mô hình>',
  OPENAI_BASE_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  OLLAMA_BASE_URL: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  LOG_LEVEL: 'trace, debug, info, warn, error hoặc silent',
  WORKERS: 'một số từ 0 đến 64',
  WEB_PER_MINUTE: 'một số từ 0 đến 60000',
  WEB_AT_ONCE: 'một số từ 0 trở lên',
  PROXY_HOPS: 'một số từ 0 đến 10',
  WORDS_ONLY_ABOVE: 'một số từ 0 trở lên',
  KEEP_LEFT_DAYS: DAYS,
  KEEP_AUDIT_DAYS: DAYS,
  KEEP_REQUESTS_DAYS: DAYS,
  KEEP_FEEDBACK_DAYS: DAYS,
  KEEP_COUNTS_DAYS: DAYS,
  KEEP_BROADCASTS_DAYS: DAYS,
  SENDING_HOURS: 'các khoảng giờ theo thứ tự, ví dụ 7:30-11:30,13:30-20:30',
  SENDING_PER_DAY: 'một số từ 1 đến 100',
  SENDING_PER_MONTH: 'một số từ 1 đến 1000',
  SENDING_SHARE: 'một số trên 0, không quá 1, ví dụ 0.8',
  TELEGRAM_PER_SECOND: 'số tin mỗi giây, trên 0',
  ZALO_OA_PER_SECOND: 'số tin mỗi giây, trên 0',
  ZALO_BOT_PER_SECOND: 'số tin mỗi giây, trên 0',
  APPROVE_ABOVE: 'một số từ 0 trở lên',
  APPROVE_BEYOND_UNIT: 'true hoặc false',
  TELEGRAM_API_ROOT: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  TELEGRAM_WEBHOOK_SECRET: '1 đến 256 ký tự trong A-Z, a-z, 0-9, _ và -',
  ZALO_OA_APP_ID: 'một dãy chữ số',
  ZALO_OA_API_ROOT: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  ZALO_OA_OAUTH_ROOT: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  ZALO_OA_TEMPLATE_ROOT: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  ZALO_OA_CODE_VERIFIER: '43 chữ cái không dấu và chữ số',
  ZALO_OA_SIGNATURE: 'auto, app hoặc oa',
  ZALO_OA_REFUSE_UNSIGNED: 'true hoặc false',
  ZALO_OA_BUTTONS: 'plain, template hoặc none',
  ZALO_BOT_API_ROOT: 'địa chỉ bắt đầu bằng http:// hoặc https://',
  ZALO_BOT_WEBHOOK_SECRET: '8 đến 256 ký tự',
};

/** Never shown back, not even where wrong. */
const SECRET = /TOKEN|SECRET|KEY|VERIFIER|DATABASE_URL/;

/** Pure: strings in, settings out. Empty strings count as absent. Throws `misconfigured` naming the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(SETTING_NAMES.flatMap((name) => (env[name]?.trim() ? [[name, env[name]]] : [])));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0] ?? '');
    throw new AppError(
      'misconfigured',
      `Cài đặt ${name}${SECRET.test(name) ? '' : `="${env[name]}"`} không dùng được; cần ${EXPECTED[name] ?? 'một giá trị khác rỗng'}. Hãy sửa trong .env rồi chạy lại; dữ liệu chưa bị thay đổi.`,
    );
  }
  const settings = parsed.data;
  for (const name of ['EMBEDDINGS', 'CHAT_MODEL'] as const) {
    if (settings[name].startsWith('openai:') && !settings.OPENAI_API_KEY)
      throw missing(`${name}=openai:…`, 'OPENAI_API_KEY');
  }
  return {
    dataDir: resolve(PROJECT_ROOT, settings.DATA_DIR),
    databaseUrl: settings.DATABASE_URL ?? null,
    knowledgeDir: resolve(PROJECT_ROOT, settings.KNOWLEDGE_DIR),
    defaultKnowledgeDir: resolve(PROJECT_ROOT, 'knowledge'),
    promptsDir: resolve(PROJECT_ROOT, 'prompts'),
    modelDir: resolve(PROJECT_ROOT, 'models/multilingual-e5-small-vi'),
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL ? withoutSlash(settings.PUBLIC_URL) : null,
    embeddings: settings.EMBEDDINGS,
    chatModel: settings.CHAT_MODEL,
    openaiApiKey: settings.OPENAI_API_KEY ?? null,
    openaiBaseUrl: settings.OPENAI_BASE_URL ?? null,
    ollamaBaseUrl: settings.OLLAMA_BASE_URL ?? null,
    logLevel: settings.LOG_LEVEL,
    workers: settings.WORKERS ?? null,
    wordsOnlyAbove: settings.WORDS_ONLY_ABOVE,
    questionLimits: {
      perMinute: settings.WEB_PER_MINUTE,
      atOnce: settings.WEB_AT_ONCE,
      proxyHops: settings.PROXY_HOPS,
    },
    keepDays: {
      left: settings.KEEP_LEFT_DAYS,
      audit: settings.KEEP_AUDIT_DAYS,
      requests: settings.KEEP_REQUESTS_DAYS,
      feedback: settings.KEEP_FEEDBACK_DAYS,
      counts: settings.KEEP_COUNTS_DAYS,
      broadcasts: settings.KEEP_BROADCASTS_DAYS,
    },
    sending: {
      hours: readStretches(settings.SENDING_HOURS) ?? [],
      mostPerDay: settings.SENDING_PER_DAY,
      mostPerMonth: settings.SENDING_PER_MONTH,
      share: settings.SENDING_SHARE,
      perSecond: {
        telegram: settings.TELEGRAM_PER_SECOND,
        'zalo-oa': settings.ZALO_OA_PER_SECOND,
        'zalo-bot': settings.ZALO_BOT_PER_SECOND,
      },
      approveAbove: settings.APPROVE_ABOVE,
      approveBeyondUnit: settings.APPROVE_BEYOND_UNIT === 'true',
    },
    ...readChannels(settings),
  };
}

function readChannels(settings: z.infer<typeof Settings>): Pick<Config, 'telegram' | 'zaloOa' | 'zaloBot'> {
  for (const name of ['TELEGRAM_WEBHOOK_SECRET', 'ZALO_BOT_WEBHOOK_SECRET'] as const) {
    if (settings[name] && !settings.PUBLIC_URL) throw missing(name, 'PUBLIC_URL');
  }
  if (settings.ZALO_OA_APP_ID && !settings.ZALO_OA_APP_SECRET) throw missing('ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET');
  return {
    telegram: settings.TELEGRAM_BOT_TOKEN
      ? {
          token: settings.TELEGRAM_BOT_TOKEN,
          apiRoot: withoutSlash(settings.TELEGRAM_API_ROOT),
          webhookSecret: settings.TELEGRAM_WEBHOOK_SECRET ?? null,
        }
      : null,
    zaloOa:
      settings.ZALO_OA_APP_ID && settings.ZALO_OA_APP_SECRET
        ? {
            appId: settings.ZALO_OA_APP_ID,
            appSecret: settings.ZALO_OA_APP_SECRET,
            secretKey: settings.ZALO_OA_SECRET_KEY ?? null,
            apiRoot: withoutSlash(settings.ZALO_OA_API_ROOT),
            oauthRoot: withoutSlash(settings.ZALO_OA_OAUTH_ROOT),
            templateRoot: withoutSlash(settings.ZALO_OA_TEMPLATE_ROOT),
            codeVerifier: settings.ZALO_OA_CODE_VERIFIER ?? null,
            signature: settings.ZALO_OA_SIGNATURE,
            refuseUnsigned: settings.ZALO_OA_REFUSE_UNSIGNED === 'true',
            buttons: settings.ZALO_OA_BUTTONS,
          }
        : null,
    zaloBot: settings.ZALO_BOT_TOKEN
      ? {
          token: settings.ZALO_BOT_TOKEN,
          apiRoot: withoutSlash(settings.ZALO_BOT_API_ROOT),
          webhookSecret: settings.ZALO_BOT_WEBHOOK_SECRET ?? null,
        }
      : null,
  };
}

function missing(given: string, needed: string): AppError {
  return new AppError('misconfigured', `${given} cần thêm ${needed} trong .env. Dữ liệu chưa bị thay đổi.`);
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
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
