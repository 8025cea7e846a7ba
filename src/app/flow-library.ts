import { createHash } from 'node:crypto';
import { compareVersions, variableNames, type Change, type Entry, type Flow, type Flows, type FlowVersion } from '../core/mod.ts';
import type { StoredFlowVersion } from '../store/flow-versions.ts';
import { languages, type Texts, type TextTable } from './texts.ts';

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
  // What is learnt later comes from a newer program; a session that is there must not be taken back.
  const older = new Set(stored.map(({ flow, hash }) => `${flow.id}@${hash}`));
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
  const changeFrom = createComparison((id, hash) => all.get(`${id}@${hash}`), (id) => current.get(id), readTexts);
  return {
    versions,
    find: (id, hash) => all.get(`${id}@${hash}`),
    current: (id) => current.get(id),
    change: (id, hash) => (older.has(`${id}@${hash}`) ? changeFrom(id, hash) : undefined),
    entryFor: (intent) => entries.get(intent),
    learn,
  };
}

/** Compares an older version with the current one, each of them once. */
function createComparison(
  find: Flows['find'],
  current: Flows['current'],
  readTexts: LibraryInput['readTexts'],
): (id: string, hash: string) => Change | undefined {
  const changes = new Map<string, Change>();
  return (id, hash) => {
    const [old, next] = [find(id, hash), current(id)];
    if (!old || !next || next.hash === hash) return undefined;
    const known = changes.get(`${id}@${hash}`);
    if (known) return known;
    const change = compareVersions(old, { next, gaps: gapsOf(readTexts(id)), find: (other) => current(other)?.flow });
    changes.set(`${id}@${hash}`, change);
    return change;
  };
}

/** The names between the braces of each text, in all languages. */
function gapsOf(table: TextTable): Readonly<Record<string, readonly string[]>> {
  const texts = languages.flatMap((language) => Object.entries(table[language]));
  const keys = [...new Set(texts.map(([key]) => key))];
  return Object.fromEntries(keys.map((key) => [key, languages.flatMap((language) => variableNames(table[language][key] ?? ''))]));
}
