import { newSession, transition, type Effect, type Event, type Flow, type Flows, type Session } from '../../src/core/mod.ts';

/** Distributes over the union, so that each kind of event keeps its own fields. */
export type EventWithoutTime = Event extends infer E ? (E extends Event ? Omit<E, 'at'> : never) : never;

/** Flows as the engine sees them; every flow has the hash `v1`. */
export function flowsOf(...flows: readonly Flow[]): Flows {
  const byId = new Map(flows.map((flow) => [flow.id, flow]));
  return {
    find: (id, hash) => (hash === 'v1' ? byId.get(id) : undefined),
    current: (id) => {
      const flow = byId.get(id);
      return flow && { flow, hash: 'v1' };
    },
    change: () => undefined,
  };
}

/** Plays events one after the other, with the session going through JSON between them as it does in the database. */
export class Script {
  session: Session;
  effects: readonly Effect[] = [];
  at = 1_000_000;
  readonly flows: Flows;

  constructor(flows: Flows, session: Session = { ...newSession, profile: { ...newSession.profile, consent: 'granted' } }) {
    this.flows = flows;
    this.session = session;
  }

  /** Ten seconds later, this happens. */
  play(event: EventWithoutTime, later = 10_000): this {
    this.at += later;
    const done = transition(this.flows, JSON.parse(JSON.stringify(this.session)) as Session, { ...event, at: this.at } as Event);
    this.session = done.session;
    this.effects = done.effects;
    return this;
  }

  start(flow: string, entry?: string): this {
    return this.play({ type: 'flow_requested', entry: { flow, ...(entry ? { entry } : {}) }, interrupt: true });
  }

  choose(option: string): this {
    return this.play({ type: 'option_chosen', question: this.session.open?.number ?? 0, option });
  }

  type(value: string | number, confirm = false): this {
    return this.play({ type: 'answered', value, confirm });
  }

  /** What was shown: `lead > text` for questions, plain keys for the rest. */
  get shown(): readonly string[] {
    return this.effects.flatMap((effect) => {
      if (effect.type === 'say') return [effect.wording.text.key];
      if (effect.type === 'ask') return [effect.lead ? `${effect.lead.key} > ${effect.wording.text.key}` : effect.wording.text.key];
      return [];
    });
  }

  get asked(): Extract<Effect, { type: 'ask' }> | undefined {
    return this.effects.findLast((effect) => effect.type === 'ask');
  }

  get kinds(): readonly string[] {
    return this.effects.filter((effect) => effect.type !== 'record').map(({ type }) => type);
  }

  get slots(): Readonly<Record<string, unknown>> | undefined {
    return this.session.frames.at(-1)?.slots;
  }
}
