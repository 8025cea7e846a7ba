/** Something about the world that texts state and that can go out of date. */
export interface Fact {
  /** Texts show it as `{{fact.<id>}}`. */
  readonly id: string;
  readonly value: string | { readonly vi: string; readonly en: string };
  /** Where it was read. */
  readonly source: string;
  /** ISO date on which somebody last read the source. */
  readonly checkedOn: string;
  /** ISO date by which somebody has to look again. */
  readonly checkBy: string;
  /** `high`: stable and in several sources. `medium`: in one good source. Anything less is not shown to residents. */
  readonly confidence: 'high' | 'medium';
}
