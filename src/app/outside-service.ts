import type { Channel } from '../channels/channel.ts';
import type { Slots } from '../core/mod.ts';
import type { AppointmentConnectors } from '../services/appointments/mod.ts';
import type { Places } from '../services/clinic/mod.ts';
import type { Database, Queryable } from '../store/database.ts';
import type { Sealer } from '../store/seal.ts';
import type { Facts } from './render.ts';
import type { ServiceResult } from './service.ts';
import type { Texts } from './texts.ts';

/** What a service outside of turns may use. */
export interface OutsideContext {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly channels: readonly Channel[];
  readonly connectors: AppointmentConnectors;
  readonly texts: Texts;
  readonly facts: Facts;
  readonly places: () => Places;
  readonly contact: number;
  readonly now: Date;
  /** Aborts when the process stops or the try takes too long. */
  readonly signal: AbortSignal;
}

export type OutsideResult = Pick<ServiceResult, 'outcome' | 'values'>;

/** Something slow that a flow may call by name: it is done after the turn, by a worker, and its result comes as an event. */
export interface OutsideService {
  /** Throws when another try may help. */
  run(input: Slots, context: OutsideContext): Promise<OutsideResult>;
  /** Removes what was kept for the call only, in the transaction that ends it. */
  tidy?(input: Slots, transaction: Queryable, contact: number): Promise<void>;
}
