import { describe, expect, it, onTestFinished } from 'vitest';
import { findPostgresFolder, findRedis } from '../support/programs.ts';
import type { Plant } from './plants.ts';
import { runProgram } from './program.ts';

/** Of everything that is chosen by lot here; a run that failed can be had again with it. */
const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);

const hasServers = findPostgresFolder() !== undefined && findRedis() !== undefined;

/** What a short run asks for. A slow machine only gets fewer messages into it. */
const cleanRuns = [
  { setUp: 'embedded', args: ['--seconds', '12', '--people', '20'] },
  ...(hasServers ? [{ setUp: 'servers', args: ['--seconds', '25', '--people', '40'] }] : []),
];

interface PlantedRun {
  readonly plant: Plant;
  /** Rows of the table of which at least one has to count something. */
  readonly rows: string;
  /** What makes people meet this fault often. */
  readonly args: readonly string[];
}

const plantedRuns: readonly PlantedRun[] = [
  { plant: 'no-dedupe', rows: 'STEPS RUN TWICE OR NOT', args: ['--doubled', '0.3'] },
  { plant: 'shared-lease', rows: 'REPEATED WITHOUT A CAUSE|OUT OF ORDER', args: ['--impatient', '0.8'] },
  { plant: 'send-before-save', rows: 'REPEATED WITHOUT A CAUSE|OUT OF ORDER', args: ['--doubled', '0.3', '--impatient', '0.8'] },
  { plant: 'release-without-counters', rows: 'STUCK', args: ['--settle', '30'] },
];

/** A fault that did not show is looked for in longer and longer runs. Seconds. */
const plantedSeconds = [6, 12, 24, 48];

async function runChaos(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const program = runProgram('test/chaos/main.ts', args, {});
  onTestFinished(async () => void (await program.stop()));
  const { code, output, errors } = await program.ended;
  // Without a verdict it broke off, and what it last said tells why.
  return { code, output: /^Promised to be 0$/m.test(output) ? output : `${output}${errors}` };
}

describe('the real program under ill-treatment', () => {
  it.each(cleanRuns)('loses nothing, does nothing twice and keeps the order on $setUp', async ({ setUp, args }) => {
    const { code, output } = await runChaos(['--set-up', setUp, '--seed', String(seed), ...args]);
    process.stdout.write(`${output}\n`);
    expect(code, output).toBe(0);
  });
});

describe.runIf(hasServers)('a program that has lost a promise', () => {
  it.each(hasServers ? plantedRuns : [])('is found out: $plant', async ({ plant, rows, args }) => {
    const found = await findPlanted(plant, rows, args);
    process.stdout.write(`${found}\n`);
    expect(found).toMatch(new RegExp(String.raw`^  (?:${rows}) +[1-9]\d*$`, 'm'));
  });
});

/** The table of the first run that ended with a failure, or of the longest. */
async function findPlanted(plant: Plant, rows: string, args: readonly string[]): Promise<string> {
  const isFound = (output: string): boolean => new RegExp(String.raw`^  (?:${rows}) +[1-9]\d*$`, 'm').test(output);
  let last = '';
  for (const [attempt, seconds] of plantedSeconds.entries()) {
    const calm = ['--seconds', String(seconds), '--people', '24', '--every', '4', '--seed', String(seed + attempt)];
    const { code, output } = await runChaos(['--plant', plant, ...calm, ...args]);
    if (code === 1 && isFound(output)) return output;
    last = output;
  }
  return last;
}
