import type { Change } from './copy.ts';

/** Faults that a run has to find: each takes one promise out of the program. */
export const plants = {
  'no-dedupe': [],
  'careless-lease': [],
  'send-before-save': [],
} as const satisfies Record<string, readonly Change[]>;

export type Plant = keyof typeof plants;

/** A question that nobody answers goes on after so many minutes, so that a short run meets it. */
const shortWait = 0.2;

/** The flows as they run here: nobody can wait 15 minutes. */
export const shortWaits: readonly Change[] = [
  { file: 'flows/market-payment.ts', before: 'wait: { minutes: 15,', after: `wait: { minutes: ${shortWait},` },
];

/** The same change to flows that are loaded already. */
export function shortenWaits<Flows>(flows: Flows): Flows {
  return JSON.parse(JSON.stringify(flows), (key, value: unknown) => (key === 'minutes' ? shortWait : value));
}
