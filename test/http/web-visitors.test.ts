import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { createWebVisitors, type WebVisitors } from '../../src/app/web-chat.ts';
import type { Database } from '../../src/store/database.ts';
import { startLine, type CuttableLine } from '../support/cuttable-line.ts';
import { testSetUps } from '../support/set-ups.ts';
import { openPatiently, openTestDatabase, type TestDatabase } from '../support/test-database.ts';

const visitor = 'a'.repeat(64);
const another = 'b'.repeat(64);

describe.each(testSetUps())('the open pages of one process on $name', (setUp) => {
  it('are woken for their own visitor only, until they are closed', async () => {
    const opened = await openTestDatabase(setUp);
    const visitors = await createWebVisitors(opened.database, createLog('silent'));
    const woken: string[] = [];
    const close = visitors.subscribe(visitor, () => woken.push('first'));
    visitors.subscribe(visitor, () => woken.push('second'));
    visitors.subscribe(another, () => woken.push('another'));
    visitors.wake(visitor);
    expect(woken).toEqual(['first', 'second']);
    close();
    visitors.wake(visitor);
    expect(woken).toEqual(['first', 'second', 'second']);
    await visitors.stop();
    await opened.drop();
  });
});

describe.each(testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined))('the open pages of two processes on $name', (setUp) => {
  let opened: TestDatabase;
  let line: CuttableLine;
  let remote: Database;
  /** The first process reaches the database over a line that can break. */
  let first: WebVisitors;
  let second: WebVisitors;

  beforeAll(async () => {
    opened = await openTestDatabase(setUp);
  });
  afterEach(async () => {
    await first.stop();
    await second.stop();
    await remote.close();
    await line.close();
  });
  afterAll(() => opened.drop());

  const open = async (): Promise<void> => {
    line = await startLine(opened.url ?? '');
    remote = await openPatiently(line.url);
    first = await createWebVisitors(remote, createLog('silent'));
    second = await createWebVisitors(opened.database, createLog('silent'));
  };

  it('are woken by what the other process does', async () => {
    await open();
    let woken = 0;
    first.subscribe(visitor, () => (woken += 1));
    second.wake(another);
    second.wake(visitor);
    await expect.poll(() => woken).toBe(1);
  });

  it('are all woken once the line is back, since nobody knows what was told meanwhile', async () => {
    await open();
    const woken = new Set<string>();
    first.subscribe(visitor, () => woken.add('visitor'));
    first.subscribe(another, () => woken.add('another'));
    const before = line.attempts();
    line.cut();
    await expect.poll(() => line.attempts()).toBeGreaterThan(before);
    second.wake(visitor);
    expect(woken.size).toBe(0);
    line.mend();
    await expect.poll(() => woken.size).toBe(2);
  });
});
