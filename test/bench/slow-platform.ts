import { telegramPlatform, zaloPlatform, type Update } from '../chaos/platform.ts';
import { createRandom } from '../chaos/random.ts';
import { pause } from '../support/pause.ts';
import { openChats } from './chats.ts';
import { chooseTexts } from './dialogues.ts';
import { withInstallation, type Installation } from './installation.ts';
import type { Amounts } from './options.ts';
import { countPeople } from './people.ts';
import { progress } from './progress.ts';
import { quantile } from './statistics.ts';
import { learnPlaces, startStream, type Stream, type Wait } from './stream.ts';
import { milliseconds, promises, tells, times, type Row } from './table.ts';
import { createTeller } from './teller.ts';

/** Quiet and trouble take turns, so that whatever else the machine does meets both. */
const turns = 4;
const turnTime = 12_000;
/** What a change needs until it is felt, and is not measured. Milliseconds. */
const changeTime = 2_000;
const worstRatio = 1.2;

interface Trouble {
  readonly name: string;
  readonly begin: () => void;
  readonly end: () => void;
  readonly others: Stream;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Whether people wait longer because a platform does not answer somebody else, or another platform is away. */
export async function benchSlowPlatform({ seed }: Amounts): Promise<readonly Row[]> {
  return withInstallation({ web: 1, workers: 1 }, async (installation) => {
    const { fakes } = installation;
    const teller = createTeller(fakes);
    const root = installation.web[0]?.url ?? '';
    const random = createRandom(seed);
    const people = countPeople();
    const telegram = telegramPlatform(fakes);
    const asking = { chats: openChats(fakes), tell: (update: Update) => teller.tellUntilTaken(() => root, update) };
    const places = await learnPlaces({ ...asking, platform: telegram }, people.next('telegram'), chooseTexts(random), installation.backlog);
    const common = { ...asking, people, random, places, count: 15, thinking: [1_500, 2_500] } as const;
    const onTelegram = startStream({ ...common, platform: telegram });
    const onZalo = startStream({ ...common, platform: zaloPlatform(fakes) });
    const silentPerson = people.next('telegram');
    const silent: Trouble = {
      name: 'Telegram silent for one chat, the other chats there',
      begin: () => {
        fakes.telegram.trouble({ kind: 'silent' }, { chatId: Number(silentPerson) });
        for (let index = 0; index < 3; index += 1) void common.tell(telegram.writes(silentPerson, 'chào'));
      },
      end: () => fakes.telegram.calm(),
      others: onTelegram,
    };
    const dead: Trouble = { name: 'Telegram silent for everybody, the chats on Zalo', begin: () => fakes.telegram.trouble({ kind: 'silent' }), end: () => fakes.telegram.calm(), others: onZalo };
    const slow: Trouble = { name: 'Telegram 5 s slow, the chats on Zalo', begin: () => fakes.telegram.trouble({ kind: 'latency', milliseconds: 5_000 }), end: () => fakes.telegram.calm(), others: onZalo };
    await pause(3 * changeTime);
    const rows: Row[] = [];
    for (const trouble of [silent, dead, slow]) rows.push(...(await measure(trouble, installation)));
    fakes.telegram.calm();
    await Promise.all([onTelegram.stop(), onZalo.stop()]);
    teller.close();
    return rows;
  });
}

async function measure({ name, begin, end, others }: Trouble, installation: Installation): Promise<readonly Row[]> {
  const quiet: Span[] = [];
  const troubled: Span[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    progress(`${name}: turn ${turn + 1} of ${turns}`);
    quiet.push(await span());
    begin();
    troubled.push(await span());
    end();
    // What was held back comes all at once and is not what we measure.
    for (let look = 0; look < 300 && (await installation.backlog()) > 20; look += 1) await pause(100);
  }
  const [without, withIt] = [quiet, troubled].map((spans) => quantile(waitsIn(others.waits, spans), 0.99));
  const ratio = (withIt ?? Number.NaN) / (without ?? Number.NaN);
  return [
    tells(`${name}: p99 without / with`, `${milliseconds(without ?? Number.NaN)} / ${milliseconds(withIt ?? Number.NaN)}`),
    promises('  ratio', times(ratio), `≤ ${times(worstRatio)}`, ratio <= worstRatio),
  ];
}

async function span(): Promise<Span> {
  await pause(changeTime);
  const from = Date.now();
  await pause(turnTime);
  return { from, until: Date.now() };
}

function waitsIn(waits: readonly Wait[], spans: readonly Span[]): readonly number[] {
  return waits.filter(({ at }) => spans.some(({ from, until }) => at >= from && at < until)).map(({ waited }) => waited);
}
