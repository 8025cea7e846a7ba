import { createInterface } from 'node:readline/promises';

/** How a command talks to the person who gave it. */
export interface Terminal {
  readonly say: (line: string) => void;
  /** What was typed; undefined where nobody sits at a terminal. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

export function openTerminal(): Terminal {
  return {
    say: (line) => void process.stdout.write(`${line}\n`),
    ask: async (question) => {
      if (!process.stdin.isTTY) return undefined;
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      // A terminal in line mode swallows Ctrl-C; it is handed on.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await lines.question(question);
      } finally {
        lines.close();
      }
    },
  };
}
