import type { AppointmentTime } from '../../store/appointments.ts';

/** What another system is asked for. */
export interface OutsideRequest {
  /** Ours, the same at every try and never used again: the system has to take a second one for the first. */
  readonly key: string;
  readonly facility: string;
  readonly time: AppointmentTime | undefined;
  readonly name: string;
  /** `YYYY[-MM[-DD]]`. */
  readonly birth: string;
  /** E.164. */
  readonly phone: string | undefined;
}

export type OutsideAnswer =
  /** `received`: a person there still has to say yes. `time`: where it differs from the one asked for. */
  | { readonly state: 'confirmed' | 'received'; readonly time?: AppointmentTime }
  | { readonly state: 'declined' }
  | { readonly state: 'full'; readonly times: readonly AppointmentTime[] };

/**
 * A hospital's own system behind which appointments of its facilities are kept. A method that throws leaves open what
 * happened; it is looked up by our key before it is tried again.
 */
export interface AppointmentConnector {
  request(request: OutsideRequest, signal: AbortSignal): Promise<OutsideAnswer>;
  /** Ends what was made under this key; what is not there is ended already. */
  cancel(key: string, signal: AbortSignal): Promise<void>;
  /** What was made under this key; nothing when nothing was. */
  find(key: string, signal: AbortSignal): Promise<OutsideAnswer | undefined>;
}

/** Connectors by the name that facilities call them by. */
export type AppointmentConnectors = Readonly<Record<string, AppointmentConnector>>;
