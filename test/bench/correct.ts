import type { Database } from '../../src/store/database.ts';
import { telegramPlatform, zaloPlatform, type Platform } from '../chaos/platform.ts';
import { createRandom, type Random } from '../chaos/random.ts';
import type { Recorded } from '../chaos/recording.ts';
import { pause } from '../support/pause.ts';
import { openChats, type Chats } from './chats.ts';
import { chooseTexts, holdDialogue, manners, type Dialogue, type Manner } from './dialogues.ts';
import { createExpectations, type Expectations } from './expectations.ts';
import { withInstallation, type Installation } from './installation.ts';
import { addJudgements, judgeDialogues, nothingJudged, type Evidence, type Judgement } from './judge-dialogues.ts';
import { countPeople, type People } from './people.ts';
import { progress, say } from './progress.ts';
import { layOut, mustBeZero, tells, type Row } from './table.ts';
import { createTeller, type Teller } from './teller.ts';

export interface CorrectOptions {
  /** Of each kind, on each channel. */
  readonly dialogues: number;
  readonly seed: number;
}

interface Case {
  readonly manner: Manner;
  readonly web: number;
}

/** So many dialogues go on at a time on each channel. */
const atOnce = 40;
/** So many are judged together, so that not all has to be remembered. */
const roundSize = 4_000;
/** Nobody begins while so many messages wait: a question older than a minute is dropped for a newer one. */
const longestBacklog = 3_000;
/** Everything has to be sent so soon after the last message. Milliseconds. */
const settleTime = 180_000;

/** Dialogues of impatient people on both channels, held against what one quiet assistant answers to the same messages. */
export async function benchCorrect(options: CorrectOptions): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const web of [1, 2]) rows.push(...(await withInstallation({ web, workers: 1 }, (installation) => runCases(installation, web, options))));
  say(layOut(`\nDialogues of six messages, ${options.dialogues} of each kind on Telegram and as many on Zalo`, rows));
  say('\n  With several web processes a burst keeps its order when the proxy routes by contact:\n  hash $causo_contact consistent; in docs/proxy/nginx.conf');
  return rows;
}

/** What the dialogues of one installation share. */
interface Scene {
  readonly installation: Installation;
  readonly chats: Chats;
  readonly teller: Teller;
  readonly expectations: Expectations;
  readonly random: Random;
  readonly people: People;
}

async function runCases(installation: Installation, web: number, { dialogues, seed }: CorrectOptions): Promise<readonly Row[]> {
  const { fakes } = installation;
  const teller = createTeller(fakes);
  const scene: Scene = { installation, teller, people: countPeople(), chats: openChats(fakes), expectations: createExpectations(installation.databaseUrl), random: createRandom(seed) };
  // Both messages of all who write at the same time, on both platforms, may be under way.
  for (const { url } of installation.web) await teller.open(url, 4 * atOnce);
  const rows: Row[] = [];
  for (const manner of manners) rows.push(...(await runCase(scene, { manner, web }, dialogues)));
  teller.close();
  return rows;
}

async function runCase(scene: Scene, each: Case, dialogues: number): Promise<readonly Row[]> {
  const name = `${each.manner.replace('_', ' ')}, ${each.web === 1 ? 'one web process' : 'two web processes'}`;
  const start = performance.now();
  let judged = nothingJudged;
  for (let done = 0; done < dialogues; done += roundSize) {
    judged = addJudgements(judged, await runRound(scene, each, Math.min(roundSize, dialogues - done)));
    progress(`${name}: ${judged.dialogues} of ${2 * dialogues} dialogues, ${judged.wrong} wrong`);
  }
  for (const example of judged.examples) say(`  ${name}: ${example}`);
  return describe(name, each, judged, (performance.now() - start) / 1_000);
}

function describe(name: string, each: Case, judged: Judgement, seconds: number): readonly Row[] {
  return [
    mustBeZero(`${name}: wrong of ${judged.dialogues}`, judged.wrong),
    tells(isOrderPromised(each) ? '  in another order after a 503' : '  taken in another order than written', judged.differ),
    tells('  messages a second, with this measuring', Math.round((judged.dialogues * 6) / seconds)),
  ];
}

/** Two processes that get two messages 3 ms apart cannot know which was first. */
function isOrderPromised({ manner, web }: Case): boolean {
  return web === 1 || manner !== 'burst';
}

async function runRound(scene: Scene, each: Case, count: number): Promise<Judgement> {
  const { installation, chats, expectations } = scene;
  const [{ newest } = { newest: 0 }] = await installation.database.query<{ newest: number }>('select coalesce(max(id), 0)::int as newest from causo.inbound');
  const platforms = [telegramPlatform(installation.fakes), zaloPlatform(installation.fakes)];
  const dialogues = (await Promise.all(platforms.map((platform) => holdMany(scene, platform, each, count)))).flat();
  await allSent(installation);
  const rows = groupByPerson(dialogues, await readRows(installation.database, newest));
  const evidence = dialogues.map((dialogue): Evidence => {
    const { channel, person } = dialogue;
    return { dialogue, recorded: rows.get(`${channel} ${person}`) ?? [], shown: chats.shown(channel, person) };
  });
  await expectations.learn(evidence);
  chats.forget();
  return judgeDialogues(evidence, { expected: expectations.known, orderIsPromised: isOrderPromised(each) });
}

async function holdMany(scene: Scene, platform: Platform, { manner }: Case, count: number): Promise<readonly Dialogue[]> {
  const { installation, random, teller } = scene;
  const done: Dialogue[] = [];
  const roots = installation.web.map(({ url }) => url);
  let begun = 0;
  const hold = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await breathe(installation);
      const person = scene.people.next(platform.channel);
      const tell = (update: Dialogue['updates'][number]): Promise<number> => teller.tellUntilTaken(() => random.pick(roots), update);
      done.push(await holdDialogue(platform, person, chooseTexts(random), { manner, random, tell }));
    }
  };
  // Not all in the same moment: nobody promised that.
  await Promise.all(Array.from({ length: atOnce }, (_, index) => pause(index * 50).then(hold)));
  return done;
}

/** One look at the backlog serves everybody for a moment. Milliseconds. */
const lookEvery = 250;
let lookedAt = 0;
let isTooMuch = Promise.resolve(false);

async function breathe(installation: Installation): Promise<void> {
  for (;;) {
    if (performance.now() - lookedAt > lookEvery) {
      lookedAt = performance.now();
      isTooMuch = installation.backlog().then((count) => count > longestBacklog);
    }
    if (!(await isTooMuch)) return;
    await pause(lookEvery);
  }
}

async function allSent({ backlog }: Installation): Promise<void> {
  const end = Date.now() + settleTime;
  while ((await backlog()) > 0 && Date.now() < end) await pause(200);
}

/** Rows of one contact were written one after the other, so their ids are the order of the turns. */
async function readRows(database: Database, after: number): Promise<readonly Recorded[]> {
  return database.query<Recorded & { readonly [column: string]: unknown }>(
    `select channel, update_id as "updateId", coalesce(contact_id, 0)::int as contact, state, received_at as "receivedAt", null::int as question
     from causo.inbound where id > $1 and channel <> 'internal' order by id`,
    [after],
  );
}

function groupByPerson(dialogues: readonly Dialogue[], rows: readonly Recorded[]): ReadonlyMap<string, readonly Recorded[]> {
  const owners = new Map<string, string>(dialogues.flatMap(({ channel, person, updates }) => updates.map(({ id }) => [`${channel} ${id}`, `${channel} ${person}`] as const)));
  const groups = new Map<string, Recorded[]>();
  for (const row of rows) {
    const owner = owners.get(`${row.channel} ${row.updateId}`);
    if (owner !== undefined) groups.set(owner, [...(groups.get(owner) ?? []), row]);
  }
  return groups;
}
