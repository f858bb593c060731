import { canonicalSyllable, splitSyllables } from '../text/syllables.js';
import { foldText, normalizeText } from '../text/vietnamese-text.js';

export type CommandName = 'bat_dau' | 'menu' | 'huong_dan' | 'moi' | 'xem_tiep' | 'quyenriengtu' | 'dung';

interface Command {
  readonly name: CommandName;
  /** As the whole message, with a slash or without; the first is shown in the menu. */
  readonly words: readonly string[];
  /** Not shown in menus. */
  readonly isHidden?: boolean;
  /** Typed bare and without its mark it may be another word (`dung`: dừng, đúng, dùng): then it is asked back. */
  readonly asksBack?: boolean;
}

/** One row each. What they do stands in `reply-to-turn.ts`, what they say in `prompts/conversation.yaml`. */
export const COMMANDS: readonly Command[] = [
  { name: 'bat_dau', words: ['bắt đầu', 'start'], isHidden: true },
  { name: 'menu', words: ['menu', 'bảng chọn', 'danh mục lệnh'] },
  { name: 'huong_dan', words: ['hướng dẫn', 'trợ giúp', 'help'] },
  { name: 'moi', words: ['mới', 'câu hỏi mới', 'hỏi mới', 'bắt đầu lại'], asksBack: true },
  { name: 'xem_tiep', words: ['xem tiếp', 'đọc tiếp', 'tiếp'] },
  { name: 'quyenriengtu', words: ['quyền riêng tư', 'riêng tư'] },
  { name: 'dung', words: ['dừng', 'dừng lại', 'stop'], asksBack: true },
];

export type FoundCommand =
  | { readonly name: CommandName; readonly isSure: true }
  | { readonly name: 'moi' | 'dung'; readonly isSure: false };

/**
 * The command that a whole message is: in any case, with marks or without, with a slash or bare. Marks that were typed
 * have to match: `đúng` is not `dừng`. Undefined for a question.
 */
export function findCommand(message: string): FoundCommand | undefined {
  const [, slash, body = '', rest = ''] = /^\s*(\/?)\s*(.*?)(@\w+)?[\s.!?…]*$/su.exec(normalizeText(message)) ?? [];
  // What follows a slashed command (`/start qr-12`) is not for us; nothing may follow a bare one.
  const said = slash ? (body.split(/\s/)[0] ?? '').replace(/@\w+$/, '').replaceAll('_', ' ') : body;
  if (said === '' || (!slash && rest)) return undefined;
  for (const { name, words, asksBack } of COMMANDS) {
    for (const word of [...words, name.replaceAll('_', ' ')]) {
      if (!matches(said, word, slash !== '')) continue;
      const isBareDoubt = asksBack && !slash && isUnmarked(said) && !said.includes(' ') && !isUnmarked(word);
      return isBareDoubt && (name === 'moi' || name === 'dung') ? { name, isSure: false } : { name, isSure: true };
    }
  }
  return undefined;
}

function matches(said: string, word: string, isSlashed: boolean): boolean {
  const typed = splitSyllables(said).map(canonicalSyllable);
  const meant = splitSyllables(word).map(canonicalSyllable);
  const isTyped = (syllable: string, at: number) => syllable === meant[at] || syllable === foldText(meant[at] ?? '');
  if (typed.length === meant.length) return typed.every(isTyped);
  // `/huongdan`: nobody types spaces behind a slash.
  const joined = typed.join('');
  return isSlashed && typed.length === 1 && (joined === meant.join('') || joined === foldText(meant.join('')));
}

const isUnmarked = (text: string): boolean => foldText(text) === text.toLowerCase();
