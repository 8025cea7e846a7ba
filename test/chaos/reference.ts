import { createLog } from '../../src/app/log.ts';
import { createMetrics } from '../../src/app/metrics.ts';
import { fireWait } from '../../src/app/fire-wait.ts';
import type { RenderedMessage } from '../../src/app/render.ts';
import { sweep } from '../../src/app/sweep.ts';
import type { Assistant } from '../../src/app/assistant.ts';
import { createTelegramChannel } from '../../src/channels/telegram/mod.ts';
import type { Channel } from '../../src/channels/channel.ts';
import type { Flow } from '../../src/core/mod.ts';
import { openZalo } from '../../src/open-zalo.ts';
import type { Database } from '../../src/store/database.ts';
import { createTestAssistant, testSealer } from '../support/test-assistant.ts';
import { openTestDatabase } from '../support/test-database.ts';
import { startFakes, type Fakes, type Update } from './platform.ts';
import { readTallies, type Recorded, type Tally } from './recording.ts';

/** What everybody should have seen, and where they should stand. */
export interface Expected {
  readonly fakes: Fakes;
  readonly tallies: readonly Tally[];
  /** Texts about danger, which may overtake others. */
  readonly urgent: ReadonlySet<string>;
}

export interface Replay {
  readonly rows: readonly Recorded[];
  /** By the id under which the assistant keeps it. */
  readonly updates: ReadonlyMap<string, { readonly person: string; readonly update: Update }>;
  readonly flows: readonly Flow[];
  readonly databaseUrl: string | undefined;
  readonly progress: (done: number) => void;
}

/**
 * Tells the same messages in the recorded order to one assistant on a quiet machine, with a clock that shows the recorded
 * times: the same understanding, engine and rendering, and nothing that could go wrong.
 */
export async function replay({ rows, updates, flows, databaseUrl, progress }: Replay): Promise<Expected> {
  const time = { now: rows[0]?.receivedAt ?? new Date() };
  const clock = Object.assign(() => time.now, { advance: () => undefined });
  const fakes = await startFakes(() => time.now.getTime());
  const opened = await openTestDatabase({ name: 'reference', ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  await opened.database.script(keepOrder);
  const channels = await openChannels(fakes, opened.database, clock);
  const { assistant } = await createTestAssistant({ database: opened.database, channels: [...channels.values()], clock, flows, patience: 60_000, log: createLog('warn') });
  const people = peopleOf(rows, updates);
  for (const [index, row] of rows.entries()) {
    time.now = row.receivedAt;
    const known = updates.get(row.updateId);
    if (known) await tell(assistant, fakes, channels, known);
    else await goOn(assistant, row, people.get(row.contact));
    if (index % 500 === 0) progress(index);
  }
  // Recorded times come from several processes and go back now and then; at the end everything is due.
  time.now = new Date(Math.max(...rows.map(({ receivedAt }) => receivedAt.getTime())) + 1_000);
  await allSent(assistant);
  const tallies = await readTallies(opened.database);
  const urgent = await readUrgent(opened.database);
  await assistant.stop();
  await opened.drop();
  await fakes.telegram.close();
  await fakes.zalo.close();
  return { fakes, tallies, urgent };
}

/** The quiet assistant says everything in the order of its turns; what may overtake is noted instead. */
const keepOrder = `
  create table causo.urgent (payload bytea not null);
  create function causo.note_urgent() returns trigger language plpgsql as $$
  begin
    insert into causo.urgent values (new.payload);
    new.priority := 1;
    return new;
  end $$;
  create trigger urgent before insert on causo.outbox for each row when (new.priority = 0) execute function causo.note_urgent()`;

async function readUrgent(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.query<{ payload: Uint8Array }>('select payload from causo.urgent');
  return new Set(rows.map(({ payload }) => (testSealer.unseal(payload) as RenderedMessage).text));
}

async function openChannels({ telegram, zalo }: Fakes, database: Database, clock: () => Date): Promise<ReadonlyMap<string, Channel>> {
  const { appId, appSecret, oaId, oaSecretKey, root } = zalo;
  const roots = { apiRoot: root, oauthRoot: root, templateRoot: root };
  const settings = { appId, appSecret, oaId, oaSecretKey, ...roots, ...zalo.issuePair(), requestsPerMinute: 1_000_000, domainVerification: undefined };
  const account = await openZalo(settings, 'https://causo.example', { database, sealer: testSealer, clock, log: createLog('silent'), metrics: createMetrics() });
  return new Map<string, Channel>([
    ['telegram', createTelegramChannel({ token: telegram.token, apiRoot: telegram.apiRoot })],
    ['zalo', account.channel],
  ]);
}

/** Who is behind a contact; events from inside name the contact only. */
function peopleOf(rows: readonly Recorded[], updates: Replay['updates']): ReadonlyMap<number, string> {
  return new Map(rows.flatMap(({ contact, updateId }) => {
    const known = updates.get(updateId);
    return known ? [[contact, known.person] as const] : [];
  }));
}

async function tell(assistant: Assistant, { telegram, zalo }: Fakes, channels: ReadonlyMap<string, Channel>, { person, update }: { readonly person: string; readonly update: Update }): Promise<void> {
  if (update.channel === 'telegram') telegram.addChat(Number(person));
  else zalo.addUser(person);
  for (const message of channels.get(update.channel)?.parse(update.body) ?? []) {
    if ((await assistant.inbound.accept(message)) !== 'done') throw new Error('Expected the quiet assistant to take every message');
  }
}

/** Nobody answered a question in time, so the chat goes on by itself. */
async function goOn(assistant: Assistant, { question }: Recorded, person: string | undefined): Promise<void> {
  const [wait] = await assistant.database.query<{ id: number; version: number }>(
    `select w.id, w.version from causo.wait w join causo.address a on a.contact_id = w.contact_id
     where a.platform_id = $1 and w.question = $2 and w.done_at is null`,
    [person ?? '', question ?? 0],
  );
  if (wait) await fireWait(assistant, wait.id, wait.version);
}

/** Tries so many times, 20 ms apart. */
const looks = 1_500;

async function allSent(assistant: Assistant): Promise<void> {
  const { database } = assistant;
  for (let look = 0; look < looks; look += 1) {
    await sweep(assistant);
    const [row] = await database.query<{ left: number }>('select count(*)::int as left from causo.outbox');
    if (row?.left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('Expected the quiet assistant to send all that it says');
}
