import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, createTestClock, messageFrom, type RecordingChannel, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('joining two accounts on $name', (setUp) => {
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

  it('x', async () => {
    const channels = [createRecordingChannel('zalo'), createRecordingChannel('telegram')] as const;
    const test = await createTestAssistant({ database: opened.database, channels });
    started.push(test);
    const settled = () => expect.poll(() => opened.database.query(`select 1 as x from causo.outbox union all select 1 from causo.inbound where state = 'pending' union all select 1 from causo.link_code where state = 'agreed'`)).toEqual([]);
    const say = async (channel: string, text: string) => { await test.assistant.inbound.accept(messageFrom('an', text, { channel })); await settled(); };
    await say('zalo', 'noi tai khoan'); await say('zalo', '1'); await say('zalo', '1');
    const code = /\d{4} \d{4}/.exec(channels[0].sent.at(-1)?.message.text ?? '')?.[0] ?? '';
    await say('telegram', 'chào'); await say('telegram', '1'); await say('telegram', 'nối tài khoản'); await say('telegram', '2'); await say('telegram', code);
    await say('telegram', 'có');
    await say('zalo', 'menu');
    console.log(channels.map((c: RecordingChannel) => c.id + '\n' + c.sent.map(({ message }) => '  ' + message.text + ' [' + message.options.map(o => o.label).join('] [')).join('\n')).join('\n\n'));
    console.log(await opened.database.query('select * from causo.contact'));
  });
});
