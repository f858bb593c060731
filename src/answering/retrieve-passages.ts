import type { Document, Provision } from '../documents/document.js';
import type { Library } from '../documents/library.js';
import { validityOn } from '../documents/validity.js';
import type { Passage, SearchIndex } from '../storage/store.js';
import type { LocalDate } from '../time.js';
import { createJudge, type Evidence, type Vocabulary } from './judge-evidence.js';
import type { Understanding } from './understand-question/understand-question.js';

export interface RetrievalDoors {
  readonly library: Library;
  readonly index: SearchIndex;
  readonly vocabulary: Vocabulary;
  /** Written forms of what is said, in the words of documents: `vào đảng` → `kết nạp đảng viên`. */
  readonly synonymsOf: (phrase: string) => readonly string[];
}

/** A passage with what speaks for it. */
export interface Finding {
  readonly passage: Passage;
  readonly document: Document;
  readonly provision: Provision;
  readonly evidence: Evidence;
  /** Evidence, less where the document has been replaced: what is in force comes first. */
  readonly rank: number;
}

const CANDIDATES = 60;
const REPLACED_DISCOUNT = 0.85;

/** Best first. `within` restricts to documents by id. */
export async function retrievePassages(
  understanding: Understanding,
  doors: RetrievalDoors,
  options: { readonly asOf: LocalDate; readonly within?: ReadonlySet<string>; readonly query?: string },
): Promise<readonly Finding[]> {
  const { library, index } = doors;
  const query = options.query ?? understanding.restored;
  const hits = await index.search(query, {
    limit: CANDIDATES,
    ...(options.within ? { within: options.within } : {}),
  });
  const cosines = hits.flatMap((hit) => (hit.dense === undefined ? [] : [hit.dense])).sort((a, b) => b - a);
  const tenth = cosines[9];
  const judge = createJudge(understanding, doors.vocabulary, doors.synonymsOf);
  const isReplaced = new Map<string, boolean>();

  return hits
    .flatMap((hit, place) => {
      const passage = index.passages[hit.passage];
      const document = passage && library.findById(passage.documentId);
      const provision = passage && library.findProvision(passage.provisionId);
      if (!passage || !document || !provision) return [];
      const closeness =
        hit.dense === undefined ? undefined : { cosine: hit.dense, above: tenth === undefined ? 0 : hit.dense - tenth };
      const evidence = judge(
        { text: passage.text, section: passage.section, title: passage.title, document },
        closeness,
      );
      if (!isReplaced.has(document.id)) {
        isReplaced.set(document.id, validityOn(document, options.asOf, library).inForce === false);
      }
      const discount = isReplaced.get(document.id) ? REPLACED_DISCOUNT : 1;
      return [{ passage, document, provision, evidence, rank: evidence.probability * discount - place * 1e-4 }];
    })
    .sort((a, b) => b.rank - a.rank);
}
