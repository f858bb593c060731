import type { Embedder } from './model.js';
import { getOpenAiKey, type ProviderDoors, parseModelSetting, refuseModelSetting } from './model-setting.js';

export interface EmbedderDoors extends ProviderDoors {
  /** Opens the model that is shipped. */
  readonly openBuiltIn: () => Promise<Embedder>;
}

/**
 * The embedder that the setting `EMBEDDINGS` names; null for `none`.
 * Throws `AppError` `misconfigured` for a setting that means nothing, and what `openBuiltIn` throws.
 */
export async function openEmbedder(value: string, doors: EmbedderDoors): Promise<Embedder | null> {
  const setting = { name: 'EMBEDDINGS', value } as const;
  const { provider, model } = parseModelSetting(setting);
  if (provider === 'none' && !model) return null;
  if (provider === 'builtin' && !model) return doors.openBuiltIn();
  if (provider === 'openai' && model) return openOpenAi(model, getOpenAiKey(doors, setting, 'builtin'), doors);
  if (provider === 'ollama' && model) return openOllama(model, doors);
  throw refuseModelSetting(setting, 'builtin, none');
}

async function openOpenAi(model: string, apiKey: string, { openaiBaseUrl }: ProviderDoors): Promise<Embedder> {
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  const embeddings = new OpenAIEmbeddings({
    model,
    apiKey,
    // Servers that only speak OpenAI's protocol seldom know base64, which is the default.
    encodingFormat: 'float',
    ...(openaiBaseUrl && { configuration: { baseURL: openaiBaseUrl } }),
  });
  return named(`openai:${model}`, embeddings);
}

async function openOllama(model: string, { ollamaBaseUrl }: ProviderDoors): Promise<Embedder> {
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
