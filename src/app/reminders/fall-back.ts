import { addToOutbox, holdOutboxRow } from '../../store/add-outbox.ts';
import type { Database, Queryable } from '../../store/database.ts';
import type { OutboxRow } from '../../store/outbox.ts';
import { savePending } from '../../store/pending.ts';
import { addSteps, failStep, stepsOf } from '../../store/reminder-steps.ts';
import { isStopped } from '../../store/reminder-stops.ts';
import { waysOf } from '../../store/reminder-ways.ts';
import { templatesOf } from '../../store/templates.ts';
import { holdContact } from '../../store/contacts.ts';
import type { Metrics } from '../metrics.ts';
import { nextQuiet } from '../../services/quiet-hours.ts';
import { askToCall, giveUp } from './ask-to-call.ts';
import { chooseWay, type Choice } from './choose-way.ts';
import { reminderPending } from './reminder-event.ts';
import { remindingOf, type OutboxPayload, type Reminding } from './reminding.ts';
import { survey, toReminding, type Surveyed, type Told, type WaySettings } from './situation.ts';

export interface FallBackSettings extends WaySettings {
  readonly database: Database;
  readonly clock: () => Date;
  readonly metrics: Metrics;
  /** Something new waits for an address. */
  readonly wake: (address: number) => void;
  /** Something new waits for the turn of a contact. */
  readonly drain: (contact: number) => void;
}

/**
 * Takes a message that told a reminder, and will not arrive, off the outbox by `takeOff`, and goes on to the next way in
 * the same transaction. `isUnknown`: it may have arrived all the same. Returns what `takeOff` returned.
 */
export type FallBack = (row: OutboxRow, reason: string, isUnknown: boolean, takeOff: (transaction: Queryable) => Promise<boolean>) => Promise<boolean>;

/** A way that is worth another try for so long; then its words are old. Milliseconds. */
const lifetime = 6 * 3_600_000;

export function createFallBack(settings: FallBackSettings): FallBack {
  const { database, clock, metrics, wake, drain } = settings;
  return async (row, reason, isUnknown, takeOff) => {
    const reminding = remindingOf(row.payload);
    if (!reminding) return takeOff(database);
    const { isOurs, choice } = await database.transaction(async (transaction) => {
      const next = await goOn(transaction, settings, row, reminding, { reason, isUnknown }, clock());
      return { isOurs: await takeOff(transaction), choice: next };
    });
    if (!choice) return isOurs;
    metrics.fellBack(reminding.kind, choice.means);
    if (choice.means === 'other_channel' || choice.means === 'message') drain(row.contact);
    else if ('address' in choice && choice.address !== row.address) wake(choice.address);
    return isOurs;
  };
}

interface Failure {
  readonly reason: string;
  readonly isUnknown: boolean;
}

/** Nothing when the row has been judged before, or nobody wants to be reminded any more. */
async function goOn(transaction: Queryable, settings: FallBackSettings, row: OutboxRow, reminding: Reminding, { reason, isUnknown }: Failure, now: Date): Promise<Choice | undefined> {
  const { reminder, version, kind, means } = reminding;
  // The contact first, as every turn does, and the row before its address, as every delivery does.
  if (!(await holdContact(transaction, row.contact)) || !(await holdOutboxRow(transaction, row.row))) return undefined;
  const step = { reminder, version, means, address: row.address };
  if (!(await failStep(transaction, step, isUnknown ? 'unknown' : 'failed', reason, now))) return undefined;
  const told = { reminder, version, kind, values: reminding.values, about: reminding.about, contact: row.contact };
  if (isOvertaken(reason) || (await isStopped(transaction, row.contact, kind))) {
    await giveUp(transaction, told, now);
    return { means: 'stop' };
  }
  const ways = await waysOf(transaction, [row.contact]);
  const known = { ways, templates: await templatesOf(transaction, kind), tried: await stepsOf(transaction, step) };
  const surveyed = await survey(transaction, settings, told, known, now);
  const choice = chooseWay(surveyed.situation);
  await take(transaction, settings, row, told, choice, surveyed.messages, now);
  return choice;
}

/** They have gone on in the chat meanwhile, and will find the reminder where it stands. */
function isOvertaken(reason: string): boolean {
  return reason === 'superseded';
}

async function take(transaction: Queryable, settings: FallBackSettings, row: OutboxRow, told: Told, choice: Choice, messages: Surveyed['messages'], now: Date): Promise<void> {
  const { sealer, callTopic } = settings;
  if (choice.means === 'stop') return giveUp(transaction, told, now);
  if (choice.means === 'ticket') return askToCall(transaction, sealer, told, { topic: callTopic(told.kind) ?? 'general', address: row.address }, now);
  const { means, address } = choice;
  await addSteps(transaction, [{ reminder: told.reminder, version: told.version, means, address }], now);
  const reminding = toReminding(told, choice, messages);
  const { template } = reminding;
  if (!template) {
    await savePending(transaction, sealer, [reminderPending(reminding, told.contact, address, now, true)]);
    return;
  }
  const { text } = row.payload as OutboxPayload;
  const payload: OutboxPayload = { text, options: [], template, reminding };
  await addToOutbox(transaction, sealer, { contact: told.contact, address, priority: 2, payload, now, notAfter: lastMoment(now) });
}

function lastMoment(now: Date): Date {
  return new Date(Math.min(now.getTime() + lifetime, nextQuiet(now).getTime()));
}
