import { type GrantStatus, readGrant } from '../channels/zalo-oa/zalo-tokens.js';
import type { Config } from '../config.js';
import { AppError } from '../errors.js';
import { type InboxStatus, readInboxStatus } from '../observability/inbox-status.js';
import { type BroadcastProgress, readOutreachStatus } from '../observability/outreach-status.js';
import { type BackupHead, readHead } from '../storage/backup/backup-file.js';
import { type RestoreReport, restoreBackup } from '../storage/backup/restore-backup.js';
import { type BackupReport, writeBackup } from '../storage/backup/write-backup.js';
import { holdServiceLock } from '../storage/locks.js';
import { findStore, openStore } from '../storage/open-store.js';
import type { People, Records } from '../storage/store.js';
import { systemClock } from '../time.js';
import { locateKnowledge } from './locate-knowledge.js';
import { openZaloConsent } from './open-channels.js';

/** For `npm run zalo:connect`, beside a running service. Throws `misconfigured` where no OA is set. */
export async function openConsentDoor(
  config: Config,
): Promise<{ createCode(): Promise<string>; close(): Promise<void> }> {
  if (!config.zaloOa) {
    throw new AppError(
      'misconfigured',
      'Chưa có ZALO_OA_APP_ID và ZALO_OA_APP_SECRET trong .env nên chưa kết nối Zalo OA được. Dữ liệu chưa bị thay đổi.',
    );
  }
  const store = await openStore(locateKnowledge(config).store);
  // Only the service, where the consent ends, has something to tell.
  const { createCode } = openZaloConsent(config.zaloOa, { config, store, clock: systemClock, onTrouble: () => {} });
  return { createCode, close: () => store.close() };
}

/** Units, members and records for commands of the shell, beside a running service. */
export async function openPeople(config: Config): Promise<People & Records & { close(): Promise<void> }> {
  return openStore(locateKnowledge(config).store);
}

/** What `npm run status` shows; `grant` is null where no OA is set. */
export interface ServiceStatus extends InboxStatus {
  readonly grant: GrantStatus | null;
  /** Announcements under way. */
  readonly broadcasts: readonly BroadcastProgress[];
  /** Whether anything has been written yet. */
  readonly hasData: boolean;
}

/** Beside a running service too; makes and changes nothing. */
export async function readStatus(config: Config): Promise<ServiceStatus> {
  const held = await findStore(locateKnowledge(config).store);
  const store = held ?? (await openStore(':memory:'));
  try {
    const names = (['zaloOa', 'zaloBot', 'telegram'] as const).flatMap((key) => (config[key] ? [CHANNEL_OF[key]] : []));
    return {
      ...(await readInboxStatus(store, names)),
      grant: config.zaloOa ? await readGrant(store) : null,
      broadcasts: await readOutreachStatus(store),
      hasData: held !== undefined,
    };
  } finally {
    await store.close();
  }
}

const CHANNEL_OF = { zaloOa: 'zalo-oa', zaloBot: 'zalo-bot', telegram: 'telegram' } as const;

/** For as long as the service runs; throws where another is in the way. */
export const holdService = (config: Config): Promise<() => Promise<void>> =>
  holdServiceLock(locateKnowledge(config).store, 'serving');

/** Copies into a file and back. */
export interface Backups {
  write(path: string): Promise<BackupReport>;
  readHead(path: string): Promise<BackupHead>;
  restore(path: string): Promise<RestoreReport>;
}

export function openBackups(config: Config): Backups {
  const { store: place } = locateKnowledge(config);
  return {
    write: (path) => writeBackup(place, path, systemClock()),
    readHead,
    restore: (path) => restoreBackup(place, path, systemClock()),
  };
}
