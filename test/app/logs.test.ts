import { Writable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { SendError } from '../../src/channels/channel.ts';
import type { Database } from '../../src/store/database.ts';
import { createSealer } from '../../src/store/seal.ts';
import { keepUp } from '../../src/app/keep-up.ts';
import { sweep } from '../../src/app/sweep.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, messageFrom, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** Keeps every line that is logged at the most talkative level. */
function createCapture() {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  return { lines, log: createLog('debug', stream) };
}

const name = 'Nguyễn Thị Bảy';
const account = '0071000123456';
const phone = '+84912345678';
const token = '7777777777:AAtokentokentokentokentoken';
const dataKey = Buffer.alloc(32, 7).toString('base64');
const person = '900100200300';

/** What must stand in no log line and on no metrics page. */
const personal = [name, 'Bảy', account, '0071 0001', phone, '912345678', token, dataKey, '482913', person, 'Vietcombank', 'cá lóc', 'sạp', '50.000', 'Đồng ý', 'máy trả lời'];

describe('the log', () => {
  it('writes class, code and place of an error, never its words', () => {
    const { lines, log } = createCapture();
    const fault = Object.assign(new Error(`no row for ${name}\n    at ${phone} (file:///x)\n${account}`), { code: '23505', detail: name });
    log.error('turn_failed', { contact: 7, fault });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, msg: 'turn_failed', contact: 7, fault: { kind: 'Error', code: '23505', place: expect.stringContaining('logs.test.ts') } });
    for (const word of personal) expect(lines.join('\n')).not.toContain(word);
  });

  it('tells only the kind of a fault that is no error', () => {
    const { lines, log } = createCapture();
    for (const fault of [name, { text: name }, undefined, null, 5]) log.warn('odd', { fault });
    expect(lines.map((line) => (JSON.parse(line) as { fault: unknown }).fault)).toEqual(['string', 'object', 'undefined', 'object', 'number'].map((kind) => ({ kind })));
  });

  it('says nothing of what caused a failed send', () => {
    const { lines, log } = createCapture();
    log.warn('send_failed', { fault: new SendError(`refused: ${name}`, { code: 'refused', retryable: false, cause: new Error(token) }) });
    expect(lines[0]).toContain('"code":"refused"');
    for (const word of personal) expect(lines[0]).not.toContain(word);
  });

  it('writes nothing below its level', () => {
    const lines: string[] = [];
    const log = createLog('error', { write: (line: string) => void lines.push(line) });
    log.info('a');
    log.warn('b');
    log.error('c');
    expect(lines).toHaveLength(1);
  });
});

describe.each(testSetUps())('a chat in which everything goes wrong on $name', (setUp) => {
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

  /** The same database, whose commits and look-ups fail with the person's own words while `broken` says so. */
  const failing = (broken: () => boolean): Database => {
    const check = (text: string): void => {
      if (broken() && text.includes('with turn as')) throw Object.assign(new Error(`value "${name} ${account} ${phone}" is bad`), { code: '22001', detail: token });
    };
    return {
      ...opened.database,
      query: async (text, parameters, statement) => {
        check(text);
        return opened.database.query(text, parameters, statement);
      },
      transaction: (work) =>
        opened.database.transaction((transaction) =>
          work({
            query: async (text, parameters, statement) => {
              check(text);
              return transaction.query(text, parameters, statement);
            },
          }),
        ),
    };
  };

  it('leaves ids and codes in the log, and nothing of anybody', async () => {
    const { lines, log } = createCapture();
    let broken = false;
    const channel = createRecordingChannel();
    const sends = ['unavailable', 'rate_limited', 'unknown_outcome', 'refused', 'misconfigured'] as const;
    let tries = 0;
    channel.beforeSend = (message) => {
      const code = sends[tries];
      tries += 1;
      if (code) throw new SendError(`${code}: ${message.text} ${token}`, { code, retryable: code !== 'refused', cause: new Error(`${dataKey} ${person}`) });
    };
    const test = await createTestAssistant({ database: failing(() => broken), channel, log });
    started.push(test);
    const { assistant, clock } = test;
    const say = (text: string | Parameters<typeof messageFrom>[1]) => assistant.inbound.accept(messageFrom(person, text));
    const deliverAll = async (): Promise<void> => {
      for (let round = 0; round < 12; round += 1) {
        clock.advance(5 * 60_000);
        await sweep(assistant);
        await expect.poll(() => opened.database.query('select id from causo.address where lease_owner is not null')).toEqual([]);
      }
      expect(await opened.database.query('select id from causo.outbox')).toEqual([]);
    };
    const first = messageFrom(person, 'chào');
    await assistant.inbound.accept(first);
    await assistant.inbound.accept(first);
    await deliverAll();
    for (const text of ['1', `bà tên ${name}, bà muốn bán cá`, 'menu', '3', '2', 'vietcombank', account, '50k', 'cá lóc sạp 3', 'mã otp 482913']) await say(text);
    await say({ type: 'own_phone', phone });
    await deliverAll();
    broken = true;
    await say(`tui là ${name}, số ${account}`);
    const [contact] = await opened.database.query<{ id: number }>('select id from causo.contact');
    for (let attempt = 0; attempt < 6; attempt += 1) await assistant.inbound.drain(contact?.id ?? 0);
    broken = false;
    await assistant.inbound.drain(contact?.id ?? 0);
    await say('xóa dữ liệu');
    await deliverAll();
    await keepUp(assistant);
    const events = new Set(lines.map((line) => (JSON.parse(line) as { msg: string }).msg));
    for (const event of ['send_failed', 'turn_put_off', 'pending_turn_failed', 'message_parked', 'upkeep']) expect([...events]).toContain(event);
    for (const word of personal) expect(lines.filter((line) => line.includes(word))).toEqual([]);
    const page = await assistant.metrics.page();
    expect(page).toContain('causo_parked_total 1');
    expect(page).toContain('causo_received_total{channel="test"}');
    for (const word of personal) expect(page).not.toContain(word);
  });

  it('says nothing of a session that it cannot open', async () => {
    const { lines, log } = createCapture();
    const test = await createTestAssistant({ database: opened.database, log });
    started.push(test);
    await test.assistant.inbound.accept(messageFrom(person, 'chào'));
    await opened.database.query('update causo.contact set state = $1', [createSealer([Buffer.from(dataKey, 'base64')]).seal({ name, account })]);
    await test.assistant.inbound.accept(messageFrom(person, `tui tên ${name}`));
    await expect.poll(() => lines.length).toBeGreaterThan(0);
    for (const word of personal) expect(lines.filter((line) => line.includes(word))).toEqual([]);
  });
});
