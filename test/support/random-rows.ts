import fc from 'fast-check';
import { quote, readTables } from '../../src/store/backup/catalog.ts';
import type { Database, Queryable } from '../../src/store/database.ts';

/** What the tables themselves say about the values of a column. */
interface Rule {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  /** The table that it refers to. */
  readonly refersTo: string | null;
  /** The only words that it takes, where they are written down. */
  readonly words: readonly string[];
}

/** One value as text for each column of one row; a column that refers to another table holds a number to pick by. */
export type RandomRows = readonly { readonly table: string; readonly values: Readonly<Record<string, string | null>> }[];

/** Makes rows and inserts them. */
export interface RowMaker {
  readonly rows: fc.Arbitrary<RandomRows>;
  /** Inserts what the tables take; rows that two rules of a table make impossible are left out. */
  insert(rows: RandomRows): Promise<void>;
}

/** Any rows that the tables of this database take, read from the catalogue, so that new tables are tried without a word here. */
export async function createRowMaker(database: Database): Promise<RowMaker> {
  const rules = await readRules(database);
  const tables = (await readTables(database)).map(({ name }) => name);
  const rulesOf = (table: string): readonly Rule[] => rules.filter((rule) => rule.table === table);
  const made = tables.filter((table) => rulesOf(table).length > 0);
  return {
    rows: fc.tuple(...made.map((table) => rowsOf(table, rulesOf(table)))).map((lists) => lists.flat()),
    insert: (rows) =>
      database.transaction(async (transaction) => {
        for (const table of made) {
          for (const row of rows.filter((one) => one.table === table)) await insertOne(transaction, table, rulesOf(table), row.values);
        }
      }),
  };
}

/** Identity columns number themselves, leases come back from no backup, and no random word opens a key. */
async function readRules(database: Database): Promise<readonly Rule[]> {
  const rules = await database.query<Omit<Rule, 'words'> & { readonly check: string | null; readonly [column: string]: unknown }>(
    `select c.relname as "table", a.attname as name, format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as "isOptional",
       (select f.confrelid::regclass::text from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum]) as "refersTo",
       (select pg_get_constraintdef(k.oid) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum] limit 1) as "check"
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'causo'::regnamespace and c.relkind = 'r' and c.relname not in ('data_key', 'process', 'migration')
       and a.attnum > 0 and not a.attisdropped and a.attidentity = '' and a.attgenerated = '' and a.attname not like 'lease\\_%'
     order by c.relname, a.attnum`,
  );
  return rules.map(({ check, ...rule }) => ({ ...rule, words: [...(check ?? '').matchAll(/'([^']*)'::text/g)].map(([, word]) => word ?? '') }));
}

function rowsOf(table: string, rules: readonly Rule[]): fc.Arbitrary<RandomRows> {
  const values = Object.fromEntries(rules.map((rule) => [rule.name, valueOf(rule)]));
  return fc.array(fc.record(values).map((row) => ({ table, values: row })), { minLength: 1, maxLength: 6 });
}

function valueOf({ type, isOptional, refersTo, words }: Rule): fc.Arbitrary<string | null> {
  const some = refersTo !== null ? fc.nat(1000).map(String) : words.length > 0 ? fc.constantFrom(...words) : byType(type);
  return isOptional ? fc.option(some, { freq: 3 }) : some;
}

const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((value) => value.replaceAll('\0', ''));
const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array).toString('hex'));
const moment = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2190-01-01T00:00:00Z'), noInvalidDate: true });

function byType(type: string): fc.Arbitrary<string> {
  switch (type) {
    case 'text':
      return text;
    case 'text[]':
      return fc.array(text, { maxLength: 4 }).map((items) => `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
    case 'jsonb':
      return fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.stringify(value).replaceAll('\\u0000', '')).filter(isStorable);
    case 'bytea':
      return bytes.map((hex) => `\\x${hex}`);
    case 'bytea[]':
      return fc.array(bytes, { maxLength: 4 }).map((items) => `{${items.map((hex) => `"\\\\x${hex}"`).join(',')}}`);
    case 'boolean':
      return fc.boolean().map(String);
    case 'smallint':
      return fc.integer({ min: -32_768, max: 32_767 }).map(String);
    case 'integer':
      return fc.integer({ max: 2_000_000_000 }).map(String);
    case 'bigint':
      return fc.maxSafeInteger().map(String);
    case 'date':
      return moment.map((date) => date.toISOString().slice(0, 10));
    case 'timestamp with time zone':
      // PostgreSQL keeps microseconds, which a Date has not.
      return fc.tuple(moment, fc.nat(999)).map(([date, micro]) => date.toISOString().replace('Z', `${String(micro).padStart(3, '0')}Z`));
    default:
      throw new Error(`Expected a type that random rows know, got ${type}; add it here`);
  }
}

/** PostgreSQL takes no half of a pair of surrogates. */
function isStorable(json: string): boolean {
  return !/\\ud[89a-f]/i.test(json);
}

/** A rule over several columns, of which nothing is known here; and a row to refer to, where such rules have refused all of them. */
const maySayNo: readonly unknown[] = ['23514', '22012'];

async function insertOne(transaction: Queryable, table: string, rules: readonly Rule[], values: Readonly<Record<string, string | null>>): Promise<void> {
  const names = rules.map(({ name }) => quote(name)).join(', ');
  const parts = rules.map((rule, index) => partOf(rule, `$${index + 1}::text`)).join(', ');
  await transaction.query('savepoint one');
  try {
    await transaction.query(
      `insert into causo.${quote(table)} (${names}) values (${parts}) on conflict do nothing`,
      rules.map(({ name }) => values[name] ?? null),
    );
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && maySayNo.includes(error.code))) throw error;
    await transaction.query('rollback to savepoint one');
  }
}

/** A reference is a number by which one of the rows that are there is picked. */
function partOf({ type, refersTo }: Rule, value: string): string {
  if (refersTo === null) return `${value}::${type}`;
  return `(select id from ${refersTo} where ${value} is not null order by id offset ${value}::int % (select count(*)::int from ${refersTo}) limit 1)`;
}
