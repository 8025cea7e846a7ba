import { PGlite } from '@electric-sql/pglite';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { loadTemplate } from '../support/database-template.ts';
import { testSetUps } from '../support/set-ups.ts';

describe('the database template', () => {
  it('gives every test a PGlite of its own that is ready and empty', async () => {
    const template = await loadTemplate();
    const [one, two] = await Promise.all([PGlite.create({ loadDataDir: template }), PGlite.create({ loadDataDir: template })]);
    await one.exec('create table mine (id int)');
    const { rows } = await two.query<{ count: number }>("select count(*)::int as count from pg_tables where tablename = 'mine'");
    expect(rows).toEqual([{ count: 0 }]);
    await Promise.all([one.close(), two.close()]);
  });
});

describe('the set-ups', () => {
  it('always hold the embedded one, and real servers exactly when there are both', () => {
    const names = testSetUps().map((setUp) => setUp.name);
    const real = inject('postgresUrl') !== '' && inject('redisUrl') !== '';
    expect(names).toEqual(real ? ['embedded', 'PostgreSQL + Redis'] : ['embedded']);
  });

  for (const { name, databaseUrl, redisUrl } of testSetUps()) {
    if (databaseUrl === undefined || redisUrl === undefined) continue;

    it(`on ${name}: the database keeps Vietnamese text and knows its capitals`, async () => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ text: string }>("select lower('ĐẤT MŨI') as text");
      await client.end();
      expect(rows).toEqual([{ text: 'đất mũi' }]);
    });

    it(`on ${name}: each pool worker has a Redis database of its own`, async () => {
      const client = new Redis(redisUrl);
      expect(client.options.db).toBe(Number(process.env['VITEST_POOL_ID']));
      expect(await client.ping()).toBe('PONG');
      await client.quit();
    });
  }
});
