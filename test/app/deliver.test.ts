import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { load, outbound, the, turnOf } from '../store/rows.ts';
import { createGate, heldDatabase } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, endlessPatience, messageFrom, testSealer, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { count } from '../workers/chat.ts';

/** The statement that takes a row off the outbox. */
const isFinish = (text: string): boolean => text.includes('with noted as');

describe.each(testSetUps())('the delivery of an address on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];
  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return test;
  };
  const nothingWaits = (): Promise<void> => expect.poll(() => count(opened.database, 'outbox'), { timeout: 60_000 }).toBe(0);

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  it('reaches somebody who comes back while what waited for them is dropped, since they had blocked us', async () => {
    const [gate, reached] = [createGate(), createGate()];
    let holds = false;
    const hold = async (text: string): Promise<void> => {
      if (!holds || !isFinish(text)) return;
      reached.open();
      await gate.wait;
    };
    const [dropping, other] = [await open({ database: heldDatabase(opened.database, hold) }), await open()];
    await other.assistant.inbound.accept(messageFrom('an', 'chào'));
    await other.channel.arrived(2);
    await expect.poll(() => count(opened.database, 'address', 'lease_owner is null')).toBe(1);
    const ids = the((await opened.database.query<{ contact: number; address: number }>('select contact_id as contact, id as address from causo.address'))[0]);
    const old = outbound('old', { notAfter: new Date(other.clock().getTime() + endlessPatience) });
    await commitTurns(opened.database, testSealer, 'nobody', [turnOf(await load(opened.database, ids.contact), ids.address, { now: other.clock(), outbound: [old] })]);
    await opened.database.query('update causo.address set blocked_at = $1, lease_owner = null', [other.clock()]);
    holds = true;
    dropping.assistant.delivery.wake(ids.address);
    await reached.wait;
    await other.assistant.inbound.accept(messageFrom('an', 'menu'));
    gate.open();
    await nothingWaits();
    const texts = [...dropping.channel.sent, ...other.channel.sent.slice(2)].map(({ message }) => message.text);
    expect(texts.length).toBeGreaterThan(0);
    expect(texts).not.toContain('old');
  });

  it('is taken up again by the process that had a fault of its own, since nobody else may', async () => {
    let faults = 1;
    const fail = (text: string): void => {
      if (!isFinish(text) || faults === 0) return;
      faults -= 1;
      throw new Error('the database went away for a moment');
    };
    const { assistant } = await open({ database: heldDatabase(opened.database, fail) });
    await assistant.inbound.accept(messageFrom('an', 'chào'));
    await nothingWaits();
    expect(faults).toBe(0);
  });
});
