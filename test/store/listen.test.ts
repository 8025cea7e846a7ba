import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLine } from '../support/cuttable-line.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe.each(testSetUps())('listening on $name', (setUp) => {
  let opened: TestDatabase;
  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterAll(() => opened.drop());

  it('hears what is told under its topic only, until it stops', async () => {
    const heard: string[] = [];
    const stop = await opened.database.listen('causo_test', (payload) => heard.push(payload), () => undefined);
    await opened.database.notify('causo_other', ['0']);
    await opened.database.notify('causo_test', ['1', '2']);
    await expect.poll(() => heard).toEqual(['1', '2']);
    await stop();
    await opened.database.notify('causo_test', ['3']);
    expect(heard).toEqual(['1', '2']);
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('listening on $name over a line that breaks', ({ databaseUrl = '' }) => {
  it('is taken up again by one connection, however often that failed', async () => {
    const line = await startLine(databaseUrl);
    const database = await openPatiently(line.url);
    const heard: string[] = [];
    const stop = await database.listen('causo_test_outage', (payload) => heard.push(payload), () => undefined);
    const before = line.attempts();
    line.cut();
    await expect.poll(() => line.attempts()).toBeGreaterThan(before + 4);
    line.mend();
    const tellAgain = async (): Promise<number> => {
      await database.notify('causo_test_outage', ['back']).catch(() => undefined);
      return heard.length;
    };
    await expect.poll(tellAgain, { interval: 300 }).toBeGreaterThan(0);
    // The one that listens, and the one that tells.
    await expect.poll(() => line.open()).toBe(2);
    await stop();
    await database.close();
    await expect.poll(() => line.open()).toBe(0);
    await line.close();
  });
});
