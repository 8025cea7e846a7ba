import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findLanded } from '../../src/app/echoes.ts';
import { sealEverything } from '../../src/backup/rekey.ts';
import { sealedColumns } from '../../src/store/byte-columns.ts';
import { createRekey, type Rekey } from '../../src/store/rekey.ts';
import { createSealer, type Sealer } from '../../src/store/seal.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, messageFrom, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { count } from '../workers/chat.ts';

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const before = createSealer([oldKey]);
const both = createSealer([newKey, oldKey]);
const after = createSealer([newKey]);

const dialogue = ['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0123456789012', '1', '1', '1'];
const people = ['an', 'ba', 'cẩm'];

describe.each(testSetUps())('people who talk while the key is changed, on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (sealer: Sealer): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, sealer });
    started.push(test);
    return test;
  };
  const say = async ({ assistant }: TestAssistant, texts: readonly string[]): Promise<void> => {
    for (const text of texts) await Promise.all(people.map((person) => assistant.inbound.accept(messageFrom(person, text))));
  };
  const end = async ({ assistant }: TestAssistant): Promise<void> => {
    await expect.poll(() => count(opened.database, 'outbox')).toBe(0);
    await assistant.stop();
  };
  const textsTo = (person: string, tests: readonly TestAssistant[]): readonly string[] =>
    tests.flatMap(({ channel }) => channel.sent.filter(({ to }) => to.platformId === person).map(({ message }) => message.text));
  const sealAll = (desk: Rekey): Promise<void> => sealEverything(desk, { say: () => undefined, ask: async () => undefined });

  it('are answered as if nothing had been, and go on under the new key alone', async () => {
    const reference = await open(before);
    await say(reference, dialogue);
    await end(reference);
    await emptyTables(opened.database);

    const first = await open(before);
    await say(first, dialogue.slice(0, 2));
    await end(first);
    const second = await open(both);
    const desk = createRekey(opened.database, both);
    let steps = 0;
    // Two answers in the middle of the walk, whichever table it is at, and one wherever the machine happens to be.
    const busy: Rekey = {
      ...desk,
      sealNext: async (column, row) => {
        steps += 1;
        if (steps === 1) await say(second, dialogue.slice(2, 3));
        if (steps === 4) await say(second, dialogue.slice(3, 4));
        return desk.sealNext(column, row);
      },
    };
    await sealAll(busy);
    expect(steps).toBeGreaterThanOrEqual(sealedColumns.length);
    await Promise.all([say(second, dialogue.slice(4, 5)), sealAll(desk)]);
    await end(second);
    const third = await open(after);
    await say(third, dialogue.slice(5));
    await end(third);
    for (const person of people) expect(textsTo(person, [first, second, third])).toEqual(textsTo(person, [reference]));
    expect(third.channel.sent.filter(({ message }) => message.picture !== undefined)).toHaveLength(people.length);
  });

  it('get nothing twice whose echo was noted under the old key', async () => {
    const test = await open(before);
    await say(test, ['chào']);
    await end(test);
    const [row] = await opened.database.query<{ address: number }>(`select min(id) as address from causo.address`);
    const address = row?.address ?? 0;
    const at = test.clock();
    await opened.database.query('insert into causo.echo (address_id, message_id, trace, taken, seen_at) values ($1, $2, $3, false, $4)', [address, 'm1', before.lookUp('echo dạ'), at]);
    const channel = { ...createRecordingChannel(), traces: () => ['dạ'] };
    const message = { text: 'dạ', options: [] };
    const parts = { database: opened.database, sealer: both };
    expect(await findLanded(parts, channel, { row: 0, address, attemptedAt: at }, message)).toEqual({ parts: 1, id: 'm1', whole: true, ids: ['m1'] });
    expect(await findLanded(parts, { ...channel, traces: () => ['khác'] }, { row: 0, address, attemptedAt: at }, message)).toBeUndefined();
  });
});
