import type { Session } from '../core/mod.ts';
import type { InboundKey, LoadedContact, Turn, TurnMessage, TurnOutbound, TurnReminder } from '../store/turns.ts';
import type { Decision, Incoming } from './decide.ts';
import { keepUntil } from './keeping.ts';
import { nextQuiet } from '../services/quiet-hours.ts';
import type { RenderedMessage } from './render.ts';

/** A reply to a waiting person is worth sending for this long; an emergency number as well. Milliseconds. */
const replyLifetime = 6 * 3_600_000;

export interface TurnInput {
  readonly contact: LoadedContact;
  readonly address: number;
  readonly channel: string;
  readonly inbound: InboundKey & { readonly pendingRow?: number };
  readonly receivedAt: Date;
  readonly now: Date;
  readonly incoming: Incoming;
}

/** Turns a decision into the rows that are committed together. */
export function toTurn({ contact, address, channel, inbound, receivedAt, now, incoming }: TurnInput, decision: Decision, reminder?: TurnReminder): Turn {
  const { priority, notAfter } = pressing(incoming, now);
  const until = keepUntil(channel, decision.session.profile.consent, now);
  const said: readonly TurnMessage[] =
    until && decision.kept
      ? [{ direction: 'inbound', payload: keptPayload(decision.kept), sensitive: decision.kept.sensitive, expiresAt: until }]
      : [];
  const shown = decision.replies.map(({ rendered }): TurnMessage | undefined =>
    until && { direction: 'outbound', payload: rendered, sensitive: rendered.secrets !== undefined, expiresAt: until },
  );
  const outbound = decision.replies.map(({ rendered, urgent, question }, index): TurnOutbound => ({
    priority: urgent ? 0 : priority,
    payload: rendered,
    notAfter,
    ...(question === undefined ? {} : { question }),
    ...(until ? { message: said.length + index } : {}),
  }));
  return {
    contact,
    address,
    now,
    session: decision.session,
    inbound,
    receivedAt,
    messages: [...said, ...shown.filter((message) => message !== undefined)],
    outbound: carry(outbound, incoming),
    erases: decision.erased,
    ...(reminder ? { reminder } : {}),
  };
}

/** Whoever wrote waits for the answer; a reminder lets them go first and wakes nobody. */
function pressing(incoming: Incoming, now: Date): Pick<TurnOutbound, 'priority' | 'notAfter'> {
  const last = new Date(now.getTime() + replyLifetime);
  if (incoming.kind !== 'event' || incoming.event.type !== 'reminder_due') return { priority: 1, notAfter: last };
  const quiet = nextQuiet(now);
  return { priority: 2, notAfter: quiet < last ? quiet : last };
}

/** The first message of a reminder knows how to go on when it does not arrive. A template stands for all that would be said. */
function carry(outbound: readonly TurnOutbound[], incoming: Incoming): readonly TurnOutbound[] {
  const reminding = incoming.kind === 'event' ? incoming.reminding : undefined;
  const [first, ...others] = outbound;
  if (!reminding || !first) return outbound;
  const { template } = reminding;
  const payload = { ...(first.payload as RenderedMessage), reminding, ...(template ? { template } : {}) };
  return [{ ...first, payload }, ...(template ? [] : others)];
}

function keptPayload({ text, sensitive }: { readonly text: string; readonly sensitive: boolean }): unknown {
  return { text, options: [], ...(sensitive ? { secrets: [text] } : {}) };
}

/** True when some slot still holds a number that has to go once its step is over. */
export function holdsSensitive(session: Session, isSensitive: (flow: string, hash: string, slot: string) => boolean): boolean {
  return session.frames.some(({ flow, hash, slots }) => Object.keys(slots).some((slot) => isSensitive(flow, hash, slot)));
}
