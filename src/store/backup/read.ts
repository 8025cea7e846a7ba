import { createHash } from 'node:crypto';
import { readLines } from './file.ts';
import { damaged, notABackup, readHead, readLine, truncated, type Head, type TableLine } from './format.ts';

export interface BackupReader {
  /** The head was read and is sound. */
  head?(head: Head): Promise<void>;
  table?(table: TableLine): Promise<void>;
  /** One row of the table that was named last, as it stands in the file. */
  row?(line: string): Promise<void>;
}

/**
 * Reads a whole backup and gives it to `reader` piece by piece. Rejects with a `BackupFault` for anything else than a
 * sound file: what was given before must not be kept then.
 */
export async function readBackup(file: string, reader: BackupReader = {}): Promise<Head> {
  const hash = createHash('sha256');
  const body = createBodyReader(reader);
  let head: Head | undefined;
  let checksum: string | undefined;
  for await (const line of readLines(file)) {
    if (checksum !== undefined) throw damaged('something follows its end');
    if (head) {
      checksum = await body.take(line);
    } else {
      head = readHead(line);
      await reader.head?.(head);
    }
    if (checksum === undefined) hash.update(line).update('\n');
  }
  if (!head) throw notABackup();
  if (checksum === undefined) throw truncated();
  if (checksum !== hash.digest('hex')) throw damaged('its checksum is another');
  body.compare(head);
  return head;
}

/** Takes what follows the head, one line after the other. */
function createBodyReader(reader: BackupReader) {
  const counts = new Map<string, number>();
  let current: TableLine | undefined;
  const takeRow = async (line: string, values: number): Promise<void> => {
    if (values !== current?.columns.length) throw damaged('a row does not fit its table');
    counts.set(current.table, (counts.get(current.table) ?? 0) + 1);
    await reader.row?.(line);
  };
  const takeTable = async (table: TableLine): Promise<void> => {
    if (counts.has(table.table)) throw damaged('a table stands in it twice');
    current = table;
    counts.set(table.table, 0);
    await reader.table?.(table);
  };
  return {
    /** Resolves with the checksum once the end has come. */
    async take(text: string): Promise<string | undefined> {
      const line = readLine(text);
      if (line.type === 'end') return line.checksum;
      if (line.type === 'table') await takeTable(line.table);
      else await takeRow(text, line.values);
      return undefined;
    },
    compare({ rows }: Head): void {
      const isAll = Object.keys(rows).length === counts.size && [...counts].every(([name, count]) => rows[name] === count);
      if (!isAll) throw damaged('it holds another number of rows than it says');
    },
  };
}
