import type { ChannelName } from '../../channels/channel.js';
import { ROLES, TOPICS } from '../../people/member.js';
import type { Segment } from '../../people/segment.js';
import type { UnitTree } from '../../people/unit-tree.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate } from '../../time.js';

export type SegmentRead =
  | { readonly status: 'read'; readonly segment: Segment }
  /** The word that was not understood; empty where the expression ends too soon. */
  | { readonly status: 'wrong'; readonly at: string };

export interface SegmentNames {
  readonly tree: UnitTree;
  readonly saved: ReadonlyMap<string, Segment>;
}

const CHANNELS: readonly ChannelName[] = ['telegram', 'zalo-oa', 'zalo-bot'];
const TOKEN = /\(|\)|[^\s()=:"]+[=:](?:"[^"]*"|[^\s()]+)|[^\s()]+/g;
const AND = ['va', 'and'];
const OR = ['hoac', 'or'];
const LESS = ['tru', 'not'];
const EVERYBODY = ['tat-ca', 'moi-nguoi', 'all'];
/** Deeper than anybody writes by hand. */
const MOST_DEEP = 50;

/**
 * Whom something is for, as it is typed in a shell: `nhánh=ID`, `vai=propagandist`, `việc=thong-bao`, `kênh=zalo-oa`,
 * `từ=2026-01-01`, `trước=2026-01-01`, `nhóm="TÊN"`, `tất-cả`, joined by `và`, `hoặc`, `trừ` and parentheses; marks may
 * be left out. `và` and `trừ` bind closer than `hoặc`.
 */
export function parseSegment(words: string, names: SegmentNames): SegmentRead {
  const tokens = words.normalize('NFC').match(TOKEN) ?? [];
  let place = 0;
  let wrong: string | undefined;
  const peek = (): string => foldText(tokens[place] ?? '');
  const takes = (one: readonly string[]): boolean => {
    const isOne = one.includes(peek());
    if (isOne) place += 1;
    return isOne;
  };
  const refuse = (): Segment => {
    wrong ??= tokens[place] ?? '';
    place = tokens.length;
    return { or: [] };
  };

  const readAny = (depth: number): Segment => {
    const parts = [readAll(depth)];
    while (takes(OR)) parts.push(readAll(depth));
    return parts.length === 1 ? parts[0]! : { or: parts };
  };
  const readAll = (depth: number): Segment => {
    const parts = [readOne(depth)];
    for (;;) {
      if (takes(AND)) parts.push(readOne(depth));
      else if (takes(LESS)) parts.push({ not: readOne(depth) });
      else return parts.length === 1 ? parts[0]! : { and: parts };
    }
  };
  const readOne = (depth: number): Segment => {
    if (depth > MOST_DEEP) return refuse();
    if (takes(LESS)) return { not: readOne(depth + 1) };
    if (takes(['('])) {
      const inner = readAny(depth + 1);
      return wrong === undefined && !takes([')']) ? refuse() : inner;
    }
    const leaf = readLeaf(tokens[place] ?? '', names);
    if (!leaf) return refuse();
    place += 1;
    return leaf;
  };

  const segment = readAny(0);
  if (wrong === undefined && place < tokens.length) refuse();
  return wrong === undefined ? { status: 'read', segment } : { status: 'wrong', at: wrong };
}

function readLeaf(token: string, { tree, saved }: SegmentNames): Segment | undefined {
  if (EVERYBODY.includes(foldText(token))) return { everybody: true };
  const [, key = '', quoted, bare = ''] = /^([^=:]+)[=:](?:"([^"]*)"|(.*))$/s.exec(token) ?? [];
  const value = (quoted ?? bare).trim();
  switch (foldText(key)) {
    case 'nhanh':
    case 'chi-nhanh': {
      const unit = tree.standingFor(value) ?? findByName(value, tree);
      return unit && { branch: unit.id };
    }
    case 'vai': {
      const role = ROLES.find((each) => each === value);
      return role && { role };
    }
    case 'viec': {
      const topic = TOPICS.find((each) => each === value);
      return topic && { topic };
    }
    case 'kenh': {
      const channel = CHANNELS.find((each) => each === value);
      return channel && { channel };
    }
    case 'tu':
      return isLocalDate(value) ? { joinedFrom: value } : undefined;
    case 'truoc':
      return isLocalDate(value) ? { joinedBefore: value } : undefined;
    case 'nhom':
      return saved.get(value);
    default:
      return undefined;
  }
}

/** Only the whole name, and only where one unit bears it: a near miss would write to the wrong people. */
function findByName(name: string, tree: UnitTree) {
  const wanted = foldText(name);
  const found = tree.units.filter((unit) => foldText(unit.name) === wanted);
  return found.length === 1 ? found[0] : undefined;
}
