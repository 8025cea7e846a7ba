import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../scripts/program.mjs';
import { ownKey } from '../src/store/key-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causo-key-'));
  file = join(folder, 'data-key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the key that the embedded set-up makes for itself', () => {
  it('is 32 random bytes, the same at every start, and its owner alone can read it', () => {
    const key = ownKey(folder);
    expect(key).toHaveLength(32);
    expect(ownKey(folder)).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['data-key']);
    const elsewhere = mkdtempSync(join(tmpdir(), 'causo-key-'));
    expect(ownKey(elsewhere)).not.toEqual(key);
    rmSync(elsewhere, { recursive: true });
  });

  it('is read as earlier versions and people with an editor leave it', () => {
    writeFileSync(file, `${Buffer.alloc(32, 7).toString('base64')}\n`);
    mkdirSync(join(folder, 'database'));
    expect(Buffer.from(ownKey(folder))).toEqual(Buffer.alloc(32, 7));
  });

  it.each(['', 'AAAA'])('is made anew after a start that was killed when it had written %j', (written) => {
    writeFileSync(`${file}.unfinished`, written, { mode: 0o644 });
    expect(ownKey(folder)).toHaveLength(32);
    expect(readdirSync(folder)).toEqual(['data-key']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  const damaged = ['', '\n', 'AAAA', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), 'k'.repeat(44), `${'é'.repeat(43)}=`, '\0'.repeat(44)];

  it.each(damaged)('is never a damaged one: %j is refused, with what to do, and left as it is', (content) => {
    writeFileSync(file, content);
    expect(() => ownKey(folder)).toThrow(
      `Expected ${file} to hold a key of 32 bytes in base64, but it is damaged; restore it from a backup, or move ${join(folder, 'database')} and this file away to begin anew`,
    );
    expect(readFileSync(file, 'utf8')).toBe(content);
  });

  it('is not replaced by a new one beside a database that needs the old one', () => {
    mkdirSync(join(folder, 'database'));
    expect(() => ownKey(folder)).toThrow(
      `Expected ${file} to be there, since ${join(folder, 'database')} is sealed with it; restore it from a backup, or move the database away to begin anew`,
    );
    expect(existsSync(file)).toBe(false);
  });
});

describe('a start without its key', () => {
  it('ends with that one line, before it touches the database', async () => {
    mkdirSync(join(folder, 'database'));
    const { code, output, errors } = await runProgram('src/main.ts', [], { DATA_DIR: folder, PORT: '0' }).ended;
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/^Expected [^\n]*data-key to be there, [^\n]*\n$/);
    expect(readdirSync(join(folder, 'database'))).toEqual([]);
  });
});
