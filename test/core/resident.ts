import {
  currentQuestion,
  optionsShown,
  promptOptions,
  transition,
  type Effect,
  type Event,
  type Flow,
  type Flows,
  type Session,
  type Slots,
  type Value,
} from '../../src/core/mod.ts';
import type { EventWithoutTime } from './script.ts';
import { known } from './versions.ts';

type Asked = Extract<Effect, { type: 'ask' }>;

/** What is asked, by the text key of the question; also the beginning of every answer to it. */
const topicOf = (key: string): string => key.split('.')[0] ?? key;
/** Options that were given another id keep their label. */
const labelOf = (value: string): string => value.replace(/(\.new)+$/, '');
const topicIn = (value: Value): string => String(value).split(/[.#]/)[0] ?? '';

/** Slots that are no answers of this flow's own questions. */
const given: Readonly<Record<string, readonly string[]>> = { code: ['code'], topic: ['kind', 'nothing'] };

/** The topics of the questions that fill a slot. */
function mayHold(flow: Flow, slot: string): readonly string[] {
  const asked = Object.values(flow.nodes).flatMap((node) => {
    if (node.kind === 'question') return node.slot === slot ? [topicOf(node.text)] : [];
    return node.kind === 'subflow' && Object.values(node.output ?? {}).includes(slot) ? ['detail', 'nothing'] : [];
  });
  return [...asked, ...(given[slot] ?? [])];
}

/**
 * Somebody who answers what stands on their screen and remembers what they said. What they send is understood as the
 * shell does it: by the session as it was stored, and by the numbers that were shown.
 */
export class Resident {
  session: Session = known;
  screen: Asked | undefined;
  /** What was handed over in the end. */
  filed: Slots | undefined;
  moves = 0;
  /** Whatever went another way than it should, in words. */
  readonly faults: string[] = [];
  private readonly earlier: Asked[] = [];
  private readonly said = new Map<string, string>();
  private doubtful: { readonly topic: string; readonly value: string } | undefined;
  private wentBack = false;
  private isFinishing = false;
  private count = 0;
  private at = 1_000_000;

  start(flows: Flows): void {
    this.happen(flows, { type: 'flow_requested', entry: { flow: 'visit' }, interrupt: true });
  }

  get isDone(): boolean {
    return this.session.frames.length === 0;
  }

  /** One message of whatever kind, picked by a number. */
  act(flows: Flows, choice: number): void {
    const { open } = this.session;
    const pick = Math.floor(choice / 12);
    switch (choice % 12) {
      case 0:
        return this.happen(flows, { type: 'media_received', media: 'photo' });
      case 1:
        return this.happen(flows, { type: 'danger_reported', danger: 'fire' });
      case 2:
        this.wentBack = true;
        return this.happen(flows, { type: 'back_requested' });
      case 3:
        return this.happen(flows, { type: 'not_understood', guesses: [] });
      case 4:
        return this.happen(flows, { type: 'wait_timed_out', question: open?.number ?? 0 });
      case 5:
        return this.tapEarlier(flows, pick);
      case 6:
        return this.happen(flows, { type: 'person_requested' });
      case 7:
        return this.answer(flows, pick, { confirm: true });
      default:
        return this.answer(flows, pick);
    }
  }

  /** Answers the question on the screen: with a number, a tap, or a value of its kind. */
  answer(flows: Flows, pick: number, { confirm = false }: { readonly confirm?: boolean } = {}): void {
    const { screen } = this;
    if (!screen || this.isDone) return;
    const isPrompt = screen.wording.text.flow === 'system';
    const reads = currentQuestion(flows, this.session)?.node.answer ?? 'none';
    if (!isPrompt && reads !== 'none' && (screen.options.length === 0 || pick % 3 !== 0)) return this.type(flows, reads, confirm);
    this.choose(flows, screen, pick % Math.max(1, screen.options.length), pick % 2 === 0);
  }

  /** Answers everything in turn until the visit is filed; `program`: who handles the next message. */
  finish(program: () => Flows): void {
    this.isFinishing = true;
    for (let step = 0; step < 60 && !this.isDone; step += 1) {
      const isReadBack = topicOf(this.screen?.wording.text.key ?? '') === 'read_back';
      const right = this.screen?.options.findIndex(({ label }) => label.key === 'read_back.right') ?? -1;
      const yes = this.screen?.options.findIndex(({ id }) => ['sure.yes', 'sure.yes.new', 'yes', 'continue', 'stay'].includes(id)) ?? -1;
      this.answer(program(), isReadBack ? right : yes >= 0 ? yes : 1);
    }
    if (!this.isDone) this.faults.push(`stuck at '${this.screen?.wording.text.key}'`);
  }

  private type(flows: Flows, reads: string, confirm: boolean): void {
    const topic = topicOf(this.screen?.wording.text.key ?? '');
    this.count += 1;
    const value = `${topic}#${reads}#${this.count}`;
    if (confirm) this.doubtful = { topic, value };
    else this.said.set(topic, value);
    this.happen(flows, { type: 'answered', value, confirm });
  }

  private choose(flows: Flows, screen: Asked, index: number, byTap: boolean): void {
    const { open } = this.session;
    const seen = screen.options[index];
    if (!seen || !open) return this.happen(flows, { type: 'not_understood', guesses: [] });
    const question = currentQuestion(flows, this.session);
    const numbered = open.prompt ? promptOptions(open.prompt, question?.node.answer ?? 'none') : question ? optionsShown(question, this.session) : [];
    this.note(seen.id, seen.label.key);
    const option = (byTap ? open.options[index] : numbered[index]?.id) ?? '';
    // Whoever presses number two means what stands there as number two.
    if (labelOf(option) !== labelOf(seen.id)) this.faults.push(`pressed '${seen.id}' and was taken to mean '${option}'`);
    this.happen(flows, { type: 'option_chosen', question: screen.question, option });
  }

  private note(id: string, label: string): void {
    if (id === 'yes' && this.doubtful) this.said.set(this.doubtful.topic, this.doubtful.value);
    const topic = topicOf(label);
    if (!label.startsWith('option.')) this.said.set(topic, label);
    if (label === 'amount.skip') this.said.delete('amount');
  }

  private tapEarlier(flows: Flows, pick: number): void {
    const old = this.earlier[pick % Math.max(1, this.earlier.length)];
    if (!old || old.question === this.session.open?.number) return;
    this.happen(flows, { type: 'option_chosen', question: old.question, option: old.options[0]?.id ?? '' });
  }

  private happen(flows: Flows, what: EventWithoutTime): void {
    this.at += 10_000;
    const events = [what];
    for (let next = events.shift(); next; next = events.shift()) {
      const stored = JSON.parse(JSON.stringify(this.session)) as Session;
      const done = transition(flows, stored, { ...next, at: this.at } as Event);
      this.moves += done.session.frames.some(({ flow, hash }, index) => stored.frames[index]?.flow === flow && stored.frames[index]?.hash !== hash) ? 1 : 0;
      this.session = done.session;
      for (const effect of done.effects) events.push(...this.see(effect));
      this.checkSlots(flows);
    }
  }

  private see(effect: Effect): readonly EventWithoutTime[] {
    if (effect.type === 'report_fault') throw new Error(`Expected no fault, found ${JSON.stringify(effect)}`);
    if (effect.type === 'open_ticket') return [{ type: 'ticket_opened', ticket: 1, already: false }];
    if (effect.type === 'ask') {
      if (this.screen) this.earlier.push(this.screen);
      this.screen = effect;
    }
    if (effect.type !== 'call') return [];
    if (effect.service === 'file') this.file(effect.input);
    this.count += 1;
    return [{ type: 'call_finished', call: effect.call, outcome: this.count % 5 === 0 && !this.isFinishing ? 'failed' : 'done', values: { code: `code#value#${this.count}` } }];
  }

  /** What is handed over under a name is what was last said to that question, and nothing is missing. */
  private file(input: Slots): void {
    this.filed = input;
    for (const [name, value] of Object.entries(input)) {
      if (name === 'code' || value === 'nothing') continue;
      const said = this.said.get(name);
      if (labelOf(String(value)) !== said) this.faults.push(`said '${said}', and '${String(value)}' was filed as ${name}`);
    }
  }

  /** Every value lies in the slot of the question that it was the answer to. */
  private checkSlots(flows: Flows): void {
    for (const { flow: id, hash, slots } of this.session.frames) {
      const flow = flows.find(id, hash);
      for (const [slot, value] of Object.entries(slots)) {
        if (!flow || !mayHold(flow, slot).includes(topicIn(value))) this.faults.push(`'${String(value)}' lies in '${slot}' of ${id}`);
      }
    }
  }

  /** The names of what has to be filed that nothing was filed under, for those who never went back. */
  missing(needed: readonly string[]): readonly string[] {
    if (this.wentBack) return [];
    return needed.filter((name) => this.said.has(name) && this.filed?.[name] === undefined);
  }
}
