import type { Channel, Echo, Landed, OutboundMessage } from '../channels/channel.ts';
import type { Database } from '../store/database.ts';
import { saveEcho, untakenEchoes } from '../store/echoes.ts';
import type { OutboxRow } from '../store/outbox.ts';
import type { Sealer } from '../store/seal.ts';
import type { Log } from './log.ts';
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
}

/** Clocks of our processes differ a little; an echo may seem to have come before its message was sent. Milliseconds. */
const clockDrift = 2_000;

export function createEchoes({ database, sealer, clock, log, patience, wake }: EchoSettings): Echoes {
  return {
    note: async ({ trace, ...echo }) => {
      try {
        const saving = saveEcho(database, { ...echo, trace: sealer.lookUp(hashed(trace)), now: clock() });
        const address = await within(patience, saving);
        if (address !== undefined) wake(address);
        return 'done';
      } catch (error) {
        log.warn('echo_not_stored', { channel: echo.channel, fault: error });
        return 'busy';
      }
    },
  };
}

/** Which parts of a message that may have arrived are known to have done so; nothing when none is. */
export async function findLanded(
  { database, sealer }: Pick<EchoSettings, 'database' | 'sealer'>,
  channel: Channel,
  { address, attemptedAt }: Pick<OutboxRow, 'address' | 'attemptedAt'>,
  message: OutboundMessage,
): Promise<(Landed & { readonly whole: boolean }) | undefined> {
  if (!attemptedAt || !channel.traces) return undefined;
  const traces = channel.traces(message);
  const seen = await untakenEchoes(database, address, new Date(attemptedAt.getTime() - clockDrift));
  /** The echo of a part: where several parts say the same, each needs its own. */
  const echoOf = (part: number): string | undefined => {
    const hashes = sealer.lookUps(hashed(traces[part] ?? ''));
    const before = traces.slice(0, part).filter((trace) => trace === traces[part]).length;
    return seen.filter(({ trace }) => hashes.some((hash) => hash.equals(trace)))[before]?.messageId;
  };
  // Parts go one after the other: the echo of a later one shows that the earlier ones arrived, too.
  const last = traces.findLastIndex((_trace, part) => echoOf(part) !== undefined);
  const id = last < 0 ? undefined : echoOf(last);
  return id === undefined ? undefined : { parts: last + 1, id, whole: last === traces.length - 1 };
}

function hashed(trace: string): string {
  return `echo ${trace}`;
}
