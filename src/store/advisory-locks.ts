/** The advisory locks of the database; any numbers would do, as long as no two are the same and all processes use these. */
export const advisoryLocks = {
  /** Whoever holds it brings the tables to the level of its program. */
  migrations: 960_001,
  /** Whoever holds it does a round of the plain timer. */
  timerRound: 960_002,
  /** Class of the locks, each with a number of its own, by which processes show that they live. */
  presence: 960_003,
  /** Whoever holds it judges what administrators are told. */
  alerts: 960_004,
} as const;
