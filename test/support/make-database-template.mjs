// Writes a dump of a fresh PGlite to the given file. A process of its own, because initdb needs nearly 900 MB for a moment.
import { renameSync, writeFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const file = process.argv[2] ?? '';
const database = await PGlite.create();
// Not compressed: unpacking would cost each test file a quarter of a second.
const dump = await database.dumpDataDir('none');
await database.close();
const unfinished = `${file}.${process.pid}`;
writeFileSync(unfinished, Buffer.from(await dump.arrayBuffer()));
renameSync(unfinished, file);
