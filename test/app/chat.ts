import { factValues } from '../../flows/facts/mod.ts';
import { flows } from '../../flows/mod.ts';
import { decide, type Conversation, type Decision, type OwnData } from '../../src/app/decide.ts';
import { createFlowLibrary } from '../../src/app/flow-library.ts';
import type { ShownPlace } from '../../src/app/shown-at.ts';
import { createTexts, readTextTable } from '../../src/app/texts.ts';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { reminderKinds } from '../../workers/reminders/mod.ts';
import { newSession, type Profile, type Session, type Slots } from '../../src/core/mod.ts';
import { shippedPlaces } from '../../src/services/clinic/mod.ts';

/** When all chats of these tests take place. */
export const now = new Date('2026-11-24T01:00:00Z');

const texts = createTexts(readTextTable('system'));

/** The real flows with their real words and facts. */
export const conversation: Conversation = {
  texts,
  library: createFlowLibrary({ flows, readTexts: readTextTable, stored: [], texts }),
  facts: { vi: factValues('vi'), en: factValues('en') },
  places: () => shippedPlaces,
  reminders: reminderKinds,
};

const changes: Readonly<Record<string, Partial<Profile>>> = {
  'consent.grant': { consent: 'granted' },
  'consent.refuse': { consent: 'refused' },
  'consent.withdraw': { consent: 'refused' },
  'privacy.erase': { consent: 'unknown', selfName: 'none' },
};

/** Services that succeed without any table behind them. */
const ownData: OwnData = {
  call: async ({ call, service, input }) => ({
    type: 'call_finished',
    call,
    outcome: 'done',
    values: { picture: '7', summary: 'ít thôi', count: 3, receipt: '261124080000' },
    profile: service === 'profile.set_language' ? { language: input['language'] === 'en' ? 'en' : 'vi' } : (changes[service] ?? {}),
    at: now.getTime(),
    ...(service === 'privacy.erase' ? { forget: true as const } : {}),
  }),
  openTicket: async () => ({ type: 'ticket_opened', ticket: 128, already: false, at: now.getTime() }),
  setReminder: async () => undefined,
  setWait: async () => undefined,
};

export function messageOf(content: string | InboundMessage['content']): InboundMessage {
  return {
    channel: 'test',
    account: 'bot',
    platformId: 'an',
    updateId: '1',
    sentAt: 0,
    content: typeof content === 'string' ? { type: 'text', text: content } : content,
  };
}

/** One turn with a text or a tap; the session goes through JSON as it does in the table. */
export async function turn(session: Session, content: string | InboundMessage['content'], place?: ShownPlace): Promise<Decision> {
  const stored = JSON.parse(JSON.stringify(session)) as Session;
  const decision = await decide(conversation, stored, { kind: 'message', message: messageOf(content) }, now, ownData, place);
  if (decision === 'needs_transaction') throw new Error('Expected a turn with its own data to need no transaction');
  return decision;
}

/** The session after several turns. */
export async function sessionAfter(contents: readonly (string | InboundMessage['content'])[], start = newSession): Promise<Session> {
  let session = start;
  for (const content of contents) session = (await turn(session, content)).session;
  return session;
}

/** Somebody who has agreed at the welcome and stands nowhere. */
export const known: Session = { ...newSession, profile: { ...newSession.profile, consent: 'granted' } };

/** A session in which a question of a flow was just asked. */
export function sessionAt(flow: string, node: string, slots: Slots = {}): Session {
  const version = conversation.library.current(flow);
  const asked = version?.flow.nodes[node];
  if (!version || asked?.kind !== 'question') throw new Error(`Expected a question ${node} in ${flow}`);
  return {
    ...known,
    counters: { session: 1, question: 1, call: 0 },
    frames: [{ flow, hash: version.hash, node, slots, history: [{ node, filled: [] }] }],
    open: { number: 1, askedAt: now.getTime(), options: (asked.options ?? []).map(({ id }) => id) },
  };
}
