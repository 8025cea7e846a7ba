/** What speaks for an intent, in the language of `phrase.ts`. */
export interface LexiconEntry {
  readonly intent: string;
  /** Alone enough. */
  readonly strong?: readonly string[];
  /** Likely; two of them are as good as one strong phrase. */
  readonly medium?: readonly string[];
  /** Only tips the scales. */
  readonly weak?: readonly string[];
  /** Makes the intent unlikely although its words are there. */
  readonly against?: readonly string[];
}
