import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFacilityDesk, createOwnFacilityDesk, facilitiesOnDemand } from '../../src/app/facilities/facility-desk.ts';
import { saveFacilities } from '../../src/app/facilities/save-facilities.ts';
import { shippedFacilities } from '../../src/services/clinic/mod.ts';
import { requestAppointment } from '../../src/store/appointments.ts';
import { recordConsent } from '../../src/store/consents.ts';
import { holdFacility, listFacilities, writeFacilities, type StoredFacility } from '../../src/store/facilities.ts';
import { facilityOf } from '../facilities/facility-lists.ts';
import { createContact, the } from '../store/rows.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createTestAssistant, createTestClock, messageFrom, testSealer, type TestAssistant } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('the table of places on $name', (setUp) => {
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

  const open = async (): Promise<TestAssistant> => {
    const test = await createTestAssistant({ database: opened.database });
    started.push(test);
    return test;
  };
  const say = async ({ assistant, channel, clock }: TestAssistant, ...said: readonly string[]): Promise<string> => {
    for (const text of said) {
      clock.advance(10_000);
      expect(await assistant.inbound.accept(messageFrom('an', text))).toBe('done');
      await expect.poll(async () => (await opened.database.query('select id from causo.address where queued <> finished')).length).toBe(0);
    }
    return channel.sent.at(-1)?.message.text ?? '';
  };
  const find = async (id: string): Promise<StoredFacility> => the((await listFacilities(opened.database)).find((facility) => facility.id === id));
  const upToPlace = ['chào', '1', 'đặt lịch khám', '2', '1', 'Trần Thị Bé 1960'];

  it('is filled at the first start with what the program brings along, all of it to be checked', async () => {
    await open();
    const rows = await listFacilities(opened.database);
    expect(rows.map(({ version: _version, ...facility }) => facility)).toEqual(shippedFacilities.toSorted((one, other) => (one.id < other.id ? -1 : 1)));
    expect(rows.filter(({ confirmed, version }) => confirmed || version !== 1)).toEqual([]);
  });

  it('keeps at the next start what an administrator has changed', async () => {
    const { assistant } = await open();
    const changed = { ...(await find('general-ca-mau')), name: 'Bệnh viện Mới', confirmed: true };
    await createFacilityDesk(assistant).save([changed]);
    const next = await open();
    expect(await find('general-ca-mau')).toEqual({ ...changed, version: 2 });
    expect(next.assistant.places.current().find('general-ca-mau')?.name).toBe('Bệnh viện Mới');
  });

  it('keeps every value of a place as it was entered', async () => {
    const desk = createOwnFacilityDesk({ database: opened.database, sealer: testSealer, clock: createTestClock() });
    const opening = [{ day: 1, halfDay: 'morning', from: '07:00', to: '11:00' }] as const;
    const facility = facilityOf({
      id: 'binh-minh',
      name: 'Phòng khám "Bình Minh"',
      commune: '32083',
      formerDistrict: 'Huyện Thới Bình',
      confirmed: true,
      source: 'Trưởng phòng\nngày 20/11',
      mode: 'capacity',
      opening,
      holidays: ['2027-02-06', '2027-02-07'],
      specialties: ['Nội', 'Nhi'],
      seatSize: '30_minutes',
      seats: 4,
      version: 0,
    });
    await desk.save([facility]);
    expect(await find('binh-minh')).toEqual({ ...facility, version: 1 });
    expect(await opened.database.transaction((transaction) => holdFacility(transaction, 'binh-minh'))).toEqual({ ...facility, version: 1 });
  });

  it('is what running chats understand and write, in another process too', async () => {
    const here = await open();
    const there = await open();
    const added = facilityOf({ id: 'binh-minh', name: 'Phòng khám Bình Minh Một', version: 0 });
    await createFacilityDesk(here.assistant).save([added]);
    await expect.poll(() => there.assistant.places.current().find('binh-minh')?.name, { timeout: 60_000 }).toBe('Phòng khám Bình Minh Một');
    await say(there, ...upToPlace, 'phòng khám bình minh', 'sáng thứ năm');
    expect(await say(there, '0912 345 678')).toContain('Phòng khám Bình Minh Một');
    await createFacilityDesk(here.assistant).save([{ ...added, name: 'Phòng khám Đổi Tên', version: 1 }]);
    await there.assistant.places.refresh();
    expect(await say(there, '0', '0912 345 678')).toContain('Phòng khám Đổi Tên');
  });

  it('tells of a place that has closed although this process has not heard of it yet', async () => {
    const test = await open();
    await say(test, ...upToPlace);
    await writeFacilities(opened.database, [{ ...(await find('general-ca-mau')), active: false, closed: true }], test.clock());
    await say(test, 'bệnh viện Cà Mau');
    const told = test.channel.sent.slice(-2).map(({ message }) => message.text);
    expect(told.join('\n')).toContain('không nhận khám nữa');
    expect(await opened.database.query('select id from causo.appointment')).toEqual([]);
  });

  it('offers on buttons only what is open now', async () => {
    const test = await open();
    await createFacilityDesk(test.assistant).save([facilityOf({ id: 'moi', name: 'Phòng khám Mới', commune: '32083', version: 0 }), facilityOf({ id: 'cu', name: 'Phòng khám Cũ', commune: '32083', active: false, closed: true, version: 0 })]);
    await say(test, ...upToPlace, 'xã Tân Lộc');
    const labels = test.channel.sent.at(-1)?.message.options.map(({ label }) => label).join('\n');
    expect(labels).toContain('Phòng khám Mới');
    expect(labels).not.toContain('Phòng khám Cũ');
  });

  it('refuses as a whole what was made from an older state', async () => {
    const { assistant } = await open();
    const desk = createFacilityDesk(assistant);
    const [first, second] = [await find('general-ca-mau'), await find('lungs-ca-mau')];
    await desk.save([{ ...first, confirmed: true }]);
    expect(await desk.save([{ ...second, confirmed: true }, { ...first, active: false }])).toEqual({ stale: ['general-ca-mau'], told: 0 });
    expect([await find('general-ca-mau'), await find('lungs-ca-mau')]).toEqual([{ ...first, confirmed: true, version: 2 }, second]);
  });

  it('takes nothing that is no place from a command', async () => {
    const { assistant } = await open();
    const desk = facilitiesOnDemand(assistant);
    for (const wrong of [undefined, {}, [{}], [{ ...(await find('general-ca-mau')), kind: 'palace' }]]) await expect(desk.save(wrong)).rejects.toThrow();
    expect((await find('general-ca-mau')).version).toBe(1);
  });

  describe('when a place closes', () => {
    const request = async (person: string, facility: string, day: string | undefined, state: string): Promise<{ readonly contact: number; readonly number: string }> => {
      const { contact, address } = await createContact(opened.database, person);
      const now = createTestClock()();
      const consent = await recordConsent(opened.database, testSealer, { contact, purpose: 'health_data', textVersion: 'x', granted: true, channel: 'test', at: now });
      const time = day === undefined ? {} : { time: { day, halfDay: 'morning' as const } };
      const { id, number } = await requestAppointment(opened.database, testSealer, { contact, address, consent, facility, ...time, name: 'Bé', birth: '1960', now });
      await opened.database.query('update causo.appointment set state = $2 where id = $1', [id, state]);
      return { contact, number };
    };
    const events = async (): Promise<readonly Record<string, unknown>[]> => {
      const rows = await opened.database.query<{ contact: number; payload: Uint8Array }>(`select contact_id as contact, payload from causo.inbound where channel = 'internal' and state = 'pending' order by id`);
      return rows.map(({ contact, payload }) => ({ contact, ...(testSealer.unseal(payload) as { readonly event: object }).event }));
    };
    const close = async (id: string) => {
      const clock = createTestClock();
      return saveFacilities({ database: opened.database, sealer: testSealer, clock }, [{ ...(await find(id)), active: false, closed: true }]);
    };

    it('everybody who is still to be seen there hears of it, each appointment by itself, and nobody else', async () => {
      await createOwnFacilityDesk({ database: opened.database, sealer: testSealer, clock: createTestClock() }).list();
      const here = 'general-ca-mau';
      const told = [await request('an', here, '2026-11-24', 'requested'), await request('an', here, '2026-12-01', 'confirmed'), await request('ba', here, undefined, 'accepted'), await request('tu', here, '2026-11-30', 'other_time_proposed')];
      await request('sau', here, '2026-11-23', 'confirmed');
      await request('bay', here, '2026-12-01', 'cancelled');
      await request('tam', 'general-bac-lieu', '2026-12-01', 'confirmed');
      const saved = await close(here);
      expect(saved).toEqual({ stale: [], told: [...new Set(told.map(({ contact }) => contact))] });
      const written = (number: string): string => `${number.slice(0, 3)} ${number.slice(3)}`;
      expect(await events()).toMatchObject(
        told.map(({ contact, number }) => ({ contact, type: 'appointment_changed', change: 'place_closed', flow: 'appointment_news', values: { change: 'place_closed', number: written(number), facility: here } })),
      );
      expect(await find(here)).toMatchObject({ active: false, closed: true, version: 2 });
    });

    it('the people hear it in words, with the way to another place', async () => {
      const test = await open();
      await request('an', 'lungs-ca-mau', '2026-12-01', 'confirmed');
      await createFacilityDesk(test.assistant).save([{ ...(await find('lungs-ca-mau')), active: false, closed: true }]);
      await test.channel.arrived(1);
      const { text, options } = the(test.channel.sent[0]).message;
      expect(text).toMatch(/^Bệnh viện Lao và Bệnh phổi Cà Mau nghỉ rồi, lịch khám số \d{3} \d{3} không dùng được nữa\./);
      expect(options.map(({ label }) => label).join()).toContain('Chọn nơi khác');
    });

    it('nobody hears of it twice, but again should it open and close once more', async () => {
      await createOwnFacilityDesk({ database: opened.database, sealer: testSealer, clock: createTestClock() }).list();
      await request('an', 'lungs-ca-mau', '2026-12-01', 'confirmed');
      await close('lungs-ca-mau');
      expect(await close('lungs-ca-mau')).toMatchObject({ told: [] });
      expect(await events()).toHaveLength(1);
      const clock = createTestClock();
      clock.advance(3_600_000);
      const saving = { database: opened.database, sealer: testSealer, clock };
      await saveFacilities(saving, [{ ...(await find('lungs-ca-mau')), active: true, closed: false }]);
      await saveFacilities(saving, [{ ...(await find('lungs-ca-mau')), active: false, closed: true }]);
      expect(await events()).toHaveLength(2);
    });

    it('and the saving fails, nobody is told and it stays open', async () => {
      await createOwnFacilityDesk({ database: opened.database, sealer: testSealer, clock: createTestClock() }).list();
      await request('an', 'lungs-ca-mau', '2026-12-01', 'confirmed');
      const lungs = await find('lungs-ca-mau');
      const broken = { ...lungs, active: false, closed: true };
      const saving = { database: opened.database, sealer: testSealer, clock: createTestClock() };
      await expect(saveFacilities(saving, [broken, { ...(await find('general-ca-mau')), active: true, closed: true }])).rejects.toThrow();
      expect([await find('lungs-ca-mau'), await events()]).toEqual([lungs, []]);
    });
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('a place that closes on $name', (setUp) => {
  it('waits for whoever is booking there, and tells them too', async () => {
    const opened = await openTestDatabase(setUp);
    const clock = createTestClock();
    const saving = { database: opened.database, sealer: testSealer, clock };
    const [facility] = await createOwnFacilityDesk(saving).list();
    const { id } = the(facility);
    const { contact, address } = await createContact(opened.database, 'an');
    const consent = await recordConsent(opened.database, testSealer, { contact, purpose: 'health_data', textVersion: 'x', granted: true, channel: 'test', at: clock() });
    let closing: ReturnType<typeof saveFacilities> | undefined;
    await opened.database.transaction(async (transaction) => {
      await holdFacility(transaction, id);
      await requestAppointment(transaction, testSealer, { contact, address, consent, facility: id, name: 'Bé', birth: '1960', now: clock() });
      closing = saveFacilities(saving, [{ ...the(facility), active: false, closed: true }]);
      const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await opened.database.query(waiting)).length, { timeout: 60_000 }).toBeGreaterThan(0);
    });
    // A place that was closed before closes nobody's appointment.
    expect(await closing).toEqual({ stale: [], told: the(facility).closed ? [] : [contact] });
    await opened.drop();
  });
});
