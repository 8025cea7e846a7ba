import type { Log } from '../app/log.ts';
import type { Database } from '../store/database.ts';
import { createRekey, type Rekey } from '../store/rekey.ts';
import type { Sealer } from '../store/seal.ts';

/** What the running assistant does when it is asked to seal everything anew, with its faults and its end in the log. */
export function rekeyOnDemand(database: Database, sealer: Sealer, log: Log): Rekey {
  const rekey = createRekey(database, sealer);
  const logged = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      log.error('rekey_failed', { fault: error });
      throw error;
    }
  };
  return {
    begin: () => logged(rekey.begin()),
    sealNext: (column, after) => logged(rekey.sealNext(column, after)),
    end: async () => {
      const ended = await logged(rekey.end());
      log.info('rekey_ended', { removed: ended.removed.length, needed: ended.needed.length });
      return ended;
    },
  };
}
