import { startProgram, type RunningProgram, type Settings } from './program.ts';

export interface KeptProcess {
  readonly name: string;
  /** Ends it at once; it is started again, as systemd does. */
  kill(): void;
  /** Resolves when it runs and nothing more is to come. */
  stop(): Promise<void>;
}

/** Milliseconds before a process that ended is started again. */
const restartDelay = 100;

/** Starts a process and starts it again whenever it ends, until told to stop. */
export async function keepRunning(
  name: string,
  { root, settings, role }: { readonly root: string; readonly settings: Settings; readonly role?: 'web' | 'workers' },
  note: (line: string) => void,
): Promise<KeptProcess> {
  let running: RunningProgram | undefined;
  let stopping = false;
  const start = async (): Promise<void> => {
    running = await startProgram(settings, role, root);
    void running.ended.then(({ signal, code, errors }) => {
      if (!stopping && signal !== 'SIGKILL') note(`${name} ended by itself with ${code}: ${errors.trim().split('\n').at(-1) ?? ''}`);
    });
  };
  await start();
  const supervising = (async () => {
    while (!stopping) {
      await running?.ended;
      if (stopping) return;
      await new Promise((resolve) => setTimeout(resolve, restartDelay));
      // The database may be away; then it does not start, and is tried again.
      await start().catch(() => undefined);
    }
  })();
  return {
    name,
    kill: () => void running?.stop('SIGKILL'),
    stop: async () => {
      stopping = true;
      await running?.stop();
      await supervising;
      await running?.stop('SIGKILL');
    },
  };
}
