import type { Channel, SendError } from '../channels/channel.ts';
import type { PaceRequest } from '../queue/pace.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { OutboxPayload } from './reminders/reminding.ts';

/** An older question that could not be sent for so long is dropped once a newer one waits behind it. */
const supersededAfter = 60_000;

/** First, and at most, so long until the next try. Milliseconds. */
export const firstRetry = 1_000;
const longestRetry = 5 * 60_000;

/** Why a row is not worth sending any more, if so. */
export function reasonToDrop(row: OutboxRow, rows: readonly OutboxRow[], now: Date): string | undefined {
  if (row.notAfter < now) return 'expired';
  const newer = rows.some(({ question }) => question !== null && row.question !== null && question > row.question);
  return newer && now.getTime() - row.createdAt.getTime() > supersededAfter ? 'superseded' : undefined;
}

/** The name under which an account is paced. */
export function accountName({ id, account }: Pick<Channel, 'id' | 'account'>): string {
  return `${id}:${account}`;
}

/** How urgent the pace takes a row of the outbox for. */
export function priorityName(priority: number): PaceRequest['priority'] {
  if (priority <= 1) return 'reply';
  return priority === 2 ? 'reminder' : 'broadcast';
}

/** Milliseconds until the next try after so many. */
export function backOff(attempts: number): number {
  return Math.min(longestRetry, firstRetry * 2 ** Math.min(attempts, 20));
}

/** True for a template that goes to a number: that the chat is blocked says nothing about it. */
export function isToPhone({ payload }: Pick<OutboxRow, 'payload'>): boolean {
  return (payload as OutboxPayload).template?.phone !== undefined;
}

/**
 * True when trying again, or in plain words, is of no use to a row: it tells a reminder, for which there may be another
 * way that is open now.
 */
export function leadsNowhere({ code }: SendError, { payload }: Pick<OutboxRow, 'payload'>): boolean {
  const { template, reminding } = payload as OutboxPayload;
  if (!reminding) return false;
  // Not wanting templates is not the same as wanting no messages, so it does not close the chat.
  return code === 'out_of_quota' || (template !== undefined && ['refused', 'misconfigured', 'blocked', 'gone'].includes(code));
}
