/** The slots of up to three other times that a place offers when the one wanted is full. */
export const timeSlots = {
  free: { type: 'any' },
  time1: { type: 'datetime', default: '' },
  time2: { type: 'datetime', default: '' },
  time3: { type: 'datetime', default: '' },
} as const;

/** Where a service puts them. */
export const timeOutput = { free: 'free', time1: 'time1', time2: 'time2', time3: 'time3' } as const;

/** Forgets them, before a place is asked again. */
export const noTimes = { free: null, time1: null, time2: null, time3: null } as const;

/** The choices between them; those that a place does not have are left out. */
export function timeOptions<const NodeId extends string>(to: NodeId) {
  return [
    { id: 'first', label: 'full.first', value: 'time1', to },
    { id: 'second', label: 'full.second', value: 'time2', to },
    { id: 'third', label: 'full.third', value: 'time3', to },
  ] as const;
}
