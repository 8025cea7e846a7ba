import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { usualPatience } from '../../src/app/assistant.ts';
import { makeBackup } from '../../src/store/backup/dump.ts';
import { backupPlace } from '../store/backup/places.ts';
import { createGate, heldDatabase, type Gate } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, webhookSecret, type TestServer } from '../support/test-server.ts';

const chat = 9_021_088;

describe.each(testSetUps())('the webhook while a backup is being made on $name', (setUp) => {
  // The embedded database does one thing at a time.
  const waits = setUp.databaseUrl === undefined;
  const place = backupPlace();
  const gates: Gate[] = [];
  let opened: TestDatabase;
  let server: TestServer | undefined;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    for (const gate of gates.splice(0)) gate.open();
    await server?.close();
  });
  afterAll(async () => {
    place.remove();
    await opened.drop();
  });

  const deliver = (root: string, update: unknown): Promise<Response> =>
    fetch(`${root}/webhooks/telegram`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': webhookSecret }, body: JSON.stringify(update) });

  it('answers in time: with 200 where both go side by side, else with 503, and takes the message when it comes again', async () => {
    // With the patience of real life only where it is certain to run out: on a busy machine it could anywhere.
    server = await startTestServer({ database: opened.database, ...(waits ? { patience: usualPatience } : {}) });
    const [reached, gate] = [createGate(), createGate()];
    gates.push(gate);
    const slow = heldDatabase(opened.database, async (text) => {
      if (!text.includes('declare backup_rows')) return;
      reached.open();
      await gate.wait;
    });
    const saving = makeBackup(slow, place.file(), { kind: 'backup', now: new Date() });
    await reached.wait;
    const update = server.telegram.people.writes(chat, 'chào');
    const { root, telegram } = server;
    const answer = await deliver(root, update);
    expect([answer.status, answer.headers.has('retry-after')]).toEqual([waits ? 503 : 200, waits]);
    gate.open();
    await saving;
    await expect.poll(async () => (await deliver(root, update)).status).toBe(200);
    await expect.poll(() => telegram.messagesTo(chat).length).toBe(2);
    expect(await opened.database.query(`select state from causo.inbound where channel = 'telegram'`)).toEqual([{ state: 'done' }]);
  });
});
