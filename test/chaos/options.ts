import { parseArgs } from 'node:util';
import { plants, type Plant } from './plants.ts';
import type { SetUp } from './system.ts';

export const usage = `Usage: npm run chaos -- [options]

Lets invented residents chat with the real program on imitations of Telegram and Zalo, while processes are killed, servers
restarted, lines cut and answers lost; then holds what everybody saw against what one quiet assistant says to the same
messages. Ends with 1 when anything was lost, done twice, out of order, stuck or wrong.

  --set-up servers|embedded  two web and two worker processes on PostgreSQL and Redis, or one process (servers)
  --seconds N                how long it goes wrong (300)
  --people N                 how many chat at a time (200)
  --seed N                   of everything that is chosen by lot (from the clock)
  --every N                  about so many seconds between two troubles (1.5)
  --doubled N                part of the messages that the platforms tell twice (0.05)
  --impatient N              part of the people who write on before they have read (0.3)
  --settle N                 seconds in which everything that waits has to be done at the end (180)
  --plant NAME               take one promise out of the program first, to see the run fail: ${Object.keys(plants).join(', ')} (with counters-alone it stays clean)
  --verbose                  one line for each difference`;

export interface Options {
  readonly setUp: SetUp;
  readonly seconds: number;
  readonly people: number;
  readonly seed: number;
  readonly every: number;
  readonly doubled: number;
  readonly impatient: number;
  readonly settle: number;
  readonly plant: Plant | undefined;
  readonly verbose: boolean;
}

/** What was asked for; undefined when it cannot be read. Throws on an option that is not there. */
export function readOptions(args: readonly string[]): Options | 'help' | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'set-up': { type: 'string', default: 'servers' },
      seconds: { type: 'string', default: '300' },
      people: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      every: { type: 'string', default: '1.5' },
      doubled: { type: 'string', default: '0.05' },
      impatient: { type: 'string', default: '0.3' },
      // The longest lease, that of the tokens, is shorter.
      settle: { type: 'string', default: '180' },
      plant: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const setUp = (['servers', 'embedded'] as const).find((name) => name === values['set-up']);
  const plant = (Object.keys(plants) as Plant[]).find((name) => name === values.plant);
  const numbers = {
    seconds: Number(values.seconds),
    people: Number(values.people),
    seed: Number(values.seed),
    every: Number(values.every),
    doubled: Number(values.doubled),
    impatient: Number(values.impatient),
    settle: Number(values.settle),
  };
  const areRight = Object.values(numbers).every((number) => number >= 0) && numbers.seconds > 0 && numbers.people > 0 && numbers.every > 0;
  if (!setUp || !areRight || (values.plant !== undefined && !plant)) return undefined;
  return { setUp, ...numbers, plant, verbose: values.verbose };
}
