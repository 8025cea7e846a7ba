import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAppointmentDesk } from '../../src/app/appointments/appointment-desk.ts';
import { createAppointmentsPort } from '../../src/app/appointments/appointments-port.ts';
import { book, createResident, saveFacility } from '../support/appointments/support.ts';
import { testSetUps } from '../support/set-ups.ts';
import { testSealer } from '../support/test-assistant.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const token = 'a-token-of-the-tests-with-32-signs-and-more';

describe.each(testSetUps())('the API for clinics on $name', (setUp) => {
  let opened: TestDatabase;
  let server: TestServer | undefined;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await server?.close();
    server = undefined;
    await emptyTables(opened.database);
  });
  afterAll(() => opened.drop());

  const start = async (isOn = true): Promise<string> => {
    server = await startTestServer({
      database: opened.database,
      appointments: isOn ? (assistant) => ({ token, port: createAppointmentsPort(createAppointmentDesk(assistant)) }) : undefined,
    });
    await saveFacility(opened.database, { mode: 'request' });
    return server.root;
  };
  const request = async (person: string): Promise<string> => String((await book(opened.database, await createResident(opened.database, person))).values?.['number']).replace(' ', '');
  const ask = async (url: string, body?: unknown, authorization = `Bearer ${token}`): Promise<{ readonly status: number; readonly answer: unknown }> => {
    const headers = { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = await fetch(url, { headers, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
    return { status: response.status, answer: await response.json() };
  };

  it('lists what residents have asked for, with first letters only unless names are asked for', async () => {
    const root = await start();
    const number = await request('Bé');
    const row = { number, version: 1, state: 'requested', facility: 'general-ca-mau', day: '2026-11-26', halfDay: 'morning', slot: null };
    expect(await ask(`${root}/api/appointments`)).toMatchObject({ status: 200, answer: { appointments: [{ ...row, name: 'T. T. B.', birth: null, phone: null }] } });
    expect(await ask(`${root}/api/appointments?facility=general-ca-mau&day=2026-11-26&state=requested&names=true`)).toMatchObject({ answer: { appointments: [{ ...row, name: 'Trần Thị Bé', birth: '1960' }] } });
    expect(await ask(`${root}/api/appointments?state=confirmed`)).toEqual({ status: 200, answer: { appointments: [] } });
  });

  it('changes an appointment once, and tells the second who comes with an old version what has become of it', async () => {
    const root = await start();
    const number = await request('Bé');
    const order = { version: 1, staff: 'Cô Lan' };
    expect(await ask(`${root}/api/appointments/${number}/confirm`, { ...order, slot: '08:30' })).toEqual({ status: 200, answer: { outcome: 'done', state: 'confirmed', version: 2 } });
    expect(await ask(`${root}/api/appointments/${number}/decline`, order)).toEqual({ status: 409, answer: { outcome: 'changed', state: 'confirmed', version: 2 } });
    expect(await opened.database.query('select who, to_state, slot from causo.appointment_change order by id')).toEqual([
      { who: 'resident', to_state: 'requested', slot: null },
      { who: 'staff Cô Lan', to_state: 'confirmed', slot: '08:30' },
    ]);
    const waiting = async () => JSON.stringify((await opened.database.query<{ payload: Uint8Array }>('select payload from causo.outbox order by id')).map(({ payload }) => testSealer.unseal(payload)));
    await expect.poll(waiting, { timeout: 60_000 }).toContain(`${number.slice(0, 3)} ${number.slice(3)}`);
  });

  it('answers what does not go with the reason', async () => {
    const root = await start();
    const number = await request('Bé');
    const order = { version: 1, staff: 'Lan' };
    expect((await ask(`${root}/api/appointments/000000/confirm`, order)).status).toBe(404);
    expect(await ask(`${root}/api/appointments/${number}/propose`, order)).toEqual({ status: 422, answer: { outcome: 'no_time' } });
    expect(await ask(`${root}/api/appointments/${number}/propose`, { ...order, day: '2026-11-29', halfDay: 'morning' })).toEqual({ status: 422, answer: { outcome: 'not_open' } });
    await ask(`${root}/api/appointments/${number}/confirm`, order);
    expect(await ask(`${root}/api/appointments/${number}/arrived`, { ...order, version: 2 })).toEqual({ status: 422, answer: { outcome: 'too_early' } });
  });

  it.each([
    ['no version', 'confirm', { staff: 'Lan' }, 'version'],
    ['nobody who does it', 'confirm', { version: 1 }, 'staff'],
    ['a change that does not exist', 'forget', { version: 1, staff: 'Lan' }, 'change'],
    ['a day that does not exist', 'propose', { version: 1, staff: 'Lan', day: '2026-02-30', halfDay: 'morning' }, 'day'],
    ['no object', 'confirm', [1], 'staff, version, no other field'],
    ['more than is known', 'confirm', { version: 1, staff: 'Lan', force: true }, 'no other field'],
  ])('refuses %s with the names of the fields only', async (_name, change, body, fields) => {
    const root = await start();
    expect(await ask(`${root}/api/appointments/482159/${change}`, body)).toEqual({ status: 400, answer: { error: `expected other values for: ${fields}; see docs/appointments.md` } });
  });

  it('tells nobody anything without the token, bounds guesses, and writes no token into the log', async () => {
    const root = await start();
    const guesses = [];
    for (let guess = 0; guess < 12; guess += 1) guesses.push((await ask(`${root}/api/appointments`, undefined, `Bearer guess-${guess}`)).status);
    expect(guesses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await ask(`${root}/api/appointments`)).status).toBe(200);
    expect(server?.logged.join('\n')).toContain('appointments_refused');
    expect(server?.logged.join('\n')).not.toMatch(/guess-|a-token/);
  });

  it('is not there where no token is set', async () => {
    const root = await start(false);
    const response = await fetch(`${root}/api/appointments`, { headers: { authorization: `Bearer ${token}` } });
    expect(response.status).toBe(404);
  });
});
