import { documentId, type ProvisionLevel, slug } from '../../documents/document.js';
import { type OutlineNode, type ParsedDocument, toProvisions } from '../to-provisions.js';
import { type FrontMatterFacts, type Problem, parseFrontMatter } from './front-matter.js';

/** Words that open a numbered heading, with the level, the label as read inside an address, and the step in the path. */
const HEADING_WORDS: Readonly<Record<string, { level: ProvisionLevel; label: string; token: string }>> = {
  phần: { level: 'part', label: 'Phần', token: '' },
  chương: { level: 'chapter', label: 'Chương', token: 'C' },
  mục: { level: 'section', label: 'mục', token: '' },
  điều: { level: 'article', label: 'Điều', token: 'Đ' },
  khoản: { level: 'clause', label: 'khoản', token: 'k' },
  điểm: { level: 'point', label: 'điểm', token: '' },
  'nội dung': { level: 'section', label: 'nội dung', token: 'nội-dung-' },
  nhóm: { level: 'section', label: 'nhóm', token: 'nhóm-' },
  'nhiệm vụ': { level: 'section', label: 'nhiệm vụ', token: 'nhiệm-vụ-' },
  'định hướng': { level: 'section', label: 'định hướng', token: 'định-hướng-' },
  'đột phá': { level: 'section', label: 'đột phá', token: 'đột-phá-' },
};
const NUMBERED = new RegExp(
  `^(${Object.keys(HEADING_WORDS).join('|')}) ([IVXLC]+|\\d+(?:\\.\\d+)*[a-zđ]?|[a-zđ])(?:\\s*[.:-]\\s*(.*))?$`,
  'iu',
);
const SOURCED = /^(.*\S)\s*\[nguồn[^:\]]*:\s*([^\]]*\S)\s*\]\.?$/u;

export type ParsedDigest = { readonly document: ParsedDocument } | { readonly problems: readonly Problem[] };

/** A digest (docs/knowledge.md#a-digest): front matter, headings, and bullets that each name their source. Expects normalised text. */
export function parseDigest(content: string): ParsedDigest {
  const front = parseFrontMatter(content);
  if (!front) {
    return { problems: [{ line: 1, message: 'thiếu phần đầu; cần khối giữa hai dòng "---" ở đầu tệp' }] };
  }
  const problems: Problem[] = [...front.problems];
  const nodes = parseLines(content.split('\n'), front.lineCount, problems);
  if (problems.length > 0 || !front.facts) return { problems: problems.sort((a, b) => a.line - b.line) };
  return { document: toParsedDocument(front.facts, nodes) };
}

function parseLines(lines: readonly string[], start: number, problems: Problem[]): readonly OutlineNode[] {
  const nodes: OutlineNode[] = [];
  const open: { depth: number; node: OutlineNode }[] = [];
  let bullets = 0;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trimEnd();
    if (index < start || line === '') continue;
    const complain = (message: string): void => void problems.push({ line: index + 1, message });
    const heading = /^(#+)\s+(.+)$/.exec(line);
    if (heading) {
      const depth = heading[1]!.length;
      if (depth === 1) {
        if (nodes.length > 0) complain('tiêu đề cấp một (#) đứng giữa tệp; cần đứng ngay sau phần đầu');
        continue;
      }
      while (open.length > 0 && open.at(-1)!.depth >= depth) open.pop();
      if (depth > (open.at(-1)?.depth ?? 1) + 1) {
        complain(`tiêu đề nhảy cấp (${heading[1]}); cần nhiều nhất ${'#'.repeat((open.at(-1)?.depth ?? 1) + 1)}`);
      }
      const node = toHeadingNode(heading[2]!.trim(), open.at(-1)?.node);
      nodes.push(node);
      open.push({ depth, node });
      continue;
    }
    const bullet = /^- +(.+)$/.exec(line);
    if (!bullet) {
      complain(
        /^\s+-\s/.test(line)
          ? 'gạch đầu dòng thụt vào; cần viết sát lề, mỗi dữ kiện một dòng'
          : 'dòng không phải tiêu đề hay gạch đầu dòng; cần "## …" hoặc "- … [nguồn: …]"',
      );
      continue;
    }
    const sourced = SOURCED.exec(bullet[1]!.trim());
    const sources = (sourced?.[2] ?? '').split(/;\s+|\s+và\s+(?=https?:)/u).filter((source) => source.trim() !== '');
    if (!sourced || sources.length === 0) {
      complain('dữ kiện không có nguồn ở cuối dòng; cần kết thúc bằng "[nguồn: …]"');
      continue;
    }
    bullets++;
    const parent = open.at(-1)?.node;
    nodes.push({
      ...(parent ? { parent } : {}),
      level: 'paragraph',
      number: '',
      label: '',
      token: '',
      text: sourced[1]!,
      sources: sources.map((source) => source.trim()),
    });
  }
  if (bullets === 0 && problems.length === 0) {
    problems.push({ line: lines.length, message: 'tệp không có dữ kiện nào; cần ít nhất một dòng "- … [nguồn: …]"' });
  }
  return nodes;
}

function toHeadingNode(title: string, parent: OutlineNode | undefined): OutlineNode {
  const under = parent ? { parent } : {};
  const [, word = '', number = '', heading] = NUMBERED.exec(title) ?? [];
  const kind = HEADING_WORDS[word.toLowerCase()];
  if (!kind) return { ...under, level: 'section', number: '', label: '', token: slug(title), heading: title, text: '' };
  const isSectionOfChapter = kind.level === 'section' && kind.token === '' && parent?.level === 'chapter';
  return {
    ...under,
    level: kind.level,
    number,
    label: `${kind.label} ${number}`,
    token: `${isSectionOfChapter ? 'M' : kind.token}${number}`,
    ...(heading ? { heading } : {}),
    text: '',
  };
}

function toParsedDocument(facts: FrontMatterFacts, nodes: readonly OutlineNode[]): ParsedDocument {
  const { kind = '', title = '', relations = [], ...rest } = facts;
  const id = documentId({ ...rest, title });
  return { ...rest, id, kind, title, relations, provisions: toProvisions(id, nodes) };
}
