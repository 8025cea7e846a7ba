import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/root.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function makeTree(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'causo-layers-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

function check(folder: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(projectRoot, 'scripts/check-layers.mjs'), folder], (error, output) => {
      resolve({ code: error === null ? 0 : Number(error.code), output });
    });
  });
}

const thing = 'export const thing = 1;';

interface Planted {
  readonly from: string;
  readonly specifier: string;
  /** The file that this leads to when it is one of the project. */
  readonly to?: string;
}

const forbidden: readonly Planted[] = [
  { from: 'src/core/run.ts', specifier: '../store/thing.ts', to: 'src/store/thing.ts' },
  { from: 'src/core/run.ts', specifier: 'node:fs' },
  { from: 'src/core/run.ts', specifier: 'zod' },
  { from: 'src/understanding/intents.ts', specifier: '../app/thing.ts', to: 'src/app/thing.ts' },
  { from: 'src/store/contacts.ts', specifier: '../queue/thing.ts', to: 'src/queue/thing.ts' },
  { from: 'src/queue/jobs.ts', specifier: '../store/thing.ts', to: 'src/store/thing.ts' },
  { from: 'src/services/market/pay.ts', specifier: '../../understanding/fold.ts', to: 'src/understanding/fold.ts' },
  { from: 'src/channels/telegram/send.ts', specifier: '../zalo-oa/thing.ts', to: 'src/channels/zalo-oa/thing.ts' },
  { from: 'src/channels/telegram/send.ts', specifier: '../../core/thing.ts', to: 'src/core/thing.ts' },
  { from: 'src/app/deliver.ts', specifier: '../channels/telegram/thing.ts', to: 'src/channels/telegram/thing.ts' },
  { from: 'src/http/server.ts', specifier: '../store/thing.ts', to: 'src/store/thing.ts' },
  { from: 'src/inspect/graph.ts', specifier: '../store/thing.ts', to: 'src/store/thing.ts' },
  { from: 'flows/market.ts', specifier: '../src/app/thing.ts', to: 'src/app/thing.ts' },
  { from: 'workers/main.ts', specifier: '../test/support/thing.ts', to: 'test/support/thing.ts' },
  { from: 'src/app/deliver.ts', specifier: 'telegraf' },
  { from: 'src/app/deliver.ts', specifier: 'axios' },
  { from: 'src/app/deliver.ts', specifier: 'bullmq' },
  { from: 'workers/main.ts', specifier: 'ioredis' },
  { from: 'src/app/deliver.ts', specifier: 'drizzle-orm/pg-core' },
  { from: 'src/app/deliver.ts', specifier: 'pg' },
  { from: 'src/app/deliver.ts', specifier: '@electric-sql/pglite' },
  { from: 'src/app/deliver.ts', specifier: 'fastify' },
];

/** One tree with all of them, because each run of the checker takes half a second. */
function plantAll(): string {
  const files: Record<string, string> = {};
  for (const { from, specifier, to } of forbidden) {
    files[from] = `${files[from] ?? ''}export type { thing } from '${specifier}';\n`;
    if (to !== undefined) files[to] = thing;
  }
  return makeTree(files);
}

describe('the layer rules', () => {
  let planted = { code: 0, output: '' };
  beforeAll(async () => {
    planted = await check(plantAll());
  });

  it.each(forbidden)('report that $from imports $specifier', ({ from, specifier, to }) => {
    expect(planted.output).toContain(`${from} → ${to ?? specifier.replace('node:', '')}: `);
    expect(planted.code).toBe(1);
  });

  it('report a circle of imports', async () => {
    const { code, output } = await check(
      makeTree({ 'src/app/one.ts': "export * from './two.ts';", 'src/app/two.ts': "export * from './one.ts';" }),
    );
    expect(code).toBe(1);
    expect(output).toContain('src/app/two.ts');
    expect(output).toContain('no cycles');
  });

  it('let pass what the table allows', async () => {
    const { code, output } = await check(
      makeTree({
        'src/core/thing.ts': thing,
        'src/channels/channel.ts': thing,
        'src/channels/telegram/send.ts': "export * from '../channel.ts'; export { Telegraf } from 'telegraf';",
        'src/store/contacts.ts': "export * from '../core/thing.ts'; export { Pool } from 'pg';",
        'src/app/deliver.ts': "export * from '../store/contacts.ts'; export * from '../core/thing.ts';",
        'src/main.ts': "export * from './channels/telegram/send.ts'; export * from './app/deliver.ts';",
        'flows/market.ts': "export * from '../src/core/thing.ts';",
      }),
    );
    expect(output).toBe('7 of 7 modules read, 0 faults\n');
    expect(code).toBe(0);
  });

  it('fail on a tree where there is nothing to read', async () => {
    const { code, output } = await check(makeTree({ 'src/notes.txt': 'no code' }));
    expect(code).toBe(1);
    expect(output).toContain('found none');
  });

  it('read every file of this project', async () => {
    const { output } = await check(projectRoot);
    const [, read, present] = /^(\d+) of (\d+) modules read/m.exec(output) ?? [];
    expect(read).toBe(present);
    expect(Number(read)).toBeGreaterThanOrEqual(30);
  });
});
