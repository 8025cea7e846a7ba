import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { factValues, officialHosts } from '../../flows/facts/mod.ts';
import { applyChange } from '../../src/app/appointments/change-appointment.ts';
import { createAssistant, type Assistant } from '../../src/app/assistant.ts';
import { createLog } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import { createWebChat, createWebVisitors, type WebVisitors } from '../../src/app/web-chat.ts';
import type { Channel } from '../../src/channels/channel.ts';
import { createTelegramChannel, secretMatches, type TelegramChannel } from '../../src/channels/telegram/mod.ts';
import { createWebChannel } from '../../src/channels/web/mod.ts';
import type { Flow } from '../../src/core/mod.ts';
import { createServer, type WebServer } from '../../src/http/server.ts';
import type { Webhook } from '../../src/http/webhook.ts';
import { openZalo, zaloWebhook, type OpenZalo } from '../../src/open-zalo.ts';
import { openQueue } from '../../src/queue/jobs.ts';
import { openRedis } from '../../src/queue/redis.ts';
import type { Database } from '../../src/store/database.ts';
import { sweep } from '../../src/app/sweep.ts';
import { keepUp } from '../../src/app/keep-up.ts';
import { reminderKinds } from '../../workers/reminders/mod.ts';
import { startFakeTelegram } from '../support/fake-telegram/mod.ts';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import type { TestSetUp } from '../support/set-ups.ts';
import { createTestClock, endlessPatience, freePace, testSealer } from '../support/test-assistant.ts';
import { openTestDatabase } from '../support/test-database.ts';
import type { ClinicChange } from './conversation.ts';
import type { Driver } from './driver.ts';
import { preparePlace } from './place.ts';
import type { Place } from './player.ts';
import { createTelegramDriver } from './telegram-driver.ts';
import { createWebDriver } from './web-driver.ts';
import { createZaloDriver } from './zalo-driver.ts';

/** The whole assistant behind a real server, with a clock that is moved by hand. */
export interface Stage extends Place {
  readonly drivers: readonly Driver[];
  /** Where the web chat is. */
  readonly root: string;
  close(): Promise<void>;
}

const secret = 'a-secret-that-telegram-repeats';

/** Opens a stage on a database of its own. */
export async function openStage(setUp: TestSetUp, flows: readonly Flow[]): Promise<Stage> {
  const opened = await openTestDatabase(setUp);
  const { database } = opened;
  const redis = await openRedis(setUp.redisUrl === undefined ? {} : { url: setUp.redisUrl });
  const telegram = await startFakeTelegram();
  const clock = createTestClock();
  const fakeZalo = await startFakeZalo(() => clock().getTime());
  const log = createLog('silent');
  const metrics = createMetrics();
  const visitors = await createWebVisitors(database, log);
  const web = createWebChannel((platformId) => visitors.wake(platformId));
  const bot = createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot });
  const zalo = await openAccount(fakeZalo, { database, sealer: testSealer, pace: freePace, clock, log, metrics });
  const queue = openQueue(redis, { log: () => undefined, upkeepEveryMinutes: 5 });
  const assistant = await createAssistant({
    database,
    sealer: testSealer,
    queue,
    pace: freePace,
    channels: [web, bot, zalo.channel],
    chores: [() => zalo.tokens.refreshEarly()],
    flows,
    facts: { vi: factValues('vi'), en: factValues('en') },
    reminderKinds,
    owner: `stage-${randomBytes(4).toString('hex')}`,
    clock,
    log,
    metrics,
    patience: endlessPatience,
  });
  // The clock of the stage is moved by hand, so only what is due at once comes from the queue.
  queue.startWorkers({ call: ({ id, version }) => assistant.calls.run({ id: Number(id), version }), wait: rest, reminder: rest, seat_offer: rest, delivery_retry: rest, upkeep: rest }, { concurrency: 2 });
  const server = await startServer(assistant, visitors, web, [telegramWebhook(bot), ...zaloWebhook(zalo)]);
  const root = await server.listen({ host: '127.0.0.1', port: 0 });
  // From here on Zalo tells of every message that it was sent, received and seen.
  await fakeZalo.saveWebhook(`${root}/webhooks/zalo`);
  const settings = { root, clock, settled: () => settled(database) };
  const drivers = [createTelegramDriver(telegram, secret, settings), createZaloDriver(fakeZalo, settings), createWebDriver(settings)];
  return {
    root,
    drivers,
    elsewhere: (channel) => nextDriver(drivers, channel),
    now: clock,
    advance: (milliseconds) => clock.advance(milliseconds),
    work: async () => {
      await sweep(assistant);
      await keepUp(assistant);
    },
    clinic: (change) => changeLast(assistant, change),
    preparePlace: (state) => preparePlace(assistant, state),
    close: async () => {
      await fakeZalo.settled();
      server.server.closeAllConnections();
      await server.close();
      await assistant.stop();
      await visitors.stop();
      await queue.close();
      await redis.close();
      await telegram.close();
      await fakeZalo.close();
      await opened.drop();
    },
  };
}

/** What staff of a clinic do with the appointment that was made last. */
async function changeLast({ database, sealer, clock, inbound }: Assistant, change: ClinicChange): Promise<void> {
  const [row] = await database.query<{ number: string; contact: number; later: string }>(
    `select number, contact_id as contact, (day + 3)::text as later from causo.appointment order by id desc limit 1`,
  );
  if (!row) throw new Error('Expected an appointment to have been made');
  const time = change === 'propose' ? { time: { day: row.later, halfDay: 'afternoon', slot: '14:30' } as const } : {};
  const order = { change, by: 'staff', staff: 'Lan', tells: true, now: clock(), ...time } as const;
  const { outcome } = await database.transaction((transaction) => applyChange(transaction, sealer, { number: row.number }, order));
  expect(outcome).toBe('done');
  await inbound.drain(row.contact);
}

const rest = async (): Promise<void> => undefined;

/** The official account with the pair of tokens that the console gave. */
async function openAccount(fake: FakeZalo, surroundings: Parameters<typeof openZalo>[2]): Promise<OpenZalo> {
  const { appId, appSecret, oaId, oaSecretKey, root } = fake;
  const roots = { apiRoot: root, oauthRoot: root, templateRoot: root };
  const settings = { appId, appSecret, oaId, oaSecretKey, ...roots, ...fake.issuePair(), requestsPerMinute: 100, domainVerification: undefined };
  return openZalo(settings, undefined, surroundings);
}

function telegramWebhook(bot: TelegramChannel): Webhook {
  const isGenuine = (headers: Readonly<Record<string, string | string[] | undefined>>): boolean =>
    secretMatches(String(headers['x-telegram-bot-api-secret-token']), secret);
  return { path: '/webhooks/telegram', channel: bot, isGenuine };
}

function startServer(assistant: Assistant, visitors: WebVisitors, web: Channel, webhooks: readonly Webhook[]): Promise<WebServer> {
  return createServer({
    ...assistant,
    trustProxy: false,
    metricsToken: undefined,
    webhooks,
    webChat: { port: createWebChat({ ...assistant, visitors }), channel: web, officialHosts },
    health: { database: () => Promise.resolve(true), queue: () => Promise.resolve(true) },
  });
}

function nextDriver(drivers: readonly Driver[], channel: string): Driver {
  const next = drivers[(drivers.findIndex((driver) => driver.channel === channel) + 1) % drivers.length];
  if (next === undefined) throw new Error(`Expected another driver than that of ${channel}`);
  return next;
}

/** Waits until nothing is left to be handled or sent. */
async function settled(database: Database): Promise<void> {
  const left = async (): Promise<number | undefined> => {
    const [row] = await database.query<{ left: number }>(
      `select ((select count(*) from causo.outbox) + (select count(*) from causo.inbound where state = 'pending')
         + (select count(*) from causo.call where done_at is null)
         + (select count(*) from causo.link_code where state = 'agreed'))::int as left`,
    );
    return row?.left;
  };
  await expect.poll(left, { interval: 5, message: 'messages still wait to be handled or sent' }).toBe(0);
}
