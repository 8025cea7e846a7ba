import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../../../scripts/program.mjs';
import { createSealer } from '../../../src/store/seal.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { createResidents, race, type RaceCount } from '../../support/appointments/seat-race.ts';
import { readSeatRows, saveFacility, wrongSeats } from '../../support/appointments/support.ts';

// Only ends what hangs: each process starts on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });

const seats = 50;
const processes = 4;

function writeTable(counts: readonly RaceCount[]): string {
  const rows = counts.map(({ confirmed, told, others }, index) => [index + 1, confirmed, told, others]);
  return [['process', 'confirmed', 'told', 'others'], ...rows].map((row) => `${row.map((cell) => String(cell).padStart(10)).join('')}\n`).join('');
}

describe.each(testSetUps())('a race for seats on $name', (setUp) => {
  let opened: TestDatabase;
  const key = randomBytes(32);
  const sealer = createSealer([key]);
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    await saveFacility(opened.database, { seats });
  });
  afterAll(() => opened.drop());

  /** From processes of their own where the database takes several, else from this one. */
  const run = (residents: number, url: string | undefined): Promise<readonly RaceCount[]> => (url === undefined ? runHere(residents) : Promise.all(startAll(residents, url)));

  const runHere = async (residents: number): Promise<readonly RaceCount[]> => {
    const names = Array.from({ length: residents }, (_, index) => `here-${index}`);
    return [await race(opened.database, sealer, await createResidents(opened.database, sealer, names))];
  };

  const startAll = (residents: number, url: string): readonly Promise<RaceCount>[] => {
    const racers = Array.from({ length: processes }, (_, index) =>
      runProgram('test/bench/seat-racer.ts', [], { DATABASE_URL: url, DATA_KEY: key.toString('base64'), RACER: `racer-${index}`, RESIDENTS: String(residents / processes) }),
    );
    const isReady = Promise.all(racers.map(untilReady));
    return racers.map(async (racer) => {
      await isReady;
      racer.stdin.write('go\n');
      const { output, errors } = await racer.ended;
      expect(errors).toBe('');
      return JSON.parse(output.split('\n')[1] ?? '') as RaceCount;
    });
  };

  /** Rejects with what it said when it ends before it is ready. */
  const untilReady = async (racer: ReturnType<typeof runProgram>): Promise<void> => {
    const ended = racer.ended.then(({ errors }) => errors);
    const ready = new Promise<undefined>((resolve) => racer.stdout.on('data', () => racer.output().includes('ready') && resolve(undefined)));
    const fault = await Promise.race([ended, ready]);
    if (fault !== undefined) throw new Error(`Expected a racer to be ready, it ended:\n${fault}`);
  };

  it('gives exactly as many as there are, and tells everybody else the next free times', async () => {
    const residents = setUp.databaseUrl === undefined ? 200 : 2_000;
    const counts = await run(residents, opened.url);
    process.stdout.write(writeTable(counts));
    const sum = (pick: (count: RaceCount) => number): number => counts.reduce((total, count) => total + pick(count), 0);
    expect([sum(({ confirmed }) => confirmed), sum(({ told }) => told), sum(({ others }) => others)]).toEqual([seats, residents - seats, 0]);
    expect(await readSeatRows(opened.database)).toMatchObject([{ day: '2026-11-26', half: 'morning', taken: seats }]);
    expect(await opened.database.query(`select count(*)::int as count from causo.appointment where state = 'confirmed'`)).toEqual([{ count: seats }]);
    expect(await wrongSeats(opened.database)).toBe(0);
  });
});
