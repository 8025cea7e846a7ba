import { listLength, type AppointmentDesk, type ListedAppointment, type ListFilter, type StaffAnswer, type StaffOrder } from '../store/appointment-desk.ts';
import type { AppointmentCommand } from './command.ts';

type Say = (line: string) => void;

/** Does what was asked of the appointments. False: it was not done, and why was said. */
export async function runAppointmentCommand(command: Exclude<AppointmentCommand, { readonly name: 'help' }>, desk: AppointmentDesk, say: Say): Promise<boolean> {
  if (command.name === 'list') return list(desk, command.filter, say);
  const answer = await desk.change(command.order);
  say(describe(command.order, answer));
  return answer.outcome === 'done';
}

async function list(desk: AppointmentDesk, filter: ListFilter, say: Say): Promise<boolean> {
  let count = 0;
  for (let after = 0; ; ) {
    const page = await desk.list({ ...filter, after });
    page.map(writeRow).forEach(say);
    count += page.length;
    const last = page.at(-1);
    if (!last || page.length < listLength) break;
    after = last.id;
  }
  say(count === 1 ? '1 appointment' : `${count} appointments`);
  return true;
}

function writeRow({ number, version, state, facility, day, halfDay, slot, name, birth, phone }: ListedAppointment): string {
  const time = day === null ? 'any day' : [day, slot ?? halfDay].join(' ');
  const who = [name, ...(birth === null ? [] : [birth]), ...(phone === null ? [] : [phone])].join(', ');
  return `${number}  ${state.padEnd(19)} ${time.padEnd(21)} ${(facility ?? 'no place yet').padEnd(24)} ${who}  (version ${version})`;
}

function describe({ number, change }: StaffOrder, { outcome, state, version, times }: StaffAnswer): string {
  switch (outcome) {
    case 'done':
      return `${number} is ${state} now (version ${version}).${change === 'arrived' || change === 'missed' ? '' : ' The resident is told.'}`;
    case 'gone':
      return `There is no appointment ${number}; npm run data -- appointments list shows all. It may have been removed because the resident erased their data.`;
    case 'changed':
      return `${number} was not changed: it is ${state} (version ${version}) by now.`;
    case 'full':
      return `${number} was not changed: that time is full.${writeTimes(times)}`;
    case 'not_open':
      return `${number} was not changed: the place is closed then.`;
    case 'too_late':
      return `${number} was not changed: that time is past, or more than 90 days away.`;
    case 'too_early':
      return `${number} was not changed: its day has not come yet.`;
    case 'no_time':
      return `${number} was not changed: name the time with --day and --half.`;
    case 'no_place':
      return `${number} was not changed: the resident has not chosen a place yet; ask them first.`;
    case 'outside':
      return `${number} was not changed: the system of the place keeps it; change it there.`;
  }
}

function writeTimes(times: StaffAnswer['times'] = []): string {
  return times.length === 0 ? '' : ` Free: ${times.map(({ day, halfDay, slot }) => `${day} ${slot ?? halfDay}`).join(', ')}.`;
}
