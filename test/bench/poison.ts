import { copyProgram, type Change } from '../chaos/copy.ts';
import { telegramPlatform, type Update } from '../chaos/platform.ts';
import { pause } from '../support/pause.ts';
import { openChats } from './chats.ts';
import { withInstallation, type Installation } from './installation.ts';
import { countPeople } from './people.ts';
import { ask, learnPlaces } from './stream.ts';
import { milliseconds, promises, tells, type Row } from './table.ts';
import { createTeller } from './teller.ts';

const poison = 'thuốc độc';

/** Makes one message fail at every try, as a fault in the program would. */
const poisoned: readonly Change[] = [
  {
    file: 'src/app/decide.ts',
    before: '  const reading = read(conversation,',
    after: `  if (JSON.stringify(incoming).includes('${poison}')) throw new Error('poison');\n  const reading = read(conversation,`,
  },
];

/** The chat has to go on after so long: five tries, two seconds apart, and the time to look. Milliseconds. */
const longest = 30_000;
const slowestAnswer = 2_000;

export async function benchPoison(): Promise<readonly Row[]> {
  const copy = copyProgram(poisoned);
  try {
    return await withInstallation({ web: 1, workers: 1, root: copy.root }, measure);
  } finally {
    copy.remove();
  }
}

async function measure(installation: Installation): Promise<readonly Row[]> {
  const { fakes } = installation;
  const teller = createTeller(fakes);
  const root = installation.web[0]?.url ?? '';
  const platform = telegramPlatform(fakes);
  const chats = openChats(fakes);
  const people = countPeople();
  const scene = { platform, chats, tell: (update: Update) => teller.tellUntilTaken(() => root, update) };
  const person = people.next('telegram');
  await learnPlaces(scene, person, ['chào'], installation.backlog);
  const before = chats.shown('telegram', person).length;
  const start = Date.now();
  const { status, milliseconds: answered } = await teller.tell(root, platform.writes(person, poison));
  await scene.tell(platform.writes(person, '1'));
  const other = await ask(scene, people.next('telegram'), 'chào', 0);
  // First the kind sentence about the message that was set aside, then the reply to the one behind it.
  const reply = (): { readonly at: number } | undefined => chats.shown('telegram', person)[before + 1];
  while (!reply() && Date.now() - start < longest) await pause(20);
  const [goesOnAfter, parked] = [(reply()?.at ?? Infinity) - start, await countParked(installation)];
  teller.close();
  return [
    promises('its webhook is answered with 200 after', `${status} ${milliseconds(answered)}`, '≤ 2000 ms', status === 200 && answered <= slowestAnswer),
    promises('its chat goes on after', milliseconds(goesOnAfter), `≤ ${milliseconds(longest)}`, goesOnAfter <= longest),
    promises('messages set aside for a person', parked, '1', parked === 1),
    tells('somebody else has a reply after', milliseconds(other.waited)),
  ];
}

async function countParked({ database }: Installation): Promise<number> {
  const [row] = await database.query<{ count: number }>(`select count(*)::int as count from causo.inbound where state = 'parked'`);
  return row?.count ?? 0;
}
