import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { testSetUps } from '../support/set-ups.ts';
import { loadConversations } from './conversation.ts';
import { play } from './player.ts';
import { openStage, type Stage } from './stage.ts';

/** One of each kind of turn: simple ones, own data, a picture, work outside, a wait, a ticket, an erasure, a request, a reminder, copies and haste. */
const chosen: ReadonlySet<string> = new Set([
  'welcome/asked-first',
  'market_payment/seller-all',
  'market_payment/check-account',
  'market_payment/buyer-not-arrived-wait',
  'not_ready/weather',
  'clinic_booking/book-all',
  'vneid_registration/parent',
  'my_data_erase/long-after',
  'link_accounts/joined',
  'everywhere/another-service-resumed',
  'everywhere/two-at-once',
  'everywhere/twice',
]);
const some = loadConversations().filter(({ name }) => chosen.has(name));
const servers = testSetUps().filter(({ databaseUrl }) => databaseUrl !== undefined);

describe('the conversations chosen for real servers', () => {
  it('all exist', () => {
    expect(some.map(({ name }) => name).sort()).toEqual([...chosen].sort());
  });
});

describe.each(servers)('some conversations on $name', (setUp) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(setUp, flows);
  });
  afterAll(() => stage.close());

  it.each(some)('$name: $title', async (conversation) => {
    for (const driver of stage.drivers) await expect(play(conversation, driver, stage)).resolves.toBeUndefined();
  });
});
