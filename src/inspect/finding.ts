import type { ChannelLimits } from '../channels/channel.ts';
import type { AnswerType, Flow } from '../core/flow.ts';
import type { Language } from '../core/session.ts';

/** An `error` would be met by people. A `warning` waits for somebody to look: what is shown may be right all the same. */
export type Weight = 'error' | 'warning';

/** A fault of a flow, found before it runs. */
export interface Finding {
  /** Which kind of fault, in snake_case. */
  readonly fault: string;
  readonly weight: Weight;
  /** The file to open, as `InspectContext.fileOf` names it. */
  readonly file: string;
  /** `system` for what all flows share: the facts and the assistant's own words. */
  readonly flow: string;
  /** The node at fault; in brackets what is none: `(start)`, `(entry <intent>)`, `(texts)`, `(fact <id>)`, `(<key>)`. */
  readonly node: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly cure: string;
}

/** What a flow is held against. */
export interface InspectContext {
  readonly flows: ReadonlyMap<string, Flow>;
  /** The flows as they are listed: one whose id is taken stands only here. */
  readonly listed: readonly Flow[];
  /** The texts of a flow, or of `system`, by key; empty when there is no file. */
  texts(language: Language, flowId: string): Readonly<Record<string, string>>;
  /** The keys as they stand in the file, one that is given twice also twice. */
  textKeys(language: Language, flowId: string): readonly string[];
  readonly services: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly facts: readonly KnownFact[];
  /** What words and commands can lead to. */
  readonly intents: ReadonlySet<string>;
  readonly channels: readonly ChannelShape[];
  readonly longest: LongestWords;
  /** ISO date. */
  readonly today: string;
  fileOf(flowId: string): string;
}

export interface KnownFact {
  readonly id: string;
  readonly value: Readonly<Record<Language, string>>;
  /** ISO date by which somebody has to look at the source again. */
  readonly checkBy: string;
}

export interface ChannelShape {
  readonly id: string;
  readonly limits: Pick<ChannelLimits, 'textLength' | 'options' | 'labelLength'>;
}

/** The longest that can fill a gap of a text, as it is written out for people. */
export interface LongestWords {
  answer(type: AnswerType, language: Language): string;
  /** What is offered to choose from when an answer can mean several things. */
  choice(language: Language, type?: AnswerType): string;
  /** What a service gives back, where it can be longer than the type of its slot says. */
  output(service: string, name: string, language: Language): string | undefined;
  /** What the assistant itself fills in, such as `you` or `ticket`. */
  own(name: string, language: Language): string | undefined;
}

/** The part of a finding that differs within one kind and one flow. */
export type Found = Pick<Finding, 'node' | 'message' | 'cure'>;

/** A fault of what all flows share. */
export type FoundInFile = Found & Pick<Finding, 'file'>;

/** One kind of fault and how it is found. `find` and `findShared` are pure and never throw. */
export interface FindingKind {
  readonly fault: string;
  /** An error unless told. */
  readonly weight?: Weight;
  /** What is looked for, in a few words. */
  readonly about: string;
  readonly find: (flow: Flow, context: InspectContext) => readonly Found[];
  readonly findShared?: (context: InspectContext) => readonly FoundInFile[];
}

/** A finding on one line: file, node, fault, message, cure. */
export function formatFinding({ file, node, fault, weight, message, cure }: Finding): string {
  const name = fault.replaceAll('_', ' ');
  return `${file} · ${node} · ${weight === 'warning' ? `warning, ${name}` : name}: ${message} ${cure}`;
}
