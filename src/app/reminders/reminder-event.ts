import type { NewPending } from '../../store/pending.ts';
import { internalPending } from '../internal-pending.ts';
import type { Reminding } from './reminding.ts';

/** What a reminder says, on its way to the lane of its contact. `again`: it was on its way to another address before. */
export function reminderPending(reminding: Reminding, contact: number, address: number, now: Date, again: boolean): NewPending {
  const { reminder, version, kind, values, about } = reminding;
  const event = { type: 'reminder_due', reminder, flow: `reminder_${kind}`, values, about, at: now.getTime() } as const;
  const key = `reminder_due-${reminder}-${version}`;
  return internalPending(event, again ? `${key}-${address}` : key, contact, address, now, reminding);
}
