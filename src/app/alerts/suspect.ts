import { noticeAlert } from '../../store/alerts.ts';
import type { Database } from '../../store/database.ts';
import type { Log } from '../log.ts';
import type { AlertKind } from './reading.ts';

/** A flood of wrong webhooks is written down once in so long. Milliseconds. */
const atMostEvery = 60_000;

/** Takes note that the last webhooks of a channel all came with a wrong secret; whoever sees all processes judges it. */
export function createSuspicion({ database, clock, log }: { readonly database: Database; readonly clock: () => Date; readonly log: Log }): (channel: string) => void {
  const notedAt = new Map<string, number>();
  const kind: AlertKind = 'wrong_secret';
  return (channel) => {
    const now = clock();
    if (now.getTime() - (notedAt.get(channel) ?? 0) < atMostEvery) return;
    notedAt.set(channel, now.getTime());
    noticeAlert(database, kind, channel, now).catch((fault: unknown) => log.warn('suspicion_not_noted', { channel, fault }));
  };
}
