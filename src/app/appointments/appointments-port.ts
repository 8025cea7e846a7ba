import { listFilterShape, staffOrderShape, type AppointmentDesk, type ListFilter, type StaffOrder } from '../../store/appointment-desk.ts';

/** What the API for staff needs: a desk, and what reads their words; a text when they cannot be read. */
export interface AppointmentsPort extends AppointmentDesk {
  readFilter(query: unknown): ListFilter | string;
  readOrder(params: unknown, body: unknown): StaffOrder | string;
}

export function createAppointmentsPort(desk: AppointmentDesk): AppointmentsPort {
  return { ...desk, readFilter, readOrder };
}

function readFilter(query: unknown): ListFilter | string {
  const { names, after, ...rest } = asRecord(query);
  const given = { ...rest, names: names === 'true', ...(after === undefined ? {} : { after: Number(after) }) };
  const read = listFilterShape.strict().safeParse(given);
  return read.success ? read.data : describe(read.error.issues);
}

/** The version is needed here: two people at two screens must not undo each other's work unseen. */
function readOrder(params: unknown, body: unknown): StaffOrder | string {
  const { number, change } = asRecord(params);
  const read = staffOrderShape.strict().required({ version: true }).safeParse({ ...asRecord(body), number, change });
  return read.success ? read.data : describe(read.error.issues);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Names fields only, never what stood in them. */
function describe(issues: readonly { readonly path: readonly PropertyKey[] }[]): string {
  const fields = [...new Set(issues.map(({ path }) => String(path[0] ?? 'no other field')))];
  return `expected other values for: ${fields.join(', ')}; see docs/appointments.md`;
}
