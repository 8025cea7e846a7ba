import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import type { Step } from './zalo-steps.ts';

/** Where a command prints, and how it waits for Enter. */
export interface Terminal {
  readonly print: (line: string) => void;
  /** Resolves at Enter, or at once where nobody sits at a terminal. Rejects when `signal` is aborted. */
  enter(signal: AbortSignal): Promise<void>;
  readonly isInteractive: boolean;
}

export function openTerminal(): Terminal {
  const isInteractive = process.stdin.isTTY && process.stdout.isTTY;
  return {
    isInteractive,
    print: (line) => void process.stdout.write(`${line}\n`),
    async enter(signal) {
      if (!isInteractive) return;
      const lines = createInterface({ input: process.stdin, output: process.stdout });
      // A terminal in line mode swallows Ctrl-C; it is handed on.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        await Promise.race([lines.question('Enter: go on ', { signal }), once(lines, 'close')]);
      } finally {
        lines.close();
      }
    },
  };
}

/** Shows steps one by one. `first`: the number of the first one. */
export async function walk(terminal: Terminal, steps: readonly Step[], first: number, signal: AbortSignal): Promise<void> {
  for (const [index, step] of steps.entries()) {
    showStep(terminal, step, first + index);
    await terminal.enter(signal);
  }
}

export function showStep({ print }: Terminal, { title, lines }: Step, number: number): void {
  print('');
  print(`${number}. ${title}`);
  lines.forEach((line) => print(`   ${line}`));
}
