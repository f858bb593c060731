import { setImmediate } from 'node:timers';
import type Sqlite from 'better-sqlite3';
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult, TransactionSettings } from 'kysely';
import { RecentMap } from '../../recent-map.js';
import { fineStopwatch } from '../../time.js';

/** A batch takes in what waits until it is so large or so old; then it is committed and the event loop has a round. */
const MOST_OF_BATCH = 64;
const LONGEST_BATCH_MS = 5;
const MOST_STATEMENTS = 500;
const GIVEN_UP = 'SQLite took a transaction back';

/**
 * One connection to SQLite that commits together what was asked for together (group commit;
 * docs/decisions/0027-commits-wait-for-the-disk-together.md): a commit waits 2–5 ms for
 * the disk, whatever it holds. A transaction is a savepoint in the batch, and ends when the batch is on the disk; so does
 * a query outside of one. SQLite answers without waiting, so a round of the event loop lies between two batches: who asks
 * on and on would let nothing else of the process happen.
 */
export class GroupCommit implements Driver {
  private readonly statements = new RecentMap<string, Sqlite.Statement>(MOST_STATEMENTS);
  private readonly waiting: ((turn: Turn) => void)[] = [];
  private batch: Batch | undefined;
  private isTaken = false;
  private isAwake = false;

  constructor(private readonly database: Sqlite.Database) {}

  async init(): Promise<void> {}

  acquireConnection(): Promise<Turn> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.wake();
    });
  }

  async beginTransaction(turn: Turn, settings: TransactionSettings): Promise<void> {
    turn.open(settings.accessMode === 'read only');
  }

  async commitTransaction(turn: Turn): Promise<void> {
    await turn.close('release turn');
  }

  async rollbackTransaction(turn: Turn): Promise<void> {
    await turn.close('rollback to turn', 'release turn').catch(() => undefined);
  }

  async releaseConnection(turn: Turn): Promise<void> {
    turn.end();
  }

  /** Does what SQLite allows between transactions only. */
  async doAlone<T>(work: () => T): Promise<T> {
    const turn = await this.acquireConnection();
    try {
      this.commit();
      return work();
    } finally {
      turn.end();
    }
  }

  async destroy(): Promise<void> {
    this.commit();
    this.database.close();
  }

  private wake(): void {
    if (this.isAwake || this.isTaken) return;
    this.isAwake = true;
    setImmediate(() => {
      this.isAwake = false;
      this.next();
    });
  }

  private next(): void {
    const give = this.waiting.shift();
    if (give) {
      this.isTaken = true;
      give(this.createTurn());
    } else this.commit();
  }

  private createTurn(): Turn {
    let isMine = true;
    const end = () => {
      if (!isMine) return;
      isMine = false;
      this.isTaken = false;
      if (this.batch && this.batch.size < MOST_OF_BATCH && this.batch.tookMs() < LONGEST_BATCH_MS) this.next();
      else {
        this.commit();
        if (this.waiting.length > 0) this.wake();
      }
    };
    let isInside = false;
    return {
      open: (isReadOnly) => {
        this.join(isReadOnly);
        this.run('savepoint turn');
        isInside = true;
      },
      close: async (...statements) => {
        // Where the batch fails, who was told so rolls back what is no longer there.
        if (!isMine) return;
        isInside = false;
        this.expectTransaction();
        const { batch } = this;
        for (const statement of statements) this.run(statement);
        end();
        await batch?.done;
      },
      end,
      executeQuery: async <R>(query: CompiledQuery) => {
        if (isInside) {
          this.expectTransaction();
          return this.query<R>(query);
        }
        if (query.query.kind === 'RawNode') this.commit();
        else if (query.query.kind !== 'SelectQueryNode') this.join(false);
        const result = this.query<R>(query);
        const { batch } = this;
        end();
        await batch?.done;
        return result;
      },
      streamQuery: (query) => {
        // Others do not wait for whoever reads the rows.
        if (!isInside) this.commit();
        return this.stream(query);
      },
    };
  }

  /** Whoever reads much at one state is long about it: nobody else's commit waits for that. */
  private join(isReadOnly: boolean): void {
    if (this.batch && (isReadOnly || this.batch.isReadOnly || !this.database.inTransaction)) this.commit();
    if (!this.batch) {
      this.run(isReadOnly ? 'begin' : 'begin immediate');
      this.batch = createBatch(isReadOnly);
    }
    this.batch.size += 1;
  }

  /** Where the disk is full SQLite takes back the whole batch: what comes later must not pass for a part of it. */
  private expectTransaction(): void {
    if (!this.database.inTransaction) throw new Error(GIVEN_UP);
  }

  private commit(): void {
    const { batch } = this;
    if (!batch) return;
    this.batch = undefined;
    try {
      this.expectTransaction();
      this.run('commit');
      batch.resolve();
    } catch (error) {
      if (this.database.inTransaction) this.run('rollback');
      batch.reject(error);
    }
  }

  private run(sql: string): void {
    this.prepare(sql).run();
  }

  private prepare(sql: string): Sqlite.Statement {
    const known = this.statements.get(sql);
    if (known) return known;
    const prepared = this.database.prepare(sql);
    this.statements.set(sql, prepared);
    return prepared;
  }

  private query<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const statement = this.prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid), rows: [] };
  }

  /** A statement of its own: others may run while its rows are read. */
  private async *stream<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for (const row of this.database.prepare(sql).iterate(parameters)) yield { rows: [row as R] };
  }
}

/** The connection, for as long as it is one's turn. */
interface Turn extends DatabaseConnection {
  open(isReadOnly: boolean): void;
  /** Ends the turn; resolves once it is on the disk. */
  close(...statements: readonly string[]): Promise<void>;
  end(): void;
}

interface Batch {
  readonly isReadOnly: boolean;
  size: number;
  readonly tookMs: () => number;
  /** Resolves once all of it is on the disk; rejects where none of it is. */
  readonly done: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

function createBatch(isReadOnly: boolean): Batch {
  let resolve: () => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const done = new Promise<void>((keep, fail) => {
    [resolve, reject] = [keep, fail];
  });
  // Each member of it tells its own caller.
  done.catch(() => undefined);
  return { isReadOnly, size: 0, tookMs: fineStopwatch(), done, resolve, reject };
}
