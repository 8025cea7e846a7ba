import { createHash } from 'node:crypto';
import type { Entry, Flow, Flows, FlowVersion } from '../core/mod.ts';
import type { StoredFlowVersion } from '../store/flow-versions.ts';
import type { Texts, TextTable } from './texts.ts';

/** The scripts that this program was started with, and the older versions that running sessions still follow. */
export interface FlowLibrary extends Flows {
  readonly versions: readonly FlowVersion[];
  /** The flow and entry that serve an intent. */
  entryFor(intent: string): Entry | undefined;
  /** Takes in versions that another, newer program has stored meanwhile. */
  learn(stored: readonly StoredFlowVersion[]): void;
}

/** Fingerprint of a flow's literal (nodes, exits, keys), not of its wording. */
export function hashFlow(flow: Flow): string {
  return createHash('sha256').update(JSON.stringify(flow)).digest('hex').slice(0, 16);
}

export interface LibraryInput {
  readonly flows: readonly Flow[];
  readonly readTexts: (flow: string) => TextTable;
  /** Versions found in the database; those that are not current keep their own texts. */
  readonly stored: readonly StoredFlowVersion[];
  readonly texts: Texts;
}

/** Puts current and stored versions together and gives all of them their texts. */
export function createFlowLibrary({ flows, readTexts, stored, texts }: LibraryInput): FlowLibrary {
  const versions = flows.map((flow) => ({ flow, hash: hashFlow(flow) }));
  const current = new Map(versions.map((version) => [version.flow.id, version]));
  const all = new Map<string, Flow>();
  const learn = (more: readonly StoredFlowVersion[]): void => {
    for (const { flow, hash, texts: own } of more) {
      if (all.has(`${flow.id}@${hash}`)) continue;
      all.set(`${flow.id}@${hash}`, flow);
      texts.add(flow.id, hash, { vi: own['vi'] ?? {}, en: own['en'] ?? {} });
    }
  };
  for (const { flow, hash } of versions) {
    all.set(`${flow.id}@${hash}`, flow);
    texts.add(flow.id, hash, readTexts(flow.id));
  }
  learn(stored);
  const entries = new Map(
    flows.flatMap((flow) => Object.keys(flow.entries ?? {}).map((intent) => [intent, { flow: flow.id, entry: intent }] as const)),
  );
  return {
    versions,
    find: (id, hash) => all.get(`${id}@${hash}`),
    current: (id) => current.get(id),
    entryFor: (intent) => entries.get(intent),
    learn,
  };
}
