import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../../flows/mod.ts';
import { planAppointmentReminders } from '../../../src/app/reminders/appointment-reminders.ts';
import { commandFlows } from '../../../src/app/reading/read-wish.ts';
import { reminderKinds } from '../../../workers/reminders/mod.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { createTestAssistant, testSealer, type TestAssistant, type TestAssistantOptions } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { at, peopleOf, type People } from './people.ts';

const kinds = [...reminderKinds.values()].map((kind) => [kind.kind, kind] as const);
const inputs = { request: '7', day: '2026-11-26', whom: 'self', born: '1990-05-06' };
const now = at('2026-11-24T08:00');

describe.each(kinds)('the kind of reminder %s', (name, kind) => {
  const flow = flows.find(({ id }) => id === `reminder_${name}`);

  it('is known by its name and has a flow of the assistant', () => {
    expect([kind.kind, flow?.kind]).toEqual([name, 'system']);
  });

  it('plans only what is to come, in matters that all differ', () => {
    const plans = kind.plan(inputs, now);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter(({ dueAt }) => dueAt <= now)).toEqual([]);
    expect(new Set(plans.map(({ matter }) => matter)).size).toBe(plans.length);
  });

  it('plans nothing for what is no day, unless it is about none', () => {
    for (const day of ['', 'any', '2026-02-30', '2026-13-01', '2020-01-01', 7, true, ['2026-11-26']]) {
      const plans = kind.plan({ ...inputs, day, born: 'somewhen' }, now);
      expect(plans.length > 0).toBe(name === 'unfinished_flow');
    }
  });

  it('ends in a series that it belongs to', () => {
    expect(kind.series).toContain(name);
    expect(kind.series.filter((each) => !reminderKinds.has(each))).toEqual([]);
  });

  it('can be stopped by a word', () => {
    const stops = flows.find(({ id }) => id === 'reminders_stop');
    const named = Object.values(stops?.nodes ?? {}).flatMap((node) => (node.kind === 'set' ? (node.slots['kinds'] ?? []) : []));
    expect(named).toContain(name);
    const entries = new Set(Object.values(commandFlows).map((entry) => entry.entry));
    expect(Object.keys(stops?.entries ?? {}).filter((entry) => !entries.has(entry))).toEqual([]);
  });
});

describe.each(testSetUps())('reminders as people meet them on $name', (setUp) => {
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

  const open = async (options: Partial<TestAssistantOptions> = {}): Promise<TestAssistant & { readonly people: People }> => {
    const test = await createTestAssistant({ database: opened.database, ...options });
    started.push(test);
    return { ...test, people: peopleOf(test, opened.database) };
  };
  const hello = ['chào', '1'] as const;
  const plan = [...hello, 'đăng ký vneid', '1', '2', 'thứ năm'] as const;
  const outcomes = async (people: People): Promise<readonly string[]> => (await people.reminders()).map(({ kind, state, outcome, due }) => [kind, due, outcome ?? state].join(' '));

  describe('of the day for VNeID', () => {
    it('come on its morning, then ask for the approval on the third day and the sixth', async () => {
      const { people } = await open();
      await people.say('an', ...plan);
      expect(await people.waitUntil(at('2026-11-26T06:15'))).toEqual([expect.stringContaining('Bữa nay tính ra công an')]);
      expect(await people.say('an', 'đi được')).toEqual([expect.stringContaining('đi bình an')]);
      expect(await people.waitUntil(at('2026-11-29T08:00'))).toEqual([expect.stringContaining('Có tin nhắn báo duyệt chưa')]);
      expect(await people.say('an', 'chưa có')).toEqual([expect.stringContaining('chờ thêm')]);
      expect(await people.waitUntil(at('2026-12-02T08:00'))).toHaveLength(1);
      expect(await people.say('an', '1')).toEqual([expect.stringContaining('Mở VNeID')]);
    });

    it('move with a new day', async () => {
      const { people } = await open();
      await people.say('an', ...plan);
      await people.waitUntil(at('2026-11-26T06:15'));
      expect(await people.say('an', 'đổi ngày', 'thứ bảy')).toEqual([expect.stringContaining('đổi qua Thứ Bảy, ngày 28/11/2026')]);
      expect((await outcomes(people)).filter((each) => each.endsWith('waiting'))).toEqual([
        'vneid_visit 2026-11-28 06:15 waiting', 'vneid_activation 2026-12-01 08:00 waiting', 'vneid_activation 2026-12-04 08:00 waiting',
      ]);
    });

    it('end all together when it is done, by the answer and by a word later', async () => {
      const { people } = await open();
      await people.say('an', ...plan);
      await people.waitUntil(at('2026-11-26T06:15'));
      expect(await people.say('an', 'đã làm rồi')).toEqual([expect.stringContaining('chuyện này không nhắc nữa')]);
      expect((await people.reminders()).filter(({ state }) => state === 'waiting')).toEqual([]);
      await people.say('binh', ...hello, 'đăng ký vneid', '1', '2', 'thứ bảy');
      await people.waitUntil(at('2026-11-28T06:15'));
      await people.say('binh', 'đi được');
      expect(await people.say('binh', 'da lam roi')).toEqual([expect.stringContaining('chuyện đó không nhắc nữa')]);
      expect((await people.reminders()).filter(({ state }) => state === 'waiting')).toEqual([]);
    });

    it('bring the interrupted question back', async () => {
      const { people } = await open();
      await people.say('an', ...plan, 'bán hàng', 'vietcombank');
      await people.waitUntil(at('2026-11-26T06:15'));
      const answers = await people.say('an', 'đi được');
      expect(answers).toEqual([expect.stringContaining('đi bình an'), expect.stringMatching(/^Giờ tiếp chuyện lúc nãy nha/)]);
    });
  });

  describe('stopped by a word', () => {
    it('stay away, all of them, until they are wanted again', async () => {
      const { people } = await open();
      await people.say('an', ...plan);
      expect(await people.say('an', 'đừng nhắc nữa')).toContainEqual(expect.stringContaining('từ giờ không nhắc nữa'));
      expect(await people.waitUntil(at('2026-11-30T08:00'))).toEqual([]);
      await people.say('an', 'bán hàng', 'vietcombank');
      expect(await people.waitUntil(at('2026-12-02T08:00'))).toEqual([]);
      await people.say('an', 'bật nhắc', 'thôi', 'bán hàng', 'vietcombank');
      expect(await people.waitUntil(at('2026-12-04T08:00'))).toContainEqual(expect.stringContaining('đang làm dở'));
    });

    it('stay away in one kind alone', async () => {
      const { people } = await open();
      await people.say('an', ...plan, 'nhắc ngày chợ', 'thứ bảy');
      await people.say('an', 'dung nhac vneid');
      expect((await people.reminders()).filter(({ state }) => state === 'waiting').map(({ kind, due }) => `${kind} ${due}`)).toEqual(['market_day 2026-11-27 18:00']);
    });
  });

  it('of a market day come the evening before, and of the next week when that is wanted', async () => {
    const { people } = await open();
    expect(await people.say('an', ...hello, 'nhắc ngày chợ', 'thứ bảy')).toContainEqual(expect.stringContaining('chiều trước Thứ Bảy, ngày 28/11/2026'));
    expect(await people.waitUntil(at('2026-11-27T18:00'))).toEqual([expect.stringContaining('Mai ra chợ')]);
    await people.say('an', '1');
    expect(await outcomes(people)).toEqual(['market_day 2026-11-27 18:00 told', 'market_day 2026-12-04 18:00 waiting']);
  });

  it('of the card are set for the ages that are to come, and the year is not kept in the chat', async () => {
    const { people } = await open();
    expect(await people.say('an', ...hello, 'nhắc đổi thẻ', '1990')).toContainEqual(expect.stringContaining('Tới kỳ đổi thẻ máy nhắc'));
    expect(await outcomes(people)).toEqual(['card_renewal 2030-01-15 08:00 waiting', 'card_renewal 2050-01-15 08:00 waiting']);
    expect(await people.waitUntil(at('2030-01-15T08:00'))).toEqual([expect.stringContaining('tròn 40 tuổi')]);
  });

  describe('of what was left unfinished', () => {
    it('come the next day, once, with the question at which it was left', async () => {
      const { people } = await open();
      await people.say('an', ...hello, 'bán hàng', 'vietcombank');
      const told = await people.waitUntil(at('2026-11-25T09:00'));
      expect(told).toEqual([expect.stringContaining('đang làm dở'), expect.stringMatching(/^Giờ tiếp chuyện lúc nãy nha/)]);
      expect(await people.waitUntil(at('2026-11-26T09:00'))).toEqual([]);
    });

    it('come later when the chat was used since, and one row is all there ever is', async () => {
      const { people } = await open();
      await people.say('an', ...hello, 'bán hàng');
      await people.waitUntil(at('2026-11-24T20:00'));
      await people.say('an', 'vietcombank', 'đặt lịch khám', '1');
      expect(await people.waitUntil(at('2026-11-25T09:00'))).toEqual([]);
      const [row, ...more] = await opened.database.query<{ due: Date; state: string }>(`select due_at as due, state from causo.reminder`);
      expect([row?.state, more]).toEqual(['waiting', []]);
      expect(row?.due.getTime()).toBeGreaterThan(at('2026-11-25T20:00').getTime());
      expect(await people.waitUntil(at('2026-11-25T20:30'))).toHaveLength(2);
    });

    it('do not come when it was finished, or ended, or nothing may be kept', async () => {
      const { people } = await open();
      await people.say('an', ...hello, 'bán hàng', 'thôi');
      await people.say('binh', 'chào', '2', 'bán hàng');
      expect(await people.waitUntil(at('2026-11-25T09:00'))).toEqual([]);
    });
  });

  describe('of an appointment', () => {
    // Nothing is open, so nothing comes back.
    const idle = [...hello, 'thôi'] as const;
    /** An appointment that stands, as a clinic has confirmed it. */
    const confirm = async (people: People, day = '2026-11-26'): Promise<number> => {
      const contact = await people.contactOf('an');
      const [row] = await opened.database.query<{ id: number }>(
        `with agreed as (
           insert into causo.consent (contact_id, subject, purpose, text_version, granted, channel, at)
           values ($1, '', 'health_data', 'x', true, 'test', $2) returning id
         )
         insert into causo.appointment (number, contact_id, address_id, consent_id, state, facility_id, day, half_day, name, birth, requested_at, changed_at)
         select '482159', $1, a.id, agreed.id, 'confirmed', null, $3::date, 'morning', $4, $4, $2, $2 from causo.address a, agreed where a.contact_id = $1 returning id`,
        [contact, now, day, testSealer.seal('x')],
      );
      const id = row?.id ?? 0;
      await planAppointmentReminders(opened.database, testSealer, { id, contact, state: 'confirmed', time: { day } }, now);
      return id;
    };
    const stateOf = async (id: number): Promise<unknown> => (await opened.database.query('select state from causo.appointment where id = $1', [id]))[0]?.['state'];

    it('come the evening before and early on its day, and the newer one takes the place of the older', async () => {
      const { people } = await open();
      await people.say('an', ...idle);
      await confirm(people);
      expect(await people.waitUntil(at('2026-11-25T18:00'))).toEqual([expect.stringMatching(/^Mai có lịch khám.*Thứ Năm, ngày 26\/11\/2026.*âm lịch.*số 482 159/)]);
      expect(await people.waitUntil(at('2026-11-26T06:15'))).toEqual([expect.stringMatching(/^Bữa nay có lịch khám/)]);
      expect(await people.say('an', 'đi được')).toEqual([expect.stringContaining('Nhớ mang')]);
    });

    it('cancel it when the person cannot go', async () => {
      const { people } = await open();
      await people.say('an', ...idle);
      const id = await confirm(people);
      await people.waitUntil(at('2026-11-25T18:00'));
      expect(await people.say('an', 'không đi được')).toEqual([expect.stringContaining('đã hủy lịch khám số 482 159')]);
      expect(await stateOf(id)).toBe('cancelled');
      expect(await people.waitUntil(at('2026-11-26T06:15'))).toEqual([]);
    });

    it('are moved and ended with it', async () => {
      const { people } = await open();
      await people.say('an', ...idle);
      const id = await confirm(people);
      const contact = await people.contactOf('an');
      await planAppointmentReminders(opened.database, testSealer, { id, contact, state: 'accepted', time: { day: '2026-11-28' } }, now);
      expect((await outcomes(people)).filter((each) => each.endsWith('waiting'))).toEqual(['appointment 2026-11-27 18:00 waiting', 'appointment 2026-11-28 06:15 waiting']);
      await planAppointmentReminders(opened.database, testSealer, { id, contact, state: 'declined', time: { day: '2026-11-28' } }, now);
      expect((await outcomes(people)).filter((each) => each.endsWith('waiting'))).toEqual([]);
    });

    it('are not told when they are too late to be of use', async () => {
      const { people } = await open();
      await people.say('an', ...idle);
      await confirm(people);
      expect(await people.waitUntil(at('2026-11-26T11:30'))).toEqual([]);
      expect((await people.reminders()).map(({ outcome }) => outcome)).toEqual(['not_wanted', 'not_wanted']);
    });

    it('ask for a person when the clinic alone can move it', async () => {
      const { people } = await open();
      await people.say('an', ...idle);
      await confirm(people);
      await people.waitUntil(at('2026-11-25T18:00'));
      const answers = await people.say('an', 'đổi ngày', 'sáng thứ bảy');
      expect(answers[0]).toContain('giờ máy nhờ người coi giùm');
      expect(await opened.database.query('select topic from causo.ticket')).toEqual([{ topic: 'health' }]);
    });
  });
});
