import { AppError } from '../errors.js';

/** Where models answer, and the key to them. */
export interface ProviderDoors {
  readonly openaiApiKey?: string;
  /** Of any server that speaks OpenAI's protocol; OpenAI's own where absent. */
  readonly openaiBaseUrl?: string;
  /** http://localhost:11434 where absent. */
  readonly ollamaBaseUrl?: string;
}

/** A setting that names a model, and what may stand there instead of one. */
export interface ModelSetting {
  readonly name: 'EMBEDDINGS' | 'CHAT_MODEL';
  readonly value: string;
}

/** `openai:bge-m3:latest` → provider and model; without a colon the model is absent, and of what means nothing both are. */
export function parseModelSetting({ value }: ModelSetting): { readonly provider?: string; readonly model?: string } {
  const [, provider, model] = /^([a-z]+)(?::(.+))?$/.exec(value.trim()) ?? [];
  return { ...(provider ? { provider } : {}), ...(model ? { model } : {}) };
}

/** The key that OpenAI's protocol needs. Throws `misconfigured`, naming what may be set instead. */
export function getOpenAiKey({ openaiApiKey }: ProviderDoors, { name, value }: ModelSetting, instead: string): string {
  if (openaiApiKey) return openaiApiKey;
  throw new AppError(
    'misconfigured',
    `${name}=${value} cần OPENAI_API_KEY; chưa có gì thay đổi. Hãy điền khóa này hoặc đặt ${name}=${instead}.`,
  );
}

/** For a setting that means nothing. */
export function refuseModelSetting({ name, value }: ModelSetting, choices: string): AppError {
  return new AppError(
    'misconfigured',
    `${name}=${value} không hợp lệ; chưa có gì thay đổi. Hãy đặt ${choices}, openai:<mô hình> hoặc ollama:<mô hình>.`,
  );
}
