import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Campaign } from '../../people/campaign.js';
import { CampaignShape } from './campaign-shape.js';
import { type Flaw, readYaml, toFlaws, type YamlFile } from './read-yaml.js';

export interface ReadCampaigns {
  /** By id; those without a flaw. */
  readonly campaigns: readonly Campaign[];
  /** What staff has to mend, by file and line. */
  readonly flaws: readonly Flaw[];
}

/**
 * All campaigns of a folder's YAML files, or where there is no such folder, of `fallback`, the one that is shipped. One
 * bad campaign never stops the others.
 */
export async function readCampaigns(folder: string, fallback = folder): Promise<ReadCampaigns> {
  const [from, names] = await chooseFolder([folder, fallback]);
  const campaigns = new Map<string, Campaign>();
  const flaws: Flaw[] = [];
  for (const name of names) {
    const read = await readYaml(join(from, name));
    if (!read) continue;
    if ('reason' in read) {
      flaws.push(read);
      continue;
    }
    for (const { campaign, line, flaws: own } of listEntries(read)) {
      flaws.push(...own);
      if (!campaign) continue;
      const { id } = campaign;
      if (campaigns.has(id)) flaws.push({ file: read.file, line, reason: `id ${id} đã có ở một chiến dịch khác` });
      else campaigns.set(id, campaign);
    }
  }
  return { campaigns: [...campaigns.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)), flaws };
}

interface Entry {
  readonly campaign?: Campaign;
  readonly line: number;
  readonly flaws: readonly Flaw[];
}

function listEntries(read: YamlFile): readonly Entry[] {
  const list = (read.content as { readonly campaigns?: unknown } | null)?.campaigns;
  if (!Array.isArray(list)) {
    return [{ line: 1, flaws: [{ file: read.file, line: 1, reason: 'cần một danh sách dưới mục campaigns' }] }];
  }
  return list.map((each: unknown, index) => {
    const at = ['campaigns', index];
    const line = read.lineOf(at);
    const parsed = CampaignShape.safeParse(each);
    if (parsed.success) return { campaign: parsed.data, line, flaws: [] };
    return { line, flaws: toFlaws(read, parsed.error, at) };
  });
}

async function chooseFolder(folders: readonly string[]): Promise<readonly [string, readonly string[]]> {
  for (const folder of folders) {
    const names = await listYamlFiles(folder);
    if (names) return [folder, names];
  }
  return ['', []];
}

async function listYamlFiles(folder: string): Promise<readonly string[] | undefined> {
  try {
    return (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.')).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
