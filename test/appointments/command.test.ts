import { describe, expect, it } from 'vitest';
import { readAppointmentCommand } from '../../src/appointments/command.ts';
import { runAppointmentCommand } from '../../src/appointments/run.ts';
import type { AppointmentDesk, ListedAppointment, StaffAnswer } from '../../src/store/appointment-desk.ts';

const read = (line: string) => readAppointmentCommand(line.split(' ').filter((word) => word !== ''));

describe('the words behind npm run data -- appointments', () => {
  it.each([
    ['list', { name: 'list', filter: { names: false } }],
    ['list --facility general-ca-mau --day 2026-11-30 --state requested --names', { name: 'list', filter: { facility: 'general-ca-mau', day: '2026-11-30', state: 'requested', names: true } }],
    ['confirm 482159', { name: 'change', order: { change: 'confirm', number: '482159', staff: 'command line' } }],
    ['confirm 482159 --slot 08:30 --staff Lan --version 3', { name: 'change', order: { change: 'confirm', number: '482159', slot: '08:30', staff: 'Lan', version: 3 } }],
    ['propose 482159 --day 2026-12-01 --half afternoon', { name: 'change', order: { change: 'propose', number: '482159', staff: 'command line', day: '2026-12-01', halfDay: 'afternoon' } }],
    ['missed 482159', { name: 'change', order: { change: 'missed', number: '482159', staff: 'command line' } }],
    ['--help', { name: 'help' }],
  ])('understand: %s', (line, command) => {
    expect(read(line)).toEqual(command);
  });

  it.each([
    ['', 'Expected list, confirm, propose, decline, arrived, missed, cancel behind appointments, got nothing'],
    ['book 482159', 'Expected list, confirm, propose, decline, arrived, missed, cancel behind appointments, got "book"'],
    ['confirm', 'Expected the number of an appointment: npm run data -- appointments confirm 482159'],
    ['confirm 48215', 'Expected a number of six digits, such as 482159'],
    ['confirm 482159 482160', 'Expected one number behind confirm, got 2'],
    ['list 482159', 'Expected nothing behind list but options'],
    ['list --day 2026-02-30', 'Expected --day as a day that exists, such as 2026-11-30'],
    ['list --slot 08:30', 'Expected no --slot with list'],
    ['confirm 482159 --names', 'Expected no --names with confirm'],
    ['confirm 482159 --slot 25:00', 'Expected --slot as a time of the day, such as 08:30'],
    ['confirm 482159 --slot', 'Expected a value behind --slot'],
    ['confirm 482159 --force', 'Expected no --force'],
    ['propose 482159 --half noon', 'Expected --half morning or --half afternoon'],
    ['confirm 482159 --version x', 'Expected --version as a whole number'],
  ])('say what they expected instead of: %s', (line, text) => {
    expect(read(line)).toBe(text);
  });
});

describe('the answers of npm run data -- appointments', () => {
  const run = async (line: string, desk: Partial<AppointmentDesk>): Promise<{ readonly done: boolean; readonly said: readonly string[] }> => {
    const command = read(line);
    if (typeof command === 'string' || command.name === 'help') throw new Error('Expected a command');
    const said: string[] = [];
    const done = await runAppointmentCommand(command, { list: async () => [], change: async () => ({ outcome: 'gone' }), ...desk }, (text) => said.push(text));
    return { done, said };
  };

  it.each<[string, StaffAnswer, string]>([
    ['confirm 482159', { outcome: 'done', state: 'confirmed', version: 2 }, '482159 is confirmed now (version 2). The resident is told.'],
    ['arrived 482159', { outcome: 'done', state: 'attended', version: 3 }, '482159 is attended now (version 3).'],
    ['confirm 482159', { outcome: 'changed', state: 'cancelled', version: 4 }, '482159 was not changed: it is cancelled (version 4) by now.'],
    ['confirm 482159', { outcome: 'full', times: [{ day: '2026-12-01', halfDay: 'morning' }, { day: '2026-12-02', halfDay: 'morning', slot: '08:30' }] }, '482159 was not changed: that time is full. Free: 2026-12-01 morning, 2026-12-02 08:30.'],
    ['confirm 482159', { outcome: 'no_time' }, '482159 was not changed: name the time with --day and --half.'],
  ])('after %s tell what came of it', async (line, answer, text) => {
    expect(await run(line, { change: async () => answer })).toEqual({ done: answer.outcome === 'done', said: [text] });
  });

  it('list page after page, and count', async () => {
    const row: ListedAppointment = { id: 1, number: '482159', version: 1, state: 'requested', facility: null, day: null, halfDay: null, slot: null, name: 'T. B.', birth: null, phone: null };
    const all = Array.from({ length: 250 }, (_, index) => ({ ...row, id: index + 1 }));
    const { said } = await run('list', { list: async ({ after = 0 }) => all.filter(({ id }) => id > after).slice(0, 200) });
    expect(said).toHaveLength(251);
    expect(said[0]).toMatch(/^482159 {2}requested +any day +no place yet +T\. B\. {2}\(version 1\)$/);
    expect(said.at(-1)).toBe('250 appointments');
  });
});
