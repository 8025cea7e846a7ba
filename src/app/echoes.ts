import type { Channel, Echo, Landed, Receipt, OutboundMessage } from '../channels/channel.ts';
import type { Database } from '../store/database.ts';
import { echoesOfNobodyElse, saveEcho } from '../store/echoes.ts';
import type { OutboxRow } from '../store/outbox.ts';
import { phoneStepAddress } from '../store/reminder-steps.ts';
import type { Sealer } from '../store/seal.ts';
import type { Log } from './log.ts';
import { readTracking } from './reminders/tracking.ts';
import { within } from './time.ts';

export interface EchoSettings {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: () => Date;
  readonly log: Log;
  /** Milliseconds after which the platform is told to come back. */
  readonly patience: number;
  /** Something that waits for an address may be known to have arrived now. */
  readonly wake: (address: number) => void;
}

export interface Echoes {
  /** Takes in what a platform tells of a message of ours. `busy`: it has to tell it again. Never rejects. */
  note(echo: Echo): Promise<'done' | 'busy'>;
  /** The same of a template that arrived at a number. Never rejects. */
  noteReceipt(receipt: Receipt): Promise<'done' | 'busy'>;
}

/** Clocks of our processes differ a little; an echo may seem to have come before its message was sent. Milliseconds. */
const clockDrift = 2_000;

export function createEchoes({ database, sealer, clock, log, patience, wake }: EchoSettings): Echoes {
  const save = async ({ trace, ...echo }: Echo): Promise<void> => {
    const address = await saveEcho(database, { ...echo, trace: sealer.lookUp(hashed(trace)), now: clock() });
    if (address !== undefined) wake(address);
  };
  const store = async (storing: Promise<void>): Promise<'done' | 'busy'> => {
    try {
      await within(patience, storing);
      return 'done';
    } catch (error) {
      log.warn('echo_not_stored', { fault: error });
      return 'busy';
    }
  };
  return { note: (echo) => store(save(echo)), noteReceipt: (receipt) => store(saveReceipt(database, receipt, save)) };
}

/** A receipt names our name for the message and no chat; the reminder behind the name knows by which it went. */
async function saveReceipt(database: Database, { tracking, trace, messageId }: Receipt, save: (echo: Echo) => Promise<void>): Promise<void> {
  const reminder = readTracking(tracking);
  const address = reminder && (await phoneStepAddress(database, reminder));
  if (address) await save({ ...address, messageId, trace });
}

/** What is known to have arrived of a message that was sent before. */
export interface Found extends Landed {
  readonly whole: boolean;
  /** The platform's ids of all that was found. */
  readonly ids: readonly string[];
}

/**
 * Which parts of a message that may have arrived are known to have done so; nothing when none is. Only what nothing else
 * can have caused counts: a message that comes twice is a nuisance, one that never comes is a loss.
 */
export async function findLanded(
  { database, sealer }: Pick<EchoSettings, 'database' | 'sealer'>,
  channel: Channel,
  row: Pick<OutboxRow, 'row' | 'address' | 'attemptedAt'>,
  message: OutboundMessage,
): Promise<Found | undefined> {
  const traces = channel.traces?.(message) ?? [];
  if (!row.attemptedAt || traces.length === 0) return undefined;
  const texts = [...new Set(traces)];
  const words = texts.map((text) => sealer.lookUps(hashed(text)));
  const own = await echoesOfNobodyElse(database, row, new Date(row.attemptedAt.getTime() - clockDrift), words);
  const echoOf = (part: number): string | undefined => {
    // Where several parts say the same, the echo may be that of the first, however often it was sent.
    if (traces.indexOf(traces[part] ?? '') < part) return undefined;
    return own.find((echo) => texts[echo.words] === traces[part])?.messageId;
  };
  // Parts go one after the other: the echo of a later one shows that the earlier ones arrived, too.
  const last = traces.findLastIndex((_trace, part) => echoOf(part) !== undefined);
  const id = echoOf(last);
  if (id === undefined) return undefined;
  return { parts: last + 1, id, whole: last === traces.length - 1, ids: own.map(({ messageId }) => messageId) };
}

/** How the echoes of the parts of a message are recognised: keyed hashes, none where the channel sends no echoes. */
export function hashTraces(sealer: Sealer, channel: Channel, message: OutboundMessage): readonly Buffer[] {
  return (channel.traces?.(message) ?? []).map((trace) => sealer.lookUp(hashed(trace)));
}

function hashed(trace: string): string {
  return `echo ${trace}`;
}
