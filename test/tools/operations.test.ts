import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../src/app/alerts/reading.ts';
import { settings } from '../../src/settings.ts';
import { projectRoot } from '../../src/root.ts';

const docs = join(projectRoot, 'docs');
const read = (path: string): string => readFileSync(join(docs, path), 'utf8');
const filesIn = (folder: string): readonly string[] => readdirSync(join(docs, folder)).map((name) => `${folder}/${name}`);
const units = filesIn('systemd');
const texts = ['operations.md', ...units, ...filesIn('proxy')];
const known = new Set(settings.map(({ name }) => name));

/** Words in capitals that are the system's. */
const others = /^(?:AF|NODE)_/;

/** Every word that looks like a setting: with an underscore anywhere, or given a value at the beginning of a line. */
function settingsIn(text: string): readonly string[] {
  const words = [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g), ...text.matchAll(/(?:^|Environment=|[ \t])([A-Z][A-Z_]+)(?==\S)/gm)];
  return [...new Set(words.map(([whole, name]) => name ?? whole))].filter((name) => !others.test(name));
}

describe('the files about running it', () => {
  it.each(texts)('%s names only settings that there are', (path) => {
    expect(settingsIn(read(path)).filter((name) => !known.has(name) && name !== 'PASSWORD')).toEqual([]);
  });

  it('name those settings that a real installation needs', () => {
    const named = texts.flatMap((path) => settingsIn(read(path)));
    for (const name of ['DATABASE_URL', 'REDIS_URL', 'DATA_KEY', 'PUBLIC_URL', 'TRUST_PROXY', 'METRICS_TOKEN', 'WORKERS_PORT', 'PORT', 'DATA_DIR']) expect(named).toContain(name);
  });

  it('link only to files that are there', () => {
    const links = [...read('operations.md').matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(docs, path)))).toEqual([]);
  });

  it('tell when each alert begins and when it is over', () => {
    const rows = read('operations.md').split('\n');
    expect(alertKinds.filter((kind) => !rows.some((row) => row.startsWith(`| \`${kind}\` | `)))).toEqual([]);
  });
});

interface Entry {
  readonly section: string;
  readonly name: string;
  readonly value: string;
}

/** Throws at a line that systemd could not read. */
function parseUnit(text: string): readonly Entry[] {
  let section = '';
  return text.split('\n').flatMap((line) => {
    if (line === '' || line.startsWith('#')) return [];
    const head = /^\[(Unit|Service|Install)\]$/.exec(line)?.[1];
    section = head ?? section;
    if (head !== undefined) return [];
    const [, name, value] = /^([A-Z][A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || section === '') throw new Error(`Expected a setting in a section, found ${line}`);
    return [{ section, name, value }];
  });
}

/** What systemd says about a unit; undefined where it is not there. */
function verify(text: string, name: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'causo-units-'));
  try {
    const file = join(folder, name);
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync('/usr/bin/systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    return status === null ? undefined : `${stdout}${stderr}${status === 0 ? '' : ` ended with ${status}`}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(units)('the unit %s', (path) => {
  const entries = parseUnit(read(path));
  const valueOf = (name: string): string | undefined => entries.find((entry) => entry.name === name)?.value;

  it('starts a file of this project as an account of its own that may change nothing of the system', () => {
    const [node, ...files] = (valueOf('ExecStart') ?? '').split(' ');
    expect(node).toBe('/usr/bin/node');
    expect(files.slice(0, 2).filter((file) => existsSync(join(projectRoot, file)))).toEqual(['scripts/run.mjs', 'src/main.ts']);
    expect(['web', 'workers', undefined]).toContain(files[2]);
    expect([valueOf('User'), valueOf('NoNewPrivileges'), valueOf('ProtectSystem'), valueOf('CapabilityBoundingSet')]).toEqual(['causo', 'yes', 'strict', '']);
  });

  it('sets nothing that the program cannot live with', () => {
    const names = entries.map(({ name }) => name);
    for (const name of ['MemoryDenyWriteExecute', 'ProcSubset']) expect(names).not.toContain(name);
  });
});

/** Only where it is there and can say that a unit without a fault has none. */
const verified = verify('[Service]\nExecStart=/bin/true\n', 'plain.service') === '' ? units : [];

describe.each(verified)('systemd-analyze about %s', (path) => {
  it('has nothing to say', () => {
    // It looks for the program, which lies elsewhere on other machines; and a template needs a name.
    const text = read(path).replace('/usr/bin/node', process.execPath);
    expect(verify(text, basename(path).replace('@.', '@8081.'))).toBe('');
  });
});
