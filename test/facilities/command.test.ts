import { describe, expect, it } from 'vitest';
import { readFacilityCommand } from '../../src/facilities/command.ts';

describe('the words after npm run data -- facilities', () => {
  it.each([
    [['list'], { name: 'list' }],
    [['import', 'a.csv'], { name: 'import', file: 'a.csv', skipsWrong: false, isDry: false }],
    [['import', '--dry-run', 'a.csv', '--skip-wrong'], { name: 'import', file: 'a.csv', skipsWrong: true, isDry: true }],
    [['export', 'a.JSON'], { name: 'export', file: 'a.JSON' }],
    [['close', 'general-ca-mau'], { name: 'close', id: 'general-ca-mau' }],
    [['open', 'general-ca-mau'], { name: 'open', id: 'general-ca-mau' }],
    [['import', '--help'], { name: 'help' }],
  ])('%j are understood', (words, command) => {
    expect(readFacilityCommand(words)).toEqual(command);
  });

  it.each([
    [[], 'Expected list, import, export, close or open behind facilities, got nothing'],
    [['remove', 'x'], 'Expected list, import, export, close or open behind facilities, got "remove"'],
    [['list', 'x'], 'Expected nothing behind list'],
    [['import'], 'Expected the name of a file: npm run data -- facilities import <file>'],
    [['export', 'a.xlsx'], 'Expected a file that ends with .csv or .json, got "a.xlsx"'],
    [['close'], 'Expected the id of a place: npm run data -- facilities close <id>'],
    [['close', 'a', 'b'], 'Expected one word behind close, got 2'],
    [['export', 'a.csv', '--dry-run'], 'Expected no --dry-run with facilities export'],
    [['import', 'a.csv', '--force'], 'Expected no --force with facilities import'],
  ])('%j are no command, and it is said why', (words, line) => {
    expect(readFacilityCommand(words)).toBe(line);
  });
});
