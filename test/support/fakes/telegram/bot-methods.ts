import { type Answer, done, refuse } from './answers.js';
import { BOT } from './chats.js';
import type { Call } from './parse-call.js';

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

/** How long a press waits for its acknowledgement; Telegram gives no number, people saw 15 s (docs/telegram.md#buttons). */
const TAP_LIFE_MS = 15_000;

/** Methods about the bot itself: who it is, its menu, presses to acknowledge, files to fetch. */
export function createBotMethods() {
  const menus = new Map<string, readonly BotCommand[]>();
  const taps = new Map<string, { readonly pressedAt: number; isAnswered: boolean }>();
  let nextTapId = 1;
  const methods = {
    getme: (): Answer => done({ ...BOT, can_join_groups: true, can_read_all_group_messages: true }),
    setmycommands({ fields }: Call): Answer {
      const commands = fields.commands;
      if (!Array.isArray(commands)) return refuse(400, "can't parse commands");
      if (commands.length > 100) return refuse(400, 'BOT_COMMANDS_TOO_MUCH');
      for (const { command, description } of commands as BotCommand[]) {
        if (!/^[a-z0-9_]{1,32}$/.test(command)) return refuse(400, 'BOT_COMMAND_INVALID');
        if (description.length < 1 || description.length > 256) return refuse(400, 'BOT_COMMAND_DESCRIPTION_INVALID');
      }
      menus.set(toMenuKey(fields), commands);
      return done(true);
    },
    getmycommands: ({ fields }: Call): Answer => done(menus.get(toMenuKey(fields)) ?? []),
    deletemycommands({ fields }: Call): Answer {
      menus.delete(toMenuKey(fields));
      return done(true);
    },
    answercallbackquery({ fields }: Call): Answer {
      const tap = taps.get(String(fields.callback_query_id));
      if (!tap || tap.isAnswered || performance.now() - tap.pressedAt > TAP_LIFE_MS) {
        return refuse(400, 'query is too old and response timeout expired or query ID is invalid');
      }
      if (String(fields.text ?? '').length > 200) return refuse(400, 'MESSAGE_TOO_LONG');
      tap.isAnswered = true;
      return done(true);
    },
    getfile({ fields }: Call): Answer {
      const id = String(fields.file_id ?? '');
      return /^said-\d+$/.test(id) ? done({ file_id: id, file_path: `files/${id}` }) : refuse(400, 'invalid file_id');
    },
  };
  return {
    methods,
    /** A new press, not yet acknowledged. */
    press(): string {
      const id = String(9_000_000_000_000_000_000n + BigInt(nextTapId++));
      taps.set(id, { pressedAt: performance.now(), isAnswered: false });
      return id;
    },
    countTaps: (isAnswered: boolean) => Array.from(taps.values()).filter((tap) => tap.isAnswered === isAnswered).length,
    /** The menu of a scope (`default`, or a chat's id) in a language (empty: all others). */
    commands: (scope: string, language: string) => menus.get(`${scope} ${language}`) ?? [],
  };
}

function toMenuKey(fields: Call['fields']): string {
  const { type = 'default', chat_id = type } = (fields.scope ?? {}) as { type?: string; chat_id?: string };
  return `${chat_id} ${String(fields.language_code ?? '')}`;
}
