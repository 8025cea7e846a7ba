import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { holdLeases } from '../../src/app/hold-leases.ts';
import { createLog } from '../../src/app/log.ts';
import type { Pace, PaceRequest } from '../../src/queue/pace.ts';
import { takeLease } from '../../src/store/outbox.ts';
import { createContact, keepAlive } from '../store/rows.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('the lease of an address whose message waits for its slot on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** A lease of `one` that ends in a moment. */
  const nearlyOver = async (): Promise<number> => {
    const { address } = await createContact(opened.database, 'an');
    await keepAlive(opened.database, 'one', 'two');
    await takeLease(opened.database, address, 'one');
    await opened.database.query(`update causo.address set lease_until = now() + interval '1 s'`);
    return address;
  };
  const holdsFor = async (seconds: number): Promise<boolean> => {
    const [row] = await opened.database.query<{ holds: boolean }>('select lease_until > now() + make_interval(secs => $1) as holds from causo.address', [seconds]);
    return row?.holds === true;
  };
  const hold = (owner: string): { readonly pace: Pace; readonly letGo: () => void } => {
    let letGo = (): void => undefined;
    const slot = new Promise<void>((resolve) => (letGo = resolve));
    const pace: Pace = { take: () => slot, pause: async () => undefined };
    const leases = holdLeases({ pace, database: opened.database, owner, log: createLog('silent'), every: 10 });
    onTestFinished(leases.stop);
    return { pace: leases.pace, letGo };
  };
  const request = (address: number): PaceRequest => ({ account: 'bot', address: String(address), priority: 'broadcast', limits: {} });

  it('is renewed until the slot comes', async () => {
    const address = await nearlyOver();
    const { pace, letGo } = hold('one');
    const taken = pace.take(request(address), new AbortController().signal);
    await expect.poll(() => holdsFor(10)).toBe(true);
    letGo();
    await taken;
  });

  it('stays lost when another process has it', async () => {
    const address = await nearlyOver();
    await opened.database.query(`update causo.address set lease_owner = 'two'`);
    const other = await createContact(opened.database, 'ba');
    await takeLease(opened.database, other.address, 'one');
    await opened.database.query(`update causo.address set lease_until = now() + interval '1 s' where id = $1`, [other.address]);
    const { pace, letGo } = hold('one');
    const taken = Promise.all([address, other.address].map((each) => pace.take(request(each), new AbortController().signal)));
    const holders = async (): Promise<unknown> =>
      opened.database.query(`select lease_owner as owner, lease_until > now() + interval '10 s' as renewed from causo.address order by id`);
    await expect.poll(holders).toEqual([{ owner: 'two', renewed: false }, { owner: 'one', renewed: true }]);
    letGo();
    await taken;
  });
});
