/** What was asked of `npm run data -- facilities`. */
export type FacilityCommand =
  | { readonly name: 'help' }
  | { readonly name: 'list' }
  | { readonly name: 'import'; readonly file: string; readonly skipsWrong: boolean; readonly isDry: boolean }
  | { readonly name: 'export'; readonly file: string }
  | { readonly name: 'close' | 'open'; readonly id: string };

export const facilityUsage = `Usage: npm run data -- facilities <command>

  list             every place with its state; "to be checked" until a person has confirmed it
  import <file>    takes places out of a .csv or .json file: new ids are added, known ones changed, no others touched.
                   A wrong row is named by line and column, and then nothing is taken
  export <file>    writes all places into a .csv or .json file, which import reads back
  close <id>       closes a place for good: it is not offered any more, and whoever has an appointment there is told
  open <id>        takes that back

  --dry-run        import: only shows what would change
  --skip-wrong     import: takes the rows that are right

Works while the assistant runs: its chats follow within seconds. docs/facilities.md tells about the columns.`;

/** Reads the words behind `facilities`; a text that begins with "Expected" when they make no command. */
export function readFacilityCommand(words: readonly string[]): FacilityCommand | string {
  if (words.includes('--help') || words.includes('-h')) return { name: 'help' };
  const options = words.filter((word) => word.startsWith('-'));
  const [name, what, ...rest] = words.filter((word) => !word.startsWith('-'));
  const unknown = options.find((option) => name !== 'import' || (option !== '--dry-run' && option !== '--skip-wrong'));
  if (unknown !== undefined) return `Expected no ${unknown} with facilities ${name ?? ''}`.trim();
  if (rest.length > 0) return `Expected one word behind ${name}, got ${rest.length + 1}`;
  switch (name) {
    case 'list':
      return what === undefined ? { name } : 'Expected nothing behind list';
    case 'import':
      return what === undefined ? fileMissing(name) : { name, file: what, skipsWrong: options.includes('--skip-wrong'), isDry: options.includes('--dry-run') };
    case 'export':
      return what === undefined ? fileMissing(name) : /\.(?:csv|json)$/i.test(what) ? { name, file: what } : `Expected a file that ends with .csv or .json, got ${JSON.stringify(what)}`;
    case 'close':
    case 'open':
      return what === undefined ? `Expected the id of a place: npm run data -- facilities ${name} <id>` : { name, id: what };
    default:
      return `Expected list, import, export, close or open behind facilities, got ${name === undefined ? 'nothing' : JSON.stringify(name)}`;
  }
}

function fileMissing(name: string): string {
  return `Expected the name of a file: npm run data -- facilities ${name} <file>`;
}
