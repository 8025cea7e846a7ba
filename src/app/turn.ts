import type { Session } from '../core/mod.ts';
import type { InboundKey, LoadedContact, Turn, TurnMessage, TurnOutbound } from '../store/turns.ts';
import type { Decision } from './decide.ts';
import { keepUntil } from './keeping.ts';

/** A reply to a waiting person is worth sending for this long; an emergency number as well. Milliseconds. */
const replyLifetime = 6 * 3_600_000;

export interface TurnInput {
  readonly contact: LoadedContact;
  readonly address: number;
  readonly channel: string;
  readonly inbound: InboundKey & { readonly pendingRow?: number };
  readonly receivedAt: Date;
  readonly now: Date;
}

/** Turns a decision into the rows that are committed together. */
export function toTurn({ contact, address, channel, inbound, receivedAt, now }: TurnInput, decision: Decision): Turn {
  const until = keepUntil(channel, decision.session.profile.consent, now);
  const said: readonly TurnMessage[] =
    until && decision.kept
      ? [{ direction: 'inbound', payload: keptPayload(decision.kept), sensitive: decision.kept.sensitive, expiresAt: until }]
      : [];
  const shown = decision.replies.map(({ rendered }): TurnMessage | undefined =>
    until && { direction: 'outbound', payload: rendered, sensitive: rendered.secrets !== undefined, expiresAt: until },
  );
  const outbound = decision.replies.map(({ rendered, urgent, question }, index): TurnOutbound => ({
    priority: urgent ? 0 : 1,
    payload: rendered,
    notAfter: new Date(now.getTime() + replyLifetime),
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
    outbound,
    erases: decision.erased,
  };
}

function keptPayload({ text, sensitive }: { readonly text: string; readonly sensitive: boolean }): unknown {
  return { text, options: [], ...(sensitive ? { secrets: [text] } : {}) };
}

/** True when some slot still holds a number that has to go once its step is over. */
export function holdsSensitive(session: Session, isSensitive: (flow: string, hash: string, slot: string) => boolean): boolean {
  return session.frames.some(({ flow, hash, slots }) => Object.keys(slots).some((slot) => isSensitive(flow, hash, slot)));
}
