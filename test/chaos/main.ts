import { makeTemplate } from '../support/database-template.ts';
import { copyProgram } from './copy.ts';
import { readOptions, usage, type Options } from './options.ts';
import { startFakes } from './platform.ts';
import { plants, shortWaits } from './plants.ts';
import { formatReport, type Report } from './report.ts';
import { run } from './run.ts';
import { startSystem, type System } from './system.ts';
import { isClean } from './verdict.ts';

/** So many differences are told unless all are asked for. */
const fewLines = 10;

async function main(options: Options): Promise<Report> {
  const { setUp, seconds, seed, plant, verbose } = options;
  tell(`Seed ${seed}, ${seconds} s on ${setUp}${plant ? `, planted: ${plant}` : ''}`);
  await makeTemplate();
  const copy = copyProgram([...shortWaits, ...(plant ? plants[plant] : [])]);
  const fakes = await startFakes();
  const lines: string[] = [];
  let system: System | undefined;
  try {
    system = await startSystem(setUp, { root: copy.root, fakes, note: progress });
    const report = await run(options, { system, fakes, progress, explain: (line) => void lines.push(line) });
    for (const line of verbose ? lines : lines.slice(0, fewLines)) tell(`  ${line}`);
    if (verbose) for (const [message, count] of system.logged()) tell(`  in the logs: ${message} ${count}`);
    return report;
  } finally {
    await system?.remove();
    await fakes.telegram.close();
    await fakes.zalo.close();
    copy.remove();
  }
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

function progress(line: string): void {
  process.stderr.write(`… ${line}\n`);
}

// Leaving in order ends the processes that were started here.
process.once('SIGTERM', () => process.exit(1));

const options = readOptions(process.argv.slice(2));
if (options === undefined || options === 'help') {
  tell(usage);
  process.exitCode = options === 'help' ? 0 : 2;
} else {
  const report = await main(options);
  tell(formatReport(report));
  tell(isClean(report.verdict) ? '\nNothing lost, nothing twice, in order.' : '\nThe promise was broken.');
  process.exitCode = isClean(report.verdict) ? 0 : 1;
}
