/** One way to talk to PostgreSQL, whether it is a server or the embedded one. */

export type Row = Readonly<Record<string, unknown>>;

/** Runs statements. `name` makes a prepared statement of it where that exists. */
export interface Queryable {
  query<T extends Row = Row>(text: string, parameters?: readonly unknown[], name?: string): Promise<readonly T[]>;
}

export interface TransactionOptions {
  /** Without the limits of time that a server keeps; for migrations. */
  readonly isPatient?: boolean;
}

export interface Database extends Queryable {
  readonly kind: 'embedded' | 'server';
  /** Runs `work` in one transaction; any throw rolls it back and is thrown on. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Runs a script of several statements in one transaction. */
  script(text: string): Promise<void>;
  /** Tells the other processes something small: ids only, ours or a platform's. */
  notify(topic: string, payloads: readonly string[]): Promise<void>;
  /**
   * Hears what is told under a topic, also by this process. A lost connection is taken up again by itself; `missed` is
   * called when that was done, since what was told meanwhile was not heard.
   */
  listen(topic: string, heard: (payload: string) => void, missed: () => void): Promise<() => Promise<void>>;
  /**
   * Keeps a connection for this alone until it is told to stop, and does `prepare` on it now and whenever it was lost and
   * taken up again. The embedded database has one connection, and ends with it.
   */
  stay(prepare: (connection: Queryable) => Promise<void>): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
