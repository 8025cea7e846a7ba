import type { AppointmentState } from '../../store/appointments.ts';

/** What can be done to an appointment once it is made. */
export type Change = 'confirm' | 'propose' | 'accept' | 'refuse' | 'decline' | 'cancel' | 'move' | 'move_seat' | 'arrived' | 'missed';

export type Changer = 'resident' | 'staff' | 'connector';

export interface ChangeRule {
  readonly from: readonly AppointmentState[];
  readonly to: AppointmentState;
  readonly by: readonly Changer[];
  /** `needs`: it has a seat from then on; `frees`: none any more; `keeps`: as before. */
  readonly seat: 'needs' | 'frees' | 'keeps';
  /** `ahead`: only while its time has not come; `today`: only from its day on. */
  readonly when?: 'ahead' | 'today';
}

const clinic: readonly Changer[] = ['staff', 'connector'];

/** Every change that is allowed, and no other. */
export const changeRules: Readonly<Record<Change, ChangeRule>> = {
  confirm: { from: ['requested'], to: 'confirmed', by: clinic, seat: 'needs', when: 'ahead' },
  propose: { from: ['requested', 'confirmed', 'accepted', 'other_time_proposed'], to: 'other_time_proposed', by: clinic, seat: 'needs', when: 'ahead' },
  accept: { from: ['other_time_proposed'], to: 'accepted', by: ['resident'], seat: 'needs', when: 'ahead' },
  refuse: { from: ['other_time_proposed'], to: 'declined', by: ['resident'], seat: 'frees' },
  decline: { from: ['requested', 'other_time_proposed'], to: 'declined', by: clinic, seat: 'frees' },
  cancel: { from: ['requested', 'confirmed', 'other_time_proposed', 'accepted'], to: 'cancelled', by: ['resident', ...clinic], seat: 'frees' },
  // By the resident: where a person confirms, only what nobody has acted on yet; where seats are counted, at any time.
  move: { from: ['requested'], to: 'requested', by: ['resident'], seat: 'keeps', when: 'ahead' },
  move_seat: { from: ['requested', 'confirmed', 'other_time_proposed', 'accepted'], to: 'confirmed', by: ['resident'], seat: 'needs', when: 'ahead' },
  // Who was given up and comes after all has come.
  arrived: { from: ['confirmed', 'accepted', 'missed'], to: 'attended', by: ['staff'], seat: 'keeps', when: 'today' },
  missed: { from: ['confirmed', 'accepted'], to: 'missed', by: ['staff'], seat: 'keeps', when: 'today' },
};
