import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdministratorDesk } from '../../src/connect/administrator-desk.ts';
import { findRunning } from '../../src/connect/control-client.ts';
import type { StoredFacility } from '../../src/store/facilities.ts';
import { shippedFacilities } from '../../src/services/clinic/mod.ts';
import { controlFile, openControlSocket } from '../../src/connect/control-socket.ts';
import type { Rekey } from '../../src/store/rekey.ts';
import { templatesPort, type ListedTemplate, type TemplateDesk } from '../../src/connect/template-desk.ts';
import type { ZaloDesk, ZaloLink, ZaloStatus } from '../../src/connect/zalo-desk.ts';
import { createLog } from '../../src/app/log.ts';

const log = createLog('silent');
const listedTemplate: ListedTemplate = { kind: 'visit', means: 'user', template: '7', parameters: [{ name: 'day', value: 'day', longest: 20 }, { name: 'place', value: 'place', longest: undefined }], checkedAt: undefined };
const wishes: unknown[] = [];
const templateDesk: TemplateDesk = {
  list: async () => [listedTemplate],
  set: async (wish) => (wishes.push(wish), [{ verdict: 'ok', text: 'fine' }]),
  remove: async (kind) => (kind === 'visit/1' ? 2 : 0),
  check: async () => [{ verdict: 'care', text: 'later' }],
};
const templates = templatesPort(templateDesk);
const administrators: AdministratorDesk = {
  createCode: async () => ({ code: '48215937', expiresAt: 600_000 }),
  list: async () => [{ id: 3, channel: 'zalo', since: 5 }],
  remove: async (id) => id === 3,
};
const health = { database: async () => true, queue: async () => false };
const asked: unknown[] = [];
const rekey: Rekey = {
  begin: async () => ({ key: 'aabbccdd', others: 0 }),
  sealNext: async (column, after) => {
    asked.push([column, after]);
    return { rows: 200, sealed: 3, busy: 2, unreadable: 1, last: after === undefined ? 'zalo bot & 7' : undefined };
  },
  end: async () => ({ removed: ['00112233'], needed: [{ key: '44556677', values: 5 }], others: 2 }),
};
const stored: readonly StoredFacility[] = shippedFacilities.map((facility) => ({ ...facility, version: 1 }));
const saved: unknown[] = [];
const facilities = {
  list: async () => stored,
  save: async (rows: unknown) => {
    saved.push(rows);
    return { stale: ['general-ca-mau'], told: 2 };
  },
};
const status: ZaloStatus = {
  health: { state: 'ok', refreshDaysLeft: 90, accessHoursLeft: 25 },
  account: { oaId: '388', name: 'Xã', packageName: '', isVerified: true },
  fault: undefined,
};
const link: ZaloLink = { url: 'https://oauth.zaloapp.com/', state: 'f'.repeat(108), expiresAt: 5, callbackUrl: 'https://causo.example/', codeChallenge: 'c' };

describe('what a command asks the running assistant', () => {
  let folder: string;
  let close: (() => Promise<void>) | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'causo-control-'));
  });
  afterEach(async () => {
    await close?.();
    close = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const listed = { id: 7, number: '482159', version: 2, state: 'confirmed', facility: 'general-ca-mau', day: '2026-11-30', halfDay: 'morning', slot: null, name: 'T. T. B.', birth: null, phone: null };
  const appointments = {
    list: async (filter: unknown) => (JSON.stringify(filter) === '{"day":"2026-11-30"}' ? [listed] : []),
    change: async (order: unknown) => ({ outcome: 'changed', state: 'cancelled', version: 3, order }),
  };
  const backUp = async (): Promise<string> => '/data/backups/backup.gz';

  async function running(zalo: ZaloDesk | undefined) {
    close = await openControlSocket(folder, { backUp, rekey, appointments, facilities, health, administrators, templates, zalo }, log);
    const found = await findRunning(controlFile(folder));
    if (!found) throw new Error('Expected somebody at the socket');
    return found;
  }
  const desk = (more: Partial<ZaloDesk> = {}): ZaloDesk => ({
    status: async () => status,
    createLink: async () => link,
    hasConnected: async (state) => state === link.state,
    ...more,
  });

  it('comes over the socket unchanged', async () => {
    const assistant = await running(desk());
    const { zalo } = assistant;
    expect(await assistant.health()).toEqual({ database: true, queue: false });
    expect(await zalo.status()).toEqual(status);
    expect(await zalo.createLink()).toEqual(link);
    expect([await zalo.hasConnected(link.state), await zalo.hasConnected('&state=other')]).toEqual([true, false]);
  });

  it('makes, lists and ends the chats that hear of alerts, also while Zalo is off', async () => {
    const assistant = await running(undefined);
    expect(await assistant.administrators.createCode()).toEqual({ code: '48215937', expiresAt: 600_000 });
    expect(await assistant.administrators.list()).toEqual([{ id: 3, channel: 'zalo', since: 5 }]);
    expect([await assistant.administrators.remove(3), await assistant.administrators.remove(4)]).toEqual([true, false]);
  });

  it('carries what staff ask about appointments, and what came of it', async () => {
    const assistant = await running(undefined);
    expect(await assistant.appointments.list({ day: '2026-11-30' })).toEqual([listed]);
    expect(await assistant.appointments.list({})).toEqual([]);
    expect(await assistant.appointments.change({ number: '482159', change: 'confirm', staff: 'Lan' })).toEqual({ outcome: 'changed', state: 'cancelled', version: 3 });
  });

  it('lists, sets, removes and checks templates, also while Zalo is off', async () => {
    const desk = (await running(undefined)).templates;
    expect(await desk.list()).toEqual([listedTemplate]);
    const wish = { kind: 'visit', template: '7', means: ['phone'], parameters: [{ name: 'day', value: 'day' }] } as const;
    expect(await desk.set(wish)).toEqual([{ verdict: 'ok', text: 'fine' }]);
    expect(wishes).toEqual([wish]);
    expect([await desk.remove('visit/1'), await desk.remove('other')]).toEqual([2, 0]);
    expect(await desk.check()).toEqual([{ verdict: 'care', text: 'later' }]);
  });

  it('tells a fault of Zalo too, and that there is no link without a public address', async () => {
    const fault = { code: 'misconfigured', text: 'Zalo /v2.0/oa/getoa answered -209' } as const;
    const { zalo } = await running(desk({ status: async () => ({ ...status, account: undefined, fault }), createLink: async () => undefined }));
    expect(await zalo.status()).toEqual({ ...status, account: undefined, fault });
    expect(await zalo.createLink()).toBeUndefined();
  });

  it('is refused in a clear line while Zalo is off, or when the assistant fails', async () => {
    await expect((await running(undefined)).zalo.status()).rejects.toThrow('The running assistant has Zalo off');
    await close?.();
    const { zalo } = await running(desk({ status: () => Promise.reject(new Error('secret')) }));
    await expect(zalo.status()).rejects.toThrow(/^The running assistant could not answer \(500\); look into its log$/);
  });

  it('finds nobody where no assistant runs, where one was killed, and where the path is too long', async () => {
    const file = controlFile(folder);
    expect(await findRunning(file)).toBeUndefined();
    writeFileSync(file, '');
    expect(await findRunning(file)).toBeUndefined();
    expect(await findRunning(join(folder, 'a'.repeat(120), 'control.sock'))).toBeUndefined();
    await running(desk());
    const long = join(folder, 'b'.repeat(120));
    const closeLong = await openControlSocket(long, { backUp, rekey, appointments, facilities, health, administrators, templates, zalo: undefined }, log);
    await closeLong();
  });

  it('takes the steps of a change of keys one by one and tells what became of each', async () => {
    const assistant = await running(undefined);
    expect(await assistant.rekey.begin()).toEqual({ key: 'aabbccdd', others: 0 });
    const portion = { rows: 200, sealed: 3, busy: 2, unreadable: 1 };
    expect(await assistant.rekey.sealNext('message.payload', undefined)).toEqual({ ...portion, last: 'zalo bot & 7' });
    expect(await assistant.rekey.sealNext('channel_token.pair', 'zalo bot & 7')).toEqual({ ...portion, last: undefined });
    expect(asked).toEqual([['message.payload', undefined], ['channel_token.pair', 'zalo bot & 7']]);
    expect(await assistant.rekey.end()).toEqual({ removed: ['00112233'], needed: [{ key: '44556677', values: 5 }], others: 2 });
  });

  it('lists all places and takes back changed ones', async () => {
    const assistant = await running(undefined);
    expect(await assistant.facilities.list()).toEqual(stored);
    expect(await assistant.facilities.save(stored)).toEqual({ stale: ['general-ca-mau'], told: 2 });
    expect(saved).toEqual([stored]);
  });

  it('makes a backup when it is asked for one, and says where it is', async () => {
    expect(await (await running(undefined)).backUp()).toBe('/data/backups/backup.gz');
  });
});
