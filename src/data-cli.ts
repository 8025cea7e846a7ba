import { readConfig } from './config.ts';
import { isToLoad, readCommand, usage, type LoadCommand, type SaveCommand } from './backup/command.ts';
import { load } from './backup/load.ts';
import { save } from './backup/save.ts';
import { openTerminal } from './backup/terminal.ts';

const command = readCommand(process.argv.slice(2));
if (typeof command === 'string') fail(2, [command, '', usage]);
else if (command.name === 'help') console.log(usage);
else await main(command);

async function main(given: SaveCommand | LoadCommand): Promise<void> {
  const read = readConfig(process.env);
  if ('faults' in read) return fail(1, ['These settings have to be mended first:', ...read.faults]);
  const terminal = openTerminal();
  try {
    await (isToLoad(given) ? load(read.config, given, terminal) : save(read.config, given.name, given.file, terminal));
  } catch (error) {
    fail(1, [explain(error)]);
  }
}

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Expected PostgreSQL to answer at DATABASE_URL, but nothing listens there; start it, or mend DATABASE_URL',
  ECONNRESET: 'Expected an answer, but the assistant or the database ended in the middle; nothing was changed, try again',
  ENOSPC: 'Expected room on the disk, but it is full; nothing was changed',
  EACCES: 'Expected to be allowed to write there; run the command as the account that the assistant runs as, or name another file',
  ENOENT: 'Expected the folder of that file to be there; make it, or name another file',
};

/** What the database says may quote rows, so only its code is shown. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong that this command does not know; nothing was changed';
  if (/^(Expected|The running assistant) /.test(error.message)) return error.message;
  const code = 'code' in error ? String(error.code) : error.name;
  return codes[code] ?? `Expected this to work, but the system or the database said ${code}; nothing was changed`;
}

function fail(code: number, lines: readonly string[]): void {
  console.error(lines.join('\n'));
  process.exitCode = code;
}
