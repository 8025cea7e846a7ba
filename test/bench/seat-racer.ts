/** One of the processes of the race: makes its residents, says that it is ready, and lets them run at a word. */
import { once } from 'node:events';
import { openPostgres } from '../../src/store/postgres.ts';
import { createSealer } from '../../src/store/seal.ts';
import { createResidents, race } from '../support/appointments/seat-race.ts';

const { DATABASE_URL: url = '', DATA_KEY: key = '', RACER: name = '', RESIDENTS: count = '0' } = process.env;
const patience = 240_000;
const database = await openPostgres(url, () => undefined, {
  connectionTimeoutMillis: patience,
  lock_timeout: patience,
  statement_timeout: patience,
  idle_in_transaction_session_timeout: patience,
  query_timeout: patience + 10_000,
});
const sealer = createSealer([Buffer.from(key, 'base64')]);
const residents = await createResidents(database, sealer, Array.from({ length: Number(count) }, (_, index) => `${name}-${index}`));
process.stdout.write('ready\n');
await once(process.stdin, 'data');
process.stdout.write(`${JSON.stringify(await race(database, sealer, residents))}\n`);
await database.close();
process.exit();
