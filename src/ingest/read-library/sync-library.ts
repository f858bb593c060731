import type { Store } from '../../storage/store.js';
import { type ReadLibrary, readLibrary } from './read-library.js';

export interface SyncReport {
  readonly saved: readonly string[];
  readonly removed: readonly string[];
  readonly refusals: ReadLibrary['refusals'];
}

export interface SyncDoors {
  readonly store: Store;
  /** Where a folder is read in another way, e.g. only if it has changed. */
  readonly read?: typeof readLibrary;
}

/** Brings the store in line with a folder of documents: what changed is saved, what is gone is removed, the rest is left alone. */
export async function syncLibrary(folder: string, { store, read = readLibrary }: SyncDoors): Promise<SyncReport> {
  const [{ documents, refusals }, held] = await Promise.all([read(folder), store.listDocuments()]);
  const versions = new Map(held.map((document) => [document.id, document.version]));
  const changed = documents.filter((document) => versions.get(document.id) !== document.version);
  const ids = new Set(documents.map((document) => document.id));
  const removed = held.filter((document) => !ids.has(document.id)).map((document) => document.id);
  for (const document of changed) await store.saveDocument(document);
  for (const id of removed) await store.removeDocument(id);
  return { saved: changed.map((document) => document.id), removed, refusals };
}
