import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OutsideContext } from '../../../src/app/outside-service.ts';
import { cancelOutside, placeOutside } from '../../../src/app/appointments/place-outside.ts';
import { testSetUps } from '../../support/set-ups.ts';
import { createTestConnector, type ConnectorFault, type TestConnector } from '../../support/test-connector.ts';
import { createTestAssistant, testSealer } from '../../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { book, callService, createResident, saveFacility, tuesday, type Resident } from '../../support/appointments/support.ts';

/** As often as a call is tried. */
const tries = 4;

describe.each(testSetUps())('appointments that another system keeps on $name', (setUp) => {
  let opened: TestDatabase;
  let context: Omit<OutsideContext, 'contact' | 'connectors'>;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    const { assistant } = await createTestAssistant({ database: opened.database });
    stop = () => assistant.stop();
    context = { ...assistant, ...assistant.conversation, sealer: testSealer, now: tuesday, signal: new AbortController().signal };
  });
  afterEach(() => emptyTables(opened.database));
  afterAll(async () => {
    await stop();
    await opened.drop();
  });

  const ask = async (person = 'an'): Promise<{ readonly an: Resident; readonly request: string }> => {
    await saveFacility(opened.database, { mode: 'external', connector: 'hospital' });
    const an = await createResident(opened.database, person);
    const { outcome, values } = await book(opened.database, an);
    expect(outcome).toBe('outside');
    return { an, request: String(values?.['request']) };
  };
  /** Tries as a worker does, until there is an outcome; nothing when it stays unknown. */
  const work = async (run: typeof placeOutside, { an, request }: { readonly an: Resident; readonly request: string }, hospital: TestConnector): Promise<string | undefined> => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const result = await run({ request }, { ...context, contact: an.contact, connectors: { hospital } }).catch(() => undefined);
      if (result) return result.outcome;
    }
    return undefined;
  };
  const state = async (request?: string): Promise<unknown> =>
    (await opened.database.query<{ state: string }>('select state from causo.appointment where id = coalesce($1::bigint, id)', [request ?? null]))[0]?.state;

  it('are confirmed when it says so, with the day that it gives, and noted as its doing', async () => {
    const asked = await ask();
    const hospital = createTestConnector([], { state: 'confirmed', time: { day: '2026-11-27', halfDay: 'afternoon', slot: '14:30' } });
    expect(await work(placeOutside, asked, hospital)).toBe('done');
    expect(await opened.database.query('select state, day::text as day, half_day, slot from causo.appointment')).toEqual([{ state: 'confirmed', day: '2026-11-27', half_day: 'afternoon', slot: '14:30' }]);
    expect(await opened.database.query('select who from causo.appointment_change order by id')).toEqual([{ who: 'resident' }, { who: 'connector' }]);
    expect(await work(placeOutside, asked, hospital)).toBe('done');
    expect(hospital.calls).toEqual(['request']);
  });

  it('are declined when it is full or says no, and the times that it names are passed on', async () => {
    const asked = await ask();
    const times = [{ day: '2026-11-27', halfDay: 'morning' }] as const;
    const hospital = createTestConnector([], { state: 'full', times });
    const result = await placeOutside({ request: asked.request }, { ...context, contact: asked.an.contact, connectors: { hospital } });
    expect(result).toEqual({ outcome: 'full', values: { times: ['2026-11-27 morning'], free: 1, time1: '2026-11-27 morning' } });
    expect(await state()).toBe('declined');
  });

  it('are looked up before they are asked for again, so that a lost answer books nobody twice', async () => {
    const hospital = createTestConnector(['answer_lost', 'not_arrived']);
    expect(await work(placeOutside, await ask(), hospital)).toBe('done');
    expect(hospital.calls).toEqual(['request', 'find', 'find']);
    expect(hospital.booked).toHaveLength(1);
  });

  it('stay requests, never more than one, when nobody can say what became of them', async () => {
    const hospital = createTestConnector(['answer_lost', 'not_arrived', 'answer_lost', 'not_arrived']);
    expect(await work(placeOutside, await ask(), hospital)).toBeUndefined();
    expect(await state()).toBe('requested');
    expect(hospital.booked).toHaveLength(1);
  });

  it('are never booked twice, whatever is lost on the way', async () => {
    const fault = fc.constantFrom<ConnectorFault>('none', 'not_arrived', 'answer_lost');
    let person = 0;
    const property = fc.asyncProperty(fc.array(fault, { maxLength: 8 }), async (faults) => {
      person += 1;
      const hospital = createTestConnector(faults);
      const asked = await ask(`r${person}`);
      const outcome = await work(placeOutside, asked, hospital);
      expect(hospital.booked.length).toBeLessThanOrEqual(1);
      expect(await state(asked.request)).toBe(outcome === 'done' ? 'confirmed' : 'requested');
      expect(outcome !== 'done' || hospital.booked.length === 1).toBe(true);
    });
    await fc.assert(property, { numRuns: 40, endOnFailure: true });
  });

  it('end there first and then here', async () => {
    const asked = await ask();
    await work(placeOutside, asked, createTestConnector([]));
    expect((await callService(opened.database, asked.an, 'clinic.cancel', { request: asked.request })).outcome).toBe('outside');
    const hospital = createTestConnector(['not_arrived', 'answer_lost']);
    expect(await work(cancelOutside, asked, hospital)).toBe('done');
    expect(await state()).toBe('cancelled');
    expect(hospital.calls).toEqual(['cancel', 'cancel', 'cancel']);
    expect(await work(cancelOutside, asked, hospital)).toBe('done');
  });

  it('are nobody else\'s to ask for', async () => {
    const { request } = await ask();
    const ba = await createResident(opened.database, 'ba');
    expect(await work(placeOutside, { an: ba, request }, createTestConnector([]))).toBe('gone');
  });

  it('are told as news to whoever does not wait any more', async () => {
    await work(placeOutside, await ask(), createTestConnector([]));
    expect(await opened.database.query(`select update_id from causo.inbound where channel = 'internal'`)).toEqual([{ update_id: expect.stringMatching(/^appointment_changed-\d+-2$/) }]);
  });
});
