import type { Flow, Node } from '../../src/core/flow.ts';
import { inspectFlow, type Finding, type InspectContext } from '../../src/inspect/mod.ts';
import { textKeysOf } from '../../src/inspect/texts.ts';

/** A flow with a known topic and no slots, unless told otherwise. */
export function flowOf(nodes: Readonly<Record<string, Node>>, change: Partial<Flow> = {}): Flow {
  return { id: 'pay_rent', kind: 'service', start: 'start', topic: 'market', slots: {}, nodes, ...change };
}

/** A context in which every text of the flows exists, but for those given here. */
export function contextOf(flows: readonly Flow[], change: Partial<InspectContext> = {}): InspectContext {
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    texts: (_language, id) => plainTexts(flows.filter((flow) => flow.id === id)),
    services: new Set(['make_picture']),
    topics: new Set(['market', 'health']),
    facts: new Set(['hotline']),
    fileOf: (id) => `flows/${id.replaceAll('_', '-')}.ts`,
    ...change,
  };
}

/** Each key with itself as its text, in which no variable stands. */
export function plainTexts(flows: readonly Flow[]): Readonly<Record<string, string>> {
  const keys = flows.flatMap((flow) => Object.values(flow.nodes).flatMap(textKeysOf));
  return Object.fromEntries(keys.map((key) => [key, `Câu ${key}`]));
}

/** The findings of a flow that stands alone. */
export function inspectAlone(flow: Flow, change: Partial<InspectContext> = {}): readonly Finding[] {
  return inspectFlow(flow, contextOf([flow], change));
}

/** A text that shows these variables under the key `text`. */
export function withText(text: string, flow: Flow, key = 'text'): Partial<InspectContext> {
  return { texts: () => ({ ...plainTexts([flow]), [key]: text }) };
}
