// The real program as a child process, and people who write to it over HTTP: for the tests of processes and for measuring.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, request } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** What scripts/run.mjs says when the sources have changed since the last build. */
const buildLines = /^Building…\nBuilt in .* s\n/;
const ready = /^(?:Web chat: (\S+)|Workers are running\.)$/m;

/**
 * Starts a file of the project with these settings and nothing else of the environment; does not wait for anything.
 * `at`: another checkout than this one.
 */
export function runProgram(entry, args, env, at = root) {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [join(at, 'scripts', 'run.mjs'), entry, ...args], { cwd: at, env: { PATH, HOME, ...env } });
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (errors += chunk));
  const ownErrors = () => errors.replace(buildLines, '');
  const ended = once(child, 'close').then(([code, signal]) => {
    process.removeListener('exit', killWithUs);
    return { code, signal, output, errors: ownErrors() };
  });
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout: child.stdout,
    output: () => output,
    errors: ownErrors,
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the assistant and waits until it greets. Rejects with all it wrote when it ends before. */
export async function startProgram(env, role, at) {
  const program = runProgram('src/main.ts', role === undefined ? [] : [role], env, at);
  const greeted = new Promise((resolve) => {
    program.stdout.on('data', () => ready.test(program.output()) && resolve(true));
  });
  if (await Promise.race([greeted, program.ended.then(() => false)])) return { ...program, url: ready.exec(program.output())?.[1] ?? '' };
  const { code, output, errors } = await program.ended;
  throw new Error(`Expected the assistant to start, it ended with ${code}:\n${output}${errors}`);
}

/** Resident memory of a process in MB. Linux only. */
export function residentMemory(pid) {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Somebody with the chat page open. `address`: where they seem to come from, for a program that stands behind a proxy. */
export function createVisitor(address = '127.0.0.1') {
  const headers = { cookie: `visitor=${randomBytes(16).toString('base64url')}`, 'x-forwarded-for': address };
  return {
    headers,
    /** One message as it goes over the line; the same `id` again is the same message. */
    message: (url, text, id = randomUUID()) => ({
      url: `${url}/chat/messages`,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ id, text, sentAt: Date.now() }),
    }),
    /** Everything the page shows, oldest first. */
    history: async (url) => (await readEvents(`${url}/chat/stream?after=0`, headers)).filter(({ number }) => number !== undefined),
  };
}

/** Reads a stream until the server says that this is all there is for now. */
async function readEvents(url, headers) {
  const [response] = await once(get(url, { headers, agent: false }), 'response');
  if (response.statusCode !== 200) throw new Error(`Expected a stream at ${url}, got status ${response.statusCode}`);
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (/^event: ready\ndata: .*\n\n/m.test(text)) break;
  }
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));
}

/** Posts over a connection of its own. `sent`: all of it has left us. `status`: the answer, 0 when there was none. */
export function post({ url, headers, body }) {
  const sending = request(url, { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, agent: false });
  const sent = new Promise((resolve) => {
    sending.once('socket', (socket) => socket.once('close', resolve));
    sending.once('finish', resolve);
    sending.once('error', resolve);
  });
  const status = new Promise((resolve) => {
    sending.once('error', () => resolve(0));
    sending.once('response', (response) => {
      response.resume();
      response.once('close', () => resolve(response.complete ? response.statusCode : 0));
    });
  });
  sending.end(body);
  return { sent, status };
}

export function isTaken(status) {
  return status >= 200 && status < 300;
}
