import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVisitor } from '../../scripts/program.mjs';
import { projectRoot } from '../../src/root.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, type System } from './system.ts';

/** Those of Node.js itself come on top. */
const names = [
  'causo_administrators',
  'causo_alerts',
  'causo_flow_total',
  'causo_inbound_age_seconds',
  'causo_inbound_waiting',
  'causo_lease_waits_total',
  'causo_noticed_total',
  'causo_outbox_age_seconds',
  'causo_outbox_waiting',
  'causo_outside_calls_total',
  'causo_pace_limit_per_second',
  'causo_pace_wait_seconds',
  'causo_parked_total',
  'causo_queue_delayed',
  'causo_queue_lag_seconds',
  'causo_received_total',
  'causo_redis_errors',
  'causo_rejected_total',
  'causo_reminder_fallbacks_total',
  'causo_reminder_lateness_seconds',
  'causo_retries_total',
  'causo_sent_total',
  'causo_tickets_open',
  'causo_turn_seconds',
  'causo_zalo_access_token_hours_left',
  'causo_zalo_refresh_token_days_left',
];

/** Nobody answers there. */
const zalo = { ZALO_APP_ID: '1', ZALO_APP_SECRET: 'a', ZALO_OA_SECRET_KEY: 'b', ZALO_API_ROOT: 'http://127.0.0.1:9', ZALO_OAUTH_ROOT: 'http://127.0.0.1:9' };

async function namesAt(url: string): Promise<readonly string[]> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return [...page.matchAll(/^# TYPE (causo_\w+) /gm)].map(([, name = '']) => name).toSorted();
}

describe.each(testSetUps())('the metrics on $name', (setUp) => {
  let system: System;
  beforeEach(async () => {
    system = await createSystem(setUp);
  });
  afterEach(() => system.remove());

  it('are those on the written list, and none of their values is missing', async () => {
    const { url } = await system.start(zalo);
    await sendUntilTaken(createVisitor().message(url, 'chào'));
    expect(await namesAt(url)).toEqual(names);
    expect(await (await fetch(`${url}/metrics`)).text()).not.toMatch(/^causo_\w+(?:\{.*\})? NaN$/m);
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('workers alone on $name', (setUp) => {
  let system: System;
  beforeEach(async () => {
    system = await createSystem(setUp);
  });
  afterEach(() => system.remove());

  it('tell how they are on a port of their own, and serve nothing else there', async () => {
    const workers = await system.start({ ...zalo, WORKERS_PORT: '0' }, 'workers');
    const url = /Health and metrics: (\S+)/.exec(workers.output())?.[1] ?? '';
    expect(await namesAt(url)).toEqual(names);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' });
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect(await workers.stop()).toMatchObject({ code: 0, errors: '' });
  });
});

describe('docs/operations.md', () => {
  it('tells what each of the metrics means', () => {
    const text = readFileSync(join(projectRoot, 'docs', 'operations.md'), 'utf8');
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });
});
