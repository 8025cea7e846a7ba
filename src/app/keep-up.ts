import { checkAlerts } from './alerts/check-alerts.ts';
import type { Assistant } from './assistant.ts';
import { maskPayload } from './turn-runner.ts';
import type { Database } from '../store/database.ts';
import { maskOldSensitive } from '../store/messages.ts';
import { applyRetention } from '../store/retention.ts';
import { fillQueue } from './fill-queue.ts';

/** A step with a number that may not stay is over after an hour, whether it was finished or not. Milliseconds. */
const sensitiveLifetime = 3_600_000;

/** Tops the queue up and removes what has been kept long enough; harmless at any time and in any number of processes. */
export async function keepUp(assistant: Assistant): Promise<void> {
  const { database, sealer, clock, log } = assistant;
  await fillQueue(assistant);
  for (const chore of assistant.chores ?? []) await chore();
  // After the chores: what they have just mended is no trouble.
  await checkAlerts(assistant);
  const now = clock();
  const removed = await applyRetention(database, now);
  const masked = await maskOldSensitive(database, sealer, new Date(now.getTime() - sensitiveLifetime), maskPayload);
  if (database.kind === 'embedded') await tidyEmbedded(database);
  if (masked > 0 || Object.keys(removed).length > 0) log.info('upkeep', { ...removed, masked });
}

/** The embedded database has no background processes that would do this. */
async function tidyEmbedded(database: Database): Promise<void> {
  await database.query('checkpoint');
  await database.query('vacuum');
}
