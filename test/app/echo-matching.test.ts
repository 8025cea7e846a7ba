import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDelivery, type Delivery } from '../../src/app/deliver.ts';
import { createEchoes } from '../../src/app/echoes.ts';
import { createLog } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import { SendError, type Channel, type Echo } from '../../src/channels/channel.ts';
import { beat } from '../../src/store/leases.ts';
import { takeLease } from '../../src/store/outbox.ts';
import { commitTurns } from '../../src/store/commit-turns.ts';
import { loadContacts } from '../../src/store/turns.ts';
import { createSealer, type Sealer } from '../../src/store/seal.ts';
import { createContact, keepAlive, outbound, the, turnOf } from '../store/rows.ts';
import { createTestClock, endlessPatience, freePace, type TestClock } from '../support/test-assistant.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** What becomes of one call: taken by the platform or not, answered or not, or its process dies over it. */
const fates = ['answered', 'answer_lost', 'cut', 'refused', 'killed_after', 'killed_before'] as const;
type Fate = (typeof fates)[number];

/** What becomes of the echo of a message that was taken: when it is told, counted in steps from then on. */
const tellings = [[], [0], [0], [0, 2], [1], [2], [3, 4]] as const;

const chats = ['an', 'ba'] as const;

interface Said {
  readonly chat: string;
  readonly words: string;
  readonly after: number;
}

const calls = fc.record({ fate: fc.constantFrom<Fate>('answered', ...fates), told: fc.constantFrom(...tellings) });
const steps = fc.record({
  chat: fc.constantFrom(...chats),
  /** Parts of one message are divided by a bar. */
  words: fc.constantFrom('dạ', 'dạ', 'ừ', 'dạ|ừ', 'dạ|dạ', 'ừ|dạ'),
  /** Milliseconds until then. */
  after: fc.constantFrom(0, 500, 1_500, 6_000),
});

/** What the processes know of DATA_KEY while a key is changed: first the new one at the end, then in front. */
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const keyLists = [createSealer([oldKey, newKey]), createSealer([newKey, oldKey])] as const;

/** One sealer after the other, as processes that are started anew have them. */
function createChangingSealer(): { readonly sealer: Sealer; readonly use: (list: number) => void } {
  let current: Sealer = keyLists[0];
  const sealer: Sealer = {
    ...current,
    seal: (value) => current.seal(value),
    unseal: (sealed) => current.unseal(sealed),
    lookUp: (text) => current.lookUp(text),
    lookUps: (text) => current.lookUps(text),
  };
  return { sealer, use: (list) => void (current = keyLists[list] ?? keyLists[0]) };
}

/** A part of a message that the platform has taken; `message` tells apart what says the same. */
interface Taken {
  readonly chat: string;
  readonly message: string;
  readonly part: number;
  readonly fate: Fate;
}

interface Call {
  readonly fate: Fate;
  readonly told: readonly number[];
}

class Killed extends Error {
  override readonly name = 'Killed';
}

/** A platform that does with each call what the script says, and answers all calls once the script is over. */
function createPlatform(script: readonly Call[], tell: (echo: Echo) => Promise<unknown>) {
  const taken: Taken[] = [];
  const left = [...script];
  const later: { readonly echo: Echo; steps: number }[] = [];
  const partsOf = (text: string): readonly string[] => text.split('|');
  const channel: Channel = {
    id: 'test',
    account: 'bot',
    limits: { textLength: 2_000, options: 5, labelLength: 20 },
    pacesCalls: true,
    parse: () => [],
    readEcho: () => undefined,
    traces: ({ text }) => partsOf(text),
    send: async (to, { text, options }, _signal, sending = {}) => {
      let id = sending.landed?.id ?? '';
      for (const [part, trace] of partsOf(text).entries()) {
        if (part < (sending.landed?.parts ?? 0)) continue;
        await sending.beforeCall?.();
        const { fate, told } = left.shift() ?? { fate: 'answered', told: [] };
        if (fate === 'cut') throw new SendError('cut', { code: 'unknown_outcome', retryable: true });
        if (fate === 'refused') throw new SendError('away', { code: 'unavailable', retryable: true });
        if (fate === 'killed_before') throw new Killed();
        id = `id-${taken.length}`;
        taken.push({ chat: to.platformId, message: options[0]?.payload ?? '', part, fate });
        const echo = { ...to, messageId: id, trace };
        for (const after of told) {
          if (after === 0) await tell(echo);
          else later.push({ echo, steps: after });
        }
        if (fate === 'answer_lost') throw new SendError('lost', { code: 'unknown_outcome', retryable: true });
        if (fate === 'killed_after') throw new Killed();
        sending.noteId?.(id);
      }
      return id;
    },
  };
  /** One step later some echoes come that were late. */
  const stepOn = async (): Promise<void> => {
    for (const each of later) each.steps -= 1;
    for (const { echo } of later.filter((each) => each.steps === 0)) await tell(echo);
  };
  return { channel, taken, stepOn };
}

describe.each(testSetUps())('a message on a channel with echoes, on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterAll(() => opened.drop());

  /** One process after the other works: whenever one is killed the next goes on. */
  const createProcesses = (channel: Channel, clock: TestClock, sealer: Sealer) => {
    let count = 0;
    let current: { readonly owner: string; readonly delivery: Delivery } | undefined;
    const start = async (): Promise<{ readonly owner: string; readonly delivery: Delivery }> => {
      count += 1;
      const owner = `process-${count}`;
      await keepAlive(opened.database, owner);
      const log = { ...createLog('silent'), error: () => void die(owner) };
      const delivery = createDelivery({
        database: opened.database, sealer, owner, channels: [channel], pace: freePace, clock, log,
        metrics: createMetrics(), scheduleRetry: () => undefined,
        fallBack: (_row, _reason, _isUnknown, takeOff) => takeOff(opened.database),
      });
      return { owner, delivery };
    };
    const die = async (owner: string): Promise<void> => {
      // Dead processes do not come back for what failed.
      if (current?.owner === owner) void current.delivery.stop();
      current = undefined;
      await opened.database.query('update causo.address set lease_owner = null where lease_owner = $1', [owner]);
    };
    return { present: async () => (current ??= await start()) };
  };

  /** What the platform has taken once everything has been said and nothing waits any more. */
  const play = async (script: readonly Call[], said: readonly Said[], lists: readonly number[] = []): Promise<readonly Taken[]> => {
    await emptyTables(opened.database);
    const { sealer, use } = createChangingSealer();
    const clock = createTestClock();
    const addresses = new Map<string, { readonly contact: number; readonly address: number }>();
    const echoes = createEchoes({ database: opened.database, sealer, clock, log: createLog('silent'), patience: endlessPatience, wake: () => undefined });
    const platform = createPlatform(script, (echo) => echoes.note(echo));
    const processes = createProcesses(platform.channel, clock, sealer);
    for (const chat of chats) addresses.set(chat, await createContact(opened.database, chat));
    const leases = async (): Promise<number> => (await opened.database.query('select id from causo.address where lease_owner is not null')).length;
    const deliver = async (): Promise<void> => {
      for (const { address } of addresses.values()) {
        const { owner, delivery } = await processes.present();
        await beat(opened.database, owner);
        if (await takeLease(opened.database, address, owner)) delivery.wake(address);
        await expect.poll(leases, { interval: 3 }).toBe(0);
      }
    };
    for (const [number, { chat, words, after }] of said.entries()) {
      clock.advance(after);
      use(lists[number] ?? lists.at(-1) ?? 0);
      await platform.stepOn();
      const ids = addresses.get(chat) ?? { contact: 0, address: 0 };
      const payload = { text: words, options: [{ label: 'x', payload: String(number), role: 'answer' }] };
      const row = outbound(words, { payload, notAfter: new Date(clock().getTime() + endlessPatience) });
      const contact = the((await loadContacts(opened.database, sealer, [ids.contact])).get(ids.contact));
      const turn = turnOf(contact, ids.address, { now: clock(), outbound: [row] });
      // Nobody alive holds the lease, so whoever comes by takes it.
      await commitTurns(opened.database, sealer, 'nobody', [turn]);
      await opened.database.query('update causo.address set lease_owner = null');
      await deliver();
    }
    for (let round = 0; (await opened.database.query('select id from causo.outbox')).length > 0 && round < 100; round += 1) {
      await platform.stepOn();
      clock.advance(10_000);
      await deliver();
    }
    return platform.taken;
  };

  it('is not taken for arrived by the late echo of the same words from before a change of keys', async () => {
    const script: readonly Call[] = [
      { fate: 'answer_lost', told: [3] },
      { fate: 'answered', told: [] },
      { fate: 'answered', told: [] },
      { fate: 'cut', told: [] },
    ];
    const said = [
      { chat: 'an', words: 'dạ', after: 0 },
      { chat: 'ba', words: 'ừ', after: 10_000 },
      { chat: 'an', words: 'dạ', after: 0 },
    ];
    expect(firstShown(await play(script, said, [0, 0, 1]), 'an')).toEqual(['0 0', '2 0']);
  });

  it('is never lost and never overtaken, and is repeated only where no answer came', async () => {
    const lists = fc.array(fc.nat({ max: keyLists.length - 1 }), { maxLength: 6 });
    const run = fc.asyncProperty(fc.array(calls, { maxLength: 10 }), fc.array(steps, { minLength: 2, maxLength: 6 }), lists, async (script, said, keys) => {
      const taken = await play(script, said, keys);
      for (const chat of chats) expect(firstShown(taken, chat)).toEqual(wanted(said, chat));
      expect(answeredTwice(taken, said)).toEqual([]);
    });
    await fc.assert(run, { numRuns: 30 });
  });
});

/** The parts of all messages in the order in which a chat showed each for the first time. */
function firstShown(taken: readonly Taken[], chat: string): readonly string[] {
  return [...new Set(taken.filter((one) => one.chat === chat).map(({ message, part }) => `${message} ${part}`))];
}

function wanted(said: readonly Said[], chat: string): readonly string[] {
  return said.flatMap((one, message) => (one.chat === chat ? one.words.split('|').map((_words, part) => `${message} ${part}`) : []));
}

/** Messages of one part that went again although an answer had come. */
function answeredTwice(taken: readonly Taken[], said: readonly Said[]): readonly number[] {
  const answers = (message: number): number => taken.filter((one) => one.message === String(message) && one.fate === 'answered').length;
  return said.flatMap(({ words }, message) => (!words.includes('|') && answers(message) > 1 ? [message] : []));
}
