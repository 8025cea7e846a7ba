import { readConfig, type Config } from './config.ts';
import { settings } from './settings.ts';
import { start, type Role, type Running } from './start.ts';

const usage = `Usage: npm start [-- web | workers]

Starts the assistant. Without a word: web and workers in one process, embedded database.
  web       only the web chat, webhooks and health pages (npm run start:web)
  workers   only what works at its own time (npm run start:workers)

Settings (environment; empty = unset):
${settings.map(({ name, help }) => `  ${name.padEnd(30)} ${help}`).join('\n')}`;

const role = readRole(process.argv.slice(2));
if (role === 'help') console.log(usage);
else if (role === undefined) fail([`Expected web, workers or nothing, got ${process.argv[2] ?? ''}`, '', usage]);
else await main(role);

function readRole([word, ...rest]: readonly string[]): Role | 'help' | undefined {
  if (rest.length > 0) return undefined;
  if (word === undefined) return 'all';
  if (word === '--help' || word === '-h') return 'help';
  return word === 'web' || word === 'workers' ? word : undefined;
}

async function main(role: Role): Promise<void> {
  const read = readConfig(process.env);
  if ('faults' in read) return fail(['These settings have to be mended first:', ...read.faults]);
  if (role !== 'all' && !read.config.servers) return fail([`Expected DATABASE_URL and REDIS_URL for ${role} alone; the embedded database takes one process only. Use npm start, or set both.`]);
  try {
    const running = await start(read.config, role);
    // First, because whoever reads the greeting may stop us at once.
    stopOnSignal(running, read.config.stopSeconds);
    greet(running, read.config);
  } catch (error) {
    fail([explain(error, read.config)]);
    // What had been opened before the fault would keep the process alive.
    process.exit();
  }
}

function explain(error: unknown, config: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Expected port ${config.port} to be free, but another program listens there; stop it, or set PORT to another number`;
  if (code === 'ECONNREFUSED') return 'Expected PostgreSQL to answer at DATABASE_URL, but nothing listens there; start it, or mend DATABASE_URL';
  return error instanceof Error ? error.message : String(error);
}

function greet({ url, healthUrl, embedded }: Running, config: Config): void {
  const { telegram, telegramOff, zalo, zaloOff, warnings } = config;
  const lines = [
    url === undefined ? 'Workers are running.' : `Web chat: ${url}`,
    ...(healthUrl === undefined ? [] : [`Health and metrics: ${healthUrl}`]),
    telegram ? `Telegram: on (${telegram.mode})` : `Telegram: off (${telegramOff})`,
    zalo ? 'Zalo: on' : `Zalo: off (${zaloOff})`,
    ...(embedded ? ['Database: embedded. It survives a killed process, not a power cut; set DATABASE_URL and REDIS_URL for real use.'] : []),
    ...warnings.map((warning) => `Warning: ${warning}`),
  ];
  console.log(lines.join('\n'));
}

function stopOnSignal(running: Running, seconds: number): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // A last resort: everything that counts is committed, so a hard end loses nothing.
    setTimeout(() => process.exit(1), seconds * 1_000).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(lines: readonly string[]): void {
  console.error(lines.join('\n'));
  process.exitCode = 1;
}
