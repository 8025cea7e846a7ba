import { createAdministratorCode, listAdministrators, removeAdministrator } from '../store/administrators.ts';
import type { Database } from '../store/database.ts';
import type { Sealer } from '../store/seal.ts';

/** A chat that hears of alerts. Plain data: it also travels between processes. */
export interface AlertChat {
  readonly id: number;
  readonly channel: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

/** What the command for administrators needs of the process that holds the database. */
export interface AdministratorDesk {
  /** Eight digits that make the chat in which they are typed an administrator's one, once. `expiresAt`: epoch milliseconds. */
  createCode(): Promise<{ readonly code: string; readonly expiresAt: number }>;
  list(): Promise<readonly AlertChat[]>;
  /** False: there is no such chat. */
  remove(id: number): Promise<boolean>;
}

export function createAdministratorDesk({ database, sealer, clock }: { readonly database: Database; readonly sealer: Sealer; readonly clock: () => Date }): AdministratorDesk {
  return {
    async createCode() {
      const { code, expiresAt } = await createAdministratorCode(database, sealer, clock());
      return { code, expiresAt: expiresAt.getTime() };
    },
    list: async () => (await listAdministrators(database)).map(({ id, channel, since }) => ({ id, channel, since: since.getTime() })),
    remove: (id) => removeAdministrator(database, id),
  };
}
