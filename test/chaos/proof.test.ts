import { describe, expect, it, type TestContext } from 'vitest';
import { findPostgresFolder, findRedis } from '../support/programs.ts';
import type { Plant } from './plants.ts';
import { runProgram } from './program.ts';

/** Of everything that is chosen by lot here; a run that failed can be had again with it. */
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

const hasServers = findPostgresFolder() !== undefined && findRedis() !== undefined;

/** What a short run asks for. A slow machine only gets fewer messages into it. */
const cleanRuns = [
  { setUp: 'embedded', args: ['--seconds', '10', '--people', '20'] },
  ...(hasServers ? [{ setUp: 'servers', args: ['--seconds', '20', '--people', '30'] }] : []),
];

interface PlantedRun {
  readonly plant: Plant;
  /** Rows of the table of which at least one has to count something. */
  readonly rows: string;
  /** What makes people meet this fault often. */
  readonly args: readonly string[];
}

const plantedRuns: readonly PlantedRun[] = [
  // It shows in somebody's very last messages only, so it takes many people; and it takes longest, so it comes first.
  { plant: 'release-without-counters', rows: 'STUCK', args: ['--settle', '25', '--people', '60'] },
  { plant: 'no-dedupe', rows: 'STEPS RUN TWICE OR NOT', args: ['--doubled', '0.3'] },
  { plant: 'shared-lease', rows: 'REPEATED WITHOUT A CAUSE|OUT OF ORDER', args: ['--impatient', '0.8'] },
  { plant: 'send-before-save', rows: 'REPEATED WITHOUT A CAUSE|OUT OF ORDER', args: ['--doubled', '0.3', '--impatient', '0.8'] },
];

/** A fault that did not show is looked for in longer and longer runs. Seconds. */
const plantedSeconds = [6, 12, 24, 48];

type Finishing = Pick<TestContext, 'onTestFinished'>;

async function runChaos({ onTestFinished }: Finishing, args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const program = runProgram('test/chaos/main.ts', args, {});
  onTestFinished(async () => void (await program.stop()));
  const { code, output, errors } = await program.ended;
  // Without a verdict it broke off, and what it last said tells why.
  return { code, output: /^Promised to be 0$/m.test(output) ? output : `${output}${errors}` };
}

function print(output: string): void {
  process.stdout.write(`${output}\n`);
}

describe('the real program under ill-treatment', () => {
  it.for(cleanRuns)('loses nothing, does nothing twice and keeps the order on $setUp', async ({ setUp, args }, context) => {
    const { code, output } = await runChaos(context, ['--set-up', setUp, '--seed', String(seed), ...args]);
    print(output);
    expect(code).toBe(0);
  });

  // Each of these is idle most of its time.
  it.concurrent.for(hasServers ? plantedRuns : [])('is found out when it has lost a promise: $plant', async (planted, { expect, onTestFinished }) => {
    const { isFound, output } = await findPlanted({ onTestFinished }, planted);
    print(output);
    expect(isFound).toBe(true);
  });
});

/** The first run that ended with a failure in the right place, or the longest. */
async function findPlanted(context: Finishing, { plant, rows, args }: PlantedRun): Promise<{ readonly isFound: boolean; readonly output: string }> {
  const row = new RegExp(String.raw`^  (?:${rows}) +[1-9]\d*$`, 'm');
  let last = '';
  for (const [attempt, seconds] of plantedSeconds.entries()) {
    const calm = ['--seconds', String(seconds), '--people', '24', '--every', '4', '--seed', String(seed + attempt)];
    const { code, output } = await runChaos(context, ['--plant', plant, ...calm, ...args]);
    if (code === 1 && row.test(output)) return { isFound: true, output };
    last = output;
  }
  return { isFound: false, output: last };
}
