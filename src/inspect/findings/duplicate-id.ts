import type { Flow } from '../../core/flow.ts';
import type { FindingKind, Found, InspectContext } from '../finding.ts';
import { nodesOf } from '../graph.ts';
import { systemFlow } from '../texts.ts';

/**
 * An id that is given twice where the second would hide the first or never be found: flows, intents that enter two
 * flows, options of one question, facts. Nodes, slots, entries of one flow and services are keys of an object, which
 * TypeScript refuses twice.
 */
export const duplicateId: FindingKind = {
  fault: 'duplicate_id',
  about: 'two flows, options of a question or facts with one id, or an intent that enters two flows',
  find(flow, context) {
    return [...doubledFlow(flow, context), ...doubledEntries(flow, context), ...doubledOptions(flow)];
  },
  findShared({ facts }) {
    return repeated(facts.map(({ id }) => id)).map((id) => ({
      file: 'flows/facts',
      node: `(fact ${id})`,
      message: `there are several facts '${id}', and only the last is shown.`,
      cure: 'Give each an id of its own, or delete all but one.',
    }));
  },
};

/** Told at the last of the flows that share an id, as that one wins. */
function doubledFlow(flow: Flow, { listed }: InspectContext): readonly Found[] {
  if (flow.id === systemFlow) {
    const message = `'${systemFlow}' is the name of the assistant's own words.`;
    return [{ node: '(start)', message, cure: 'Give the flow another id, and its file and texts the same name.' }];
  }
  const same = listed.filter(({ id }) => id === flow.id);
  if (same.length < 2 || same.at(-1) !== flow) return [];
  const message = `flows/mod.ts lists ${same.length} flows with the id '${flow.id}', and only the last can run.`;
  return [{ node: '(start)', message, cure: 'Give each an id of its own, or list it once.' }];
}

function doubledEntries(flow: Flow, { listed }: InspectContext): readonly Found[] {
  const before = listed.slice(0, Math.max(0, listed.lastIndexOf(flow))).filter(({ id }) => id !== flow.id);
  return Object.keys(flow.entries ?? {}).flatMap((intent) => {
    const first = before.find(({ entries }) => Object.hasOwn(entries ?? {}, intent));
    if (!first) return [];
    const message = `'${intent}' also enters the flow '${first.id}', which is never entered by it then.`;
    return { node: `(entry ${intent})`, message, cure: 'Leave the entry in one of the two flows.' };
  });
}

function doubledOptions(flow: Flow): readonly Found[] {
  return nodesOf(flow).flatMap(({ id, node }) => {
    if (node.kind !== 'question') return [];
    return repeated((node.options ?? []).map((option) => option.id)).map((option) => ({
      node: id,
      message: `several options are called '${option}', and only the first is ever taken.`,
      cure: 'Give each option an id of its own.',
    }));
  });
}

/** What is there more than once, each once. */
function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
