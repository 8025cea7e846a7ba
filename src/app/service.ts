import type { Profile, Slots } from '../core/mod.ts';
import type { Places } from '../services/clinic/mod.ts';
import type { Queryable } from '../store/database.ts';
import type { Sealer } from '../store/seal.ts';
import type { SeatsDue } from '../store/seats.ts';
import type { ReminderKinds } from './reminders/reminder-kind.ts';
import type { Texts } from './texts.ts';

/** What a service may use: it runs inside the transaction of the turn that called it. */
export interface ServiceContext {
  readonly transaction: Queryable;
  readonly sealer: Sealer;
  readonly texts: Texts;
  readonly places: Places;
  readonly contact: number;
  readonly address: number;
  readonly channel: string;
  readonly profile: Profile;
  readonly now: Date;
  /** Fingerprint of the words under which consent is asked. */
  readonly consentTextVersion: string;
  /** Takes note of joinings that were agreed to; they are done after the commit. */
  readonly agreedLinks: number[];
  /** Takes note of seats that are due to be offered; that is done after the commit. */
  readonly seatsDue: SeatsDue[];
  readonly kinds: ReminderKinds;
}

export interface ServiceResult {
  readonly outcome: string;
  readonly values?: Slots;
  readonly profile?: Partial<Profile>;
  /** The contact's data was erased; nothing that ran before goes on. */
  readonly forget?: true;
}

/** Something a flow may call by name. */
export type Service = (input: Slots, context: ServiceContext) => Promise<ServiceResult>;
