import { join, resolve } from 'node:path';
import type { Log } from '../app/log.ts';
import { openControl, type ControlPort } from '../http/control.ts';

/** Where the running assistant listens for commands; only the embedded set-up needs it, whose database takes one process. */
export function controlFile(dataDir: string): string {
  return join(resolve(dataDir), 'control.sock');
}

/** Listens for commands. Returns the way to stop; without the socket everything but those commands works. */
export async function openControlSocket(dataDir: string, port: ControlPort, log: Log): Promise<() => Promise<void>> {
  try {
    return await openControl(controlFile(dataDir), port);
  } catch (error) {
    log.warn('control_socket_not_open', { fault: error });
    return async () => undefined;
  }
}
