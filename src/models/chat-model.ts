import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { AppError } from '../errors.js';
import type { ChatModel } from './model.js';

export interface ChatModelDoors {
  readonly openaiApiKey?: string;
  /** Of any server that speaks OpenAI's protocol; OpenAI's own where absent. */
  readonly openaiBaseUrl?: string;
  /** http://localhost:11434 where absent. */
  readonly ollamaBaseUrl?: string;
}

/**
 * The model that the setting `CHAT_MODEL` names, through LangChain; null for `none`. Another provider is another case.
 * Throws `AppError` `misconfigured` for a setting that means nothing.
 */
export async function openChatModel(setting: string, doors: ChatModelDoors): Promise<ChatModel | null> {
  const [, provider, model] = /^([a-z]+)(?::(.+))?$/.exec(setting.trim()) ?? [];
  if (provider === 'none' && !model) return null;
  if (provider === 'openai' && model) return named(`openai:${model}`, await openOpenAi(model, doors));
  if (provider === 'ollama' && model) return named(`ollama:${model}`, await openOllama(model, doors));
  throw new AppError(
    'misconfigured',
    `CHAT_MODEL=${setting} không hợp lệ; chưa có gì thay đổi. Hãy đặt none, openai:<mô hình> hoặc ollama:<mô hình>.`,
  );
}

async function openOpenAi(model: string, { openaiApiKey, openaiBaseUrl }: ChatModelDoors): Promise<BaseChatModel> {
  if (!openaiApiKey) {
    throw new AppError(
      'misconfigured',
      `CHAT_MODEL=openai:${model} cần OPENAI_API_KEY; chưa có gì thay đổi. Hãy điền khóa này hoặc đặt CHAT_MODEL=none.`,
    );
  }
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model,
    apiKey: openaiApiKey,
    temperature: 0,
    maxRetries: 1,
    ...(openaiBaseUrl && { configuration: { baseURL: openaiBaseUrl } }),
  });
}

async function openOllama(model: string, { ollamaBaseUrl }: ChatModelDoors): Promise<BaseChatModel> {
  const { ChatOllama } = await import('@langchain/ollama');
  return new ChatOllama({ model, temperature: 0, maxRetries: 1, ...(ollamaBaseUrl && { baseUrl: ollamaBaseUrl }) });
}

function named(id: string, model: BaseChatModel): ChatModel {
  return {
    id,
    async complete(request, timeoutMs) {
      const signal = AbortSignal.timeout(timeoutMs);
      // Not every provider listens to the signal before its server answers.
      const tooLate = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const answer = await Promise.race([model.invoke(request, { signal }), tooLate]);
      return answer.text;
    },
  };
}
