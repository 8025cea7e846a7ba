import type { Queryable } from '../database.ts';
import { quote, type Table } from './catalog.ts';
import { damaged, type Head, type TableLine } from './format.ts';

/** So many characters, or rows, go to the database together. */
const portion = 1_000_000;
const mostRows = 1_000;

/** Takes the pieces of a backup in their order and inserts them. */
export interface Loader {
  /** Once, with the tables as they were when the backup was made. */
  begin(head: Head, tables: readonly Table[]): Promise<void>;
  table(line: TableLine): Promise<void>;
  row(line: string): Promise<void>;
  /** Resolves with the number of rows when all are in. */
  end(): Promise<number>;
}

export function createLoader(transaction: Queryable, progress: (done: number, total: number) => void): Loader {
  let tables: readonly Table[] = [];
  let total = 0;
  let done = 0;
  let statement = '';
  let waiting: string[] = [];
  let waitingLength = 0;

  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await transaction.query(statement, [`[${waiting.join(',')}]`]);
    done += waiting.length;
    waiting = [];
    waitingLength = 0;
    progress(done, total);
  };

  return {
    begin: async (head, known) => {
      tables = known;
      total = Object.values(head.rows).reduce((sum, count) => sum + count, 0);
      if (known.length !== Object.keys(head.rows).length) throw damaged('a table is missing in it');
    },
    table: async (line) => {
      await flush();
      const table = tables.find(({ name }) => name === line.table);
      if (!table || !isSameList(table.columns.map(({ name }) => name), line.columns)) throw damaged('a table in it is none of ours');
      statement = insertInto(table, line.columns);
      await setNumbers(transaction, table, line.next);
    },
    row: async (line) => {
      waiting.push(line);
      waitingLength += line.length;
      if (waiting.length >= mostRows || waitingLength >= portion) await flush();
    },
    end: async () => {
      await flush();
      return done;
    },
  };
}

function isSameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && new Set([...some, ...others]).size === some.length;
}

/** Every value comes as text and becomes what its column is; ids are kept. */
function insertInto({ name, columns }: Table, order: readonly string[]): string {
  const typeOf = new Map(columns.map((column) => [column.name, column.type]));
  const values = order.map((column, index) => `(row ->> ${index})::${typeOf.get(column)}`);
  return `insert into causo.${quote(name)} (${order.map(quote).join(', ')}) overriding system value
    select ${values.join(', ')} from jsonb_array_elements($1::jsonb) as line(row)`;
}

/** Lets the numbers of rows go on where they were. */
async function setNumbers(transaction: Queryable, { name, columns }: Table, next: TableLine['next']): Promise<void> {
  for (const column of columns.filter(({ isIdentity }) => isIdentity)) {
    await transaction.query('select setval(pg_get_serial_sequence($1, $2)::regclass, $3, false)', [
      `causo.${quote(name)}`,
      column.name,
      Math.max(1, next[column.name] ?? 1),
    ]);
  }
}
