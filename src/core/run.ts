import { ask, prompt, show } from './ask.ts';
import type { Text } from './effect.ts';
import type { Condition, Flow, FlowVersion, Node, Slots } from './flow.ts';
import {
  cutFrames,
  dropTop,
  emit,
  fill,
  flowOf,
  frameText,
  nodeOf,
  pick,
  replaceTop,
  systemFlows,
  systemText,
  topFrame,
  visibleSlots,
  without,
  withSession,
  type Machine,
} from './machine.ts';
import type { Entry, Frame, Notice, OpenQuestion } from './session.ts';

/** Far more nodes than any flow walks between two questions; only a loop gets here. */
const stepLimit = 60;

/** Puts the running frame at another node. */
export function goTo(machine: Machine, node: string): Machine {
  const frame = topFrame(machine.session);
  return frame ? replaceTop(machine, { ...frame, node }) : machine;
}

/** Walks the running flow until it waits for something. */
export function run(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  if (!frame) return settle(machine);
  const flow = flowOf(machine, frame);
  const node = flow && nodeOf(machine, frame);
  if (!flow || !node) return fail(machine, frame, 'missing_node');
  if (machine.steps >= stepLimit) return fail(machine, frame, 'step_limit');
  return enterNode({ ...machine, steps: machine.steps + 1 }, frame, flow, node);
}

function enterNode(machine: Machine, frame: Frame, flow: Flow, node: Node): Machine {
  switch (node.kind) {
    case 'question':
      return ask(machine);
    case 'message':
      return run(goTo(say(machine, frame, flow, node), node.to));
    case 'branch':
      return run(goTo(machine, choose(node, visibleSlots(flow, frame))));
    case 'set':
      return run(goTo(replaceTop(machine, fill(frame, node.slots)), node.to));
    case 'call':
      return startCall(machine, node.service, pick(visibleSlots(flow, frame), node.input));
    case 'reminder': {
      const input = pick(visibleSlots(flow, frame), node.input);
      return run(goTo(emit(machine, { type: 'set_reminder', reminder: node.reminder, input }), node.to));
    }
    case 'handoff':
      return emit(without(machine, 'open'), { type: 'open_ticket', topic: node.topic, flow: frame.flow, node: frame.node });
    case 'subflow':
      return enter(machine, { flow: node.flow, ...(node.entry ? { entry: node.entry } : {}) }, {
        slots: pick(visibleSlots(flow, frame), node.input),
      });
    case 'end':
      return end(machine, frame, flow, node);
  }
}

interface Entering {
  /** First values of the new frame. */
  readonly slots?: Slots;
  readonly notice?: Notice;
}

/**
 * Starts a flow on top of what is running. A flow that is already running is not started twice: what lies over it is
 * dropped, and it goes on where it stood (or at the entry that was asked for).
 */
export function enter(machine: Machine, entry: Entry, { slots = {} }: Entering = {}): Machine {
  const version = machine.flows.current(entry.flow);
  if (!version) return fail(machine, { flow: entry.flow, node: '' }, 'missing_flow');
  const running = machine.session.frames.findIndex((frame) => frame.flow === entry.flow);
  if (running >= 0 && entry.entry === undefined && version.flow.kind === 'service') {
    return resume(cutFrames(machine, running + 1));
  }
  const below = running >= 0 ? running : machine.session.frames.length;
  return start(cutFrames(machine, below), version, entry, { slots });
}

/** What lies under another flow goes on waiting for its call. */
function pauseCall(machine: Machine): Machine {
  const { calling } = machine.session;
  const frame = topFrame(machine.session);
  return calling === undefined || !frame ? machine : replaceTop(machine, { ...frame, call: calling });
}

/** Puts a flow on top of whatever is running; `entry` is one of its doors. */
export function start(machine: Machine, { flow, hash }: FlowVersion, entry: Entry, { slots = {}, notice }: Entering): Machine {
  const node = (entry.entry && flow.entries?.[entry.entry]) || flow.start;
  const frame: Frame = { flow: flow.id, hash, node, slots, history: [], ...(notice ? { notice } : {}) };
  const { counters, frames } = pauseCall(machine).session;
  const started = withSession(without(machine, 'open', 'calling'), {
    frames: [...frames, frame],
    misread: 0,
    counters: frames.length === 0 ? { ...counters, session: counters.session + 1 } : counters,
  });
  return run(emit(started, { type: 'record', what: 'flow_started', flow: flow.id, node }));
}

/** Goes on under a frame that is over and gone: what a notice was put over is shown again. */
export function resumeUnder(machine: Machine, { notice }: Frame): Machine {
  const over = notice?.over;
  if (over && over.number === machine.session.counters.question) return reopen(machine, over);
  return over?.prompt ? prompt(withSession(machine, { misread: 0 }), over.prompt) : resume(machine);
}

/** Nothing has been asked since, so its buttons are still good. */
function reopen(machine: Machine, open: OpenQuestion): Machine {
  const frame = topFrame(machine.session);
  const isService = frame && flowOf(machine, frame)?.kind === 'service';
  return show(withSession(machine, { open }), isService ? { lead: systemText('lead.resumed') } : {});
}

/** Goes on with the frame that has come to the top again. */
export function resume(machine: Machine): Machine {
  const frame = topFrame(machine.session);
  if (!frame) return settle(machine);
  const node = nodeOf(machine, frame);
  if (node?.kind === 'subflow') return run(goTo(machine, node.to));
  const fresh = withSession(machine, { misread: 0 });
  const awaited = machine.session.calling ?? frame.call;
  if (node?.kind === 'call' && awaited !== undefined) return awaitAgain(fresh, frame, awaited);
  if (node?.kind !== 'question') return run(fresh);
  return ask(fresh, flowOf(machine, frame)?.kind === 'service' ? { lead: systemText('lead.resumed') } : {});
}

/** The work for it is still under way elsewhere and is not begun a second time. */
function awaitAgain(machine: Machine, { call: _paused, ...frame }: Frame, calling: number): Machine {
  return saySystem(withSession(replaceTop(machine, frame), { calling }), 'call_running');
}

/** Nothing runs any more: what the first message asked for comes now, else all is quiet. */
function settle(machine: Machine): Machine {
  const { wanted } = machine.session;
  const quiet = withSession(without(machine, 'open', 'calling', 'wanted'), { misread: 0 });
  if (!wanted) return quiet;
  return wanted.flow === systemFlows.welcome ? welcomeBriefly(quiet) : enter(quiet, wanted);
}

function end(machine: Machine, frame: Frame, flow: Flow, node: Extract<Node, { kind: 'end' }>): Machine {
  const said = node.text ? say(machine, frame, flow, { ...node, text: node.text }) : machine;
  const ended = dropTop(emit(said, { type: 'record', what: 'flow_finished', flow: frame.flow, node: frame.node }));
  return resumeUnder(giveBack(without(ended, 'open'), flow, frame), frame);
}

/** Writes what a subflow found into the slots of the flow that called it. */
function giveBack(machine: Machine, flow: Flow, frame: Frame): Machine {
  const parent = topFrame(machine.session);
  const node = parent && nodeOf(machine, parent);
  if (!parent || node?.kind !== 'subflow' || node.flow !== flow.id || !node.output) return machine;
  const own = Object.fromEntries(Object.entries(node.output).map(([theirs, mine]) => [mine, theirs]));
  return replaceTop(machine, fill(parent, pick(visibleSlots(flow, frame), own)));
}

function say(
  machine: Machine,
  frame: Frame,
  flow: Flow,
  node: { readonly text: string; readonly picture?: string },
): Machine {
  const slots = visibleSlots(flow, frame);
  const picture = node.picture === undefined ? undefined : slots[node.picture];
  return emit(machine, {
    type: 'say',
    wording: { text: frameText(frame, node.text), slots, definitions: flow.slots },
    profile: machine.session.profile,
    ...(typeof picture === 'string' ? { picture } : {}),
    urgent: false,
    closing: false,
  });
}

/** Says one of the assistant's own texts. */
export function saySystem(
  machine: Machine,
  key: string,
  { slots = {}, urgent = false, texts }: { slots?: Slots; urgent?: boolean; texts?: Readonly<Record<string, Text>> } = {},
): Machine {
  const wording = { text: systemText(key), slots, definitions: {}, ...(texts ? { texts } : {}) };
  return emit(machine, { type: 'say', wording, profile: machine.session.profile, urgent, closing: false });
}

function startCall(machine: Machine, service: string, input: Slots): Machine {
  const call = machine.session.counters.call + 1;
  const waiting = withSession(without(machine, 'open'), {
    calling: call,
    counters: { ...machine.session.counters, call },
  });
  return emit(waiting, { type: 'call', call, service, input });
}

function choose(node: Extract<Node, { kind: 'branch' }>, slots: Slots): string {
  return node.cases.find(({ when }) => holds(when, slots))?.to ?? node.otherwise;
}

function holds(condition: Condition, slots: Slots): boolean {
  const value = slots[condition.slot];
  return 'is' in condition ? value === condition.is : (value !== undefined) === condition.isSet;
}

/** The script is at fault: the person gets kind words and a human, never silence. */
export function fail(machine: Machine, where: { readonly flow: string; readonly node: string }, fault: string): Machine {
  const topic = machine.flows.current(where.flow)?.flow.topic ?? 'general';
  const ended = withSession(without(machine, 'open', 'calling', 'wanted'), { frames: [], misread: 0 });
  return emit(
    saySystem(ended, 'flow_failed'),
    { type: 'report_fault', flow: where.flow, node: where.node, fault },
    { type: 'open_ticket', topic, flow: where.flow, node: where.node },
  );
}

/** What the first message of a new contact asks for is kept and answered after the welcome. */
export function welcome(machine: Machine, wanted: Entry = { flow: systemFlows.menu }): Machine {
  return enter(withSession(machine, { wanted }), { flow: systemFlows.welcome });
}

/** The same in one message, for whoever has been answered something already. */
export function welcomeBriefly(machine: Machine): Machine {
  const wanted = withSession(machine, { wanted: { flow: systemFlows.menu } });
  return enter(wanted, { flow: systemFlows.welcome }, { slots: { brief: true } });
}
