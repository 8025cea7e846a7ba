import type { Queryable } from '../database.ts';

export interface Column {
  readonly name: string;
  /** As SQL writes it, such as `timestamp with time zone`. */
  readonly type: string;
  /** Numbers its rows by itself. */
  readonly isIdentity: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Who runs right now is no data, and the list of migrations stands in the head of a backup. */
const leftOut = ['process', 'migration'];

/** The tables whose rows make up a backup, each after those that it refers to. */
export async function readTables(queryable: Queryable): Promise<readonly Table[]> {
  const columns = await queryable.query<Column & { readonly table: string; readonly [column: string]: unknown }>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attidentity <> '' as "isIdentity"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
     where n.nspname = 'causo' and c.relkind = 'r' and c.relname <> all($1::text[])
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     order by c.relname, a.attnum`,
    [leftOut],
  );
  const names = [...new Set(columns.map(({ table }) => table))];
  const columnsOf = (name: string): readonly Column[] =>
    columns.filter(({ table }) => table === name).map(({ name: column, type, isIdentity }) => ({ name: column, type, isIdentity }));
  return sortByNeeds(names, await readNeeds(queryable)).map((name) => ({ name, columns: columnsOf(name) }));
}

/** One table refers to another by a foreign key. */
interface Need {
  readonly [column: string]: unknown;
  readonly table: string;
  readonly needs: string;
}

function readNeeds(queryable: Queryable): Promise<readonly Need[]> {
  return queryable.query<Need>(
    `select t.relname as "table", r.relname as needs
     from pg_constraint f join pg_class t on t.oid = f.conrelid join pg_class r on r.oid = f.confrelid
     where f.contype = 'f' and f.connamespace = 'causo'::regnamespace and f.conrelid <> f.confrelid`,
  );
}

function sortByNeeds(names: readonly string[], needs: readonly Need[]): readonly string[] {
  const sorted: string[] = [];
  while (sorted.length < names.length) {
    const isReady = (name: string): boolean => needs.every(({ table, needs: other }) => table !== name || sorted.includes(other));
    const next = names.find((name) => !sorted.includes(name) && isReady(name));
    if (next === undefined) throw new Error('Expected tables that do not refer to each other in a ring; a backup could not be loaded again');
    sorted.push(next);
  }
  return sorted;
}

/** The number that an identity column gives next. Sequences know no transactions: it may be more than the rows show, never less. */
export async function nextNumber(queryable: Queryable, table: string, column: string): Promise<number> {
  const [sequence] = await queryable.query<{ name: string }>('select pg_get_serial_sequence($1, $2) as name', [`causo.${quote(table)}`, column]);
  // Comes in quotes where it needs them.
  const [row] = await queryable.query<{ next: number }>(`select case when is_called then last_value + 1 else last_value end as next from ${sequence?.name}`);
  return row?.next ?? 1;
}

/** SQL: the name in quotes. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
