import type { Flow } from '../core/flow.ts';
import type { Language } from '../core/session.ts';

/** A fault of a flow, found before it runs. */
export interface Finding {
  /** Which kind of fault, in snake_case. */
  readonly fault: string;
  /** The file to open, as `InspectContext.fileOf` names it. */
  readonly file: string;
  readonly flow: string;
  /** The node at fault; `(start)` and `(entry <intent>)` stand for the flow's own doors. */
  readonly node: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly cure: string;
}

/** What a flow is held against. */
export interface InspectContext {
  readonly flows: ReadonlyMap<string, Flow>;
  /** The texts of a flow by key; empty when there is no file. */
  texts(language: Language, flowId: string): Readonly<Record<string, string>>;
  readonly services: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
  readonly facts: ReadonlySet<string>;
  fileOf(flowId: string): string;
}

/** The part of a finding that differs within one kind and one flow. */
export type Found = Pick<Finding, 'node' | 'message' | 'cure'>;

/** One kind of fault and how it is found. `find` is pure and never throws. */
export interface FindingKind {
  readonly fault: string;
  readonly find: (flow: Flow, context: InspectContext) => readonly Found[];
}

/** A finding on one line: file, node, fault, message, cure. */
export function formatFinding({ file, node, fault, message, cure }: Finding): string {
  return `${file} · ${node} · ${fault.replaceAll('_', ' ')}: ${message} ${cure}`;
}
