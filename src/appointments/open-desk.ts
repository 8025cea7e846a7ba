import { resolve } from 'node:path';
import { createOwnAppointmentDesk } from '../app/appointments/appointment-desk.ts';
import { createLog } from '../app/log.ts';
import { refuseIfNothing } from '../backup/refuse-if-nothing.ts';
import type { Config } from '../config.ts';
import { findRunning } from '../connect/control-client.ts';
import { controlFile } from '../connect/control-socket.ts';
import { openDatabase } from '../open-database.ts';
import type { AppointmentDesk } from '../store/appointment-desk.ts';
import { migrate } from '../store/migrate.ts';
import { createSealer } from '../store/seal.ts';

/** Lets work be done on the appointments: by way of the running assistant where it holds the database, else on the database itself. */
export async function withAppointmentDesk<T>(config: Config, work: (desk: AppointmentDesk) => Promise<T>): Promise<T> {
  if (config.servers) return withOwnDesk(config, work);
  const folder = resolve(config.dataDir);
  refuseIfNothing(folder);
  const running = await findRunning(controlFile(folder));
  return running ? work(running.appointments) : withOwnDesk(config, work);
}

async function withOwnDesk<T>(config: Config, work: (desk: AppointmentDesk) => Promise<T>): Promise<T> {
  const clock = (): Date => new Date();
  const { database, keys, unlock } = await openDatabase(config, createLog('silent'));
  try {
    await migrate(database, clock());
    return await work(createOwnAppointmentDesk({ database, sealer: createSealer(keys), clock }));
  } finally {
    await database.close();
    unlock();
  }
}
