import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Document } from '../documents/document.js';
import { createLibrary, type Library } from '../documents/library.js';
import type { Alias } from '../documents/mentions/aliases.js';
import { readCampaigns } from '../ingest/read-campaigns/read-campaigns.js';
import { readHolidays } from '../ingest/read-campaigns/read-holidays.js';
import { writeFlaw } from '../ingest/read-campaigns/read-yaml.js';
import { type KnowledgeTables, readTables } from '../ingest/read-library/read-tables.js';
import { type SyncReport, syncLibrary } from '../ingest/read-library/sync-library.js';
import type { Logger } from '../observability/logger.js';
import { createHolidays, type Holidays } from '../outreach/calendar/holidays.js';
import type { Campaign } from '../people/campaign.js';
import { createPrompts, type Prompts, readPrompts } from '../prompts.js';
import { withWriteLock } from '../storage/locks.js';
import { openStore } from '../storage/open-store.js';
import type { Snapshots } from '../storage/snapshots.js';
import type { Store } from '../storage/store.js';
import { locateKnowledge } from './locate-knowledge.js';
import { openStartSnapshots, recallLibrary, recallTables } from './recall-read.js';

/** What is held of documents, and what people keep beside them. */
export interface Knowledge {
  readonly library: Library;
  readonly tables: KnowledgeTables;
  /** Those of the table, and the short titles of documents without a number. */
  readonly aliases: readonly Alias[];
  readonly prompts: Prompts;
  readonly holidays: Holidays;
  /** What staff keeps in files; what has flaws is left out and told of. */
  readonly writtenCampaigns: readonly Campaign[];
}

/** Brings the store in line with the folder of documents first. */
export async function readKnowledge(
  config: Config,
  logger: Logger,
  snapshots = openStartSnapshots(config, logger),
): Promise<{ readonly knowledge: Knowledge; readonly sync: SyncReport }> {
  const { documents: documentsDir, store: place } = locateKnowledge(config);
  const beside = await readBeside(config, logger, snapshots);
  const { sync, documents } = await withWriteLock(place, async () => {
    const store = await openStore(place);
    try {
      const report = await syncLibrary(documentsDir, { store, read: (from) => recallLibrary(snapshots, from) });
      return { sync: report, documents: await store.listDocuments() };
    } finally {
      await store.close();
    }
  });
  for (const refusal of sync.refusals)
    logger.warn({ file: refusal.fileName, reason: refusal.refused }, refusal.message);
  return { knowledge: toKnowledge(documents, beside), sync };
}

/** As the service left it, waiting for nobody's turn to write; where none has run yet, the folder is read. */
export async function findKnowledge(config: Config, logger: Logger, store: Store): Promise<Knowledge> {
  const documents = await store.listDocuments();
  if (documents.length === 0) return (await readKnowledge(config, logger)).knowledge;
  return toKnowledge(documents, await readBeside(config, logger, openStartSnapshots(config, logger)));
}

type Beside = Pick<Knowledge, 'tables' | 'prompts' | 'holidays' | 'writtenCampaigns'>;

async function readBeside(config: Config, logger: Logger, snapshots: Snapshots): Promise<Beside> {
  const { folder } = locateKnowledge(config);
  const { defaultKnowledgeDir, promptsDir } = config;
  const campaignFolders = [folder, defaultKnowledgeDir].map((each) => join(each, 'campaigns'));
  const folders = [folder, defaultKnowledgeDir, ...campaignFolders, promptsDir];
  const read = await recallTables(snapshots, 'tables', folders, async () => {
    const [tables, holidays, campaigns] = await Promise.all([
      readTables(folder, defaultKnowledgeDir),
      readHolidays(folder, defaultKnowledgeDir),
      readCampaigns(join(folder, 'campaigns'), join(defaultKnowledgeDir, 'campaigns')),
    ]);
    return { tables, holidays, ...campaigns, prompts: readPrompts(promptsDir) };
  });
  for (const flaw of read.flaws) logger.warn({ reason: writeFlaw(flaw) }, 'a campaign was refused');
  return {
    tables: read.tables,
    prompts: createPrompts(promptsDir, read.prompts),
    holidays: createHolidays(read.holidays),
    writtenCampaigns: read.campaigns,
  };
}

function toKnowledge(documents: readonly Document[], beside: Beside): Knowledge {
  const library = createLibrary(documents);
  return { ...beside, library, aliases: [...beside.tables.aliases, ...library.documents.flatMap(toOwnAlias)] };
}

/** A document without a number is named by its short title. */
function toOwnAlias({ id, number, shortTitle }: Document): Alias[] {
  return number === undefined && shortTitle ? [{ names: [shortTitle], documents: [id] }] : [];
}
