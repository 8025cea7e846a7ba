import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../../src/app/sweep.ts';
import { setBlocked } from '../../../src/store/contacts.ts';
import { recordConsent } from '../../../src/store/consents.ts';
import { setReminder } from '../../../src/store/reminders.ts';
import { noteStops } from '../../../src/store/reminder-stops.ts';
import { setTemplate, type TemplateMeans } from '../../../src/store/templates.ts';
import { reminderKinds } from '../../../workers/reminders/mod.ts';
import { vneidActivation } from '../../../workers/reminders/vneid-activation.ts';
import { the } from '../../store/rows.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { createTestAssistant, messageFrom, testSealer, type TestAssistant } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { at, day, hour } from './people.ts';
import { createWayChannels, fateKey, type Fate, type Sent, type WayChannels } from './way-channels.ts';

/** Of two kinds that are alike somebody shall call for one. */
const kinds = new Map([...reminderKinds, ['vneid_activation', { ...vneidActivation, callTopic: 'vneid' }]]);
const dueAt = at('2026-11-27T08:00');
const phone = '+84912000001';

interface Person {
  /** When they wrote last on each channel, before the reminder is due; left out: never. Milliseconds. */
  readonly zalo?: number;
  readonly telegram?: number;
  readonly blocked?: readonly ('zalo' | 'telegram')[];
  readonly hasPhone?: boolean;
  /** Somebody shall call where nothing reaches them. */
  readonly callable?: boolean;
  readonly fates?: Readonly<Partial<Record<'zalo words' | 'zalo template' | 'zalo phone' | 'telegram words', readonly Fate[]>>>;
}

interface Ending {
  readonly sent: readonly Sent[];
  readonly outcome: string | null;
  readonly steps: readonly { readonly means: string; readonly state: string; readonly reason: string | null }[];
  readonly tickets: number;
}

describe.each(testSetUps())('a reminder that finds its way on $name', (setUp) => {
  let opened: TestDatabase;
  let test: TestAssistant & { readonly ways: WayChannels };
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await test.assistant.stop();
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<void> => {
    const ways = createWayChannels();
    test = { ...(await createTestAssistant({ database: opened.database, channels: [ways.zalo, ways.telegram], reminderKinds: kinds })), ways };
  };
  const query = <T extends object>(text: string, parameters: readonly unknown[] = []) => opened.database.query<T & { readonly [column: string]: unknown }>(text, parameters);
  const one = async <T extends object>(text: string, parameters: readonly unknown[] = []): Promise<T> => the((await query<T>(text, parameters))[0]);
  const settled = (): Promise<void> =>
    expect.poll(() => query(`select id from causo.address where lease_owner is not null union all select id from causo.inbound where state = 'pending'`), { timeout: 120_000 }).toEqual([]);

  const templates = async (...means: readonly TemplateMeans[]): Promise<void> => {
    for (const each of means) {
      await setTemplate(opened.database, { kind: 'vneid_activation', means: each, template: '7', parameters: [{ name: 'ngay', value: 'day', longest: 20 }], checkedAt: null });
    }
  };

  /** Somebody with the addresses they have; their reminder waits. */
  const arrive = async (name: string, person: Person): Promise<number> => {
    const channels = (['zalo', 'telegram'] as const).filter((channel) => person[channel] !== undefined);
    for (const channel of channels) await test.assistant.inbound.accept(messageFrom(name, 'chào', { channel }));
    const { contact } = await one<{ contact: number }>('select min(contact_id) as contact from causo.address where platform_id = $1', [name]);
    await query('update causo.address set contact_id = $1 where platform_id = $2', [contact, name]);
    for (const channel of channels) {
      const { address } = await one<{ address: number }>('select id as address from causo.address where platform_id = $1 and channel = $2', [name, channel]);
      await query('update causo.address set last_inbound_at = $2 where id = $1', [address, new Date(dueAt.getTime() - (person[channel] ?? 0))]);
      if (person.blocked?.includes(channel)) await setBlocked(opened.database, address, test.clock());
    }
    // What they were told at their coming has arrived.
    await settled();
    for (const [key, fates] of Object.entries(person.fates ?? {})) {
      const [channel = '', means] = key.split(' ');
      test.ways.fates.set(fateKey(name, channel, means === 'template' || means === 'phone' ? means : 'words'), [...fates]);
    }
    const request = person.hasPhone ? { request: String(await book(contact)) } : {};
    const kind = person.callable === false ? 'vneid_visit' : 'vneid_activation';
    await setReminder(opened.database, testSealer, { contact, kind, matter: 'self', dueAt, payload: { day: '2026-11-27', whom: 'self', ...request }, now: test.clock() });
    return contact;
  };

  const book = async (contact: number): Promise<number> => {
    const now = test.clock();
    const consent = await recordConsent(opened.database, testSealer, { contact, purpose: 'health_data', textVersion: 'x', granted: true, channel: 'zalo', at: now });
    const { id } = await one<{ id: number }>(
      `insert into causo.appointment (number, contact_id, address_id, consent_id, name, birth, phone, requested_at, changed_at)
       values ($1, $2, 1, $3, $4, $4, $5, $6, $6) returning id`,
      [String(100_000 + contact), contact, consent, testSealer.seal('x'), testSealer.seal(phone), now],
    );
    return id;
  };

  /** Lets it fall due, and a whole day pass. */
  const play = async (moment = dueAt): Promise<void> => {
    test.ways.sent.length = 0;
    test.clock.advance(moment.getTime() - test.clock().getTime());
    await test.assistant.reminders.fireDue(test.clock());
    await settled();
    for (const wait of [...Array.from({ length: 12 }, () => 10 * 60_000), ...Array.from({ length: 22 }, () => hour)]) {
      test.clock.advance(wait);
      await sweep(test.assistant);
      await settled();
      if ((await query('select id from causo.outbox limit 1')).length === 0) break;
    }
  };

  const endingOf = async (name: string, contact: number): Promise<Ending> => {
    const [reminder] = await query<{ id: number; outcome: string | null }>(`select id, outcome from causo.reminder where contact_id = $1 and kind <> 'unfinished_flow'`, [contact]);
    return {
      sent: test.ways.sent.filter(({ person }) => person === name),
      outcome: reminder?.outcome ?? null,
      steps: await query(`select means, state, reason from causo.reminder_step where reminder_id = $1 order by began_at, means <> 'message', ended_at nulls last`, [reminder?.id]),
      tickets: (await query('select id from causo.ticket where contact_id = $1 and closed_at is null', [contact])).length,
    };
  };

  const remind = async (person: Person): Promise<Ending> => {
    const contact = await arrive('an', person);
    await play();
    return endingOf('an', contact);
  };
  const said = ({ sent }: Ending) => sent.map(({ channel, means, landed }) => `${channel} ${means}${landed ? '' : ' in vain'}`);

  it('says it in words where they wrote last, as long as the window is open', async () => {
    await open();
    await templates('user');
    const ending = await remind({ zalo: 6 * day, telegram: 9 * day });
    expect(said(ending)).toEqual(['zalo words']);
    expect(ending).toMatchObject({ outcome: 'told', steps: [{ means: 'message', state: 'tried' }], tickets: 0 });
  });

  it('sends a template at once where the window is closed, and the answer to it is understood', async () => {
    await open();
    await templates('user');
    const ending = await remind({ zalo: 8 * day });
    expect(said(ending)).toEqual(['zalo template']);
    expect(ending.sent[0]?.message.template).toEqual({ id: '7', parameters: { ngay: '27/11/2026' }, tracking: expect.stringMatching(/^reminder-\d+-1$/) });
    expect(await test.assistant.metrics.page()).toContain('causo_reminder_fallbacks_total{kind="vneid_activation",means="template"} 1');
    await test.assistant.inbound.accept(messageFrom('an', 'chưa có', { channel: 'zalo' }));
    await settled();
    expect(test.ways.sent.map(({ message }) => message.text)).toContainEqual(expect.stringContaining('chờ thêm mấy bữa'));
  });

  it('goes on to the template when the platform says that the window is closed, without a second turn', async () => {
    await open();
    await templates('user', 'phone');
    const ending = await remind({ zalo: day, fates: { 'zalo words': ['window_closed'] } });
    expect(said(ending)).toEqual(['zalo words in vain', 'zalo template']);
    expect(ending.steps).toMatchObject([{ means: 'message', state: 'failed', reason: 'window_closed' }, { means: 'template', state: 'tried' }]);
  });

  it('goes from the template to the number, from the number to the other channel, and is asked again there', async () => {
    await open();
    await templates('user', 'phone');
    const ending = await remind({ zalo: 8 * day, telegram: 9 * day, hasPhone: true, fates: { 'zalo template': ['out_of_quota'], 'zalo phone': ['blocked'] } });
    expect(said(ending)).toEqual(['zalo template in vain', 'zalo phone in vain', 'telegram words']);
    await test.assistant.inbound.accept(messageFrom('an', '2', { channel: 'telegram' }));
    await settled();
    expect(test.ways.sent.map(({ message }) => message.text)).toContainEqual(expect.stringContaining('chờ thêm mấy bữa'));
  });

  it('passes a template over whose value does not fit', async () => {
    await open();
    await setTemplate(opened.database, { kind: 'vneid_activation', means: 'user', template: '7', parameters: [{ name: 'ngay', value: 'day', longest: 9 }], checkedAt: null });
    expect(said(await remind({ zalo: 8 * day, telegram: 9 * day }))).toEqual(['telegram words']);
  });

  it('opens a ticket when nothing is left, or notes the wish on the open one', async () => {
    await open();
    const ending = await remind({ zalo: day, fates: { 'zalo words': ['gone'] } });
    expect(ending).toMatchObject({ outcome: 'unreachable', tickets: 1, steps: [{ means: 'message', state: 'failed' }, { means: 'ticket' }] });
    const [ticket] = await query<{ topic: string; node: string }>('select topic, node from causo.ticket');
    expect(ticket).toMatchObject({ topic: 'vneid', node: 'call' });
  });

  it('is noted on the ticket that they have open already', async () => {
    await open();
    const contact = await arrive('an', { zalo: day, fates: { 'zalo words': ['gone'] } });
    await query(`insert into causo.ticket (contact_id, address_id, topic, summary, opened_at) values ($1, 1, 'general', $2, $3)`, [contact, testSealer.seal([{ flow: 'menu' }]), test.clock()]);
    await play();
    const [ticket] = await query<{ topic: string; summary: Uint8Array }>('select topic, summary from causo.ticket');
    expect(ticket?.topic).toBe('general');
    expect(testSealer.unseal(ticket?.summary ?? new Uint8Array())).toMatchObject([{ flow: 'menu' }, { flow: 'reminder_vneid_activation', node: 'call' }]);
  });

  it('leaves those alone who have blocked everything, and asks for a call only where one is wanted', async () => {
    await open();
    await templates('user', 'phone');
    const blocked = { zalo: day, telegram: day, hasPhone: true, blocked: ['zalo', 'telegram'] } as const;
    const [one, other] = [await arrive('an', blocked), await arrive('binh', { ...blocked, callable: false })];
    await play();
    expect(await endingOf('an', one)).toMatchObject({ sent: [], outcome: 'unreachable', tickets: 1 });
    expect(await endingOf('binh', other)).toMatchObject({ sent: [], outcome: 'unreachable', tickets: 0, steps: [{ means: 'none' }] });
    expect(await test.assistant.metrics.page()).toMatch(/causo_reminder_fallbacks_total\{kind="vneid_visit",means="stop"\} 1/);
  });

  it('tries what passes by itself again on the same way', async () => {
    await open();
    await templates('user');
    expect(said(await remind({ zalo: day, fates: { 'zalo words': ['unavailable', 'rate_limited'] } }))).toEqual(['zalo words in vain', 'zalo words in vain', 'zalo words']);
  });

  it('may tell by two ways only when no answer came the first time, and notes which that was', async () => {
    await open();
    await templates('user');
    const ending = await remind({ zalo: day, fates: { 'zalo words': ['lost', 'window_closed'] } });
    expect(said(ending)).toEqual(['zalo words', 'zalo words in vain', 'zalo template']);
    expect(ending.steps).toMatchObject([{ means: 'message', state: 'unknown', reason: 'window_closed' }, { means: 'template', state: 'tried' }]);
  });

  it('goes on to the next way when its words are old, and disturbs nobody at night', async () => {
    await open();
    const away = Array.from({ length: 500 }, (): Fate => 'unavailable');
    const ending = await remind({ zalo: day, telegram: 9 * day, fates: { 'zalo words': away } });
    expect(ending.steps).toMatchObject([{ means: 'message', state: 'failed', reason: 'expired' }, { means: 'other_channel', state: 'tried' }]);
    expect(ending.sent.at(-1)).toMatchObject({ channel: 'telegram', landed: true });
  });

  it('asks for a call instead of writing when its words are old at night', async () => {
    await open();
    const contact = await arrive('an', { zalo: day, telegram: 9 * day, fates: { 'zalo words': Array.from({ length: 500 }, (): Fate => 'unavailable') } });
    const evening = new Date(dueAt.getTime() + 12 * hour);
    await query('update causo.reminder set due_at = $2 where contact_id = $1', [contact, evening]);
    await play(evening);
    expect(await endingOf('an', contact)).toMatchObject({ outcome: 'unreachable', tickets: 1, steps: [{ means: 'message', reason: 'expired' }, { means: 'ticket' }] });
  });

  it('ends when they have said meanwhile that they want no reminders', async () => {
    await open();
    const contact = await arrive('an', { zalo: day, telegram: 9 * day, fates: { 'zalo words': ['window_closed'] } });
    await noteStops(opened.database, contact, ['all'], test.clock());
    await play();
    expect(await endingOf('an', contact)).toMatchObject({ steps: [{ means: 'message', state: 'failed' }, { means: 'none' }], tickets: 0 });
  });

  const age = fc.constantFrom(undefined, hour, 3 * day, 8 * day);
  /** Ways that may have led to the person before they turned out to be closed. */
  const doubtful = fc.constantFrom<readonly Fate[]>(['lost', 'window_closed'], ['vanished', 'gone'], ['lost', 'out_of_quota']);
  const anyFates = fc.array(fc.constantFrom<Fate>('arrives', 'lost', 'vanished', 'window_closed', 'blocked', 'gone', 'refused', 'out_of_quota', 'misconfigured', 'unavailable', 'rate_limited'), { maxLength: 3 });
  const fates = fc.oneof({ weight: 2, arbitrary: anyFates }, { weight: 1, arbitrary: doubtful });
  const anybody: fc.Arbitrary<Person> = fc
    .record({
      zalo: age,
      telegram: age,
      blocked: fc.subarray(['zalo', 'telegram'] as const),
      hasPhone: fc.boolean(),
      callable: fc.boolean(),
      fates: fc.record({ 'zalo words': fates, 'zalo template': fates, 'zalo phone': fates, 'telegram words': fates }),
    })
    .filter(({ zalo, telegram }) => zalo !== undefined || telegram !== undefined)
    .map(({ zalo, telegram, ...rest }) => ({ ...rest, ...(zalo === undefined ? {} : { zalo }), ...(telegram === undefined ? {} : { telegram }) }));

  it('ends in exactly one of sent, stopped and a ticket, whatever windows, blocks, templates and faults; by two means only after an unknown outcome, which is noted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anybody, { minLength: 8, maxLength: 8 }), fc.subarray<TemplateMeans>(['user', 'phone']), async (people, means) => {
        await emptyTables(opened.database);
        await open();
        try {
          await templates(...means);
          const contacts: number[] = [];
          for (const [index, person] of people.entries()) contacts.push(await arrive(`p${index}`, person));
          await play();
          const endings = await Promise.all(contacts.map((contact, index) => endingOf(`p${index}`, contact)));
          expect(endings.flatMap((ending, index) => faultsOf(ending, people[index]?.callable !== false))).toEqual([]);
        } finally {
          await test.assistant.stop();
        }
      }),
      { numRuns: 6 },
    );
  });
});

/** What is not as it was promised. */
function faultsOf({ sent, outcome, steps, tickets }: Ending, wantsCall: boolean): readonly string[] {
  const last = steps.filter(({ state }) => state === 'tried');
  const ended = last[0]?.means ?? '';
  const isReached = ended !== 'ticket' && ended !== 'none';
  const unknown = steps.filter(({ state }) => state === 'unknown').length;
  const landed = new Set(sent.filter((each) => each.landed).map(wayOf));
  const answered = sent.filter((each) => each.landed && !each.unknown).map(wayOf);
  const promises: Readonly<Record<string, boolean>> = {
    'one end': last.length === 1,
    'an outcome that fits': outcome === (isReached ? 'told' : 'unreachable'),
    'a ticket where it ends so, and no other': tickets === (ended === 'ticket' ? 1 : 0),
    'no ticket that nobody wants': wantsCall || ended !== 'ticket',
    'no stop where a call is wanted': !wantsCall || ended !== 'none',
    'told when it says so': !isReached || landed.size > 0,
    'by one way, but for those whose outcome nobody knows': landed.size <= (isReached ? 1 : 0) + unknown,
    'never twice by the same way once an answer came': new Set(answered).size === answered.length,
  };
  return Object.keys(promises).filter((promise) => !promises[promise]).map((promise) => `expected ${promise}: ${JSON.stringify({ ended, outcome, tickets, steps, sent: sent.map(wayOf) })}`);
}

function wayOf({ channel, means }: Sent): string {
  return `${channel} ${means}`;
}
