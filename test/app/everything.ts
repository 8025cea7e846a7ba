import type { Database } from '../../src/store/database.ts';
import { testSealer } from '../support/test-assistant.ts';

/** One value of one row, opened where it was sealed. */
export interface Held {
  readonly table: string;
  readonly column: string;
  readonly sealed: boolean;
  readonly text: string;
}

/** Every value of every table. Texts of flows and the list of migrations are ours and left out. */
export async function readEverything(database: Database): Promise<readonly Held[]> {
  const tables = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'causo' and table_name not in ('flow_version', 'migration')`,
  );
  const held: Held[] = [];
  for (const { name } of tables) {
    for (const row of await database.query(`select * from causo.${name}`)) {
      held.push(...Object.entries(row).map(([column, value]) => ({ table: name, column, ...open(value) })));
    }
  }
  return held;
}

function open(value: unknown): { readonly sealed: boolean; readonly text: string } {
  if (!(value instanceof Uint8Array)) return { sealed: false, text: JSON.stringify(value) };
  try {
    return { sealed: true, text: Buffer.from(testSealer.unsealBytes(value)).toString('utf8') };
  } catch {
    return { sealed: false, text: Buffer.from(value).toString('hex') };
  }
}

/** Where one of the words stands, however its letters are spaced. */
export function placesOf(held: readonly Held[], words: readonly string[]): readonly string[] {
  const found = held.filter(({ text }) => words.some((word) => text.includes(word) || text.replace(/[\s.-]/g, '').includes(word)));
  return found.map(({ table, column, text }) => `${table}.${column}: ${text.slice(0, 200)}`);
}
