/** `off`: not switched on, by choice. `care`: works, but somebody should look at it. `wrong`: does not work. */
export type Verdict = 'ok' | 'off' | 'care' | 'wrong';

/** One thing that was looked at. The text holds no secret; where something is amiss it says how to mend it. */
export interface Finding {
  readonly verdict: Verdict;
  readonly subject: string;
  readonly text: string;
}

export function finding(verdict: Verdict, subject: string, text: string): Finding {
  return { verdict, subject, text };
}

/** One line, whatever a platform has put into the text. */
export function showFinding({ verdict, subject, text }: Finding): string {
  return `${verdict.padEnd(5)} ${subject}: ${text.replace(/\p{Cc}+/gu, ' ')}`;
}
