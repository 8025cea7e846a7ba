import { makeTemplate } from '../support/database-template.ts';
import { benchCorrect } from './correct.ts';
import { benchKill } from './kill.ts';
import { readOptions, type Amounts, type BenchName, type Options } from './options.ts';
import { benchOverload } from './overload.ts';
import { benchPace } from './pace.ts';
import { progress, say } from './progress.ts';
import { benchReminders } from './reminders.ts';
import { isKept, type Row } from './table.ts';

const usage = `Usage: npm run bench -- [what] [options]

Measures the real program on PostgreSQL and Redis, which are started here, between imitations of Telegram and Zalo. Prints
a table each, and ends with 1 when a promise in it was not kept. Without a choice all are run, one after the other.

  --correct        thousands of dialogues of impatient people: none may be answered wrongly
  --pace           thousands of queued messages beside a stream of chats: within the platforms' limits, replies first
  --kill           how long people wait when the process that holds their chat is killed
  --reminders      thousands of reminders due at one instant: punctual, none missed, none doubled
  --overload       three times what it can do; a slow or dead platform; a message that cannot be handled

  --dialogues N    of each kind and channel, for --correct (20000)
  --broadcasts N   messages queued on Telegram, for --pace (5000)
  --minutes N      of queued messages on Zalo, for --pace (3)
  --rounds N       for --kill (10)
  --seconds N      how long it is too much, for --overload (60)
  --due N          reminders of one instant, for --reminders (5000)
  --waiting N      reminders that wait for a later day, for --reminders (300000)
  --seed N         of everything that is chosen by lot (1)
  --help           this text`;

const benches: Readonly<Record<BenchName, (amounts: Amounts) => Promise<readonly Row[]>>> = {
  correct: benchCorrect,
  pace: benchPace,
  kill: benchKill,
  overload: benchOverload,
  reminders: benchReminders,
};

async function main({ chosen, amounts }: Options): Promise<boolean> {
  await makeTemplate();
  const rows: Row[] = [];
  for (const name of chosen) {
    progress(`${name}, seed ${amounts.seed}`);
    rows.push(...(await benches[name](amounts)));
  }
  return isKept(rows);
}

const options = readOptions(process.argv.slice(2));
if (options === undefined || options === 'help') {
  say(usage);
  process.exitCode = options === 'help' ? 0 : 2;
} else {
  const kept = await main(options);
  say(kept ? '\nEvery promise was kept.' : '\nNot every promise was kept.');
  process.exitCode = kept ? 0 : 1;
}
