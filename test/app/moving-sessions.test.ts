import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import type { InboundMessage, OutboundMessage } from '../../src/channels/channel.ts';
import type { Flow } from '../../src/core/mod.ts';
import * as edits from '../core/edits.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createRecordingChannel, createTestAssistant, createTestClock, messageFrom, testSealer, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** The request for a clinic as an author may have changed it over night. */
function editClinic(clinic: Flow): Flow {
  const reordered = ['signs', 'read_back', 'phone'].reduce(edits.reorderOptions, clinic);
  const asking = edits.withNode(edits.sayBefore(reordered, 'day', 'telehealth.text'), 'said', {
    kind: 'question',
    text: 'telehealth.text',
    answer: 'none',
    options: [
      { id: 'later', label: 'offer.later', to: 'day' },
      { id: 'person', label: 'offer.person', to: 'day' },
    ],
  });
  return edits.renameNode(edits.changeOptionIds(asking, 'consent'), 'phone', 'number_to_call');
}

const edited: Readonly<Record<string, (flow: Flow) => Flow>> = {
  clinic_booking: editClinic,
  menu: (menu) => edits.reorderOptions(menu, 'menu'),
};
const flowsAfter = flows.map((flow) => edited[flow.id]?.(flow) ?? flow);

interface Wish {
  readonly name: string;
  readonly birth: string;
  readonly place: string | undefined;
  readonly when: string | undefined;
  readonly phone: string | undefined;
}

const names = ['Trần Thị Bé', 'Lê Văn Út', 'Nguyễn Thị Tư', 'Phạm Văn Ba', 'Huỳnh Thị Sáu'];
const days = [undefined, 'sáng thứ năm', 'chiều mai'];
const storedDays = [[null, null], ['2026-11-26', 'morning'], ['2026-11-25', 'afternoon']];

/** Everybody wants something else, so that nothing of one can be taken for something of another. */
function wishOf(index: number): Wish {
  return {
    name: names[index % names.length] ?? '',
    birth: String(1930 + (index % 61)),
    place: index % 2 === 0 ? 'bệnh viện cà mau' : undefined,
    when: days[index % days.length],
    phone: index % 7 === 0 ? undefined : `0912${String(100_000 + index)}`,
  };
}

/** Part of a question → what is said to it, or the label that is chosen. */
const answers: readonly (readonly [RegExp, (wish: Wish) => { readonly say: string } | { readonly choose: string }])[] = [
  [/Cho giữ không ạ/, () => ({ choose: 'Đồng ý' })],
  [/Cần việc gì ạ/, () => ({ choose: 'Khám bệnh' })],
  [/Có đau ngực/, () => ({ choose: 'Không có' })],
  [/Ai đi khám ạ/, ({ name, birth }) => ({ say: `${name} ${birth}` })],
  [/khám ở đâu ạ/, ({ place }) => (place ? { say: place } : { choose: 'Chưa rõ' })],
  [/Cần nhờ người không ạ/, () => ({ choose: 'Để sau' })],
  [/buổi nào ạ/, ({ when }) => (when ? { say: when } : { choose: 'Bữa nào cũng được' })],
  [/để liên lạc ạ/, ({ phone }) => (phone ? { say: phone } : { choose: 'Không có số' })],
  [/đúng hết chưa ạ/, () => ({ choose: 'Đúng, ghi lại' })],
];

/** What this person sends to what stands on their screen. At each step some send a number, some a tap, some the label. */
function replyTo(screen: OutboundMessage, index: number): InboundMessage['content'] {
  const answer = answers.find(([question]) => question.test(screen.text))?.[1](wishOf(index));
  if (!answer) throw new Error(`Expected a question that is known here, not: ${screen.text}`);
  if ('say' in answer) return { type: 'text', text: answer.say };
  const option = screen.options.find(({ label }) => label.endsWith(`. ${answer.choose}`));
  if (!option) throw new Error(`Expected '${answer.choose}' among the options`);
  const [number = '', label = ''] = option.label.split('. ');
  const ways: readonly InboundMessage['content'][] = [{ type: 'text', text: number }, { type: 'tap', payload: option.payload }, { type: 'text', text: label }];
  return ways[Math.floor(index / 9) % ways.length] ?? { type: 'text', text: number };
}

const stored = (index: number): unknown => {
  const { name, birth, place, phone } = wishOf(index);
  const [day, half] = storedDays[index % storedDays.length] ?? [];
  return { person: `person-${index}`, name, birth, place: place ? 'general-ca-mau' : null, day, half, phone: phone ? `+84${phone.slice(1)}` : null };
};

describe.each(testSetUps())('chats that are under way when a new version is deployed, on $name', (setUp) => {
  let opened: TestDatabase;
  const started: TestAssistant[] = [];

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ assistant }) => assistant.stop()));
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (options: Pick<TestAssistant, 'channel' | 'clock'> & { readonly flows: readonly Flow[] }): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database, patience: 300_000, ...options });
    started.push(test);
    return test;
  };

  /** Two hundred people before one channel, whatever program stands behind it. */
  const gather = (size: number) => {
    const channel = createRecordingChannel();
    const clock = createTestClock();
    const screens = (): ReadonlyMap<string, OutboundMessage> =>
      new Map(channel.sent.filter(({ message }) => message.options.length > 0).map(({ to, message }) => [to.platformId, message]));
    const unfinished = (): readonly number[] => {
      const done = new Set(channel.sent.filter(({ message }) => message.text.includes('Đã ghi yêu cầu khám')).map(({ to }) => to.platformId));
      return everybody.filter((index) => !done.has(`person-${index}`));
    };
    const everybody = Array.from({ length: size }, (_, index) => index);
    const quiet = async (): Promise<number> => (await opened.database.query('select id from causo.address where queued <> finished')).length;
    const send = async (people: readonly number[], programOf: (index: number) => TestAssistant, contentOf: (index: number) => InboundMessage['content']): Promise<void> => {
      clock.advance(10_000);
      const accepted = people.map((index) => programOf(index).assistant.inbound.accept(messageFrom(`person-${index}`, contentOf(index))));
      expect(new Set(await Promise.all(accepted))).toEqual(new Set(['done']));
      await expect.poll(quiet, { timeout: 300_000 }).toBe(0);
    };
    /** A photo is no answer: whoever sends one sees the same question again. */
    const photograph = (program: TestAssistant): Promise<void> => send(everybody, () => program, () => ({ type: 'media', media: { kind: 'photo' } }));
    const turn = (people: readonly number[], programOf: (index: number) => TestAssistant): Promise<void> => {
      const shown = screens();
      return send(people, programOf, (index) => {
        const screen = shown.get(`person-${index}`);
        return screen ? replyTo(screen, index) : { type: 'text', text: 'chào' };
      });
    };
    /** Person number 0 says one thing, number 1 says two, and so on up to nine, so that they stand everywhere. */
    const spread = async (program: TestAssistant): Promise<void> => {
      for (let round = 0; round < 9; round += 1) await turn(everybody.filter((index) => index % 9 >= round), () => program);
    };
    const finish = async (programOf: (index: number, round: number) => TestAssistant): Promise<void> => {
      for (let round = 0; round < 14 && unfinished().length > 0; round += 1) {
        await turn(unfinished(), (index) => programOf(index, round));
      }
    };
    return { channel, clock, everybody, photograph, spread, finish };
  };

  const requests = async (): Promise<readonly unknown[]> => {
    const rows = await opened.database.query<Record<'name' | 'birth' | 'phone', Uint8Array | null> & Record<string, unknown>>(
      `select a.platform_id as person, p.name, p.birth, p.facility_id as place, p.day::text as day, p.half_day as half, p.phone
       from causo.appointment p join causo.address a on a.id = p.address_id order by a.id`,
    );
    return rows.map((row) => ({ ...row, name: unseal(row.name), birth: unseal(row.birth), phone: unseal(row.phone) }));
  };
  const unseal = (value: Uint8Array | null): unknown => (value ? testSealer.unseal(value) : null);

  const versions = async (): Promise<readonly string[]> => {
    const rows = await opened.database.query<{ hash: string }>(`select flow_hash as hash from causo.contact where flow = 'clinic_booking'`);
    return rows.map(({ hash }) => hash);
  };
  const hashIn = ({ assistant }: TestAssistant): string => assistant.conversation.library.current('clinic_booking')?.hash ?? '';

  // These bounds only end a test that hangs.
  it('end with what each of two hundred people said, after a restart', { timeout: 1_200_000 }, async () => {
    const { channel, clock, everybody, photograph, spread, finish } = gather(200);
    const old = await open({ channel, clock, flows });
    await spread(old);
    await old.assistant.stop();
    const next = await open({ channel, clock, flows: flowsAfter });
    await photograph(next);
    const after = await versions();
    const moved = after.filter((hash) => hash === hashIn(next)).length;
    const stayed = after.filter((hash) => hash === hashIn(old)).length;
    expect(moved + stayed).toBe(after.length);
    expect(Math.min(moved, stayed)).toBeGreaterThan(0);
    await finish(() => next);
    expect(await requests()).toEqual(expect.arrayContaining(everybody.map(stored)));
    expect(await requests()).toHaveLength(everybody.length);
  });

  it('end the same when the old program still answers beside the new one', { timeout: 1_200_000 }, async () => {
    const { channel, clock, everybody, spread, finish } = gather(45);
    const old = await open({ channel, clock, flows });
    await spread(old);
    const next = await open({ channel, clock, flows: flowsAfter });
    await finish((index, round) => ((index + round) % 2 === 0 ? old : next));
    expect(await requests()).toEqual(expect.arrayContaining(everybody.map(stored)));
    expect(await requests()).toHaveLength(everybody.length);
  });
});
