import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { projectRoot } from '../root.ts';
import type { Database, Queryable, Row } from './database.ts';

const run = promisify(execFile);

/** Makes a new database folder. Its memory peak (near 900 MB) stays in a child process. */
const createProgram = `
  import { PGlite } from '@electric-sql/pglite';
  const database = await PGlite.create(process.argv[1]);
  await database.close();
`;

/** The PostgreSQL inside of this PGlite; it opens no folder of another one. */
const embeddedVersion = '18';

/** Opens the embedded PostgreSQL in a folder; the caller holds the folder's lock. Survives kill -9, not a power cut. */
export async function openEmbedded(folder: string): Promise<Database> {
  if (!existsSync(join(folder, 'PG_VERSION'))) await createFolder(folder);
  await refuseOtherVersion(folder);
  return fromPGlite(await PGlite.create(folder));
}

async function refuseOtherVersion(folder: string): Promise<void> {
  const found = (await readFile(join(folder, 'PG_VERSION'), 'utf8')).trim().slice(0, 20);
  if (found === embeddedVersion) return;
  throw new Error(
    `Expected ${folder} to be a database of PostgreSQL ${embeddedVersion}, found ${JSON.stringify(found)}; run "npm run data -- export" with the program that made it, move that folder away, and run "npm run data -- import" with this one`,
  );
}

async function createFolder(folder: string): Promise<void> {
  const tries = `${folder}.unfinished`;
  // The child of a start that was killed may still write, so each try has a place of its own.
  await rm(tries, { recursive: true, force: true, maxRetries: 5 });
  const unfinished = join(tries, randomBytes(4).toString('hex'));
  await mkdir(tries, { recursive: true });
  await runChild(unfinished);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  await rm(tries, { recursive: true, force: true, maxRetries: 5 });
}

/** A child that outlives its parent would go on writing where the parent has just tidied up. */
async function runChild(folder: string): Promise<void> {
  const running = run(process.execPath, ['--input-type=module', '-e', createProgram, folder], { cwd: projectRoot });
  const end = (): void => void running.child.kill('SIGKILL');
  process.once('exit', end);
  await running.finally(() => process.off('exit', end));
}

/** The same database over an instance that exists already, such as a throw-away one in memory. */
export function fromPGlite(database: PGlite): Database {
  return {
    kind: 'embedded',
    query: queryOn(database),
    transaction: (work) => database.transaction((transaction) => work({ query: queryOn(transaction) })),
    script: async (text) => {
      await database.exec(text);
    },
    notify: async (topic, payloads) => {
      await database.query(`select pg_notify($1, payload) from unnest($2::text[]) as payload`, [topic, payloads]);
    },
    listen: async (topic, heard) => {
      const unlisten = await database.listen(topic, heard);
      return () => unlisten();
    },
    stay: async (prepare) => {
      await prepare({ query: queryOn(database) });
      return async () => undefined;
    },
    close: () => database.close(),
  };
}

function queryOn(client: PGlite | Transaction): Queryable['query'] {
  return async <T extends Row>(text: string, parameters: readonly unknown[] = []) => {
    const result = await client.query<T>(text, [...parameters]);
    return result.rows;
  };
}
