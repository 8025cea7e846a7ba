import { once } from 'node:events';
import { Redis } from 'ioredis';
import { runProgram, type RunningProgram } from '../chaos/program.ts';
import { pause } from '../support/pause.ts';
import { addDuePeople } from './due-people.ts';
import { withInstallation, type Installation } from './installation.ts';
import type { Amounts } from './options.ts';
import { progress, say } from './progress.ts';
import { quantile } from './statistics.ts';
import { layOut, milliseconds, mustBeZero, percent, promises, tells, type Row } from './table.ts';

/** As fast as the setting allows, so that all messages can be counted within the run. */
const telegramPerSecond = 1_000;
const settings = { TELEGRAM_MESSAGES_PER_SECOND: String(telegramPerSecond), WORKERS_PORT: '0' };

/** From here on nobody is kept waiting. Milliseconds. */
const longest = 1_000;
const aim = 300;

/** Time for the rows to be written and the queue to be filled before they are due. Milliseconds. */
const leadTime = 20_000;
const giveUp = 120_000;

/** Thousands of reminders of one instant, and many more that wait. */
export async function benchReminders(amounts: Amounts): Promise<readonly Row[]> {
  const rows = await withInstallation({ web: 0, workers: 0, settings }, (installation) => measure(installation, amounts));
  say(layOut('\nReminders due at one instant; two worker processes', rows));
  return rows;
}

interface Scene {
  readonly installation: Installation;
  /** Milliseconds that the workers' clock is ahead. */
  readonly ahead: number;
  /** Platform id of the next person. */
  readonly next: () => number;
}

async function measure(installation: Installation, { due, waiting }: Amounts): Promise<readonly Row[]> {
  installation.fakes.telegram.limitPerSecond(10 * telegramPerSecond);
  const ahead = millisecondsToDaylight();
  const stops = [await startWorkers(installation, ahead), await startWorkers(installation, ahead)];
  let people = 5_000_000;
  const scene: Scene = { installation, ahead, next: () => (people += 1_000_000) };
  const rows = [...(await measureMemory(scene, waiting)), ...(await measureInstant(scene, due, 'queue as usual')), ...(await measureInstant(scene, due, 'Redis wiped in the middle'))];
  await Promise.all(stops.map((stop) => stop()));
  return rows;
}

/** Until ten in the morning in Cà Mau, so that it can be measured at any hour. */
function millisecondsToDaylight(): number {
  const day = 86_400_000;
  const sinceTen = (Date.now() + 7 * 3_600_000 - 10 * 3_600_000) % day;
  return day - sinceTen;
}

async function startWorkers({ settings: own }: Installation, ahead: number): Promise<() => Promise<void>> {
  const program = runProgram('test/bench/workers-by-day.ts', [], { ...own, CLOCK_AHEAD: String(ahead) });
  const ready = once(program.stdout, 'data');
  const ended: Promise<Awaited<RunningProgram['ended']>> = program.ended;
  const first = await Promise.race([ready.then(() => undefined), ended]);
  if (first) throw new Error(`Expected the workers to start, they ended:\n${first.errors}`);
  return async () => void (await program.stop());
}

/** What waits for a later day costs nothing in Redis. */
async function measureMemory({ installation, ahead, next }: Scene, waiting: number): Promise<readonly Row[]> {
  const before = await redisMemory(installation);
  progress(`${waiting} reminders for a later day`);
  const now = new Date(Date.now() + ahead);
  const dueAt = new Date(now.getTime() + 30 * 86_400_000);
  await addDuePeople(installation.database, installation.sealer, { ...placeOf(installation), count: waiting, first: next(), dueAt, now });
  await installation.crashRedis();
  // The timer finds an empty queue and fills it.
  await pause(10_000);
  const after = await redisMemory(installation);
  return [tells('Redis before, MB', before.toFixed(1)), tells(`Redis with ${waiting} waiting for a later day, MB`, after.toFixed(1))];
}

async function redisMemory({ settings: { REDIS_URL: url = '' } }: Installation): Promise<number> {
  const redis = new Redis(url);
  const info = await redis.info('memory');
  redis.disconnect();
  return Number(/^used_memory:(\d+)/m.exec(info)?.[1]) / 1024 / 1024;
}

function placeOf({ fakes: { telegram } }: Installation): { readonly channel: string; readonly account: string } {
  return { channel: 'telegram', account: String(telegram.botId) };
}

async function measureInstant({ installation, ahead, next }: Scene, count: number, name: string): Promise<readonly Row[]> {
  const { database, sealer, fakes } = installation;
  const first = next();
  for (let index = 0; index < count; index += 1) fakes.telegram.addChat(first + index);
  const dueAt = new Date(Math.ceil((Date.now() + leadTime) / 1_000) * 1_000 + ahead);
  await addDuePeople(database, sealer, { ...placeOf(installation), count, first, dueAt, now: new Date(Date.now() + ahead) });
  // As upkeep would have filled the queue some minutes before.
  await installation.crashRedis();
  const sentBefore = fakes.telegram.accepted.length;
  progress(`${count} reminders, ${name}`);
  await pause(dueAt.getTime() - ahead - Date.now() + (name === 'queue as usual' ? 0 : 50));
  if (name !== 'queue as usual') await installation.crashRedis();
  await everythingSent(installation, sentBefore + count);
  return judge(name, count, await readLateness(installation, dueAt), countTold(installation, first, count));
}

async function everythingSent({ fakes: { telegram }, backlog }: Installation, wanted: number): Promise<void> {
  const end = Date.now() + giveUp;
  while (Date.now() < end && (telegram.accepted.length < wanted || (await backlog()) > 0)) await pause(200);
  // What comes twice comes soon after.
  await pause(8_000);
}

/** When the turn of each was committed, counted from the moment it was due; for those that were told. */
async function readLateness({ database }: Installation, dueAt: Date): Promise<readonly number[]> {
  const rows = await database.query<{ late: number }>(
    `select extract(epoch from m.created_at - r.due_at)::float8 * 1000 as late from causo.reminder r
     join causo.message m on m.contact_id = r.contact_id and m.direction = 'outbound' where r.due_at = $1 and r.outcome = 'told'`,
    [dueAt],
  );
  return rows.map(({ late }) => late);
}

/** How often each of the people was told. */
function countTold({ fakes: { telegram } }: Installation, first: number, count: number): ReadonlyMap<string, number> {
  const told = new Map<string, number>();
  for (const { chatId } of telegram.accepted) {
    const number = Number(chatId);
    if (number >= first && number < first + count) told.set(chatId, (told.get(chatId) ?? 0) + 1);
  }
  return told;
}

function judge(name: string, count: number, late: readonly number[], told: ReadonlyMap<string, number>): readonly Row[] {
  const p99 = quantile(late, 0.99);
  const isPunctual = name === 'queue as usual';
  const row = isPunctual ? promises(`${name}: p99 until delivery has it`, milliseconds(p99), `${longest} ms`, p99 < longest) : tells(`${name}: p99 until delivery has it`, milliseconds(p99));
  return [
    tells(`${name}: p50 until delivery has it`, milliseconds(quantile(late, 0.5))),
    row,
    tells(`${name}: within ${aim} ms`, percent(late.filter((each) => each <= aim).length / late.length)),
    mustBeZero(`${name}: missed of ${count}`, count - told.size),
    mustBeZero(`${name}: doubled`, [...told.values()].filter((times) => times > 1).length),
  ];
}
