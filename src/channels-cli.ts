import { administrators, readWish } from './connect/administrators.ts';
import { check } from './connect/check.ts';
import { connectTelegram } from './connect/connect-telegram.ts';
import { connectZalo } from './connect/connect-zalo.ts';
import { showFinding } from './connect/report.ts';
import { openTerminal } from './connect/walk.ts';

const usage = `Usage: npm run channels -- <command>

  check             looks at every setting and channel, a line each: ok, off (by choice),
                    care (works, but look at it) or wrong, with the cure; ends with 1 when anything is wrong
  connect telegram  tells Telegram where to deliver, sets the commands, shows what Telegram reports back
  connect zalo      leads through Zalo's console, makes the link for the consent and takes the tokens

  admin             prints a code, for ten minutes, that makes a chat hear of alerts; --list shows those chats,
                    --remove ends the only one, --remove <number> the one of that number

The settings are those of npm start; npm start -- --help lists them. docs/connect.md tells the whole way.`;

/** As a shell names an end by Ctrl-C. */
const interrupted = 130;

async function main(words: readonly string[]): Promise<number> {
  const terminal = openTerminal();
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  process.once('SIGTERM', () => stopping.abort());
  const [first, ...others] = words;
  const wish = first === 'admin' ? readWish(others) : undefined;
  if (wish) return exitCode(await orStopped(administrators(process.env, wish, terminal.print), stopping.signal));
  switch (words.join(' ')) {
    case '--help':
    case '-h':
      console.log(usage);
      return 0;
    case 'check':
      return exitCode(await orStopped(check(process.env, (found) => console.log(showFinding(found))), stopping.signal));
    case 'connect telegram':
      return exitCode(await orStopped(connectTelegram(process.env, terminal.print), stopping.signal));
    case 'connect zalo':
      return exitCode(await connectZalo(process.env, terminal, stopping.signal).catch((error: unknown) => endedBy(error, stopping.signal)));
    default:
      console.error(`Expected a command, got ${words.length === 0 ? 'nothing' : JSON.stringify(words.join(' '))}\n\n${usage}`);
      return 2;
  }
}

function exitCode(outcome: boolean | 'stopped'): number {
  return outcome === 'stopped' ? interrupted : outcome ? 0 : 1;
}

function endedBy(error: unknown, signal: AbortSignal): 'stopped' {
  if (!signal.aborted) throw error;
  console.log('\nEnded. Nothing is lost; run it again whenever you like.');
  return 'stopped';
}

function orStopped(work: Promise<boolean>, signal: AbortSignal): Promise<boolean | 'stopped'> {
  const stopped = new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped'), { once: true }));
  return Promise.race([work, stopped]);
}

main(process.argv.slice(2)).then(
  // Kept connections would hold the process for seconds.
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error && /^(Expected|The running assistant) /.test(error.message) ? error.message : 'Something went wrong that this command does not know; look into the log of the assistant');
    process.exit(1);
  },
);
