import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { heldDatabase } from '../support/held-database.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/test-server.ts';

/** The web server asks the database for nothing here but what the pages themselves need, so one set-up is enough. */
const [setUp = { name: 'embedded' }] = testSetUps();

let opened: TestDatabase;
const started: TestServer[] = [];

const open = async (options: Partial<TestServerOptions> = {}): Promise<TestServer> => {
  const server = await startTestServer({ database: opened.database, ...options });
  started.push(server);
  return server;
};

beforeAll(async () => {
  opened = await openTestDatabase(setUp);
});
afterEach(() => Promise.all(started.splice(0).map((server) => server.close())));
afterAll(() => opened.drop());

async function readyz({ root }: TestServer): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${root}/readyz`);
  return { status: response.status, body: await response.json() };
}

function health(database: boolean, queue: boolean): Partial<TestServerOptions> {
  return { settings: { health: { database: async () => database, queue: async () => queue } } };
}

describe('/healthz', () => {
  it('says that the process is alive, whatever else is away', async () => {
    const { root } = await open(health(false, false));
    const response = await fetch(`${root}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'alive' });
  });
});

describe('/readyz', () => {
  it('says ready when database and queue answer', async () => {
    expect(await readyz(await open())).toEqual({ status: 200, body: { status: 'ready', database: 'ok', queue: 'ok', warnings: [] } });
  });

  it('says 503 while the database is away', async () => {
    expect(await readyz(await open(health(false, true)))).toEqual({
      status: 503,
      body: { status: 'unavailable', database: 'away', queue: 'ok', warnings: [] },
    });
  });

  it('stays ready, and names the queue, while only the queue is away', async () => {
    expect(await readyz(await open(health(true, false)))).toEqual({
      status: 200,
      body: { status: 'degraded', database: 'ok', queue: 'away', warnings: [] },
    });
  });

  it('asks anew each time', async () => {
    let isThere = false;
    const server = await open({ settings: { health: { database: async () => isThere, queue: async () => true } } });
    expect((await readyz(server)).status).toBe(503);
    isThere = true;
    expect((await readyz(server)).status).toBe(200);
  });
});

describe('/metrics', () => {
  const metrics = (server: TestServer, headers: Record<string, string> = {}): Promise<Response> => fetch(`${server.root}/metrics`, { headers });

  it('is a Prometheus page for callers on this machine when there is no token', async () => {
    const response = await metrics(await open());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toMatch(/^# HELP causo_turn_seconds /m);
  });

  const forwarded = [
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-for', ''],
    ['forwarded', 'for=203.0.113.7'],
    ['x-real-ip', '203.0.113.7'],
    ['via', '1.1 proxy'],
  ] as const;

  it.each(forwarded)('is closed without a token for what a proxy passed on, told by %s: %s', async (name, value) => {
    // On one machine with its proxy the assistant sees every caller of the world as 127.0.0.1.
    for (const trustProxy of [false, true]) {
      const server = await open({ settings: { trustProxy } });
      expect((await metrics(server, { [name]: value })).status).toBe(403);
    }
  });

  it('is there for a proxy that brings the token', async () => {
    const server = await open({ settings: { trustProxy: true, metricsToken: 'a token' } });
    expect((await metrics(server, { authorization: 'Bearer a token', 'x-forwarded-for': '203.0.113.7' })).status).toBe(200);
  });

  it('wants the token when there is one, from this machine too', async () => {
    const server = await open({ settings: { metricsToken: 'a token' } });
    const statuses = await Promise.all([
      metrics(server),
      metrics(server, { authorization: 'Bearer a toke' }),
      metrics(server, { authorization: 'Bearer b token' }),
      metrics(server, { authorization: 'a token' }),
      metrics(server, { authorization: 'Bearer a token' }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 200]);
  });

  it('counts turns and messages, and shows nobody', async () => {
    const server = await open();
    const chat = 90_210_771;
    expect(await server.deliver(server.telegram.people.writes(chat, 'chào, tui là Lành'))).toBe(200);
    await expect.poll(() => server.telegram.messagesTo(chat).length).toBe(2);
    await expect.poll(() => server.metric('causo_sent_total{channel="telegram",outcome="sent"}')).toBe(2);
    const page = await (await metrics(server)).text();
    expect(page).toContain('causo_received_total{channel="telegram"} 1');
    expect(page).toContain('causo_turn_seconds_count{outcome="done"} 1');
    expect(page).not.toMatch(new RegExp(`${chat}|Lành`));
  });
});

describe('a fault of the web chat', () => {
  it('gets into the log of the application', async () => {
    const database = heldDatabase(opened.database, (text) => {
      if (text.includes('causo.address')) throw Object.assign(new Error('away'), { code: '57P01' });
    });
    const server = await open({ database });
    const response = await fetch(`${server.root}/chat/stream`, { headers: { cookie: 'visitor=AbCdEfGhIjKlMnOpQrStUv' } });
    await response.text();
    expect(server.logged.map((line): unknown => JSON.parse(line))).toMatchObject([{ level: 50, msg: 'web_chat_stream_failed', fault: { code: '57P01' } }]);
  });
});

describe('an address that is not there', () => {
  it('is answered with 404', async () => {
    const { root } = await open();
    expect((await fetch(`${root}/webhooks/elsewhere`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${root}/desk/../../etc/passwd`)).status).toBe(404);
  });
});
