import { flows } from '../flows/mod.ts';
import { templateKinds } from './app/template-values.ts';
import { readConfig, type Config } from './config.ts';
import { readCommand, usage, type Command } from './backup/command.ts';
import { load } from './backup/load.ts';
import { rekey } from './backup/rekey.ts';
import { save } from './backup/save.ts';
import { readTemplateCommand, templates, templatesUsage } from './connect/templates.ts';
import { openTerminal, type Terminal } from './backup/terminal.ts';

const words = process.argv.slice(2);
const command = readCommand(words);
if (words[0] === 'templates') await onTemplates(words.slice(1));
else if (typeof command === 'string') fail(2, [command, '', usage]);
else if (command.name === 'help') console.log(usage);
else await main(command);

type Work = Exclude<Command, { readonly name: 'help' }>;

async function main(given: Work): Promise<void> {
  const read = readConfig(process.env);
  if ('faults' in read) return fail(1, ['These settings have to be mended first:', ...read.faults]);
  const terminal = openTerminal();
  try {
    await run(read.config, given, terminal);
  } catch (error) {
    fail(1, [explain(error, given.name === 'rekey' ? 'what was sealed anew stays so, run it again' : 'nothing was changed')]);
  }
}

async function onTemplates(given: readonly string[]): Promise<void> {
  const wanted = readTemplateCommand(given);
  if (typeof wanted === 'string') return fail(2, [wanted, '', templatesUsage]);
  const read = readConfig(process.env);
  if ('faults' in read) return fail(1, ['These settings have to be mended first:', ...read.faults]);
  try {
    const isGood = await templates(read.config, wanted, templateKinds(flows), openTerminal().say);
    // Kept connections would hold the process for seconds.
    process.exit(isGood ? 0 : 1);
  } catch (error) {
    fail(1, [explain(error, 'nothing was changed')]);
  }
}

function run(config: Config, given: Work, terminal: Terminal): Promise<void> {
  switch (given.name) {
    case 'rekey':
      return rekey(config, terminal);
    case 'restore':
    case 'import':
      return load(config, given, terminal);
    case 'backup':
    case 'export':
      return save(config, given.name, given.file, terminal);
  }
}

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Expected PostgreSQL to answer at DATABASE_URL, but nothing listens there; start it, or mend DATABASE_URL',
  ECONNRESET: 'Expected an answer, but the assistant or the database ended in the middle; try again',
  ENOSPC: 'Expected room on the disk, but it is full',
  EACCES: 'Expected to be allowed to write there; run the command as the account that the assistant runs as, or name another file',
  ENOENT: 'Expected the folder of that file to be there; make it, or name another file',
};

/** What the database says may quote rows, so only its code is shown. `outcome`: how things stand after any fault. */
function explain(error: unknown, outcome: string): string {
  if (!(error instanceof Error)) return `Something went wrong that this command does not know; ${outcome}`;
  if (/^(Expected|The running assistant) /.test(error.message)) return error.message;
  const code = 'code' in error ? String(error.code) : error.name;
  return `${codes[code] ?? `Expected this to work, but the system or the database said ${code}`}; ${outcome}`;
}

function fail(code: number, lines: readonly string[]): void {
  console.error(lines.join('\n'));
  process.exitCode = code;
}
