import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createInbound } from '../../src/app/handle-inbound.ts';
import { createLog } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import type { TurnWork } from '../../src/app/turn-runner.ts';
import { createGate, heldDatabase } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestClock, messageFrom, testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** No process has died. */
const never = (): number => Number.NEGATIVE_INFINITY;

describe.each(testSetUps())('messages that are put off on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  it('keep the order in which they came, though the first takes long to be saved', async () => {
    // Each of the three has a connection at once.
    await Promise.all([1, 2, 3].map(() => opened.database.transaction((transaction) => transaction.query('select 1'))));
    let saving = 0;
    const hold = async (text: string): Promise<void> => {
      if (!text.includes('with locked as')) return;
      saving += 1;
      const isFirst = saving === 1;
      // Room for the others to overtake, if they can.
      for (let tick = 0; isFirst && saving < 3 && tick < 10_000; tick += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const inbound = createInbound({
      database: heldDatabase(opened.database, hold),
      sealer: testSealer,
      owner: 'one',
      runner: { run: () => Promise.reject(new Error('no turn can be done')), idle: async () => undefined },
      clock: createTestClock(),
      log: createLog('silent'),
      metrics: createMetrics(),
      patience: 60_000,
      lastDeath: never,
    });
    const messages = ['chào', '1', 'menu'].map((text) => messageFrom('an', text));
    expect(await Promise.all(messages.map((message) => inbound.accept(message)))).toEqual(['done', 'done', 'done']);
    await inbound.idle();
    const rows = await opened.database.query<{ update: string }>(`select update_id as update from causo.inbound where channel <> 'internal' order by id`);
    expect(rows.map(({ update }) => update)).toEqual(messages.map(({ updateId }) => updateId));
  });

  it('are only stored in a rush, behind nothing of their own, and answered when there is time', async () => {
    const clock = createTestClock();
    const patience = 60_000;
    const begun: string[] = [];
    const gate = createGate();
    const run = async ({ inbound: { updateId, pendingRow } }: TurnWork): Promise<'done'> => {
      begun.push(updateId);
      if (pendingRow !== undefined) await opened.database.query(`update causo.inbound set state = 'done' where id = $1`, [pendingRow]);
      await gate.wait;
      return 'done';
    };
    const inbound = createInbound({
      database: opened.database,
      sealer: testSealer,
      owner: 'one',
      runner: { run, idle: async () => undefined },
      clock,
      log: createLog('silent'),
      metrics: createMetrics(),
      patience,
      lastDeath: never,
    });
    const first = Array.from({ length: 24 }, (_, index) => messageFrom(`person-${index}`, 'chào'));
    const underWay = first.map((message) => inbound.accept(message));
    await expect.poll(() => begun.length).toBe(24);
    clock.advance(patience / 4 + 1);
    expect(await inbound.accept(messageFrom('an', 'chào'))).toBe('done');
    const behind = inbound.accept(messageFrom('person-0', '1'));
    await expect.poll(() => begun.length).toBe(25);
    const waiting = (): Promise<readonly unknown[]> => opened.database.query(`select a.platform_id as person from causo.inbound i join causo.address a on a.id = i.address_id where i.state = 'pending'`);
    expect(await waiting()).toEqual([{ person: 'an' }]);
    gate.open();
    expect(await Promise.all([...underWay, behind])).toEqual(Array.from({ length: 25 }, () => 'done'));
    await inbound.drainAll();
    expect(begun).toHaveLength(26);
  });

  it('are stored and counted before they are tried when they are from before a death: that may have been of them', async () => {
    const diedAt = 1_000_000;
    const seen: unknown[] = [];
    const run = async ({ inbound: { updateId, pendingRow } }: TurnWork): Promise<'done'> => {
      const [row] = await opened.database.query(`select state, attempts from causo.inbound where update_id = $1`, [updateId]);
      seen.push(row);
      if (pendingRow !== undefined) await opened.database.query(`update causo.inbound set state = 'done' where id = $1`, [pendingRow]);
      return 'done';
    };
    const inbound = createInbound({
      database: opened.database,
      sealer: testSealer,
      owner: 'one',
      runner: { run, idle: async () => undefined },
      clock: createTestClock(),
      log: createLog('silent'),
      metrics: createMetrics(),
      patience: 60_000,
      lastDeath: () => diedAt,
    });
    expect(await inbound.accept(messageFrom('an', 'chào', { sentAt: diedAt }))).toBe('done');
    await inbound.idle();
    expect(seen).toEqual([{ state: 'pending', attempts: 1 }]);
    expect(await inbound.accept(messageFrom('an', 'menu', { sentAt: diedAt + 1 }))).toBe('done');
    expect(seen).toEqual([{ state: 'pending', attempts: 1 }, undefined]);
    // Long after that death: what has no time of its own is new.
    expect(await inbound.accept(messageFrom('an', 'menu'))).toBe('done');
    expect(seen).toEqual([{ state: 'pending', attempts: 1 }, undefined, undefined]);
  });
});
