import type { AnswerType, Flow, Slots, SlotDefinition, Value } from '../core/mod.ts';
import type { Places } from '../services/clinic/mod.ts';
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

/** The flow that tells reminders of a kind, as far as templates are concerned. */
export type TemplateFlow = Pick<Flow, 'slots' | 'given'>;

/** Of every kind of reminder what its words may name; nothing that is masked in messages. */
export function templateKinds(flows: readonly Flow[]): TemplateKinds {
  const own = flows.filter(({ id }) => id.startsWith(flowPrefix));
  return Object.fromEntries(own.map((flow) => [flow.id.slice(flowPrefix.length), shownSlots(flow).map(([name, { type }]) => ({ name, longest: lengths[type] }))]));
}

/** Characters of what is always written in figures. */
const lengths: Readonly<Partial<Record<AnswerType, number>>> = { date: 'DD/MM/YYYY'.length, datetime: 'HH:MM DD/MM/YYYY'.length };

/** Those that the reminder brings along. */
function shownSlots({ slots, given = [] }: TemplateFlow): readonly (readonly [string, SlotDefinition])[] {
  return Object.entries(slots).filter(([name, { sensitive }]) => !sensitive && given.includes(name));
}

/** The values of a reminder as a template shows them: in Vietnamese, dates in figures, which fit into every limit. */
export function writeTemplateValues(flow: TemplateFlow, values: Slots, places?: Places): Readonly<Record<string, string>> {
  const shown = shownSlots(flow).flatMap(([name, { type }]) => {
    const value = values[name];
    return value === undefined ? [] : [[name, writeOne(value, type, places)] as const];
  });
  return Object.fromEntries(shown);
}

const halves: Readonly<Record<string, string>> = { morning: 'sáng', noon: 'trưa', afternoon: 'chiều', evening: 'tối' };

function writeOne(value: Value, type: AnswerType, places: Places | undefined): string {
  const [, year, month, day, , hour, half] = /^(\d{4})-(\d{2})-(\d{2})((?:T(\d{2}:\d{2})| (\w+))?)$/.exec(String(value)) ?? [];
  const isDay = year !== undefined && (type === 'date' || type === 'datetime');
  if (!isDay) return writeValue(value, type, 'vi', places);
  return [hour ?? halves[half ?? ''], `${day}/${month}/${year}`].filter((part) => part !== undefined).join(' ');
}
