import { openStore } from '../../src/storage/open-store.js';
import { describePeople } from '../contracts/people.contract.js';

describePeople('SQLite in memory', () => openStore(':memory:'));
