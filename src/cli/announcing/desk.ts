import type { OutreachDoors } from '../../outreach/outreach-doors.js';
import { mayApprove, mayControl } from '../../outreach/rights/approval-rules.js';
import type { AnnouncementTemplate } from '../../outreach/wording/announcement-template.js';
import type { Broadcast } from '../../people/broadcast.js';
import type { Member } from '../../people/member.js';

/** What a command about announcements works with. */
export interface Desk {
  readonly doors: OutreachDoors;
  readonly templates: readonly AnnouncementTemplate[];
  /** Whose rights count. */
  readonly actor: Member;
  /** What stands behind the command. */
  readonly args: readonly string[];
  readonly options: DeskOptions;
  readonly progress: (title: string) => (done: number, total: number) => void;
}

export interface DeskOptions {
  readonly file?: string;
  readonly out?: string;
  readonly content?: string;
  readonly json: boolean;
  readonly watch: boolean;
}

/** Done: on standard output. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Not done, and why: on standard error, with exit code 1. */
export function refuse(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** Ids are read aloud and typed by hand: small letters mean the capital ones. */
export function toId(typed = ''): string {
  return /^[a-z0-9]{8}$/i.test(typed) ? typed.toUpperCase() : typed;
}

/** What the actor wrote, looks after or may approve; undefined, and refused, for anything else. */
export async function findOpen({ doors, actor, args }: Desk): Promise<Broadcast | undefined> {
  const id = toId(args[0]);
  const broadcast = await doors.ledger.findBroadcast(id);
  if (broadcast && isOpenTo(actor, broadcast, await doors.tree())) return broadcast;
  refuse(doors.texts('announce.unknown', { id }));
  return undefined;
}

export function isOpenTo(actor: Member, broadcast: Broadcast, tree: Awaited<ReturnType<OutreachDoors['tree']>>) {
  return mayControl(actor, broadcast, tree) || mayApprove(actor, broadcast, tree);
}
