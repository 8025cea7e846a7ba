import type { Verdict } from './verdict.ts';

/** What happened in a run, by name, and what came of it. */
export interface Report {
  readonly happened: ReadonlyMap<string, number>;
  readonly verdict: Verdict;
  /** How often something happened that lets a message come twice. */
  readonly occasions: number;
  readonly superseded: number;
  readonly closed: number;
}

/** The two tables of a run. */
export function formatReport({ happened, verdict, occasions, superseded, closed }: Report): string {
  const promised: readonly Row[] = [
    ['MESSAGES LOST', verdict.messagesLost],
    ['REPLIES LOST', verdict.repliesLost],
    ['STEPS RUN TWICE OR NOT', verdict.stepsTwice],
    ['OUT OF ORDER', verdict.outOfOrder],
    ['STUCK', verdict.stuck],
    ['WRONG STEP', verdict.wrongStep],
    ['WRONG REPLIES', verdict.wrongReplies],
    ['TICKETS MISSED OR DOUBLED', verdict.tickets],
    ['REQUESTS MISSED OR DOUBLED', verdict.appointments],
    ['WAITS MISSED OR DOUBLED', verdict.waits],
    ['REPEATED WITHOUT A CAUSE', verdict.repeatedWithoutCause],
  ];
  const allowed: readonly Row[] = [
    [`repeated, in the air at one of ${occasions} kills, restarts, lost answers and standstills`, verdict.repeatedInTheAir],
    ['put away for a newer question after a minute', superseded],
    ['put away since the platform said 403', closed],
  ];
  const width = Math.max(...[...happened, ...promised, ...allowed].map(([name]) => name.length));
  const format = (rows: readonly Row[]): string => rows.map(([name, count]) => `  ${name.padEnd(width)}  ${count}`).join('\n');
  return `\nWhat happened\n${format([...happened])}\n\nPromised to be 0\n${format(promised)}\n\nAllowed\n${format(allowed)}`;
}

type Row = readonly [name: string, count: number];
