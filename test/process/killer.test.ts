import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isTaken, post, startProgram, type RunningProgram } from '../../scripts/program.mjs';
import { copyProgram, type Change, type Copy } from '../chaos/copy.ts';
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { createSystem, sendUntilTaken, telegramSettings, webhookPosting, type System } from './system.ts';

const killer = 'tin làm sập máy';

/** One message ends its process at every try, as an endless loop or a lack of memory would. */
const mortal: readonly Change[] = [
  {
    file: 'src/app/decide.ts',
    before: '  const reading = read(conversation,',
    after: `  if (JSON.stringify(incoming).includes('${killer}')) process.kill(process.pid, 'SIGKILL');\n  const reading = read(conversation,`,
  },
];

/** Once before it is stored, five tries, and one more where two messages were tried together. */
const mostDeaths = 7;

describe.each(testSetUps())('a message that kills its process on $name', (setUp) => {
  let system: System;
  let telegram: FakeTelegram;
  let copy: Copy;
  const running: RunningProgram[] = [];

  beforeEach(async () => {
    system = await createSystem(setUp);
    telegram = await startFakeTelegram();
    copy = copyProgram(mortal);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((program) => program.stop('SIGKILL')));
    await system.remove();
    await telegram.close();
    copy.remove();
  });

  const start = async (): Promise<RunningProgram> => {
    const program = await startProgram({ ...system.settings, ...telegramSettings(telegram) }, undefined, copy.root);
    running.push(program);
    return program;
  };
  const hasReceived = (chat: number): boolean => telegram.messagesTo(chat).length > 0;
  const isAnswered = (chat: number): Promise<void> => expect.poll(() => hasReceived(chat), { interval: 50 }).toBe(true);

  it('is set aside after a few tries although the platform tells it again each time, and the person hears of it', async () => {
    const update = telegram.people.sends(7001, { text: killer, date: Math.floor(Date.now() / 1000) });
    let deaths = 0;
    for (let isStored = false; !hasReceived(7001); deaths += 1) {
      expect(deaths).toBeLessThanOrEqual(mostDeaths);
      // Once it is stored it may end its process before that has greeted.
      const program = await start().catch(() => undefined);
      if (!program) continue;
      if (!isStored) isStored = isTaken(await post(webhookPosting(program.url, update)).status);
      if (await Promise.race([program.ended.then(() => false), isAnswered(7001).then(() => true)])) break;
    }
    const survivor = running.at(-1);
    expect(deaths).toBeGreaterThan(0);
    await sendUntilTaken(webhookPosting(survivor?.url ?? '', update));
    await sendUntilTaken(webhookPosting(survivor?.url ?? '', telegram.people.sends(7002, { text: 'chào', date: Math.floor(Date.now() / 1000) })));
    await isAnswered(7002);
    expect(hasReceived(7001)).toBe(true);
  });
});
