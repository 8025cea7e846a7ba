import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDrain, type Drain } from '../../src/app/drain-inbound.ts';
import { createLog } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import type { TurnOutcome, TurnWork } from '../../src/app/turn-runner.ts';
import type { AddressIds } from '../../src/store/contacts.ts';
import { savePending } from '../../src/store/pending.ts';
import { createContact, keepAlive, now } from '../store/rows.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestClock, messageFrom, testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('messages that wait on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  const drainWith = (run: (work: TurnWork) => Promise<TurnOutcome>, owner = 'one'): Drain =>
    createDrain({
      database: opened.database,
      sealer: testSealer,
      owner,
      runner: { run, idle: async () => undefined },
      clock: createTestClock(),
      log: createLog('silent'),
      metrics: createMetrics(),
    });
  const save = async (person: string): Promise<AddressIds> => {
    const ids = await createContact(opened.database, person);
    const message = messageFrom(person, 'chào');
    const { channel, account, updateId } = message;
    await savePending(opened.database, testSealer, [{ channel, account, updateId, ...ids, receivedAt: now, payload: { kind: 'message', message } }]);
    return ids;
  };
  const settle = ({ inbound }: TurnWork): Promise<unknown> =>
    opened.database.query(`update causo.inbound set state = 'done' where id = $1`, [inbound.pendingRow]);

  it('are tried one at a time once a try did not end, since one of them may end its process; the others go together', async () => {
    const people = ['an', 'ba', 'chi', 'du'];
    for (const person of people) await save(person);
    const together: number[] = [];
    let running = 0;
    const drain = drainWith(async (work) => {
      running += 1;
      // Room for all that may begin beside it.
      for (let tick = 0; tick < 50; tick += 1) await new Promise((resolve) => setImmediate(resolve));
      together.push(running);
      running -= 1;
      await settle(work);
      return 'done';
    });
    await keepAlive(opened.database, 'one');
    await drain.everybody();
    expect(together[0]).toBe(people.length);
    await opened.database.query(`update causo.inbound set state = 'pending', payload = $1, attempts = 1, tried_by = 'dead'`, [testSealer.seal({ kind: 'message' })]);
    together.splice(0);
    await drain.everybody();
    expect(together).toEqual(people.map(() => 1));
  });

  it('are answered for whom they belong to by then, when their contact is joined with another while they are tried', async () => {
    const [an, ba] = [await save('an'), await createContact(opened.database, 'ba')];
    const tried: (readonly [number, number])[] = [];
    await keepAlive(opened.database, 'one', 'two');
    const run = async (work: TurnWork): Promise<TurnOutcome> => {
      tried.push([work.contact, work.address]);
      if (work.contact === ba.contact) {
        await settle(work);
        return 'done';
      }
      await opened.database.query('update causo.address set contact_id = $1 where id = $2', [ba.contact, an.address]);
      await opened.database.query('update causo.inbound set contact_id = $1', [ba.contact]);
      return 'gone';
    };
    await drainWith(run).contact(an.contact);
    // By another process too: nobody holds it any more.
    await drainWith(run, 'two').contact(ba.contact);
    expect(tried).toEqual([[an.contact, an.address], [ba.contact, an.address]]);
    expect(await opened.database.query('select state from causo.inbound')).toEqual([{ state: 'done' }]);
  });
});
