import { AppError } from '../../errors.js';
import { saveSegment } from '../../outreach/staff/save-segment.js';
import { describeSegment } from '../../outreach/wording/describe-segment.js';
import { parseSegment } from '../../outreach/wording/parse-segment.js';
import { type Desk, refuse, say } from './desk.js';

/** `segment`: those that are saved; `segment NAME 'nhánh=… trừ vai=…'`: saves one under a name. */
export async function segment({ doors, actor, args, options }: Desk): Promise<void> {
  const { texts, ledger } = doors;
  const tree = await doors.tree();
  const saved = await ledger.listSegments();
  const [name, words] = args;
  if (name === undefined) {
    if (options.json) return say(JSON.stringify(saved.map((each) => ({ name: each.name, segment: each.segment }))));
    if (saved.length === 0) say(texts('announce.segment.none'));
    for (const each of saved) say(`${each.name}: ${describeSegment(each.segment, tree, texts)}`);
    return;
  }
  if (words === undefined) {
    throw new AppError('invalid-input', `Cách dùng: segment "${name}" 'nhánh=MÃ-ĐƠN-VỊ trừ vai=propagandist' --as MÃ`);
  }
  const read = parseSegment(words, { tree, saved: new Map(saved.map((each) => [each.name, each.segment])) });
  if (read.status === 'wrong') throw new AppError('invalid-input', texts('announce.file.to-wrong', { at: read.at }));
  const saving = await saveSegment(name, read.segment, actor, doors);
  const said = texts(`announce.segment.${saving.status}`, {
    name,
    segment: describeSegment(read.segment, tree, texts),
  });
  if (saving.status === 'saved') say(said);
  else refuse(said);
}
