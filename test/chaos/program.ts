import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Program from '../../scripts/program.mjs';
import { projectRoot } from '../../src/root.ts';

export type { RunningProgram, Settings } from '../../scripts/program.mjs';

// Found from the root, since a build holds TypeScript only.
const program: typeof Program = await import(pathToFileURL(join(projectRoot, 'scripts/program.mjs')).href);

export const { runProgram, startProgram, post, isTaken } = program;
