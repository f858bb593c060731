import { AppError } from '../errors.js';
import type { Embedder } from './model.js';

export interface EmbedderDoors {
  /** Opens the model that is shipped. */
  readonly openBuiltIn: () => Promise<Embedder>;
  readonly openaiApiKey?: string;
  /** Of any server that speaks OpenAI's protocol; OpenAI's own where absent. */
  readonly openaiBaseUrl?: string;
  /** http://localhost:11434 where absent. */
  readonly ollamaBaseUrl?: string;
}

/**
 * The embedder that the setting `EMBEDDINGS` names; null for `none`.
 * Throws `AppError` `misconfigured` for a setting that means nothing, and what `openBuiltIn` throws.
 */
export async function openEmbedder(setting: string, doors: EmbedderDoors): Promise<Embedder | null> {
  const [, provider, model] = /^([a-z]+)(?::(.+))?$/.exec(setting.trim()) ?? [];
  if (provider === 'none' && !model) return null;
  if (provider === 'builtin' && !model) return doors.openBuiltIn();
  if (provider === 'openai' && model) return openOpenAi(model, doors);
  if (provider === 'ollama' && model) return openOllama(model, doors);
  throw new AppError(
    'misconfigured',
    `EMBEDDINGS=${setting} không hợp lệ; chưa có gì thay đổi. Hãy đặt builtin, none, openai:<mô hình> hoặc ollama:<mô hình>.`,
  );
}

async function openOpenAi(model: string, { openaiApiKey, openaiBaseUrl }: EmbedderDoors): Promise<Embedder> {
  if (!openaiApiKey) {
    throw new AppError(
      'misconfigured',
      `EMBEDDINGS=openai:${model} cần OPENAI_API_KEY; chưa có gì thay đổi. Hãy điền khóa này hoặc đặt EMBEDDINGS=builtin.`,
    );
  }
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const embeddings = new OpenAIEmbeddings({
    model,
    apiKey: openaiApiKey,
    // Servers that only speak OpenAI's protocol seldom know base64, which is the default.
    encodingFormat: 'float',
    ...(openaiBaseUrl && { configuration: { baseURL: openaiBaseUrl } }),
  });
  return named(`openai:${model}`, embeddings);
}

async function openOllama(model: string, { ollamaBaseUrl }: EmbedderDoors): Promise<Embedder> {
  const { OllamaEmbeddings } = await import('@langchain/ollama');
  const embeddings = new OllamaEmbeddings({ model, truncate: true, ...(ollamaBaseUrl && { baseUrl: ollamaBaseUrl }) });
  return named(`ollama:${model}`, embeddings);
}

function named(id: string, embeddings: Omit<Embedder, 'id'>): Embedder {
  return {
    id,
    embedQuery: (question) => embeddings.embedQuery(question),
    embedDocuments: (passages) => embeddings.embedDocuments(passages),
  };
}
