import { createLog } from '../app/log.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../open-database.ts';
import { assembleZalo, type OpenZalo } from '../open-zalo.ts';
import type { Database } from '../store/database.ts';
import { createSealer, type Sealer } from '../store/seal.ts';
import { createZaloDesk, type ZaloDesk } from './zalo-desk.ts';

/** The store opened by a command itself. */
export interface OwnStore {
  readonly database: Database;
  readonly sealer: Sealer;
  /** Undefined while Zalo is off. */
  readonly zalo: OpenZalo | undefined;
  readonly desk: ZaloDesk | undefined;
  readonly close: () => Promise<void>;
}

/** Opens the store as a start would, but takes nothing of the settings into it. Throws a clear line or what the driver says. */
export async function openOwnStore(config: Config): Promise<OwnStore> {
  // What a command has to say it says itself.
  const log = createLog('silent');
  const { database, keys, unlock } = await openDatabase(config, log);
  const sealer = createSealer(keys);
  const zalo = config.zalo && assembleZalo(config.zalo, config.publicUrl, { database, sealer, clock: () => new Date(), log });
  return {
    database,
    sealer,
    zalo,
    desk: zalo && createZaloDesk(zalo),
    close: async () => {
      await database.close();
      unlock();
    },
  };
}
