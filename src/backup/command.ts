/** What was asked of `npm run data`. */
export type Command = { readonly name: 'help' } | RekeyCommand | SaveCommand | LoadCommand;

export interface RekeyCommand {
  readonly name: 'rekey';
}

export interface SaveCommand {
  readonly name: 'backup' | 'export';
  readonly file: string | undefined;
}

export interface LoadCommand {
  readonly name: 'restore' | 'import';
  readonly file: string;
  readonly replaces: boolean;
  readonly isSure: boolean;
}

export const usage = `Usage: npm run data -- <command>

  backup [file]    writes everything into one file, also while the assistant runs
  restore <file>   puts a backup into the database; the assistant is stopped meanwhile
  export [file]    like backup, but of a stopped assistant: to go on elsewhere with its very last state
  import <file>    puts an export into the database, which goes on exactly where the other one ended
  rekey            seals everything anew under the first key of DATA_KEY, also while the assistant runs; when no row
                   needs an older key any more, a start does not ask for that one any more. May be interrupted and
                   begun again. docs/operations.md, "Changing DATA_KEY", tells the whole way

  appointments …   what residents have asked of clinics: list, confirm, propose, decline, cancel, arrived, missed
                   (appointments --help tells more)
  facilities …     the places that the assistant knows: list, import, export, close, open (facilities --help tells more)
  templates …      which approved template of Zalo stands for which kind of reminder (templates --help tells more)

  --replace        restore, import: removes what is in the database (asks you to type a word)
  --yes            does not ask

Without a file name the file is put into DATA_DIR/backups. Files look the same on both set-ups, so that what was
exported from the embedded database can be imported into PostgreSQL, and back.

The settings are those of npm start: with DATABASE_URL this is about that PostgreSQL, without it about DATA_DIR.

Rows stay sealed in the file, and the key is not in it. KEEP THE KEY APART from the backups: it is DATA_KEY, or for the
embedded database the file DATA_DIR/data-key. Without it a backup is worth nothing; with it anybody can read it.
Backups made before a change of keys need the old key for as long as they are kept.
docs/backup.md tells how often, where to, and how to try a restore.`;

/** Reads the words of the command line; a text that begins with "Expected" when they make no command. */
export function readCommand(words: readonly string[]): Command | string {
  if (words.includes('--help') || words.includes('-h')) return { name: 'help' };
  const options = words.filter((word) => word.startsWith('-'));
  const [name, file, ...rest] = words.filter((word) => !word.startsWith('-'));
  if (name === 'rekey') return [...options, file].some((word) => word !== undefined) ? 'Expected nothing behind rekey' : { name };
  if (name !== 'backup' && name !== 'export' && name !== 'restore' && name !== 'import') return `Expected a command, got ${name === undefined ? 'nothing' : JSON.stringify(name)}`;
  if (rest.length > 0) return `Expected one file, got ${rest.length + 1}`;
  if (name === 'backup' || name === 'export') {
    return options.length > 0 ? `Expected no ${options.join(' ')} with ${name}` : { name, file };
  }
  const unknown = options.find((option) => option !== '--replace' && option !== '--yes');
  if (unknown !== undefined) return `Expected --replace or --yes, got ${unknown}`;
  if (file === undefined) return `Expected the name of a file: npm run data -- ${name} <file>`;
  return { name, file, replaces: options.includes('--replace'), isSure: options.includes('--yes') };
}
