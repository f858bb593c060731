import { openStore } from '../../src/storage/open-store.js';
import type { StorePlace } from '../../src/storage/store.js';

/** A process that claims a chat and a lock, says so, and does nothing more until it is killed. */
const store = await openStore(JSON.parse(process.argv[2] ?? '') as StorePlace);
const now = new Date(process.argv[3] ?? '');
const claim = await store.claimChat({ channel: 'telegram', now, leaseMs: 180_000 });
const isHeld = await store.claimLock({ name: 'token', owner: 'dead', now, leaseMs: 60_000 });
process.stdout.write(`${claim?.address.chat} ${isHeld}\n`);
setInterval(() => {}, 1_000);
