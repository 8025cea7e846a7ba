import { telegramPlatform, type Platform } from '../chaos/platform.ts';
import type { RunningProgram } from '../chaos/program.ts';
import { pause } from '../support/pause.ts';
import { openChats, type Chats } from './chats.ts';
import { withInstallation, type Installation } from './installation.ts';
import type { Amounts } from './options.ts';
import { countPeople, type People } from './people.ts';
import { progress, say } from './progress.ts';
import { quantile } from './statistics.ts';
import { learnPlaces, type Asking } from './stream.ts';
import { layOut, milliseconds, promises, tells, type Row } from './table.ts';
import { createTeller, type Teller } from './teller.ts';

/** Milliseconds that people may wait, and that we aim at. */
const longest = 1_500;
const aim = 500;
/** Whoever has no answer after so long will not get one. Milliseconds. */
const giveUp = 30_000;

/** After so long a platform takes three messages for one chat at once again. Milliseconds. */
const readingTime = 4_000;

/** The last one's reply is what the killed process owes. */
const texts = ['tui muốn làm mã nhận tiền', '1', 'Vietcombank'];

interface Scene {
  readonly installation: Installation;
  readonly platform: Platform;
  readonly chats: Chats;
  readonly teller: Teller;
  readonly people: People;
  /** What the last message is answered with. */
  readonly rightReply: string;
}

/** How long people wait whose web process is killed at the worst moment. */
export async function benchKill({ rounds }: Amounts): Promise<readonly Row[]> {
  const rows = [
    ...(await withInstallation({ web: 1, workers: 1 }, (installation) => killOneOfTwo(installation, rounds))),
    ...(await withInstallation({ web: 0, workers: 0 }, (installation) => killTheOnlyOne(installation, rounds))),
  ];
  say(layOut('\nFrom kill -9 to the first right reply', rows));
  return rows;
}

async function killOneOfTwo(installation: Installation, rounds: number): Promise<readonly Row[]> {
  const [survivor] = installation.web;
  if (!survivor) throw new Error('Expected a web process to survive');
  const scene = await setScene(installation, survivor);
  const onItsWay: number[] = [];
  const halfTaken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    onItsWay.push(await killWhileSending(scene, await installation.start('web')));
    halfTaken.push(await killWhileTaking(scene, await installation.start('web'), survivor));
    progress(`round ${round + 1} of ${rounds}: ${milliseconds(onItsWay.at(-1) ?? 0)}, ${milliseconds(halfTaken.at(-1) ?? 0)}`);
  }
  scene.teller.close();
  return [...describe('a second one alive, reply on its way', onItsWay), ...describe('a second one alive, message on its way', halfTaken)];
}

async function killTheOnlyOne(installation: Installation, rounds: number): Promise<readonly Row[]> {
  let only = await installation.start();
  await installation.fakes.zalo.saveWebhook(`${only.url}/webhooks/zalo`);
  const scene = await setScene(installation, only);
  const afterStart: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const person = await leadUpTo(scene, only);
    await holdBack(scene, only, person);
    await only.stop('SIGKILL');
    only = await installation.start();
    const started = Date.now();
    afterStart.push(Math.max(0, (await rightReplyAt(scene, person)) - started));
    progress(`round ${round + 1} of ${rounds}: ${milliseconds(afterStart.at(-1) ?? 0)} after the start`);
  }
  scene.teller.close();
  return describe('the only one, counted from its start', afterStart);
}

function describe(name: string, values: readonly number[]): readonly Row[] {
  const worst = Math.max(...values);
  const span = [0, 0.5, 1].map((part) => milliseconds(quantile(values, part))).join(' / ');
  return [
    promises(`${name}: min / median / max`, span, `≤ ${milliseconds(longest)}`, worst <= longest),
    tells(`  within the aim of ${milliseconds(aim)}`, `${values.filter((value) => value <= aim).length} of ${values.length}`),
  ];
}

/** Somebody whom nothing happens to shows what the right reply is. */
async function setScene(installation: Installation, process: RunningProgram): Promise<Scene> {
  const { fakes } = installation;
  const scene = { installation, platform: telegramPlatform(fakes), chats: openChats(fakes), teller: createTeller(fakes), people: countPeople() };
  const person = scene.people.next('telegram');
  await learnPlaces(askingOf(scene, process), person, texts, installation.backlog);
  const rightReply = scene.chats.shown('telegram', person).at(-1)?.text ?? '';
  return { ...scene, rightReply };
}

function askingOf({ platform, chats, teller }: Omit<Scene, 'rightReply'>, process: RunningProgram): Asking {
  return { platform, chats, tell: (update) => teller.tellUntilTaken(() => process.url, update) };
}

/** Somebody new has come as far as the message that counts, and has read everything. */
async function leadUpTo(scene: Scene, process: RunningProgram): Promise<string> {
  const person = scene.people.next('telegram');
  await learnPlaces(askingOf(scene, process), person, texts.slice(0, -1), scene.installation.backlog);
  await pause(readingTime);
  return person;
}

/** The last message is taken, and its reply stays on its way: the platform does not answer. */
async function holdBack({ installation: { fakes }, platform, teller }: Scene, process: RunningProgram, person: string): Promise<void> {
  const callsBefore = fakes.telegram.calls.length;
  fakes.telegram.trouble({ kind: 'silent' }, { chatId: Number(person) });
  await teller.tellUntilTaken(() => process.url, platform.writes(person, texts.at(-1) ?? ''));
  const isOnItsWay = (): boolean => fakes.telegram.calls.slice(callsBefore).some(({ method, fields }) => method === 'sendMessage' && String(fields.chat_id) === person);
  while (!isOnItsWay()) await pause(5);
  fakes.telegram.calm();
}

async function killWhileSending(scene: Scene, victim: RunningProgram): Promise<number> {
  const person = await leadUpTo(scene, victim);
  await holdBack(scene, victim, person);
  const killed = Date.now();
  void victim.stop('SIGKILL');
  return (await rightReplyAt(scene, person)) - killed;
}

/** The platform gets no answer, and tells the message to the other process at once. */
async function killWhileTaking(scene: Scene, victim: RunningProgram, survivor: RunningProgram): Promise<number> {
  const person = await leadUpTo(scene, victim);
  const update = scene.platform.writes(person, texts.at(-1) ?? '');
  const telling = scene.teller.tell(victim.url, update);
  await pause(2);
  const killed = Date.now();
  void victim.stop('SIGKILL');
  if ((await telling).status !== 200) await scene.teller.tellUntilTaken(() => survivor.url, update);
  return (await rightReplyAt(scene, person)) - killed;
}

/** Epoch milliseconds; far away when it never comes. */
async function rightReplyAt({ chats, rightReply }: Scene, person: string): Promise<number> {
  const end = Date.now() + giveUp;
  for (;;) {
    const reply = chats.shown('telegram', person).find(({ text }) => text === rightReply);
    if (reply) return reply.at;
    if (Date.now() > end) return end;
    await pause(5);
  }
}
