import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/backup/command.ts';

describe('the words after npm run data --', () => {
  it.each([
    [['backup'], { name: 'backup', file: undefined }],
    [['export', 'a.gz'], { name: 'export', file: 'a.gz' }],
    [['restore', 'a.gz'], { name: 'restore', file: 'a.gz', replaces: false, isSure: false }],
    [['import', '--yes', 'a.gz', '--replace'], { name: 'import', file: 'a.gz', replaces: true, isSure: true }],
    [['rekey'], { name: 'rekey' }],
    [['restore', '--help'], { name: 'help' }],
  ])('%j are understood', (words, command) => {
    expect(readCommand(words)).toEqual(command);
  });

  it.each([
    [[], 'Expected a command, got nothing'],
    [['remove'], 'Expected a command, got "remove"'],
    [['restore'], 'Expected the name of a file: npm run data -- restore <file>'],
    [['backup', 'a', 'b'], 'Expected one file, got 2'],
    [['backup', '--yes'], 'Expected no --yes with backup'],
    [['rekey', 'a'], 'Expected nothing behind rekey'],
    [['rekey', '--yes'], 'Expected nothing behind rekey'],
    [['restore', 'a', '--force'], 'Expected --replace or --yes, got --force'],
  ])('%j are no command, and it is said why', (words, line) => {
    expect(readCommand(words)).toBe(line);
  });
});
