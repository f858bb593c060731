import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type TestPostgres } from './start-postgres.js';

export { POSTGRES_PASSWORD } from './start-postgres.js';

/** A real PostgreSQL for the tests of a file. */
export function usePostgres(): TestPostgres {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());
  return {
    newPlace: () => server.newPlace(),
    newUrl: () => server.newUrl(),
    query: (text, database) => server.query(text, database),
    restart: () => server.restart(),
  };
}
