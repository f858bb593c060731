import { setTimeout as wait } from 'node:timers/promises';
import { Bot, GrammyError } from 'grammy';
import { openFakeTelegram } from '../../support/fakes/fake-telegram.js';

export interface NaiveFigures {
  /** How long each call takes on its way. */
  readonly distanceMs: number;
  readonly seconds: number;
  readonly tried: number;
  readonly accepted: number;
  /** 429, of which each is one person who never gets it. */
  readonly floodErrors: number;
}

/** What people write first: `for (const chat of chats) await bot.api.sendMessage(chat, …)`, going on after an error. */
export async function sendNaively(distanceMs: number, seconds: number): Promise<NaiveFigures> {
  const telegram = await openFakeTelegram();
  telegram.faults.setStrictLimits(true);
  const bot = new Bot(telegram.settings.TELEGRAM_BOT_TOKEN!, {
    client: { apiRoot: telegram.settings.TELEGRAM_API_ROOT! },
  });
  bot.api.config.use(async (call, method, payload, signal) => {
    if (distanceMs > 0) await wait(distanceMs);
    return call(method, payload, signal);
  });
  let [tried, accepted, floodErrors] = [0, 0, 0];
  const until = performance.now() + seconds * 1_000;
  try {
    while (performance.now() < until) {
      const name = `Người nhận ${tried}`;
      telegram.know(name);
      tried += 1;
      try {
        await bot.api.sendMessage(telegram.chatOf(name), 'Họp công đoàn 14 giờ thứ Năm.');
        accepted += 1;
      } catch (error) {
        if (!(error instanceof GrammyError) || error.error_code !== 429) throw error;
        floodErrors += 1;
      }
    }
  } finally {
    await telegram.close();
  }
  return { distanceMs, seconds, tried, accepted, floodErrors };
}
