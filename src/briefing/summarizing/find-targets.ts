import { addressOf, indexProvisions } from '../../documents/address.js';
import { datedLabel } from '../../documents/describe-validity.js';
import type { Document } from '../../documents/document.js';
import { type AddressMention, findAddress, listAt } from '../../documents/mentions/address-mention.js';
import { findAliases } from '../../documents/mentions/aliases.js';
import { findNumberMentions, matchesMention } from '../../documents/mentions/document-number.js';
import { hasBegun, validityOn } from '../../documents/validity.js';
import { foldText } from '../../text/vietnamese-text.js';
import { isLocalDate } from '../../time.js';
import type { SummaryTables, Theme } from '../briefing-doors.js';
import type { NoSummary, SummaryTarget } from '../summary.js';

/** Something that was asked for may mean, with what to call it where somebody has to choose. */
export interface FoundTarget {
  readonly target: SummaryTarget;
  readonly title: string;
}

/**
 * What a person's words mean: `Điều 5 Quy định 37-QĐ/TW`, `nêu gương`, `có gì mới từ 01/7/2026`. Several where they do
 * not tell; a text that says what is held where they mean nothing of it. Never an empty list.
 */
export function findTargets(asked: string, doors: SummaryTables): readonly FoundTarget[] | NoSummary {
  const { texts, themes } = doors;
  const day = findDay(asked);
  if (day) return [{ target: { kind: 'since', day }, title: asked }];
  const words = plain(asked).replace(ASKING, '');
  const named = themes.filter((theme) => namesOf(theme).includes(words));
  if (named.length > 0) return named.map(toThemeTarget);

  const documents = findDocuments(asked, doors);
  const address = findAddress(asked);
  if (documents.length > 0) {
    const placed = address ? documents.flatMap((document) => toProvisionTargets(document, address)) : [];
    if (placed.length > 0) return placed;
    if (address) return { missing: true, text: texts('brief.missing.provision', { asked: asked.trim() }) };
    return documents.map((document) => ({
      target: { kind: 'document', documentId: document.id },
      title: datedLabel(document),
    }));
  }
  const near = themes.filter((theme) => namesOf(theme).some((name) => isWithin(name, words)));
  if (near.length > 0) return near.map(toThemeTarget);
  const isNumbered = findNumberMentions(asked).length > 0;
  const list = themes.map(({ title }) => `“${title}”`).join('; ');
  const key = isNumbered || themes.length === 0 ? 'brief.missing.document' : 'brief.missing.theme';
  return { missing: true, text: texts(key, { asked: asked.trim(), list }) };
}

const ASKING = /^(?:(?:tom tat|chu de|ve) )+/;
const NEW = /(?:^| )(?:moi|tu)(?: |$)/;

/** A day with `mới` or `từ` beside it; the day on which a document was issued is none. */
function findDay(asked: string): string | undefined {
  if (findNumberMentions(asked).length > 0 || !NEW.test(plain(asked))) return undefined;
  const [, date, month, year] = /(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/.exec(asked) ?? [];
  const day =
    /\d{4}-\d{2}-\d{2}/.exec(asked)?.[0] ??
    (year ? `${year}-${month?.padStart(2, '0')}-${date?.padStart(2, '0')}` : undefined);
  return day && isLocalDate(day) ? day : undefined;
}

/** By id, by number, by what people call it; of one chain only the newest. */
function findDocuments(asked: string, { library, aliases, today }: SummaryTables): readonly Document[] {
  const exact = library.findById(asked.trim()) ?? library.findBySlug(asked.trim());
  if (exact) return [exact];
  const mentions = findNumberMentions(/^\d+$/.test(asked.trim()) ? `văn bản ${asked}` : asked);
  const ids = mentions.length > 0 ? [] : findAliases(asked, aliases).flatMap(({ alias }) => alias.documents);
  const meant =
    mentions.length > 0
      ? library.documents.filter((document) => mentions.some((mention) => matchesMention(document, mention)))
      : ids.flatMap((id) => library.findById(id) ?? library.listByRef({ number: id.split('@')[0] ?? id }));
  const begun = [...new Set(meant)].filter((document) => hasBegun(document, today()));
  if (mentions.length > 0) return begun;
  const isFollowed = (document: Document): boolean =>
    validityOn(document, today(), library).successors.some((successor) => begun.includes(successor.document));
  return begun.filter((document) => !isFollowed(document));
}

function toProvisionTargets(document: Document, address: AddressMention): readonly FoundTarget[] {
  const byId = indexProvisions(document.provisions);
  return listAt(document.provisions, address).map((provision) => ({
    target: { kind: 'provision', provisionId: provision.id },
    title: `${datedLabel(document)}, ${addressOf(provision, byId)}`,
  }));
}

const toThemeTarget = ({ id, title }: Theme): FoundTarget => ({ target: { kind: 'theme', themeId: id }, title });

/** Words only, without diacritics. */
const plain = (text: string): string =>
  foldText(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

const namesOf = ({ id, title, also }: Theme): readonly string[] => [id, title, ...also].map(plain);

/** Either holds the other's words in a row. */
function isWithin(name: string, asked: string): boolean {
  const holds = (outer: string, inner: string): boolean => inner !== '' && ` ${outer} `.includes(` ${inner} `);
  return holds(asked, name) || (asked.includes(' ') && holds(name, asked));
}
