import { alertsUnderWay } from '../../store/alerts.ts';
import type { Queryable } from '../../store/database.ts';
import { within } from '../time.ts';

/** What /readyz says, by kind; what has a line there already is left out. */
const lines: Readonly<Record<string, string>> = {
  webhook: 'the platform cannot deliver to us; npm run channels -- check tells why',
  silent: 'no message for a day, though there were some the day before; npm run channels -- check',
  wrong_secret: 'webhooks come with a wrong secret or signature; npm run channels -- check',
  outbox: 'messages have waited for more than 5 minutes to be sent; look for send_failed in the log',
  parked: 'messages could not be handled and were set aside; look for message_parked in the log',
  backlog: 'messages have waited for more than 2 minutes for their turn: more comes in than can be done, or, with pending_turn_failed in the log, something is broken',
};

/** One line for each alert that is under way; none while the database is away, which /readyz says itself. */
export async function alertWarnings(database: Queryable): Promise<readonly string[]> {
  const alerts = await within(1_000, alertsUnderWay(database)).catch(() => []);
  return alerts.flatMap(({ kind, channel }) => {
    const line = lines[kind];
    return line === undefined ? [] : [channel ? `${channel}: ${line}` : line];
  });
}
