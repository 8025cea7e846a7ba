import type { Channel } from '../channels/channel.ts';
import type { Flow } from '../core/mod.ts';
import type { Queue } from '../queue/jobs.ts';
import type { Pace } from '../queue/pace.ts';
import type { AppointmentConnectors } from '../services/appointments/mod.ts';
import type { Database } from '../store/database.ts';
import { loadFlowVersions, saveFlowVersions } from '../store/flow-versions.ts';
import type { Sealer } from '../store/seal.ts';
import type { Watch } from './alerts/reading.ts';
import { createAnnouncer } from './announce.ts';
import { appear } from './appear.ts';
import type { Conversation } from './decide.ts';
import { createDelivery, type Delivery } from './deliver.ts';
import { createEchoes, type Echoes } from './echoes.ts';
import { openPlaceDirectory, type PlaceDirectory } from './place-directory.ts';
import { createFlowLibrary } from './flow-library.ts';
import { createInbound, type Inbound } from './handle-inbound.ts';
import { holdLeases } from './hold-leases.ts';
import { createJoiner } from './join-accounts.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createOutsideCalls, type OutsideCalls } from './outside-calls.ts';
import { createFallBack } from './reminders/fall-back.ts';
import type { WaySettings } from './reminders/situation.ts';
import type { ReminderKinds } from './reminders/reminder-kind.ts';
import { createReminders, type Reminders } from './reminders/reminders.ts';
import type { Facts } from './render.ts';
import { scheduleSoon } from './schedule-soon.ts';
import { createTexts, readTextTable } from './texts.ts';
import { createTurnRunner } from './turn-runner.ts';

export interface AssistantParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly queue: Queue;
  readonly pace: Pace;
  readonly channels: readonly Channel[];
  /** Other systems that keep appointments, by the names that facilities call them by. */
  readonly connectors?: AppointmentConnectors;
  readonly flows: readonly Flow[];
  readonly facts: Facts;
  /** Kinds of reminders that flows may ask for. */
  readonly reminderKinds: ReminderKinds;
  /** Name of this process, new at every start. */
  readonly owner: string;
  readonly clock: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What else has to be looked after every few minutes, by one process at a time; none of it rejects. */
  readonly chores?: readonly (() => Promise<void>)[];
  /** What tells of trouble that the database does not know; see `checkAlerts`. */
  readonly watches?: readonly Watch[];
  /** Told every second how many processes run, itself included. */
  readonly noteProcesses?: (processes: number) => void;
  /** Milliseconds after which a turn is put off; see `InboundSettings`. */
  readonly patience?: number;
  /** Milliseconds for messages in the air when stopping; see `DeliverySettings`. */
  readonly landingTime?: number;
}

/** The running assistant of one process. */
export interface Assistant extends AssistantParts {
  readonly conversation: Conversation;
  readonly inbound: Inbound;
  readonly delivery: Delivery;
  readonly echoes: Echoes;
  readonly calls: OutsideCalls;
  readonly reminders: Reminders;
  /** Follows the table of facilities. */
  readonly places: PlaceDirectory;
  /** Joins two contacts of whom one agreed to it in a turn; see `createJoiner`. Never rejects. */
  join(link: number): Promise<void>;
  /** Lets running turns and sends finish and gives all leases back. */
  stop(): Promise<void>;
}

/** A webhook has to be answered within 2 s; that leaves a little for storing it instead, and for the way. Milliseconds. */
export const usualPatience = 1_300;

/** Puts the parts together and begins to be seen by the other processes. */
export async function createAssistant(parts: AssistantParts): Promise<Assistant> {
  const { database, log, queue, clock, metrics } = parts;
  const { lastDeath, disappear } = await appear(parts);
  const places = await openPlaceDirectory(database, clock, log);
  const conversation = await loadConversation(parts, places);
  const leases = holdLeases(parts);
  const ways = waySettings(parts, conversation);
  const delivery = createDelivery({
    ...parts,
    fallBack: createFallBack({ ...parts, ...ways, wake: (address) => delivery.wake(address), drain: (contact) => void inbound.drain(contact) }),
    pace: leases.pace,
    scheduleRetry: (row, attempt, dueAt) => void queue.schedule('delivery_retry', String(row), attempt, dueAt.getTime(), clock().getTime()),
  });
  const outboxNews = await createAnnouncer(database, 'causo_outbox', (address) => delivery.wake(Number(address)), log);
  const joiner = createJoiner({ ...parts, conversation, drain: (contact) => inbound.drain(contact) });
  const runner = createTurnRunner({
    ...parts,
    conversation,
    after: {
      deliver: ({ address, isMine, ready }) => (isMine ? delivery.wake(address, ready) : outboxNews.tell(String(address))),
      schedule: ({ waits, calls: made, reminders: set, links, seats }) => {
        for (const link of links) void joiner.join(link);
        calls.schedule(made);
        reminders.schedule(set);
        void scheduleSoon(parts, 'wait', waits);
        void scheduleSoon(parts, 'seat_offer', seats);
      },
      record: (records) => metrics.record(records),
      drain: (contact) => void inbound.drain(contact),
    },
  });
  const patience = parts.patience ?? usualPatience;
  const inbound = createInbound({ ...parts, runner, patience, lastDeath });
  const echoes = createEchoes({ ...parts, patience, wake: (address) => delivery.wake(address) });
  const calls = createOutsideCalls({ ...parts, ...conversation, inbound });
  const isService = (flow: string): boolean => conversation.library.current(flow)?.flow.kind === 'service';
  const reminders = createReminders({ ...parts, ...ways, kinds: parts.reminderKinds, isService, inbound });
  const stop = async (): Promise<void> => {
    await reminders.stop();
    await calls.stop();
    await runner.idle();
    await joiner.idle();
    await inbound.idle();
    await delivery.stop();
    leases.stop();
    await places.stop();
    await outboxNews.stop();
    await disappear();
  };
  return { ...parts, conversation, inbound, delivery, echoes, calls, reminders, places, join: joiner.join, stop };
}

/** What reminders need to know to find their way. */
function waySettings({ sealer, channels, reminderKinds }: AssistantParts, { library, places }: Conversation): WaySettings {
  return {
    sealer,
    channels,
    places,
    flowOf: (kind) => library.current(`reminder_${kind}`)?.flow,
    callTopic: (kind) => reminderKinds.get(kind)?.callTopic,
  };
}

/** Reads flows and words, and the older versions that running sessions still follow; notes the current ones. */
async function loadConversation({ database, flows, facts, reminderKinds, clock }: AssistantParts, places: PlaceDirectory): Promise<Conversation> {
  const texts = createTexts(readTextTable('system'));
  const stored = await loadFlowVersions(database);
  const library = createFlowLibrary({ flows, readTexts: readTextTable, stored, texts });
  const current = library.versions.map(({ flow, hash }) => ({ flow, hash, texts: readTextTable(flow.id), facts }));
  await saveFlowVersions(database, current, clock());
  return { library, texts, facts, places: () => places.current(), reminders: reminderKinds };
}
