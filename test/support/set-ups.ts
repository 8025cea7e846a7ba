import { inject } from 'vitest';
import './provided.ts';

/** What a whole-system test runs on. Without urls: PGlite and the in-process Redis. */
export interface TestSetUp {
  readonly name: string;
  /** A PostgreSQL server where a test file makes its own database. */
  readonly databaseUrl?: string;
  /** A Redis database that no other test file uses at the same time; empty it with FLUSHDB, never FLUSHALL. */
  readonly redisUrl?: string;
}

/** The set-ups present on this machine, for `describe.each`: embedded always, real servers when there are both. */
export function testSetUps(): readonly TestSetUp[] {
  const databaseUrl = inject('postgresUrl');
  const redisUrl = inject('redisUrl');
  const embedded = { name: 'embedded' };
  if (databaseUrl === '' || redisUrl === '') return [embedded];
  return [embedded, { name: 'PostgreSQL + Redis', databaseUrl, redisUrl: ownRedisDatabase(redisUrl) }];
}

/** Test files run side by side, one per pool worker, so the worker's number picks the database. */
function ownRedisDatabase(server: string): string {
  const url = new URL(server);
  url.pathname = `/${process.env['VITEST_POOL_ID'] ?? '1'}`;
  return url.href;
}
