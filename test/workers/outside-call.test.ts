import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { keepUp } from '../../src/app/keep-up.ts';
import { createLog } from '../../src/app/log.ts';
import { sweep } from '../../src/app/sweep.ts';
import { MediaError, type InboundMessage } from '../../src/channels/channel.ts';
import { placesOf, readEverything } from '../app/everything.ts';
import { codeOf } from '../support/qr-codes.ts';
import { photoNamed, photoOf } from '../support/qr-photos.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, messageFrom, type RecordingChannel, type TestAssistant, type TestAssistantOptions } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { count } from './chat.ts';

type Fetch = (reference: string) => Promise<Uint8Array>;

const photo = (reference = 'photo-1'): InboundMessage['content'] => ({ type: 'media', media: { kind: 'photo', reference } });

/** Everything up to the question for a photo. */
const asking = ['chào', '1', '3', '4'];

describe.each(testSetUps())('the look at a photo on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];
  /** What the channel gives for a photo. */
  let give: Fetch;

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant> => {
    const channel: RecordingChannel = Object.assign(createRecordingChannel(), { fetchMedia: (reference: string) => give(reference) });
    give = () => photoNamed('account');
    const test = await createTestAssistant({ database: opened.database, channel, ...options });
    started.push(test);
    return test;
  };
  const say = async ({ assistant }: TestAssistant, ...contents: readonly (string | InboundMessage['content'])[]): Promise<void> => {
    for (const content of contents) expect(await assistant.inbound.accept(messageFrom('an', content))).toBe('done');
  };
  const said = async ({ channel }: TestAssistant): Promise<readonly string[]> => {
    await expect.poll(() => count(opened.database, 'outbox')).toBe(0);
    return channel.sent.map(({ message }) => message.text);
  };
  /** The call that was made last. */
  const lastCall = async (): Promise<{ readonly id: number; readonly version: number; readonly due: Date }> => {
    const [call] = await opened.database.query<{ id: number; version: number; due: Date }>('select id, version, due_at as due from causo.call order by id desc limit 1');
    if (!call) throw new Error('Expected a call to have been made');
    return call;
  };
  const runLast = async ({ assistant }: TestAssistant): Promise<void> => assistant.calls.run(await lastCall());
  const endsWith = async (test: TestAssistant, words: string): Promise<void> => {
    const lastTexts = async (): Promise<string> => (await said(test)).slice(-2).join('\n');
    await expect.poll(lastTexts).toContain(words);
  };

  it('is promised at once, goes to the queue by its number alone, and its end goes on with the chat', async () => {
    const test = await open();
    await say(test, ...asking, photo());
    expect((await said(test)).at(-1)).toBe('Máy đang xem hình, chờ chút nha.');
    const call = await lastCall();
    expect(test.queue.scheduled).toEqual([{ kind: 'call', rowId: String(call.id), version: 1, dueAt: test.clock().getTime() }]);
    await runLast(test);
    await endsWith(test, 'Vietcombank, số tài khoản 0123 4567 89');
    expect(await count(opened.database, 'inbound', `channel = 'internal' and update_id = 'call_finished-${call.id}-1' and state = 'done'`)).toBe(1);
  });

  it('never calls a code safe', async () => {
    const test = await open();
    await say(test, ...asking, photo());
    await runLast(test);
    expect((await said(test)).filter((text) => /an toàn|tin được|yên tâm/i.test(text))).toEqual([]);
    await endsWith(test, 'đọc tên hiện lên');
  });

  it('is told once, however often and by how many it is done', async () => {
    const [one, two] = [await open(), await open()];
    await say(one, ...asking, photo());
    const before = (await said(one)).length;
    await Promise.all([runLast(one), runLast(two), runLast(one)]);
    await runLast(two);
    await expect.poll(() => count(opened.database, 'outbox')).toBe(0);
    expect(one.channel.sent.length + two.channel.sent.length).toBe(before + 2);
  });

  it('lets people go on writing, and answers them with patience', async () => {
    const test = await open();
    await say(test, ...asking, photo(), 'sao lâu vậy');
    expect((await said(test)).at(-1)).toBe('Đang làm, chờ chút nha.');
    await runLast(test);
    await endsWith(test, 'Vietcombank');
  });

  it('says nothing to the other photos of an album', async () => {
    const test = await open();
    await say(test, ...asking, photo('photo-1'), photo('photo-2'), photo('photo-3'));
    expect((await said(test)).filter((text) => text.includes('xem hình'))).toHaveLength(1);
    expect(await count(opened.database, 'call')).toBe(1);
  });

  it('goes on while help is asked for', async () => {
    const test = await open();
    await say(test, ...asking, photo(), 'giúp');
    await runLast(test);
    await endsWith(test, 'Vietcombank');
    expect(await count(opened.database, 'call')).toBe(1);
  });

  it('is looked at once more when it ended while another service was open', async () => {
    const test = await open();
    await say(test, 'chào', '1', 'quét mã trả tiền', photo(), 'đăng ký vneid');
    const before = (await said(test)).length;
    await runLast(test);
    expect(await said(test)).toHaveLength(before);
    await say(test, '0');
    expect(await count(opened.database, 'call')).toBe(2);
    await runLast(test);
    await endsWith(test, 'Vietcombank');
  });

  it('is not told any more after "thôi", and after "quay lại" the photo is asked for again', async () => {
    const test = await open();
    await say(test, ...asking, photo(), 'quay lại');
    await endsWith(test, 'Gửi được không');
    await runLast(test);
    await endsWith(test, 'Gửi được không');
    await say(test, photo(), 'thôi');
    const before = (await said(test)).length;
    await runLast(test);
    expect(await said(test)).toHaveLength(before);
  });

  it('is done from the database when the queue has lost it', async () => {
    const test = await open();
    await say(test, ...asking, photo());
    test.clock.advance(6_000);
    await sweep(test.assistant);
    await expect.poll(() => count(opened.database, 'call', 'done_at is not null')).toBe(1);
    await endsWith(test, 'Vietcombank');
  });

  it('is taken up by another process when its own was killed', async () => {
    const [killed, alive] = [await open(), await open()];
    await say(killed, ...asking, photo());
    await said(killed);
    await opened.database.query(`update causo.call set attempts = 1, lease_until = now() - interval '1 s'`);
    alive.clock.advance(6_000);
    await sweep(alive.assistant);
    await expect.poll(() => count(opened.database, 'call', 'attempts = 2 and done_at is not null')).toBe(1);
    await endsWith(alive, 'Vietcombank');
  });

  it('is tried again with growing pauses, and given up after four times', async () => {
    const test = await open();
    give = () => Promise.reject(new MediaError('unavailable'));
    await say(test, ...asking, photo());
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const before = test.clock().getTime();
      await runLast(test);
      pauses.push((await lastCall()).due.getTime() - before);
      test.clock.advance(pauses.at(-1) ?? 0);
    }
    expect(pauses).toEqual([2_000, 6_000, 15_000]);
    expect(test.queue.scheduled.map(({ version }) => version)).toEqual([1, 2, 3, 4]);
    await runLast(test);
    await endsWith(test, 'Xem hình lâu quá');
    expect(await count(opened.database, 'call', 'attempts = 4 and done_at is not null')).toBe(1);
  });

  it('ends for one that kills its process again and again', async () => {
    const test = await open();
    await say(test, ...asking, photo());
    await opened.database.query(`update causo.call set attempts = 4, lease_until = now() - interval '1 s'`);
    await runLast(test);
    await endsWith(test, 'Xem hình lâu quá');
    expect(await count(opened.database, 'call', 'done_at is not null')).toBe(1);
  });

  it('succeeds when the platform is back at the second try', async () => {
    const test = await open();
    give = () => Promise.reject(new MediaError('unavailable'));
    await say(test, ...asking, photo());
    await runLast(test);
    give = () => photoNamed('account');
    await runLast(test);
    await endsWith(test, 'Vietcombank');
    expect(await count(opened.database, 'call', 'attempts = 2 and done_at is not null')).toBe(1);
  });

  it('ends kindly when it takes longer than anybody waits, and what comes later is not told', async () => {
    const test = await open();
    let finish: (bytes: Uint8Array) => void = () => undefined;
    let begun = false;
    give = () => new Promise((resolve) => {
      begun = true;
      finish = resolve;
    });
    await say(test, ...asking, photo());
    const running = runLast(test);
    await expect.poll(() => begun).toBe(true);
    test.clock.advance(90_000);
    await sweep(test.assistant);
    await endsWith(test, 'Xem hình lâu quá');
    const before = (await said(test)).length;
    finish(await photoNamed('account'));
    await running;
    expect(await said(test)).toHaveLength(before);
  });

  it.each([
    ['gone', 'không còn lấy được'],
    ['too_big', 'lớn quá'],
  ] as const)('is not tried again when the photo is %s', async (code, words) => {
    const test = await open();
    give = () => Promise.reject(new MediaError(code));
    await say(test, ...asking, photo());
    await runLast(test);
    await endsWith(test, words);
    expect(await count(opened.database, 'call', 'attempts = 1 and done_at is not null')).toBe(1);
  });

  it('leaves an answer in the chat of somebody who erased everything meanwhile to nobody', async () => {
    const test = await open();
    await say(test, ...asking, photo());
    const call = await lastCall();
    await say(test, 'xóa dữ liệu', '1');
    const before = (await said(test)).length;
    await test.assistant.calls.run(call);
    expect(await said(test)).toHaveLength(before);
    expect(await count(opened.database, 'call')).toBe(0);
  });

  it('keeps neither the photo nor where it lies, and the account no longer than an hour', async () => {
    let logged = '';
    const test = await open({ log: createLog('trace', { write: (line: string) => void (logged += line) }) });
    const account = '7070707070707';
    give = () => photoOf([codeOf({ number: account })]);
    await say(test, ...asking, photo('secret-file-id'));
    await runLast(test);
    await endsWith(test, '7070 7070 7070 7');
    expect(placesOf(await readEverything(opened.database), ['secret-file-id'])).toEqual([]);
    test.clock.advance(61 * 60_000);
    await keepUp(test.assistant);
    expect(placesOf(await readEverything(opened.database), [account])).toEqual([]);
    expect(logged).not.toMatch(/7070|secret-file-id/);
  });
});
