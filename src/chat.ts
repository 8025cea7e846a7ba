import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { flows } from '../flows/mod.ts';
import { factValues } from '../flows/facts/mod.ts';
import { reminderKinds } from '../workers/reminders/mod.ts';
import { startWorkers } from '../workers/main.ts';
import { createAssistant } from './app/assistant.ts';
import { createLog } from './app/log.ts';
import { createMetrics } from './app/metrics.ts';
import { createTerminalChannel } from './channels/terminal/mod.ts';
import { openQueue } from './queue/jobs.ts';
import { createPace } from './queue/pace.ts';
import { openRedis } from './queue/redis.ts';
import { openEmbedded } from './store/embedded.ts';
import { migrate } from './store/migrate.ts';
import { createSealer } from './store/seal.ts';

const dayMilliseconds = 86_400_000;

const usage = `Usage: npm run chat

Talks to the assistant in this terminal. Everything is kept in a folder that is thrown away at the end.
Type as on a phone, with or without accents; a number chooses; end with Ctrl-D.`;

if (process.argv.includes('--help') || process.argv.includes('-h')) console.log(usage);
else await chat();

async function chat(): Promise<void> {
  console.log('Đang chuẩn bị… (kết thúc: Ctrl-D)');
  // Without it Ctrl-C would end the process past what tidies up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit());
  const folder = mkdtempSync(join(tmpdir(), 'cau-so-chat-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const database = await openEmbedded(join(folder, 'database'));
  await migrate(database, new Date());
  const redis = await openRedis({});
  const terminal = createTerminalChannel({
    write: (lines) => console.log(['', ...lines.map((line) => `🤖 ${line}`)].join('\n')),
    savePicture: async (bytes) => {
      const path = join(folder, `hinh-${randomBytes(3).toString('hex')}.png`);
      await writeFile(path, bytes);
      return path;
    },
  });
  const log = createLog('silent');
  const assistant = await createAssistant({
    database,
    sealer: createSealer([randomBytes(32)]),
    queue: openQueue(redis, { log: () => undefined }),
    pace: createPace(redis, () => 1),
    channels: [terminal],
    flows,
    facts: { vi: factValues('vi'), en: factValues('en') },
    reminderKinds,
    owner: `chat-${process.pid}`,
    clock: () => new Date(),
    log,
    metrics: createMetrics(),
    // Nobody sends a line of the terminal again, so none is refused for taking long.
    patience: dayMilliseconds,
  });
  const stopWorkers = startWorkers(assistant);
  for await (const line of createInterface({ input: process.stdin })) {
    for (const message of terminal.parse(line)) await assistant.inbound.accept(message);
  }
  await stopWorkers();
  await assistant.stop();
  await assistant.queue.close();
  await redis.close();
  await database.close();
}
