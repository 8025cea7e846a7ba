// Measures what the release notes tell, in this checkout and on this machine: npm run measure
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from './build.mjs';
import { createVisitor, isTaken, post, residentMemory, startProgram } from './program.mjs';

const chats = 100;
const openTurns = 50;
/** From the first word to the picture of a code for receiving money. */
const walk = ['tui muốn làm mã nhận tiền', '1', 'Vietcombank', '0123456789012', '1', '1', '1'];
const patienceSeconds = 60;
/** More than any channel lets through. */
const longestText = 65_000;
const answerTypes = ['yesno', 'money', 'name', 'date', 'time', 'datetime', 'phone', 'birth', 'age', 'commune', 'cccd'];
const scraps = ['a', '9', '1 ', '....', '(((', 'a1a1', ' ', 'https://', 'gọi 1900 ', 'mat khau ', 'chuyen khoan nham tien roi ', 'thứ hai tuần sau ', 'xã Tân Ân Tây ', 'không chín mười tám ', '0918 ', '8 giờ 30 ', 'tên tên ', 'năm '];

const folder = mkdtempSync(join(tmpdir(), 'causo-measure-'));
// Behind a proxy, so that everybody has an address of their own and nobody is too fast.
const settings = { DATA_DIR: join(folder, 'data'), PORT: '0', TRUST_PROXY: 'true', LOG_LEVEL: 'warn' };
const rows = [];
let program;
try {
  await measureReading();
  await measureStarts();
  await measureMemory();
  await measureEnd('SIGTERM');
  await measureEnd('SIGKILL');
} finally {
  await program?.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}
const width = Math.max(...rows.map(([what]) => what.length));
console.log(`\n${rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join('\n')}`);

/** How long the slowest of many texts takes to be read that are as long and odd as anybody can make them. */
async function measureReading() {
  progress('long and odd texts');
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const load = (path) => import(pathToFileURL(path).href);
  const built = join(ensureBuild(root), 'src', 'understanding');
  const { mask } = await load(join(built, 'mask.js'));
  const { understandLine } = await load(join(built, 'understand-line.js'));
  const { splitText } = await load(join(root, 'src/http/web-chat/public/text-parts.js'));
  const readers = {
    mask,
    intents: (text) => understandLine(JSON.stringify({ id: 1, text }), 1),
    ...Object.fromEntries(answerTypes.map((type) => [type, (text) => understandLine(JSON.stringify({ id: 1, text, type }), 1)])),
    'links of the page': (text) => splitText(text, ['vneid.gov.vn']),
  };
  let slowest = { seconds: 0 };
  for (const [name, read] of Object.entries(readers)) {
    for (const scrap of scraps) {
      const time = stopwatch(1_000);
      read(scrap.repeat(Math.ceil(longestText / scrap.length)));
      const seconds = time();
      if (seconds > slowest.seconds) slowest = { seconds, name, scrap };
    }
  }
  rows.push([`slowest of ${scraps.length * Object.keys(readers).length} texts of ${longestText} letters to read`, `${slowest.seconds} s (${slowest.name}: "${slowest.scrap.trim()}" again and again)`]);
}

async function measureStarts() {
  progress('first start');
  const first = stopwatch();
  program = await startProgram(settings);
  const visitor = createVisitor();
  await sendUntilTaken(visitor, 'chào');
  await until(async () => repliesTo(await visitor.history(program.url)) > 0, 'a first reply');
  rows.push(['first start to the first reply on the web', `${first()} s`]);
  await program.stop();

  progress('second start');
  const second = stopwatch();
  program = await startProgram(settings);
  await until(async () => (await fetch(`${program.url}/readyz`)).ok, '/readyz to say ready');
  rows.push(['second start to ready', `${second()} s`]);
}

async function measureMemory() {
  for (let done = 0; done < chats; done += 1) {
    if (done % 10 === 0) progress(`${done} of ${chats} chats to the picture of a code`);
    const visitor = createVisitor(addressOf(done));
    for (const text of walk) await sendUntilTaken(visitor, text);
    const history = await visitor.history(program.url);
    if (!history.some(({ picture }) => picture)) throw new Error(`Expected a picture, the chat ended with: ${history.at(-1)?.text}`);
  }
  rows.push([`memory after ${chats} chats to a picture`, `${residentMemory(program.pid).toFixed(0)} MB`]);
}

/** Ends the process while people wait for an answer, starts it again, and counts who never got one. */
async function measureEnd(signal) {
  progress(`${openTurns} open turns at ${signal}`);
  const people = Array.from({ length: openTurns }, (_, index) => createVisitor(addressOf(index)));
  await Promise.all(people.map((visitor) => sendUntilTaken(visitor, 'chào')));
  const messages = people.map((visitor) => ({ visitor, text: '1', id: crypto.randomUUID() }));
  const posts = messages.map(({ visitor, text, id }) => post(visitor.message(program.url, text, id)));
  await Promise.all(posts.map(({ sent }) => sent));
  await Promise.race(posts.map(({ status }) => status));
  const ending = stopwatch();
  const { code } = await program.stop(signal);
  const seconds = ending();
  const statuses = await Promise.all(posts.map(({ status }) => status));

  program = await startProgram(settings);
  const refused = messages.filter((_, index) => !isTaken(statuses[index]));
  // As the page does: the same message again.
  for (const { visitor, text, id } of refused) await sendUntilTaken(visitor, text, id);
  let lost = 0;
  for (const visitor of people) if (!(await isAnswered(visitor))) lost += 1;
  const end = `ended after ${seconds} s${code === null ? '' : ` with code ${code}`}`;
  rows.push([`${openTurns} open turns at ${signal}`, `lost ${lost} (${end}; taken before ${openTurns - refused.length}, sent again ${refused.length})`]);
  if (lost > 0) process.exitCode = 1;
}

/** The second message gets a reply, now or within a while. */
async function isAnswered(visitor) {
  const toTheFirst = 2;
  const look = async () => repliesTo(await visitor.history(program.url)) > toTheFirst;
  return until(look, 'an answer').then(
    () => true,
    () => false,
  );
}

function repliesTo(history) {
  return history.filter(({ direction }) => direction === 'outbound').length;
}

async function sendUntilTaken(visitor, text, id = crypto.randomUUID()) {
  await until(async () => isTaken(await post(visitor.message(program.url, text, id)).status), 'a message to be taken');
}

async function until(isThere, what) {
  const time = stopwatch();
  while (!(await isThere())) {
    if (time() > patienceSeconds) throw new Error(`Expected ${what} within ${patienceSeconds} s`);
    await pause(100);
  }
}

function addressOf(index) {
  return `203.0.113.${index}`;
}

/** Seconds since now, to one hundredth unless more are asked for. */
function stopwatch(parts = 100) {
  const start = performance.now();
  return () => Math.round(((performance.now() - start) / 1000) * parts) / parts;
}

function progress(what) {
  const isTerminal = process.stderr.isTTY;
  process.stderr.write(isTerminal ? `\r\x1b[K${what}` : `${what}\n`);
}
