import type { Queryable } from './database.ts';

/** One version of a reminder, as it fired. */
export interface FiredReminder {
  readonly reminder: number;
  readonly version: number;
}

export interface ReminderStep extends FiredReminder {
  /** `none`: nothing was left to try. */
  readonly means: 'message' | 'template' | 'phone_template' | 'other_channel' | 'ticket' | 'none';
  /** 0 where it goes to nobody's chat. */
  readonly address: number;
}

/** Notes ways that are being tried; one that was tried already is left as it is. */
export async function addSteps(transaction: Queryable, steps: readonly ReminderStep[], now: Date): Promise<void> {
  if (steps.length === 0) return;
  await transaction.query(
    `insert into causo.reminder_step (reminder_id, version, means, address_id, began_at)
     select s.reminder_id, s.version, s.means, s.address_id, $5
     from unnest($1::bigint[], $2::int[], $3::text[], $4::bigint[]) as s(reminder_id, version, means, address_id)
     on conflict do nothing`,
    [steps.map(({ reminder }) => reminder), steps.map(({ version }) => version), steps.map(({ means }) => means), steps.map(({ address }) => address), now],
    'add_reminder_steps',
  );
}

/**
 * Notes that a way did not lead to the person. `unknown`: it may have. False: it was judged before, or the reminder is gone.
 */
export async function failStep(transaction: Queryable, { reminder, version, means, address }: ReminderStep, state: 'failed' | 'unknown', reason: string, now: Date): Promise<boolean> {
  const rows = await transaction.query(
    `update causo.reminder_step set state = $5, reason = $6, ended_at = $7
     where reminder_id = $1 and version = $2 and means = $3 and address_id = $4 and state = 'tried' returning reminder_id`,
    [reminder, version, means, address, state, reason, now],
    'fail_reminder_step',
  );
  return rows.length > 0;
}

/** What was tried of a reminder so far. */
export async function stepsOf(transaction: Queryable, { reminder, version }: FiredReminder): Promise<readonly Pick<ReminderStep, 'means' | 'address'>[]> {
  return transaction.query<Pick<ReminderStep, 'means' | 'address'> & { readonly [column: string]: unknown }>(
    'select means, address_id as address from causo.reminder_step where reminder_id = $1 and version = $2',
    [reminder, version],
    'reminder_steps',
  );
}

/** Where a reminder was last tried by a template to a number. */
export async function phoneStepAddress(database: Queryable, { reminder, version }: FiredReminder): Promise<{ readonly channel: string; readonly account: string; readonly platformId: string } | undefined> {
  const [row] = await database.query<{ channel: string; account: string; platformId: string }>(
    `select a.channel, a.account, a.platform_id as "platformId" from causo.reminder_step s join causo.address a on a.id = s.address_id
     where s.reminder_id = $1 and s.version = $2 and s.means = 'phone_template' and s.state = 'tried'`,
    [reminder, version],
  );
  return row;
}

/** Notes that a reminder which was on its way reached nobody. */
export async function endUnreached(transaction: Queryable, reminder: number, now: Date): Promise<void> {
  await transaction.query(`update causo.reminder set state = 'stopped', outcome = 'unreachable', ended_at = $2 where id = $1`, [reminder, now]);
}
