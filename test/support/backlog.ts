import type { Database } from '../../src/store/database.ts';

/** Messages that wait to be handled or sent. */
export async function countBacklog(database: Database): Promise<number> {
  const statement = `select ((select count(*) from causo.outbox) + (select count(*) from causo.inbound where state = 'pending'))::int as count`;
  const [row] = await database.query<{ count: number }>(statement);
  return row?.count ?? 0;
}
