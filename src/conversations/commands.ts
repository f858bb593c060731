import type { Action } from '../people/permission.js';
import { canonicalSyllable, splitSyllables } from '../text/syllables.js';
import { foldText, normalizeText } from '../text/vietnamese-text.js';
import { announce } from './announcing/announce.js';
import { approve } from './announcing/approve.js';
import { vote } from './announcing/vote.js';
import { makeOutline } from './briefing/make-outline.js';
import { tellSummary } from './briefing/tell-summary.js';
import type { Dialogue } from './dialogues/dialogue.js';
import { giveFeedback } from './dialogues/feedback.js';
import { changeQuietHours, changeTopics, changeUnit, join } from './dialogues/join.js';
import { link } from './dialogues/link.js';
import { erase, showData, stop } from './dialogues/own-data.js';
import { createRoleCode, revokeRole, takeRole } from './dialogues/roles.js';
import { countPeople, readAudit, readFeedback, readRequests } from './dialogues/staff.js';
import { answerReminder } from './reminding/answer-reminder.js';
import { makeCampaign } from './reminding/make-campaign.js';
import { reportNumbers } from './reminding/report-numbers.js';
import { showAgenda } from './reminding/show-agenda.js';
import { showPlan } from './reminding/show-plan.js';

export interface Command {
  /** `a-z0-9_`, as platforms' menus take it. */
  readonly name: string;
  /** As the whole message, with a slash or without; the first is shown in the menu. */
  readonly words: readonly string[];
  /** What it does; absent: `reply-to-turn.ts` does it. */
  readonly dialogue?: Dialogue;
  /** Works on faces that keep no address too. */
  readonly isEverywhere?: boolean;
  /** Not shown in menus. */
  readonly isHidden?: boolean;
  /** Shown only to who may do one of these. */
  readonly needs?: readonly Action[];
  /** What may follow the word without a slash: a one-time code, the name of a topic, the id of an announcement, that and the number of an option, a reminder and what to do with it. */
  readonly argument?: keyof typeof SHAPES | 'topic';
  /** Typed bare and without its mark it may be another word (`dung`: dừng, đúng, dùng): then it is asked back. */
  readonly asksBack?: boolean;
}

/** One row each. What they say stands in `prompts/`. */
export const COMMANDS = [
  { name: 'bat_dau', words: ['bắt đầu', 'start'], isHidden: true },
  { name: 'menu', words: ['menu', 'bảng chọn', 'danh mục lệnh'] },
  { name: 'huong_dan', words: ['hướng dẫn', 'trợ giúp', 'help'] },
  { name: 'moi', words: ['mới', 'câu hỏi mới', 'hỏi mới', 'bắt đầu lại'], asksBack: true },
  { name: 'xem_tiep', words: ['xem tiếp', 'đọc tiếp', 'tiếp'] },
  { name: 'quyenriengtu', words: ['quyền riêng tư', 'riêng tư'] },
  { name: 'tham_gia', words: ['tham gia', 'đăng ký'], dialogue: join },
  { name: 'chu_de', words: ['chủ đề'], dialogue: changeTopics, isHidden: true },
  { name: 'gio_yen_lang', words: ['giờ yên lặng', 'giờ không nhắn'], dialogue: changeQuietHours, isHidden: true },
  { name: 'doi_don_vi', words: ['đổi đơn vị'], dialogue: changeUnit, isHidden: true },
  { name: 'lien_ket', words: ['liên kết'], dialogue: link, argument: 'code', isHidden: true },
  { name: 'ma', words: ['mã'], dialogue: takeRole, argument: 'code', isHidden: true },
  { name: 'gopy', words: ['góp ý'], dialogue: giveFeedback },
  { name: 'dulieu', words: ['dữ liệu', 'dữ liệu của tôi'], dialogue: showData },
  {
    name: 'dung',
    words: ['dừng', 'dừng lại', 'stop'],
    dialogue: stop,
    isEverywhere: true,
    argument: 'topic',
    asksBack: true,
  },
  { name: 'xoa', words: ['xóa', 'xóa dữ liệu'], dialogue: erase },
  {
    name: 'tao_ma',
    words: ['tạo mã'],
    dialogue: createRoleCode,
    needs: ['grant-propagandist', 'grant-unit-admin', 'grant-admin'],
  },
  { name: 'thu_quyen', words: ['thu quyền'], dialogue: revokeRole, needs: ['revoke-role'] },
  {
    name: 'thongbao',
    words: ['thông báo'],
    dialogue: announce,
    needs: ['send'],
    argument: 'announcement',
  },
  { name: 'duyet', words: ['duyệt'], dialogue: approve, needs: ['approve'], argument: 'announcement' },
  {
    name: 'tomtat',
    words: ['tóm tắt'],
    dialogue: tellSummary,
    isEverywhere: true,
    argument: 'subject',
  },
  {
    name: 'decuong',
    words: ['đề cương', 'xin đề cương', 'cho xin đề cương', 'soạn đề cương'],
    dialogue: makeOutline,
    needs: ['brief'],
    argument: 'subject',
  },
  { name: 'phieu', words: ['phiếu'], dialogue: vote, argument: 'vote', isHidden: true },
  { name: 'lich', words: ['lịch', 'lịch của tôi'], dialogue: showAgenda },
  { name: 'nhac', words: ['nhắc'], dialogue: answerReminder, argument: 'reminder', isHidden: true },
  { name: 'chien_dich', words: ['chiến dịch'], dialogue: makeCampaign, needs: ['send'] },
  { name: 'ke_hoach', words: ['kế hoạch'], dialogue: showPlan, needs: ['send'] },
  { name: 'bao_cao', words: ['báo cáo'], dialogue: reportNumbers, needs: ['report'] },
  { name: 'dem', words: ['đếm'], dialogue: countPeople, needs: ['count-members'] },
  { name: 'xem_gopy', words: ['xem góp ý'], dialogue: readFeedback, needs: ['read-feedback'] },
  { name: 'yeu_cau', words: ['yêu cầu'], dialogue: readRequests, needs: ['read-requests'] },
  { name: 'so_quyen', words: ['sổ quyền'], dialogue: readAudit, needs: ['read-audit'] },
] as const satisfies readonly Command[];

export type CommandName = (typeof COMMANDS)[number]['name'];

export interface FoundCommand {
  readonly name: CommandName;
  /** False: it may be another word, so ask. */
  readonly isSure: boolean;
  /** What followed it; empty mostly. */
  readonly argument: string;
}

export function getCommand(name: CommandName): Command {
  const command: Command | undefined = COMMANDS.find((each) => each.name === name);
  if (!command) throw new Error(`no command ${name}`);
  return command;
}

/** The dialogue that a chat is in the middle of; undefined for one that an earlier version had. */
export function findDialogue(name: string): Dialogue | undefined {
  return (COMMANDS as readonly Command[]).find((command) => command.name === name)?.dialogue;
}

const SHAPES = {
  code: /^[A-Za-z\d]{4}[\s-]?[A-Za-z\d]{4}[\s-]?[A-Za-z\d]{4}$/,
  announcement: /^[A-HJKMNP-Z2-9]{8}$/i,
  reminder: /^[a-z\d-]{3,36}@\d{4}-\d{2}-\d{2}-d[+-]\d{1,2} (?:xong|lai|thoi)$/,
  subject: /^.{2,200}$/u,
  vote: /^[A-HJKMNP-Z2-9]{8} \d$/i,
} as const;

/**
 * The command that a message is: in any case, with marks or without, with a slash or bare. Marks that were typed have
 * to match: `đúng` is not `dừng`. A bare word is a command only as the whole message, or before what its row lets
 * follow (`topics`: names that may follow `dừng`). Undefined for a question.
 */
export function findCommand(message: string, topics: readonly string[] = []): FoundCommand | undefined {
  const text = normalizeText(message).trim();
  const [, slashed = '', behind = ''] = /^\/\s*([^\s@]+)(?:@\w+)?\s*(.*)$/su.exec(text) ?? [];
  if (slashed) return findSlashed(slashed.replace(/[.!?…]+$/, '').replaceAll('_', ' '), behind.trim());
  const body = text.replace(/[\s.!?…]+$/u, '');
  for (const command of COMMANDS as readonly (Command & { name: CommandName })[]) {
    for (const word of wordsOf(command)) {
      if (matches(splitSyllables(body), word)) {
        const isDoubtful = command.asksBack && isUnmarked(body) && !body.includes(' ') && !isUnmarked(word);
        return { name: command.name, isSure: !isDoubtful, argument: '' };
      }
      const argument = readArgument(body, word, command.argument, topics);
      if (argument !== undefined) return { name: command.name, isSure: true, argument };
    }
  }
  return undefined;
}

function findSlashed(said: string, argument: string): FoundCommand | undefined {
  const typed = splitSyllables(said);
  const [joined = ''] = typed;
  for (const command of COMMANDS as readonly (Command & { name: CommandName })[]) {
    for (const word of wordsOf(command)) {
      const meant = splitSyllables(word).map(canonicalSyllable).join('');
      // `/huongdan`: nobody types spaces behind a slash.
      const isJoined = typed.length === 1 && (joined === meant || joined === foldText(meant));
      if (isJoined || matches(typed, word)) return { name: command.name, isSure: true, argument };
    }
  }
  return undefined;
}

const wordsOf = ({ name, words }: Command): readonly string[] => [...words, name.replaceAll('_', ' ')];

function matches(typed: readonly string[], word: string): boolean {
  const meant = splitSyllables(word);
  return (
    typed.length === meant.length &&
    typed.every((syllable, at) => syllable === meant[at] || syllable === foldText(meant[at] ?? ''))
  );
}

function readArgument(body: string, word: string, kind: Command['argument'], topics: readonly string[]) {
  if (!kind) return undefined;
  const length = splitSyllables(word).length;
  const words = body.split(/\s+/);
  if (!matches(splitSyllables(words.slice(0, length).join(' ')), word)) return undefined;
  const argument = words.slice(length).join(' ').replace(/^:\s*/, '');
  if (kind !== 'topic') return SHAPES[kind].test(argument) ? argument : undefined;
  return topics.some((topic) => matches(splitSyllables(argument), topic)) ? argument : undefined;
}

const isUnmarked = (text: string): boolean => foldText(text) === text.toLowerCase();
