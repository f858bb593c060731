import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chooseSentences } from '../../../src/briefing/summarizing/choosing/choose-sentences.js';
import { weigh } from '../../../src/briefing/summarizing/gather-sentences.js';
import { listSentences, type Sentence } from '../../../src/briefing/summarizing/list-sentences.js';
import type { Config } from '../../../src/config.js';
import { type Document, documentId } from '../../../src/documents/document.js';
import { chooseByTextRank, chooseLead } from './choose-plainly.js';
import { openDoors } from './open-doors.js';
import { type Rouge, rougeOf } from './rouge.js';

/** An article with the summary that its own editors wrote, as in github.com/ThanhChinhBK/vietnews: title, summary, body. */
interface Article {
  readonly document: Document;
  readonly summary: string;
}

export interface NewsFigures {
  readonly articles: number;
  readonly ours: Rouge;
  readonly lead: Rouge;
  readonly textRank: Rouge;
}

/** Editors write about half as much; whole sentences have to fit. */
const ROOM = 400;

export async function measureNews(folder: string, config: Config): Promise<NewsFigures> {
  const articles = readdirSync(folder)
    .filter((name) => name.endsWith('.seg'))
    .sort()
    .map((name) => readArticle(join(folder, name)));
  const doors = await openDoors(
    articles.map(({ document }) => document),
    config,
    '2026-11-24',
  );
  const scores = { ours: [] as Rouge[], lead: [] as Rouge[], textRank: [] as Rouge[] };
  for (const { document, summary } of articles) {
    const sentences = listSentences(document);
    const costOf = ({ text }: Sentence): number => text.length + 1;
    const options = { room: ROOM, costOf, textOf: ({ text }: Sentence) => text };
    const material = await weigh([document], sentences, '', doors);
    const chosen = {
      ours: chooseSentences(material, { room: ROOM, costOf, said: document.title }),
      lead: chooseLead(sentences, options),
      textRank: chooseByTextRank(sentences, options),
    };
    for (const way of ['ours', 'lead', 'textRank'] as const) {
      scores[way].push(rougeOf(chosen[way].map(({ text }) => text).join(' '), summary));
    }
  }
  return {
    articles: articles.length,
    ours: mean(scores.ours),
    lead: mean(scores.lead),
    textRank: mean(scores.textRank),
  };
}

function readArticle(path: string): Article {
  // Words of several syllables are joined, and signs stand apart.
  const text = readFileSync(path, 'utf8')
    .replaceAll('_', ' ')
    .replace(/ ([.,;:!?%)…])/g, '$1');
  const [title = '', summary = '', body = ''] = text.split(/\n\s*\n/);
  const name = basename(path);
  const id = documentId({ number: name, title });
  const provisions = body
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, order) => ({
      id: `${id}#p${order}`,
      documentId: id,
      level: 'paragraph' as const,
      number: String(order + 1),
      label: '',
      text: line.trim(),
      order,
      sources: [],
    }));
  return {
    summary,
    document: {
      id,
      number: name,
      kind: 'Bài báo',
      title,
      form: 'original',
      relations: [],
      source: { uri: name, sha256: '', ocr: false },
      version: '1',
      provisions,
    },
  };
}

function mean(scores: readonly Rouge[]): Rouge {
  const of = (key: keyof Rouge): number => scores.reduce((sum, score) => sum + score[key], 0) / (scores.length || 1);
  return { one: of('one'), two: of('two'), longest: of('longest') };
}
