import type { Flow, Slots, SlotDefinition, Value } from '../core/mod.ts';
import { writeValue } from './values.ts';

/** A value of a reminder that a template may show. */
export interface TemplateValue {
  readonly name: string;
  /** Characters that it may take; undefined where people or lists decide. */
  readonly longest: number | undefined;
}

/** Kind of reminder → what a template of it may show. Plain data: it also travels between processes. */
export type TemplateKinds = Readonly<Record<string, readonly TemplateValue[]>>;

const flowPrefix = 'reminder_';

/** Of every kind of reminder what its words may name; nothing that is masked in messages. */
export function templateKinds(flows: readonly Flow[]): TemplateKinds {
  const own = flows.filter(({ id }) => id.startsWith(flowPrefix));
  return Object.fromEntries(own.map(({ id, slots }) => [id.slice(flowPrefix.length), Object.entries(slots).flatMap(describe)]));
}

function describe([name, { type, sensitive }]: readonly [string, SlotDefinition]): readonly TemplateValue[] {
  return sensitive ? [] : [{ name, longest: type === 'date' ? 'DD/MM/YYYY'.length : undefined }];
}

/** The values of a reminder as a template shows them: in Vietnamese, dates in figures, which fit into every limit. */
export function writeTemplateValues(flow: Pick<Flow, 'slots'>, values: Slots): Readonly<Record<string, string>> {
  const shown = Object.entries(values).filter(([name]) => flow.slots[name] && !flow.slots[name].sensitive);
  return Object.fromEntries(shown.map(([name, value]) => [name, writeOne(value, flow.slots[name])]));
}

function writeOne(value: Value, definition: SlotDefinition | undefined): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value)) ?? [];
  if (definition?.type === 'date' && year !== undefined) return `${day}/${month}/${year}`;
  return writeValue(value, definition?.type ?? 'any', 'vi');
}
