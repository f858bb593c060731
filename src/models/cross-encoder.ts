import type { Tokenizer } from '@huggingface/tokenizers';
import type { CrossEncoder, ReadPassage } from './model.js';
import { END, type OnnxModelOptions, openOnnxModel, START, type TokenRow } from './onnx-model.js';

/** What was read of each part while it was trained, in tokens. */
const QUESTION_TOKENS = 64;
const HEADING_TOKENS = 40;
const PASSAGE_TOKENS = 200;

/**
 * The first six layers of the embedding model, trained to tell whether a passage answers a question
 * (`models/…/train_cross_encoder.py`). Throws `AppError` `unavailable` where this machine cannot run it or its files
 * cannot be read.
 */
export async function openCrossEncoder(options: OnnxModelOptions): Promise<CrossEncoder> {
  const said = 'câu trả lời vẫn có, nhưng bớt chắc chắn ở câu mà kho chưa có';
  const model = await openOnnxModel('cross-encoder.onnx', options, {
    noRuntime: `Máy này không chạy được mô hình đọc đối chiếu (onnxruntime-node không có bản cho hệ máy này); ${said}.`,
    noFiles: `Không đọc được mô hình đọc đối chiếu trong thư mục ${options.modelDir}; ${said}. Hãy tải lại thư mục này từ kho mã nguồn.`,
  });
  const toRow = createPairEncoder(model.tokenizer);
  // One question is looked up several times on its way to an answer, among all documents and within some.
  let last = { question: '', scores: new Map<string, number>() };
  const read = async (question: string, passage: ReadPassage, known: Map<string, number>): Promise<number> => {
    const key = [passage.title, passage.section, passage.text].join('\n');
    const score = known.get(key) ?? (await model.run([toRow(question, passage)], 'log_odds'))[0]![0]!;
    known.set(key, score);
    return score;
  };
  return {
    score: async (question, passages) => {
      if (question !== last.question) last = { question, scores: new Map() };
      const { scores: known } = last;
      const scores: number[] = [];
      for (const passage of passages) scores.push(await read(question, passage, known));
      return scores;
    },
  };
}

/** A question and behind it a passage: its title and its address, each cut where it is long, before its text. */
export function createPairEncoder(
  tokenizer: Tokenizer,
): (question: string, passage: ReadPassage) => Required<TokenRow> {
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return (question, { title, section, text }) => {
    const asked = [START, ...encode(question).slice(0, QUESTION_TOKENS), END];
    const headings = [title, `| ${section} |`].flatMap((heading) => encode(heading).slice(0, HEADING_TOKENS));
    const passage = [...headings, ...encode(text)].slice(0, PASSAGE_TOKENS);
    return { ids: [...asked, END, ...passage, END], first: asked.length };
  };
}
