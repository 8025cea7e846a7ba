import { listFilterShape, staffChanges, staffOrderShape, type ListFilter, type StaffOrder } from '../store/appointment-desk.ts';

/** What was asked of `npm run data -- appointments`. */
export type AppointmentCommand = { readonly name: 'help' } | { readonly name: 'list'; readonly filter: ListFilter } | { readonly name: 'change'; readonly order: StaffOrder };

export const appointmentUsage = `Usage: npm run data -- appointments <command>

  list               what residents have asked for, and what became of it
                     [--facility <id>] [--day <YYYY-MM-DD>] [--state <state>] [--names]
  confirm <number>   says yes to it [--slot <HH:MM>], and where the resident left the day open: --day and --half
  propose <number>   asks the resident to come at another time: --day <YYYY-MM-DD> --half morning|afternoon [--slot <HH:MM>]
  decline <number>   says no to a request
  cancel <number>    ends an appointment that was confirmed
  arrived <number>   the person has come
  missed <number>    the person has not come

  --version <n>      only if nobody has changed it since you saw this version
  --staff <name>     who does it, for its history (command line)
  --names            names, dates of birth and phones in full; else only first letters

States: requested, confirmed, other_time_proposed, accepted, declined, cancelled, attended, missed.
Residents hear of every change but arrived and missed in their chat. docs/appointments.md tells more.`;

const valued = ['--facility', '--day', '--half', '--slot', '--state', '--version', '--staff'];

/** Reads the words behind `appointments`; a text that begins with "Expected" when they make no command. */
export function readAppointmentCommand(words: readonly string[]): AppointmentCommand | string {
  if (words.includes('--help') || words.includes('-h')) return { name: 'help' };
  const read = splitOptions(words);
  if (typeof read === 'string') return read;
  const [name, number, ...rest] = read.plain;
  if (rest.length > 0) return `Expected one number behind ${name}, got ${rest.length + 1}`;
  if (name === 'list') return number === undefined ? readList(read.options) : 'Expected nothing behind list but options';
  const change = staffChanges.find((known) => known === name);
  if (!change) return `Expected list, ${staffChanges.join(', ')} behind appointments, got ${name === undefined ? 'nothing' : JSON.stringify(name)}`;
  if (number === undefined) return `Expected the number of an appointment: npm run data -- appointments ${change} 482159`;
  return readChange(change, number, read.options);
}

type Options = ReadonlyMap<string, string>;

function splitOptions(words: readonly string[]): { readonly plain: readonly string[]; readonly options: Options } | string {
  const plain: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const value = words[index + 1];
    if (word === '--names') options.set(word, '');
    else if (valued.includes(word) && value !== undefined && !value.startsWith('--')) {
      options.set(word, value);
      index += 1;
    } else if (word.startsWith('-')) return valued.includes(word) ? `Expected a value behind ${word}` : `Expected no ${word}`;
    else plain.push(word);
  }
  return { plain, options };
}

const listOptions = ['--facility', '--day', '--state', '--names'];
const changeOptions = ['--day', '--half', '--slot', '--version', '--staff'];

function readList(options: Options): AppointmentCommand | string {
  const wrong = unknownOption(options, listOptions);
  if (wrong !== undefined) return `Expected no ${wrong} with list`;
  const given = { facility: options.get('--facility'), day: options.get('--day'), state: options.get('--state'), names: options.has('--names') };
  const read = listFilterShape.safeParse(given);
  return read.success ? { name: 'list', filter: read.data } : explain(read.error.issues[0]?.path[0]);
}

function readChange(change: StaffOrder['change'], number: string, options: Options): AppointmentCommand | string {
  const wrong = unknownOption(options, changeOptions);
  if (wrong !== undefined) return `Expected no ${wrong} with ${change}`;
  const version = options.get('--version');
  const read = staffOrderShape.safeParse({
    change,
    number: number.replaceAll(' ', ''),
    staff: options.get('--staff') ?? 'command line',
    version: version === undefined ? undefined : Number(version),
    day: options.get('--day'),
    halfDay: options.get('--half'),
    slot: options.get('--slot'),
  });
  return read.success ? { name: 'change', order: read.data } : explain(read.error.issues[0]?.path[0]);
}

function unknownOption(options: Options, known: readonly string[]): string | undefined {
  return [...options.keys()].find((option) => !known.includes(option));
}

const expected: Readonly<Record<string, string>> = {
  number: 'Expected a number of six digits, such as 482159',
  day: 'Expected --day as a day that exists, such as 2026-11-30',
  halfDay: 'Expected --half morning or --half afternoon',
  slot: 'Expected --slot as a time of the day, such as 08:30',
  state: 'Expected --state to be one of the states below',
  version: 'Expected --version as a whole number',
  staff: 'Expected --staff as a name of at most 60 letters',
  facility: 'Expected --facility as the id of a place',
};

function explain(field: PropertyKey | undefined): string {
  return expected[String(field)] ?? 'Expected other options';
}
