import { flows } from '../flows/mod.ts';
import { appointmentUsage, readAppointmentCommand, type AppointmentCommand } from './appointments/command.ts';
import { withAppointmentDesk } from './appointments/open-desk.ts';
import { runAppointmentCommand } from './appointments/run.ts';
import { templateKinds } from './app/template-values.ts';
import { readConfig, type Config } from './config.ts';
import { readCommand, usage, type Command } from './backup/command.ts';
import { load } from './backup/load.ts';
import { rekey } from './backup/rekey.ts';
import { save } from './backup/save.ts';
import { readTemplateCommand, templates, templatesUsage } from './connect/templates.ts';
import { openTerminal, type Terminal } from './backup/terminal.ts';
import { facilityUsage, readFacilityCommand, type FacilityCommand } from './facilities/command.ts';
import { withFacilityDesk } from './facilities/open-desk.ts';
import { runFacilityCommand } from './facilities/run.ts';

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Expected PostgreSQL to answer at DATABASE_URL, but nothing listens there; start it, or mend DATABASE_URL',
  ECONNRESET: 'Expected an answer, but the assistant or the database ended in the middle; try again',
  ENOSPC: 'Expected room on the disk, but it is full',
  EACCES: 'Expected to be allowed to write there; run the command as the account that the assistant runs as, or name another file',
  ENOENT: 'Expected the folder of that file to be there; make it, or name another file',
};

const [group, ...words] = process.argv.slice(2);
if (group === 'appointments') await keepAppointments(readAppointmentCommand(words));
else if (group === 'facilities') await keepFacilities(readFacilityCommand(words));
else if (group === 'templates') await keepTemplates(words);
else await backUpOrRestore(readCommand(process.argv.slice(2)));

async function keepAppointments(command: AppointmentCommand | string): Promise<void> {
  if (typeof command === 'string') return fail(2, [command, '', appointmentUsage]);
  if (command.name === 'help') return console.log(appointmentUsage);
  await withConfig('nothing was changed', async (config, { say }) => {
    const done = await withAppointmentDesk(config, (desk) => runAppointmentCommand(command, desk, say));
    if (!done) process.exitCode = 1;
  });
}

async function keepFacilities(command: FacilityCommand | string): Promise<void> {
  if (typeof command === 'string') return fail(2, [command, '', facilityUsage]);
  if (command.name === 'help') return console.log(facilityUsage);
  await withConfig('nothing was changed', async (config, { say }) => {
    const done = await withFacilityDesk(config, (desk) => runFacilityCommand(command, desk, new Date(), say));
    if (!done) process.exitCode = 1;
  });
}

async function keepTemplates(given: readonly string[]): Promise<void> {
  const command = readTemplateCommand(given);
  if (typeof command === 'string') return fail(2, [command, '', templatesUsage]);
  await withConfig('nothing was changed', async (config, { say }) => {
    const isGood = await templates(config, command, templateKinds(flows), say);
    // Kept connections would hold the process for seconds.
    process.exit(isGood ? 0 : 1);
  });
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
