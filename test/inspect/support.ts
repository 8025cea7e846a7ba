import type { Flow, Node } from '../../src/core/flow.ts';
import type { Language } from '../../src/core/session.ts';
import { inspectFlow, type Finding, type InspectContext } from '../../src/inspect/mod.ts';
import { textKeysOf } from '../../src/inspect/texts.ts';

/** A flow with a known topic and no slots, unless told otherwise. */
export function flowOf(nodes: Readonly<Record<string, Node>>, change: Partial<Flow> = {}): Flow {
  return { id: 'pay_rent', kind: 'service', start: 'start', topic: 'market', slots: {}, nodes, ...change };
}

/** What differs from the usual. `texts` are those of the flows, `system` the assistant's own. */
export interface Change extends Partial<InspectContext> {
  readonly system?: (language: Language) => Readonly<Record<string, string>>;
}

/** A context in which every text of the flows exists, but for those given here, and every entry is an intent with a name. */
export function contextOf(flows: readonly Flow[], { system = () => ({}), ...change }: Change = {}): InspectContext {
  const ofFlows = change.texts ?? ((_language: Language, id: string) => plainTexts(flows.filter((flow) => flow.id === id)));
  const texts: InspectContext['texts'] = (language, id) => (id === 'system' ? { ...serviceNames(flows), ...system(language) } : ofFlows(language, id));
  return {
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    listed: flows,
    textKeys: (language, id) => Object.keys(texts(language, id)),
    services: new Set(['make_picture']),
    topics: new Set(['market', 'health']),
    facts: [{ id: 'hotline', value: { vi: '1900 0368', en: '1900 0368' }, checkBy: '2027-05-23' }],
    intents: new Set(flows.flatMap(({ entries }) => Object.keys(entries ?? {}))),
    channels: [
      { id: 'wide', limits: { textLength: 4096, options: 32, labelLength: 64 } },
      { id: 'narrow', limits: { textLength: 100, options: 2, labelLength: 20 } },
    ],
    longest: { answer: (type) => longest[type] ?? '', choice: () => 'Xã Hồ Thị Kỷ', output: () => undefined, own: (name) => longest[name] },
    today: '2026-11-24',
    fileOf: (id) => `flows/${id.replaceAll('_', '-')}.ts`,
    ...change,
    texts,
  };
}

const longest: Readonly<Record<string, string>> = { money: '500.000.000 đồng', note: 'g'.repeat(50), you: 'bạn', me: 'mình', value: 'Xã Hồ Thị Kỷ' };

/** Every flow and entry under a name of its own. */
function serviceNames(flows: readonly Flow[]): Readonly<Record<string, string>> {
  const keys = flows.flatMap(({ id, entries }) => [id, ...Object.keys(entries ?? {})]);
  return Object.fromEntries(keys.map((key) => [`service.${key}`, `Việc ${key}`]));
}

/** Each key with itself as its text, in which no variable stands. */
export function plainTexts(flows: readonly Flow[]): Readonly<Record<string, string>> {
  const keys = flows.flatMap((flow) => Object.values(flow.nodes).flatMap(textKeysOf));
  return Object.fromEntries(keys.map((key) => [key, `Câu ${key}`]));
}

/** The findings of a flow that stands alone. */
export function inspectAlone(flow: Flow, change: Change = {}): readonly Finding[] {
  return inspectFlow(flow, contextOf([flow], change));
}

/** A text that shows these variables under the key `text`. */
export function withText(text: string, flow: Flow, key = 'text'): Change {
  return { texts: () => ({ ...plainTexts([flow]), [key]: text }) };
}
