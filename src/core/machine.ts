import type { Effect, Text } from './effect.ts';
import type { Flow, Node, Slots, Value } from './flow.ts';
import type { Flows } from './flows.ts';
import type { Frame, Session } from './session.ts';

/** A transition in the making. Every function returns a new one. */
export interface Machine {
  readonly flows: Flows;
  readonly at: number;
  readonly session: Session;
  readonly effects: readonly Effect[];
  /** Nodes walked in this transition; the limit stops loops. */
  readonly steps: number;
}

/** Flows of the assistant itself that the engine enters by name. */
export const systemFlows = { welcome: 'welcome', menu: 'menu', help: 'help', linkAccounts: 'link_accounts' } as const;

export function withSession(machine: Machine, change: Partial<Session>): Machine {
  return { ...machine, session: { ...machine.session, ...change } };
}

/** Removes optional parts of the session: `exactOptionalPropertyTypes` forbids setting them to undefined. */
export function without(machine: Machine, ...keys: readonly ('open' | 'calling' | 'wanted')[]): Machine {
  const session = { ...machine.session };
  for (const key of keys) delete session[key];
  return { ...machine, session };
}

export function emit(machine: Machine, ...effects: readonly Effect[]): Machine {
  return { ...machine, effects: [...machine.effects, ...effects] };
}

export function topFrame(session: Session): Frame | undefined {
  return session.frames.at(-1);
}

export function replaceTop(machine: Machine, frame: Frame): Machine {
  return withSession(machine, { frames: [...machine.session.frames.slice(0, -1), frame] });
}

export function dropTop(machine: Machine): Machine {
  return withSession(machine, { frames: machine.session.frames.slice(0, -1) });
}

/** Keeps the first `length` frames; a call that was made above them is awaited no more. */
export function cutFrames(machine: Machine, length: number): Machine {
  const { frames } = machine.session;
  return length === frames.length ? machine : withSession(without(machine, 'calling'), { frames: frames.slice(0, length) });
}

export function flowOf(machine: Machine, frame: Frame): Flow | undefined {
  return machine.flows.find(frame.flow, frame.hash);
}

export function nodeOf(machine: Machine, frame: Frame): Node | undefined {
  return flowOf(machine, frame)?.nodes[frame.node];
}

/** The own texts of the assistant. */
export function systemText(key: string): Text {
  return { flow: 'system', key };
}

export function frameText(frame: Frame, key: string): Text {
  return { flow: { id: frame.flow, hash: frame.hash }, key };
}

/** Sets slots of a frame (`null` empties) and notes them under the question they came after, for "quay lại". */
export function fill(frame: Frame, values: Readonly<Record<string, Value | null>>): Frame {
  const kept = Object.entries({ ...frame.slots, ...values }).filter(
    (entry): entry is [string, Value] => entry[1] !== null,
  );
  const last = frame.history.at(-1);
  if (!last) return { ...frame, slots: Object.fromEntries(kept) };
  const changed = Object.entries(values).filter(([name, value]) => (value ?? undefined) !== frame.slots[name]);
  const filled = [...new Set([...last.filled, ...changed.map(([name]) => name)])];
  return {
    ...frame,
    slots: Object.fromEntries(kept),
    history: [...frame.history.slice(0, -1), { ...last, filled }],
  };
}

/** The slots as they are again once somebody goes back to a question of the history: without what was first filled since. */
export function slotsWhenAsked({ history, slots }: Frame, index: number): Slots {
  const before = new Set(history.slice(0, index).flatMap(({ filled }) => filled));
  const since = new Set(history.slice(index).flatMap(({ filled }) => filled.filter((slot) => !before.has(slot))));
  return Object.fromEntries(Object.entries(slots).filter(([name]) => !since.has(name)));
}

/** Slots with their defaults, as texts, branches and services see them. */
export function visibleSlots(flow: Flow, frame: Frame): Slots {
  const defaults = Object.entries(flow.slots).flatMap(([name, slot]) =>
    slot.default === undefined ? [] : [[name, slot.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...frame.slots };
}

/** Reads slots under other names: `{ argument: slot }` → `{ argument: value }`. */
export function pick(slots: Slots, names: Readonly<Record<string, string>> = {}): Slots {
  const pairs = Object.entries(names).flatMap(([name, slot]) => {
    const value = slots[slot];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Puts a sentence before the question that was just asked. */
export function withLead(machine: Machine, lead: string): Machine {
  const effects = machine.effects.map((effect, index) =>
    effect.type === 'ask' && index === machine.effects.length - 1 ? { ...effect, lead: systemText(lead) } : effect,
  );
  return { ...machine, effects };
}

/** A menu or a help text that lies open does not have to be finished before a service begins. */
export function dropSystemFrames(machine: Machine): Machine {
  const { frames } = machine.session;
  const last = frames.findLastIndex((frame) => machine.flows.find(frame.flow, frame.hash)?.kind === 'service');
  return cutFrames(machine, last + 1);
}
