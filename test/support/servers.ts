import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findPostgresFolder, findRedis } from './programs.ts';

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A server that was started here. */
export interface OwnServer extends TestServer {
  /** Ends it as a crash would and starts it again at the same address; resolves when it answers. */
  crash(): Promise<void>;
}

/** Whom a server runs as; PostgreSQL refuses root. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** Only for a server that says neither that it is ready nor that it gives up. */
const startTimeoutMs = 240_000;

/**
 * Starts the server in the background, again after a crash for every line on standard input, and stops it as soon as
 * standard input closes: on a call of `stop`, and also when the test run is interrupted or killed. Then removes the
 * server's folder. Arguments: signal to stop, signal to crash, folder, command.
 */
const keeper =
  'stop=$1; crash=$2; folder=$3; shift 3; "$@" & while read -r line; do kill -s "$crash" $!; wait $!; "$@" & done; kill -s "$stop" $!; wait $!; rm -rf "$folder"';

/** A PostgreSQL of its own with an empty data folder, or undefined when the machine has none. */
export async function startPostgres(): Promise<OwnServer | undefined> {
  const programs = findPostgresFolder();
  if (programs === undefined) return undefined;
  const account = unprivilegedAccount();
  const folder = ownFolder('postgres', account);
  const password = randomBytes(16).toString('hex');
  await initialise(programs, folder, account, password);
  const port = await freePort();
  const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200', '-c', 'lc_messages=C'];
  const command = [join(programs, 'postgres'), '-D', join(folder, 'data'), '-p', String(port), ...settings];
  const server = await start(command, { folder, account, signals: ['INT', 'QUIT'] });
  return { url: `postgres://causo:${password}@127.0.0.1:${port}/postgres`, ...server };
}

/** A Redis of its own that keeps nothing on disk, or undefined when the machine has none. */
export async function startRedis(): Promise<OwnServer | undefined> {
  const program = findRedis();
  if (program === undefined) return undefined;
  const account = unprivilegedAccount();
  const folder = ownFolder('redis', account);
  const port = await freePort();
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--appendonly', 'no', '--save', '', '--dir', folder];
  const server = await start([program, ...settings], { folder, account, signals: ['TERM', 'KILL'] });
  return { url: `redis://127.0.0.1:${port}`, ...server };
}

async function initialise(programs: string, folder: string, account: Account, password: string): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  giveTo(passwordFile, account);
  const settings = ['-U', 'causo', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  await promisify(execFile)(join(programs, 'initdb'), ['-D', join(folder, 'data'), ...settings], { ...account, cwd: folder });
}

async function start(
  command: readonly string[],
  { folder, account, signals }: { folder: string; account: Account; signals: readonly [stop: string, crash: string] },
): Promise<Omit<OwnServer, 'url'>> {
  // Detached, so that Ctrl-C in the terminal reaches only the test run, which then closes standard input.
  const child = spawn('sh', ['-c', keeper, 'sh', ...signals, folder, ...command], { ...account, cwd: folder, detached: true, stdio: 'pipe' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    await readiness(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const crash = (): Promise<void> => {
    const ready = readiness(child);
    child.stdin.write('crash\n');
    return ready;
  };
  return { crash, stop };
}

/** Resolves when the server says in its log that it is ready; rejects with the log when it gives up or takes too long. */
function readiness(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const fail = (): void => reject(new Error(`Expected a test server to start within ${startTimeoutMs / 1000} s; it says:\n${log}`));
    const timer = setTimeout(fail, startTimeoutMs);
    const read = (chunk: unknown): void => {
      // The log is read to the very end, or the server would stop at a full pipe.
      log = `${log}${String(chunk)}`.slice(-2000);
      if (/ready to accept connections/i.test(log)) resolve();
      // Whoever knocks too early is turned away with a FATAL, which is no reason to give up.
      else if (/FATAL(?!: {2}(?:the database system|terminating connection))|Failed/.test(log)) fail();
      else return;
      clearTimeout(timer);
      child.stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  });
}

function ownFolder(name: string, account: Account): string {
  const folder = mkdtempSync(join(tmpdir(), `causo-test-${name}-`));
  giveTo(folder, account);
  return folder;
}

function giveTo(path: string, { uid, gid }: Account): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** As root: the account `postgres`, else `nobody`. As anybody else: oneself. */
function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const found = accounts.find(([name]) => name === wanted);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error('Expected an account "postgres" or "nobody", because test servers do not run as root; found neither in /etc/passwd');
}

/** Free at the moment of asking. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
