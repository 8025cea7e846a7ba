import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { sweep } from '../../src/app/sweep.ts';
import { SendError } from '../../src/channels/channel.ts';
import { createRecordingChannel, createTestAssistant, createTestClock, messageFrom, type RecordingChannel, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { backupPlace, loadFrom, saveTo } from '../store/backup/places.ts';
import { askWhetherMoneyArrived, count, waitMinutes } from '../workers/chat.ts';

vi.setConfig({ testTimeout: 60_000 });

const minute = 60_000;
// From one server to the other is the same path as both of these.
const ways = testSetUps()
  .flatMap((from) => testSetUps().map((to) => ({ from, to, name: `from ${from.name} to ${to.name}` })))
  .filter(({ from, to }) => from.databaseUrl === undefined || to.databaseUrl === undefined);

/** A channel whose platform is away until it is told otherwise. */
function channelThatIsAway(): RecordingChannel {
  const channel = createRecordingChannel();
  channel.beforeSend = () => {
    throw new SendError('away', { code: 'unavailable', retryable: true });
  };
  return channel;
}

describe.each(ways)('an assistant moved $name', ({ from, to }) => {
  const place = backupPlace();
  let old: TestDatabase;
  let other: TestDatabase;
  const started: TestAssistant[] = [];
  const open = async (options: Parameters<typeof createTestAssistant>[0]): Promise<TestAssistant> => {
    const test = await createTestAssistant(options);
    started.push(test);
    return test;
  };
  /** Stops the one there and goes on with the other one here, as `export` and `import` do. */
  const move = async (test: TestAssistant, channel = createRecordingChannel()): Promise<TestAssistant> => {
    await test.assistant.stop();
    await loadFrom(await saveTo(place.file(), old.database, 'export'), other.database, { replaces: false });
    return open({ database: other.database, clock: test.clock, channel });
  };
  const texts = ({ channel }: TestAssistant): readonly string[] => channel.sent.map(({ message }) => message.text);

  beforeAll(async () => {
    old = await openTestDatabase(from);
    other = await openTestDatabase(to);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(old.database);
    await emptyTables(other.database);
  });
  afterAll(async () => {
    place.remove();
    await old.drop();
    await other.drop();
  });

  it('finishes a conversation that was in the middle as if nothing had been', async () => {
    const dialogue = ['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0123456789012', '1', '1', '1'];
    const unmoved = await open({ database: old.database });
    for (const text of dialogue) await unmoved.assistant.inbound.accept(messageFrom('an', text));
    await expect.poll(() => count(old.database, 'outbox')).toBe(0);
    await unmoved.assistant.stop();
    await emptyTables(old.database);

    const before = await open({ database: old.database });
    for (const text of dialogue.slice(0, 4)) await before.assistant.inbound.accept(messageFrom('an', text));
    await expect.poll(() => count(old.database, 'outbox')).toBe(0);
    const after = await move(before);
    for (const text of dialogue.slice(4)) await after.assistant.inbound.accept(messageFrom('an', text));
    await expect.poll(() => count(other.database, 'outbox')).toBe(0);
    await after.assistant.stop();
    expect([...texts(before), ...texts(after)]).toEqual(texts(unmoved));
    // The last step makes a picture of what was answered on both sides of the move.
    expect(after.channel.sent.filter(({ message }) => message.picture !== undefined)).toHaveLength(1);
  });

  it('sends what had not been sent, once and in order', async () => {
    const reference = await open({ database: old.database });
    await reference.assistant.inbound.accept(messageFrom('an', 'chào'));
    await reference.channel.arrived(2);
    await reference.assistant.stop();
    await emptyTables(old.database);

    const before = await open({ database: old.database, channel: channelThatIsAway() });
    await before.assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => count(old.database, 'outbox', 'attempts > 0')).toBe(1);
    const after = await move(before);
    after.clock.advance(minute);
    await sweep(after.assistant);
    await sweep(after.assistant);
    await expect.poll(() => count(other.database, 'outbox')).toBe(0);
    expect(texts(after)).toEqual(texts(reference));
    expect(before.channel.sent).toEqual([]);
  });

  it('does not send what has become too old meanwhile', async () => {
    const before = await open({ database: old.database, channel: channelThatIsAway() });
    await before.assistant.inbound.accept(messageFrom('an', 'chào'));
    await expect.poll(() => count(old.database, 'outbox', 'attempts > 0')).toBe(1);
    const after = await move(before);
    after.clock.advance(40 * 24 * 60 * minute);
    await sweep(after.assistant);
    await expect.poll(() => count(other.database, 'outbox')).toBe(0);
    expect(after.channel.sent).toEqual([]);
  });

  it('answers no update again that had been answered there', async () => {
    const before = await open({ database: old.database });
    const message = messageFrom('an', 'chào');
    await before.assistant.inbound.accept(message);
    await before.channel.arrived(2);
    const after = await move(before);
    expect(await after.assistant.inbound.accept(message)).toBe('done');
    await after.assistant.stop();
    expect(after.channel.sent).toEqual([]);
  });

  it('fires a wait that was set there, once, whether it fell due in between or later', async () => {
    const before = await open({ database: old.database, clock: createTestClock() });
    await askWhetherMoneyArrived(before, 'an');
    before.clock.advance((waitMinutes / 2) * minute);
    await askWhetherMoneyArrived(before, 'bình');
    await expect.poll(() => count(old.database, 'outbox')).toBe(0);
    const after = await move(before);
    for (const due of [1, 2]) {
      after.clock.advance((waitMinutes / 2) * minute + 6_000);
      await sweep(after.assistant);
      await sweep(after.assistant);
      await expect.poll(() => after.channel.sent.length).toBe(due);
    }
    expect(await count(other.database, 'wait', 'done_at is null')).toBe(0);
    expect(after.channel.sent.map(({ to: address }) => address.platformId)).toEqual(['an', 'bình']);
  });

  it('answers a message that was waiting for its turn there', async () => {
    const before = await open({ database: old.database });
    await before.assistant.inbound.accept(messageFrom('an', 'chào'));
    await before.channel.arrived(2);
    await before.assistant.stop();
    // As a process leaves it that was killed after it had taken the message.
    await old.database.query(
      `insert into causo.inbound (channel, account, update_id, contact_id, address_id, state, payload, received_at)
       select 'test', 'bot', 'left behind', c.id, a.id, 'pending', $1, $2 from causo.contact c join causo.address a on a.contact_id = c.id`,
      [before.assistant.sealer.seal({ message: messageFrom('an', 'menu', { updateId: 'left behind' }) }), before.clock()],
    );
    await old.database.query('update causo.contact set pending = pending + 1');
    const after = await move(before);
    await after.assistant.inbound.drainAll();
    await expect.poll(() => after.channel.sent.length).toBeGreaterThan(0);
    expect(await count(other.database, 'inbound', `state = 'pending'`)).toBe(0);
  });
});
