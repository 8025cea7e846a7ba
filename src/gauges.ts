import type { Assistant } from './app/assistant.ts';
import type { RedisHandle } from './queue/redis.ts';
import { listAdministrators } from './store/administrators.ts';
import { alertsUnderWay } from './store/alerts.ts';
import { outboxAge } from './store/outbox.ts';
import { pendingAge } from './store/pending.ts';
import { countOpenTickets } from './store/tickets.ts';

/** Adds to the page of metrics what is looked up at the moment when somebody reads it. */
export function watchGauges({ database, queue, clock, metrics }: Assistant, redis: RedisHandle): void {
  metrics.watch('outbox_age_seconds', 'Age of the oldest message waiting to be sent', async () => (await outboxAge(database, clock())).seconds);
  metrics.watch('outbox_waiting', 'Messages waiting to be sent', async () => (await outboxAge(database, clock())).count);
  metrics.watch('inbound_age_seconds', 'Age of the oldest message waiting for its turn', async () => (await pendingAge(database, clock())).seconds);
  metrics.watch('inbound_waiting', 'Messages waiting for their turn', async () => (await pendingAge(database, clock())).count);
  metrics.watch('alerts', 'Troubles that are under way', async () => (await alertsUnderWay(database)).length);
  metrics.watch('administrators', 'Chats that hear of alerts', async () => (await listAdministrators(database)).length);
  metrics.watch('queue_lag_seconds', 'How late the last job began', async () => queue.lag() / 1000);
  metrics.watch('queue_delayed', 'Jobs waiting for their time', async () => (await queue.counts())?.delayed ?? Number.NaN);
  metrics.watch('redis_errors', 'Connection errors since the start', async () => redis.errorCount());
  metrics.watch('tickets_open', 'Tickets that wait for a person', () => countOpenTickets(database));
}
