import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { distrustEchoes, echoesOfNobodyElse, saveEcho } from '../../src/store/echoes.ts';
import { eraseContact } from '../../src/store/erasure.ts';
import { finish, loadOutbox, noteAttempt } from '../../src/store/outbox.ts';
import { applyRetention } from '../../src/store/retention.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { createContact, keepAlive, later, load, now, outbound, the, turnOf } from './rows.ts';

const hour = 3_600_000;
const words = Buffer.from('hash of the words');
const oldWords = Buffer.from('hash of the same words under the old key');
const attempt = { now, dueAt: later(5_000), traces: [words] };

describe.each(testSetUps())('echoes on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(() => opened.drop());

  /** Two rows with the same words wait, and process "one" holds the address. */
  const begin = async (): Promise<{ readonly contact: number; readonly address: number; readonly rows: readonly { readonly row: number; readonly address: number }[] }> => {
    await keepAlive(opened.database, 'one', 'two');
    const ids = await createContact(opened.database, 'an');
    const turn = turnOf(await load(opened.database, ids.contact), ids.address, { outbound: [outbound('dạ'), outbound('dạ')] });
    await commitTurns(opened.database, testSealer, 'one', [turn]);
    return { ...ids, rows: await loadOutbox(opened.database, testSealer, ids.address) };
  };
  const hear = (messageId: string) => saveEcho(opened.database, { channel: 'test', account: 'bot', platformId: 'an', messageId, trace: words, now });
  const proofs = async (row: { readonly row: number; readonly address: number } | undefined): Promise<readonly string[]> =>
    (await echoesOfNobodyElse(opened.database, the(row), new Date(0), [[words]])).map(({ messageId }) => messageId);
  const doubts = () => opened.database.query('select trace from causo.echo_doubt');
  const finishFirst = (address: number, row: number, ids: readonly string[], calls: number) =>
    finish(opened.database, 'one', { address, row, accounted: { ids, calls, now } });

  it('prove a row for which alone such words are in the air', async () => {
    const { rows: [first, second] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', attempt);
    await hear('e1');
    expect(await proofs(first)).toEqual(['e1']);
    expect(await proofs(second)).toEqual([]);
    await noteAttempt(opened.database, the(second), 'one', attempt);
    expect(await proofs(first)).toEqual([]);
  });

  it('prove the next row with the same words when all calls of the first are accounted for', async () => {
    const { address, rows: [first, second] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', attempt);
    await hear('e1');
    await finishFirst(address, the(first).row, ['e1'], 1);
    await noteAttempt(opened.database, the(second), 'one', attempt);
    await hear('e1');
    expect(await proofs(second)).toEqual([]);
    await hear('e2');
    expect(await proofs(second)).toEqual(['e2']);
    expect(await doubts()).toEqual([]);
  });

  it('prove nothing for a day where more calls were made than are accounted for', async () => {
    const { address, rows: [first, second] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', attempt);
    await noteAttempt(opened.database, the(first), 'one', attempt);
    await finishFirst(address, the(first).row, ['e1'], 1);
    await noteAttempt(opened.database, the(second), 'one', attempt);
    await hear('e2');
    expect(await proofs(second)).toEqual([]);
    await applyRetention(opened.database, later(23 * hour));
    expect(await doubts()).toHaveLength(1);
    await applyRetention(opened.database, later(25 * hour));
    expect(await doubts()).toEqual([]);
  });

  it('prove nothing after an erasure, which leaves no words behind', async () => {
    const { contact, address, rows: [first] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', attempt);
    await hear('e1');
    await opened.database.transaction((transaction) => eraseContact(transaction, contact, now));
    expect(await opened.database.query('select * from causo.echo')).toEqual([]);
    expect((await doubts()).map(({ trace }) => Buffer.from(trace as Uint8Array).length)).toEqual([0]);
    const turn = turnOf(await load(opened.database, contact), address, { outbound: [outbound('dạ')] });
    await commitTurns(opened.database, testSealer, 'one', [turn]);
    const [receipt] = await loadOutbox(opened.database, testSealer, address);
    await noteAttempt(opened.database, the(receipt), 'one', attempt);
    await hear('e1');
    expect(await proofs(receipt)).toEqual([]);
  });

  it('are those of other words too when the key changes under which the same words were noted', async () => {
    const { rows: [first, second] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', { ...attempt, traces: [oldWords] });
    await noteAttempt(opened.database, the(second), 'one', attempt);
    await hear('e1');
    const asked = (...hashes: readonly Uint8Array[]) => echoesOfNobodyElse(opened.database, the(second), new Date(0), [hashes]);
    expect(await asked(words, oldWords)).toEqual([]);
    // Without the old key nobody would know that the other row says the same.
    expect(await asked(words)).toHaveLength(1);
    await distrustEchoes(opened.database);
    expect(await asked(words)).toEqual([]);
  });

  it('stay in doubt for as long as before when the key leaves under which that was noted', async () => {
    const { address, rows: [first, second] } = await begin();
    await noteAttempt(opened.database, the(first), 'one', { ...attempt, traces: [oldWords] });
    await finishFirst(address, the(first).row, [], 0);
    await distrustEchoes(opened.database);
    await noteAttempt(opened.database, the(second), 'one', attempt);
    await hear('e1');
    expect(await proofs(second)).toEqual([]);
    await applyRetention(opened.database, later(25 * hour));
    expect(await doubts()).toEqual([]);
  });

  it('let nobody begin a call for a row that another process has taken off, or at an address that it holds', async () => {
    const { address, rows: [first, second] } = await begin();
    await finish(opened.database, 'two', { address, row: the(first).row });
    expect(await noteAttempt(opened.database, the(first), 'one', attempt)).toBe(false);
    expect(await noteAttempt(opened.database, the(second), 'one', attempt)).toBe(true);
    await opened.database.query(`update causo.address set lease_owner = 'two'`);
    expect(await noteAttempt(opened.database, the(second), 'one', attempt)).toBe(false);
  });
});
