import { startProgram, type RunningProgram, type Settings } from './program.ts';

export interface KeptProcess {
  readonly name: string;
  /** Ends it at once; it is started again, as systemd does. */
  kill(): void;
  /** Stops it for good. */
  stop(): Promise<void>;
  /** How often it said each thing in its log. */
  readonly logged: ReadonlyMap<string, number>;
}

/** Milliseconds before a process that ended is started again. */
const restartDelay = 100;

/** Starts a process and starts it again whenever it ends, until told to stop. */
export async function keepRunning(
  name: string,
  { root, settings, role }: { readonly root: string; readonly settings: Settings; readonly role?: 'web' | 'workers' },
  note: (line: string) => void,
): Promise<KeptProcess> {
  const logged = new Map<string, number>();
  let running: RunningProgram | undefined;
  let stopping = false;
  const start = async (): Promise<void> => {
    running = await startProgram(settings, role, root);
    void running.ended.then(({ signal, code, errors, output }) => {
      countLog(output, logged);
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
    logged,
    kill: () => void running?.stop('SIGKILL'),
    stop: async () => {
      stopping = true;
      await running?.stop();
      await supervising;
      await running?.stop('SIGKILL');
    },
  };
}

/** Adds up what stands in a log of one JSON object per line, with the reason where there is one. */
function countLog(output: string, counts: Map<string, number>): void {
  for (const line of output.split('\n')) {
    const [, message] = /"msg":"([^"]+)"/.exec(line) ?? [];
    const [, reason = ''] = /"(?:reason|code)":"?([\w-]+)/.exec(line) ?? [];
    if (message !== undefined) counts.set(`${message} ${reason}`, (counts.get(`${message} ${reason}`) ?? 0) + 1);
  }
}
