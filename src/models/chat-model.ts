import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { ChatModel } from './model.js';
import { getOpenAiKey, type ProviderDoors, parseModelSetting, refuseModelSetting } from './model-setting.js';

/**
 * The model that the setting `CHAT_MODEL` names, through LangChain; null for `none`. Another provider is another case.
 * Throws `AppError` `misconfigured` for a setting that means nothing.
 */
export async function openChatModel(value: string, doors: ProviderDoors): Promise<ChatModel | null> {
  const setting = { name: 'CHAT_MODEL', value } as const;
  const { provider, model } = parseModelSetting(setting);
  if (provider === 'none' && !model) return null;
  if (provider === 'openai' && model) {
    const apiKey = getOpenAiKey(doors, setting, 'none');
    return named(`openai:${model}`, await openOpenAi(model, apiKey, doors));
  }
  if (provider === 'ollama' && model) return named(`ollama:${model}`, await openOllama(model, doors));
  throw refuseModelSetting(setting, 'none');
}

async function openOpenAi(model: string, apiKey: string, { openaiBaseUrl }: ProviderDoors): Promise<BaseChatModel> {
  const { ChatOpenAI } = await import('@langchain/openai');
  return new ChatOpenAI({
    model,
    apiKey,
    temperature: 0,
    maxRetries: 1,
    ...(openaiBaseUrl && { configuration: { baseURL: openaiBaseUrl } }),
  });
}

async function openOllama(model: string, { ollamaBaseUrl }: ProviderDoors): Promise<BaseChatModel> {
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
