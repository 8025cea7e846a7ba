import { parse, type CsvError } from 'csv-parse/sync';

/** A list as it stands in a file: texts by the names of columns. */
export interface Table {
  /** In the order of the file. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** Where it begins: "line 3" of a CSV file, "entry 3" of a JSON file. */
  readonly place: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** Nobody has so many places; what is larger is another file. Bytes. */
export const largestFile = 1_000_000;
export const mostRows = 500;
const mostColumns = 60;

/** A file that is no table at all; the text says what was expected. */
export class TableFault extends Error {}

/** Reads a CSV file (with commas, semicolons or tabs, as spreadsheets write them) or a list of objects in JSON. Throws a `TableFault`. */
export function readTable(bytes: Uint8Array): Table {
  if (bytes.length > largestFile) throw new TableFault(`Expected at most ${largestFile / 1_000_000} MB, the file has ${(bytes.length / 1_000_000).toFixed(1)} MB`);
  const text = decode(bytes);
  const table = /^\s{0,100}[[{]/.test(text) ? readJson(text) : readCsv(text);
  if (table.rows.length === 0) throw new TableFault('Expected rows, the file has none');
  if (table.rows.length > mostRows) throw new TableFault(`Expected at most ${mostRows} rows, the file has ${table.rows.length}`);
  return table;
}

/** Without the mark that some programs put in front. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw new TableFault('Expected a CSV or JSON file, found a workbook; in Excel use "Save as", type "CSV UTF-8"');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below.
  }
  throw new TableFault('Expected text in UTF-8, found another encoding; in Excel use "Save as", type "CSV UTF-8"');
}

function readCsv(text: string): Table {
  const [head, ...rows] = parseCsv(text);
  const names = (head?.cells ?? []).map((name) => name.trim());
  if (names.length > mostColumns) throw new TableFault(`Expected at most ${mostColumns} columns, the file has ${names.length}`);
  refuseTwice(names.filter((name) => name !== ''));
  // Lines of a spreadsheet in which nothing stands are no rows.
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return {
    columns: names.filter((name) => name !== ''),
    rows: filled.map(({ cells, line }) => ({ place: `line ${line}`, cells: cellsOf(names, cells, line) })),
  };
}

interface CsvRecord {
  readonly cells: readonly string[];
  /** The line on which it begins. */
  readonly line: number;
}

function parseCsv(text: string): readonly CsvRecord[] {
  try {
    const ends: number[] = [];
    const records = parse(text, {
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (record, { lines }) => {
        ends.push(lines);
        return record;
      },
    });
    return records.map((cells, index) => ({ cells, line: (ends[index - 1] ?? 0) + 1 }));
  } catch (error) {
    throw new TableFault(explainCsv(error), { cause: error });
  }
}

/** The sign that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [line = ''] = text.slice(0, 10_000).split(/[\r\n]/, 1);
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

function explainCsv(error: unknown): string {
  const fault = error instanceof Error ? (error as Partial<CsvError>) : {};
  const place = typeof fault['lines'] === 'number' ? ` near line ${fault['lines']}` : '';
  const quotes = typeof fault.code === 'string' && fault.code.includes('QUOTE');
  return `Expected a CSV table${place}, but ${quotes ? 'a quotation mark (") there is not closed, or stands inside of a text; inside of a quoted text it is written twice' : 'it cannot be read there'}`;
}

function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TableFault(`Expected each column once, "${twice.slice(0, 60)}" stands there twice`);
}

function cellsOf(names: readonly string[], record: readonly string[], line: number): Readonly<Record<string, string>> {
  const outside = record.findIndex((cell, index) => cell.trim() !== '' && (names[index] ?? '') === '');
  if (outside >= 0) throw new TableFault(`Expected ${names.length} columns, line ${line} has something in column ${outside + 1}, which has no name`);
  return Object.fromEntries(names.flatMap((name, index) => (name === '' ? [] : [[name, record[index] ?? '']])));
}

function readJson(text: string): Table {
  const list = parseJson(text);
  const rows = list.map((entry, index) => ({ place: `entry ${index + 1}`, cells: cellsOfJson(entry, `entry ${index + 1}`) }));
  return { columns: [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))], rows };
}

function parseJson(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch (error) {
    throw new TableFault(`Expected JSON, but it cannot be read${error instanceof Error && /position \d+/.test(error.message) ? ` at ${/position \d+/.exec(error.message)?.[0] ?? ''}` : ''}`, { cause: error });
  }
  throw new TableFault('Expected a list of facilities in JSON: [ {"id": …}, … ]');
}

function cellsOfJson(entry: unknown, place: string): Readonly<Record<string, string>> {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw new TableFault(`Expected an object as ${place}`);
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, textOf(value, `${place}, ${name.slice(0, 60)}`)]));
}

/** As the same would stand in a CSV cell. */
function textOf(value: unknown, place: string): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join('|');
  throw new TableFault(`Expected a text, a number, true, false, null or a list of texts at ${place}`);
}
