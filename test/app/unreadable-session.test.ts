import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSealer } from '../../src/store/seal.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, messageFrom, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('a session sealed with a key that is missing, on $name', (setUp) => {
  let opened: TestDatabase;
  let test: TestAssistant;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await test.assistant.stop();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const states = async (): Promise<unknown> => opened.database.query('select channel, state from causo.inbound order by id');
  /** "An" and "ba" have both said hello; then the key for what "an" is doing was lost. */
  const loseKey = async (): Promise<number> => {
    test = await createTestAssistant({ database: opened.database });
    await Promise.all(['an', 'ba'].map((person) => test.assistant.inbound.accept(messageFrom(person, 'chào'))));
    await test.channel.arrived(4);
    const [row] = await opened.database.query<{ id: number }>(
      `update causo.contact set state = $1 where id = (select contact_id from causo.address where platform_id = 'an') returning id`,
      [createSealer([randomBytes(32)]).seal({})],
    );
    return row?.id ?? 0;
  };

  it('does not take the messages of others with it that come at the same moment', async () => {
    await loseKey();
    await Promise.all([messageFrom('an', '1'), messageFrom('ba', '1')].map((message) => test.assistant.inbound.accept(message)));
    await test.channel.arrived(6);
    expect(test.channel.sent.slice(4).map(({ to }) => to.platformId)).toEqual(['ba', 'ba']);
    expect(await opened.database.query(`select attempts from causo.inbound where state = 'pending' and contact_id = (select contact_id from causo.address where platform_id = 'ba')`)).toEqual([]);
  });

  it('sets its own message aside and then rests, instead of trying its own notice for ever', async () => {
    const contact = await loseKey();
    await test.assistant.inbound.accept(messageFrom('an', '1'));
    for (let attempt = 0; attempt < 25; attempt += 1) await test.assistant.inbound.drain(contact);
    const settled = await states();
    expect(settled).toEqual(expect.arrayContaining([{ channel: 'test', state: 'parked' }, { channel: 'internal', state: 'parked' }]));
    for (let attempt = 0; attempt < 12; attempt += 1) await test.assistant.inbound.drain(contact);
    expect(await states()).toEqual(settled);
    expect(await opened.database.query('select pending from causo.contact where id = $1', [contact])).toEqual([{ pending: 0 }]);
  });
});
