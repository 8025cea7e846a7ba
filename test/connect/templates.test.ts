import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createZaloChannel } from '../../src/channels/zalo-oa/mod.ts';
import { createTemplateDesk, type TemplateDesk, type TemplateWish } from '../../src/connect/template-desk.ts';
import { readTemplateCommand } from '../../src/connect/templates.ts';
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { emptyTables, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const now = new Date('2026-11-24T08:00:00+07:00');
const kinds = { visit: [{ name: 'day', longest: 10 }, { name: 'place', longest: undefined }], market: [] };
const wish: TemplateWish = { kind: 'visit', template: '7', means: ['user', 'phone'], parameters: [{ name: 'ngay', value: 'day' }, { name: 'noi', value: 'place' }] };

describe.each(testSetUps())('templates for reminders ($name)', (setUp) => {
  let opened: TestDatabase;
  let fake: FakeZalo;
  let desk: TemplateDesk;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
    fake = await startFakeZalo(() => now.getTime());
  });
  afterAll(async () => {
    await opened.drop();
    await fake.close();
  });
  const zalo = () => {
    const { accessToken } = fake.issuePair();
    const { appId, oaId, oaSecretKey, root } = fake;
    return createZaloChannel({ appId, oaId, oaSecretKey, apiRoot: root, templateRoot: root }, { tokens: { current: async () => accessToken, renew: async () => accessToken } });
  };
  const addTemplate = (more: object = {}) =>
    fake.addTemplate({ id: '7', byUser: true, parameters: [{ name: 'ngay', longest: 20 }, { name: 'noi', longest: 200 }], ...more });
  beforeEach(async () => {
    await emptyTables(opened.database);
    fake.calm();
    addTemplate();
    desk = createTemplateDesk({ database: opened.database, kinds, clock: () => now, zalo: zalo() });
  });
  const verdicts = async (asked: ReturnType<TemplateDesk['check']>) => (await asked).map(({ verdict }) => verdict);

  it('are kept with the limits that Zalo tells, by both means', async () => {
    expect(await verdicts(desk.set(wish))).toEqual(['ok']);
    const parameters = [{ name: 'ngay', value: 'day', longest: 20 }, { name: 'noi', value: 'place', longest: 200 }];
    expect(await desk.list()).toEqual([
      { kind: 'visit', means: 'user', template: '7', parameters, checkedAt: now.getTime() },
      { kind: 'visit', means: 'phone', template: '7', parameters, checkedAt: now.getTime() },
    ]);
  });

  it('are replaced as a whole, and removed as a whole', async () => {
    await desk.set(wish);
    await desk.set({ ...wish, means: ['phone'] });
    expect((await desk.list()).map(({ means }) => means)).toEqual(['phone']);
    expect([await desk.remove('visit'), await desk.remove('visit')]).toEqual([1, 0]);
    expect(await desk.list()).toEqual([]);
  });

  it.each<readonly [string, Partial<TemplateWish>, RegExp]>([
    ['a kind that does not exist', { kind: 'constructor' }, /visit, market/],
    ['a template whose number is none', { template: 'abc' }, /number of a template/],
    ['a value that the kind does not have', { parameters: [{ name: 'ngay', value: 'phone' }] }, /day, place; got phone/],
    ['a parameter twice', { parameters: [{ name: 'ngay', value: 'day' }, { name: 'ngay', value: 'place' }] }, /each parameter once/],
    ['a parameter that is missing', { parameters: [{ name: 'ngay', value: 'day' }] }, /needs the parameter noi/],
    ['a parameter that Zalo does not know', { parameters: [...wish.parameters, { name: 'gio', value: 'day' }] }, /has no parameter gio/],
    ['a template that Zalo does not know', { template: '99' }, /Zalo does not offer it/],
  ])('with %s are not saved, and it is said what to mend', async (_what, more, line) => {
    const findings = await desk.set({ ...wish, ...more });
    expect(findings[0]).toMatchObject({ verdict: 'wrong', text: expect.stringMatching(line) });
    expect(await desk.list()).toEqual([]);
  });

  it('whose parameter is too short for its value are not saved', async () => {
    addTemplate({ parameters: [{ name: 'ngay', longest: 9 }, { name: 'noi', longest: 200 }] });
    expect(await desk.set(wish)).toEqual([{ verdict: 'wrong', text: 'template 7 takes 9 characters for ngay, but day has 10' }]);
    expect(await desk.list()).toEqual([]);
  });

  it('are saved while Zalo is off or away, and called unconfirmed until it was asked', async () => {
    expect(await verdicts(createTemplateDesk({ database: opened.database, kinds, clock: () => now, zalo: undefined }).set(wish))).toEqual(['care']);
    fake.trouble({ kind: 'server_error', status: 502 });
    expect(await verdicts(desk.set(wish))).toEqual(['care']);
    expect((await desk.list()).map(({ checkedAt }) => checkedAt)).toEqual([undefined, undefined]);
    fake.calm();
    expect(await verdicts(desk.check())).toEqual(['ok', 'ok']);
    expect((await desk.list()).map(({ checkedAt }) => checkedAt)).toEqual([now.getTime(), now.getTime()]);
  });

  it('that Zalo has switched off, or whose parameters have changed, are found by a check', async () => {
    await desk.set(wish);
    addTemplate({ parameters: [{ name: 'ngay', longest: 20 }] });
    expect(await verdicts(desk.check())).toEqual(['wrong', 'wrong']);
    addTemplate({ approved: false });
    expect(await verdicts(desk.check())).toEqual(['wrong', 'wrong']);
  });
});

describe('the words of npm run data -- templates', () => {
  it.each([
    ['list', { name: 'list' }],
    ['check', { name: 'check' }],
    ['list --help', { name: 'help' }],
    ['remove visit', { name: 'remove', kind: 'visit' }],
    ['set visit 7', { name: 'set', wish: { ...wish, parameters: [] } }],
    ['set visit 7 --param ngay=day --param noi=place', { name: 'set', wish }],
    ['set visit 7 --by phone --param ngay=day', { name: 'set', wish: { ...wish, means: ['phone'], parameters: [{ name: 'ngay', value: 'day' }] } }],
  ])('"%s" are understood', (words, command) => {
    expect(readTemplateCommand(words.split(' '))).toEqual(command);
  });

  it.each(['', 'lst', 'list all', 'remove', 'remove a b', 'remove --by', 'set visit', 'set visit --param', 'set visit 7 --param ngay', 'set visit 7 --by mail', 'set visit 7 --by user --by user', 'set visit 7 day=day'])(
    '"%s" make no command, and it is said what was expected',
    (words) => {
      expect(readTemplateCommand(words === '' ? [] : words.split(' '))).toMatch(/^Expected /);
    },
  );
});
