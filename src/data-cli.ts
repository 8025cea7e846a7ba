import { flows } from '../flows/mod.ts';
import { appointmentUsage, readAppointmentCommand } from './appointments/command.ts';
import { runAppointmentCommand } from './appointments/run.ts';
import { createOwnAppointmentDesk } from './app/appointments/appointment-desk.ts';
import { createOwnFacilityDesk } from './app/facilities/facility-desk.ts';
import { templateKinds } from './app/template-values.ts';
import { readConfig, type Config } from './config.ts';
import { readCommand, usage, type Command } from './backup/command.ts';
import { load } from './backup/load.ts';
import { rekey } from './backup/rekey.ts';
import { save } from './backup/save.ts';
import { readTemplateCommand, templates, templatesUsage } from './connect/templates.ts';
import { withDesk } from './open-desk.ts';
import { openTerminal, type Terminal } from './backup/terminal.ts';
import { facilityUsage, readFacilityCommand } from './facilities/command.ts';
import { runFacilityCommand } from './facilities/run.ts';

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Expected PostgreSQL to answer at DATABASE_URL, but nothing listens there; start it, or mend DATABASE_URL',
  ECONNRESET: 'Expected an answer, but the assistant or the database ended in the middle; try again',
  ENOSPC: 'Expected room on the disk, but it is full',
  EACCES: 'Expected to be allowed to write there; run the command as the account that the assistant runs as, or name another file',
  ENOENT: 'Expected the folder of that file to be there; make it, or name another file',
};

const groups: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  appointments: (words) =>
    keep(readAppointmentCommand(words), appointmentUsage, (command, config, say) =>
      withDesk(config, { running: ({ appointments }) => appointments, own: createOwnAppointmentDesk }, (desk) => runAppointmentCommand(command, desk, say)),
    ),
  facilities: (words) =>
    keep(readFacilityCommand(words), facilityUsage, (command, config, say) =>
      withDesk(config, { running: ({ facilities }) => facilities, own: createOwnFacilityDesk }, (desk) => runFacilityCommand(command, desk, new Date(), say)),
    ),
  templates: (words) => keep(readTemplateCommand(words), templatesUsage, (command, config, say) => templates(config, command, templateKinds(flows), say)),
};

const [group = '', ...words] = process.argv.slice(2);
if (Object.hasOwn(groups, group)) await groups[group]?.(words);
else await backUpOrRestore(readCommand(process.argv.slice(2)));

type Help<Command> = Extract<Command, { readonly name: 'help' }>;

/** Does a command of a group; `work` tells whether all went well, and has said what did not. */
async function keep<Given extends { readonly name: string }>(
  command: Given | string,
  usageOf: string,
  work: (command: Exclude<Given, Help<Given>>, config: Config, say: Terminal['say']) => Promise<boolean>,
): Promise<void> {
  if (typeof command === 'string') return fail(2, [command, '', usageOf]);
  if (!isWork(command)) return console.log(usageOf);
  await withConfig('nothing was changed', async (config, { say }) => {
    // Kept connections would hold the process for seconds.
    process.exit((await work(command, config, say)) ? 0 : 1);
  });
}

function isWork<Given extends { readonly name: string }>(command: Given): command is Exclude<Given, Help<Given>> {
  return command.name !== 'help';
}

async function backUpOrRestore(command: Command | string): Promise<void> {
  if (typeof command === 'string') return fail(2, [command, '', usage]);
  if (command.name === 'help') return console.log(usage);
  const outcome = command.name === 'rekey' ? 'what was sealed anew stays so, run it again' : 'nothing was changed';
  await withConfig(outcome, (config, terminal) => run(config, command, terminal));
}

type Work = Exclude<Command, { readonly name: 'help' }>;

/** `outcome`: how things stand after any fault. */
async function withConfig(outcome: string, work: (config: Config, terminal: Terminal) => Promise<void>): Promise<void> {
  const read = readConfig(process.env);
  if ('faults' in read) return fail(1, ['These settings have to be mended first:', ...read.faults]);
  const terminal = openTerminal();
  try {
    await work(read.config, terminal);
  } catch (error) {
    fail(1, [explain(error, outcome)]);
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
