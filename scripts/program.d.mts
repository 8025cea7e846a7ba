import type { Readable, Writable } from 'node:stream';

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
}

export interface Program {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  output(): string;
  errors(): string;
  readonly ended: Promise<Ended>;
  /** Sends a signal, SIGTERM unless told, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

export interface RunningProgram extends Program {
  /** Where the web chat is; empty for workers alone. */
  readonly url: string;
}

export type Settings = Readonly<Record<string, string>>;

export declare function runProgram(entry: string, args: readonly string[], env: Settings, at?: string): Program;
export declare function startProgram(env: Settings, role?: 'web' | 'workers', at?: string): Promise<RunningProgram>;
export declare function residentMemory(pid: number): number;

export interface Posting {
  readonly url: string;
  readonly headers: Settings;
  readonly body: string;
}

export interface PageMessage {
  readonly number: number;
  readonly direction: 'inbound' | 'outbound';
  readonly text: string;
  readonly options: readonly { readonly label: string; readonly payload: string }[];
  readonly picture?: { readonly id: string };
}

export interface Visitor {
  /** What their browser sends with every request. */
  readonly headers: Settings;
  message(url: string, text: string, id?: string): Posting;
  history(url: string): Promise<readonly PageMessage[]>;
}

export declare function createVisitor(address?: string): Visitor;
export declare function post(posting: Posting): { readonly sent: Promise<void>; readonly status: Promise<number> };
export declare function isTaken(status: number): boolean;
