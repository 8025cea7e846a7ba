import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFakeTelegram } from '../../support/fake-telegram/mod.ts';
import type { FakeTelegram } from '../../support/fake-telegram/mod.ts';

const person = 77;

/** The stand-in is only worth something while it is as strict as the real one. */
describe('the stand-in for Telegram', () => {
  let fake: FakeTelegram;
  beforeAll(async () => {
    fake = await startFakeTelegram();
    fake.addChat(person);
  });
  afterEach(() => fake.calm());
  afterAll(() => fake.close());

  async function call(method: string, fields: object, token = fake.token) {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ chat_id: person, ...fields });
    const response = await fetch(`${fake.apiRoot}/bot${token}/${method}`, { method: 'POST', headers, body });
    const { description }: { readonly description?: string } = JSON.parse(await response.text());
    return { status: response.status, description };
  }

  const keyboard = (...data: readonly unknown[]) => ({
    text: 'a',
    reply_markup: { inline_keyboard: data.map((callback_data) => [{ text: 'b', callback_data }]) },
  });

  it.each([
    ['an empty text', 'sendMessage', { text: ' \n' }, 'message text is empty'],
    ['a text too long', 'sendMessage', { text: 'a'.repeat(4097) }, 'message is too long'],
    [
      'an unknown parse mode',
      'sendMessage',
      { text: 'a', parse_mode: 'RTF' },
      'unsupported parse_mode',
    ],
    [
      'an open tag',
      'sendMessage',
      { text: '<b>a', parse_mode: 'HTML' },
      `can't parse entities: Can't find end tag corresponding to start tag "b"`,
    ],
    [
      'an unknown tag',
      'sendMessage',
      { text: '<x>a</x>', parse_mode: 'HTML' },
      `can't parse entities: Unsupported start tag "x" at byte offset 0`,
    ],
    [
      'a bare dot in MarkdownV2',
      'sendMessage',
      { text: 'a.', parse_mode: 'MarkdownV2' },
      `can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'`,
    ],
    [
      'a button with too much data',
      'sendMessage',
      keyboard('a'.repeat(65)),
      'BUTTON_DATA_INVALID',
    ],
    [
      'too many buttons',
      'sendMessage',
      keyboard(...Array.from({ length: 101 }, () => 'a')),
      'reply markup is too long',
    ],
    [
      'a keyboard that is a list',
      'sendMessage',
      { text: 'a', reply_markup: [] },
      'object expected as reply markup',
    ],
    [
      'rows that are no lists',
      'sendMessage',
      { text: 'a', reply_markup: { inline_keyboard: [{}] } },
      'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ],
    ['an unknown chat', 'sendMessage', { chat_id: 5, text: 'a' }, 'chat not found'],
    ['a photo without a photo', 'sendPhoto', {}, 'there is no photo in the request'],
    [
      'an unknown file',
      'sendPhoto',
      { photo: 'x' },
      'wrong file_id or the file is temporarily unavailable',
    ],
    [
      'a caption too long',
      'sendPhoto',
      { caption: 'a'.repeat(1025) },
      'message caption is too long',
    ],
    [
      'an unknown sign',
      'sendChatAction',
      { action: 'dancing' },
      'wrong parameter action in request',
    ],
    [
      'an old tap',
      'answerCallbackQuery',
      { callback_query_id: '1' },
      'query is too old and response timeout expired or query ID is invalid',
    ],
    [
      'an edit of nothing',
      'editMessageText',
      { message_id: 1, text: 'a' },
      'message to edit not found',
    ],
    [
      'a webhook without TLS',
      'setWebhook',
      { url: 'http://causo.example' },
      'bad webhook: An HTTPS URL must be provided for webhook',
    ],
  ])('refuses %s', async (_name, method, fields, reason) => {
    expect(await call(method, fields)).toEqual({ status: 400, description: `Bad Request: ${reason}` });
    expect(fake.accepted).toEqual([]);
  });

  it('refuses a method that does not exist', async () => {
    expect(await call('sendTelegram', {})).toEqual({ status: 404, description: 'Not Found: method not found' });
  });

  it('refuses a wrong token and one that is none', async () => {
    expect(await call('getMe', {}, '700100200:another_one')).toEqual({ status: 401, description: 'Unauthorized' });
    expect(await call('getMe', {}, 'another')).toEqual({ status: 404, description: 'Not Found' });
  });

  it('refuses edits that change nothing or meet a reply keyboard', async () => {
    const own = await startFakeTelegram();
    own.addChat(person);
    const ask = async (method: string, fields: object) => {
      const body = new URLSearchParams(Object.entries({ chat_id: String(person), ...fields }));
      const response = await fetch(`${own.apiRoot}/bot${own.token}/${method}`, { method: 'POST', body });
      return JSON.parse(await response.text());
    };
    const first = await ask('sendMessage', { text: 'a' });
    const second = await ask('sendMessage', { text: 'a', reply_markup: '{"keyboard":[[{"text":"b"}]]}' });
    const same = await ask('editMessageText', { text: 'a', message_id: first.result.message_id });
    const keyed = await ask('editMessageText', { text: 'b', message_id: second.result.message_id });
    const changed = await ask('editMessageText', { text: 'c', message_id: first.result.message_id });
    await own.close();
    expect(same.description).toContain('Bad Request: message is not modified');
    expect(keyed.description).toBe("Bad Request: message can't be edited");
    expect(changed).toMatchObject({ ok: true, result: { text: 'c' } });
  });

  it('holds one getUpdates and ends it when a second comes or a webhook is set', async () => {
    const first = call('getUpdates', { timeout: 25 });
    await expect.poll(() => fake.calls.filter((each) => each.method === 'getUpdates').length).toBe(1);
    const second = call('getUpdates', { timeout: 25 });
    expect((await first).description).toContain('Conflict: terminated by other getUpdates request');
    await call('setWebhook', { url: 'https://causo.example' });
    expect((await second).description).toBe('Conflict: terminated by setWebhook request');
    const third = await call('getUpdates', {});
    expect(third.description).toContain("Conflict: can't use getUpdates method while webhook is active");
    await call('deleteWebhook', {});
  });

  it('a trouble of one chat leaves the others alone and ends after its count', async () => {
    const own = await startFakeTelegram();
    own.addChat(1);
    own.addChat(2);
    own.trouble({ kind: 'rate_limited', retryAfter: 3 }, { chatId: 1, times: 1 });
    const send = async (chatId: number) => {
      const body = new URLSearchParams({ chat_id: String(chatId), text: 'a' });
      return (await fetch(`${own.apiRoot}/bot${own.token}/sendMessage`, { method: 'POST', body })).status;
    };
    const statuses = [await send(2), await send(1), await send(1)];
    await own.close();
    expect(statuses).toEqual([200, 429, 200]);
  });

  it('ids of updates only rise', () => {
    const updates = [fake.people.writes(5, 'a'), fake.people.sendsPhoto(6), fake.people.blocks(5)];
    const ids = updates.map((each) => Number(each.update_id));
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect(new Set(ids).size).toBe(3);
  });
});
