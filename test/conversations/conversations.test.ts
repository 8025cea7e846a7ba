import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { flowsOf, Script } from '../core/script.ts';
import { loadConversations, type Conversation } from './conversation.ts';
import type { Driver } from './driver.ts';
import { watchExits } from './exits.ts';
import { newsCases, playNews } from './news.ts';
import { play } from './player.ts';
import { openStage, type Stage } from './stage.ts';

const conversations = loadConversations();
const channels = ['telegram', 'zalo', 'web'] as const;
const watched = watchExits(flows);
let stage: Stage;

beforeAll(async () => {
  stage = await openStage({ name: 'embedded' }, watched.flows);
  watched.watch();
});
afterAll(() => stage.close());

function driverOf(channel: (typeof channels)[number]): Driver {
  const found = stage.drivers.find((driver) => driver.channel === channel);
  if (found === undefined) throw new Error(`Expected a driver for ${channel}`);
  return found;
}

const played = new Map<string, Promise<void>>();

/** Plays a conversation once, whoever asks first: its own test, or the one about exits. */
function playOnce(conversation: Conversation, channel: (typeof channels)[number]): Promise<void> {
  const name = `${channel} ${conversation.name}`;
  const playing = played.get(name) ?? play(conversation, driverOf(channel), stage);
  played.set(name, playing);
  return playing;
}

/** The web chat takes words, taps and photos only. */
function playableOn(channel: (typeof channels)[number]): readonly Conversation[] {
  return conversations.filter(({ hasMedia }) => channel !== 'web' || !hasMedia);
}

describe.each(channels)('whole conversations on %s', (channel) => {
  it.each(playableOn(channel))('$name: $title', async (conversation) => {
    await expect(playOnce(conversation, channel)).resolves.toBeUndefined();
  });
});

/** Calls whose failure no chat can bring about: a database fault undoes the whole turn, and there is nothing else to fail. */
const failing = [
  { flow: 'welcome', node: 'grant', says: 'not_noted.text' },
  { flow: 'welcome', node: 'refuse', says: 'not_noted.text' },
  { flow: 'language', node: 'change', says: 'failed.text' },
  { flow: 'my_data_show', node: 'show', says: 'failed.text' },
  { flow: 'my_data_erase', node: 'erase', says: 'failed.text' },
  { flow: 'consent_withdraw', node: 'withdraw', says: 'failed.text' },
  { flow: 'reminders_stop', node: 'stop', says: 'failed.text' },
  { flow: 'link_accounts', node: 'create', says: 'failed.text' },
  { flow: 'link_accounts', node: 'check', says: 'failed.text' },
  { flow: 'link_accounts', node: 'agree', says: 'failed.text' },
  { flow: 'administrator', node: 'claim', says: 'failed.text' },
  { flow: 'administrator', node: 'stop', says: 'failed.text' },
  { flow: 'clinic_booking', node: 'grant', says: 'failed.text' },
  { flow: 'clinic_booking', node: 'refuse', says: 'refused.text' },
  { flow: 'clinic_booking', node: 'book', says: 'failed.text' },
  { flow: 'clinic_booking', node: 'find_request', says: 'failed.text' },
  { flow: 'reminders_stop', node: 'stop_kind', says: 'failed.text' },
  { flow: 'reminders_stop', node: 'start_again', says: 'failed.text' },
  { flow: 'reminders_stop', node: 'finish', says: 'failed.text' },
  { flow: 'vneid_registration', node: 'card_check', says: 'card_not_kept.text' },
  { flow: 'reminder_vneid_visit', node: 'finish', says: 'finished.text' },
  { flow: 'reminder_vneid_activation', node: 'finish', says: 'finished.text' },
  { flow: 'reminder_vneid_activation', node: 'finish_first', says: 'open_app.text' },
  { flow: 'reminder_market_day', node: 'next', says: 'not_kept.text' },
  { flow: 'reminder_market_day', node: 'check', says: 'not_kept.text' },
  { flow: 'reminder_market_day', node: 'finish', says: 'finished.text' },
] as const;

/** A photo that is not looked at in time, and one that no platform gives: both take longer than a chat is played. */
const tooSlow = ['late', 'failed'] as const;

function tellTooSlow(outcome: (typeof tooSlow)[number]): Script {
  return standAt('market_payment', 'qr_check').play({ type: 'call_finished', call: 1, outcome, values: {} });
}

/** The same, where a person is asked instead. */
const handedOver = [
  { flow: 'clinic_booking', node: 'cancel', says: 'cancel_failed.text' },
  { flow: 'clinic_booking', node: 'move', says: 'move_failed.text' },
  { flow: 'reminder_appointment', node: 'cancel', says: 'not_done.text' },
  { flow: 'reminder_appointment', node: 'move', says: 'not_done.text' },
] as const;

/** What needs a code that only a command on the server prints; test/app/alerts.test.ts plays it with real ones. */
const byCommand = [
  { flow: 'administrator', node: 'claim', outcome: 'done', says: 'done.text' },
  { flow: 'administrator', node: 'claim', outcome: 'done_on_zalo', says: 'done_on_zalo.text' },
  { flow: 'administrator', node: 'claim', outcome: 'used', says: 'used.text' },
  { flow: 'administrator', node: 'claim', outcome: 'expired', says: 'expired.text' },
  { flow: 'administrator', node: 'stop', outcome: 'done', says: 'stopped.text' },
] as const;

/** What depends on places that count seats, on holidays, or on consent that was withdrawn after a reminder was set. */
const afterReminders = [
  { flow: 'reminder_appointment', node: 'cancel', outcome: 'gone', says: 'gone.text' },
  { flow: 'reminder_appointment', node: 'move', outcome: 'done', says: 'moved.text' },
  { flow: 'reminder_appointment', node: 'move', outcome: 'gone', says: 'gone.text' },
  { flow: 'reminder_appointment', node: 'move', outcome: 'too_late', says: 'day_refused.text' },
  { flow: 'reminder_appointment', node: 'move', outcome: 'not_open', says: 'day_refused.text' },
  { flow: 'reminder_appointment', node: 'move', outcome: 'full', says: 'day_full.text' },
  { flow: 'reminder_market_day', node: 'check', outcome: 'not_kept', says: 'not_kept.text' },
] as const;

/** The clinic may answer a request while its owner is choosing another day; too rare for a chat. */
function moveTooLate(): Script {
  return finishAt('clinic_booking', 'move', 'gone');
}

/** A chat of the engine alone that stands at a node with these answers. */
function standAt(flow: string, node: string, slots: Readonly<Record<string, string | number | boolean>> = {}): Script {
  const script = new Script(flowsOf(...watched.flows));
  const frame = { flow, hash: 'v1', node, slots, history: [] };
  script.session = { ...script.session, frames: [frame], calling: 1, counters: { ...script.session.counters, call: 1 } };
  return script;
}

/** Makes the call at a node end like this. */
function finishAt(flow: string, node: string, outcome: string): Script {
  return standAt(flow, node).play({ type: 'call_finished', call: 1, outcome, values: {} });
}

function failAt(flow: string, node: string): Script {
  return finishAt(flow, node, 'failed');
}

/** The other exits that no chat reaches: each is a guard. */
function takeGuards(): readonly Script[] {
  // Nothing leads to "something else" by name; it stands there for an intent that is added before its text.
  const other = ['person', 'later'].map((option) => new Script(flowsOf(...watched.flows)).start('not_ready').choose(option));
  const [asked] = other;
  asked?.play({ type: 'ticket_opened', ticket: 1, already: false });
  // An account that is gone when the read-back comes is asked for again.
  const review = standAt('market_payment', 'sell_note', { bank: '970436' });
  const { calling: _none, ...session } = review.session;
  review.session = { ...session, open: { number: 1, askedAt: 0, options: ['none'] }, counters: { ...session.counters, question: 1 } };
  return [...other, review.choose('none')];
}

describe('exits that no chat can take, driven with the engine alone', () => {
  it.each(failing)('$flow says so kindly when "$node" fails', ({ flow, node, says }) => {
    expect(failAt(flow, node).shown).toContain(says);
  });

  it.each(afterReminders)('$flow says how "$node" ended: $outcome', ({ flow, node, outcome, says }) => {
    expect(finishAt(flow, node, outcome).shown).toContain(says);
  });

  it.each(byCommand)('$flow says how "$node" ended: $outcome', ({ flow, node, outcome, says }) => {
    expect(finishAt(flow, node, outcome).shown).toContain(says);
  });

  it('clinic_booking says that a request is gone which was answered meanwhile', () => {
    expect(moveTooLate().shown).toContain('gone.text');
  });

  it.each(newsCases)('appointment_news says $says of $change after $steps', (news) => {
    const script = playNews(watched.flows, news);
    expect(script.shown).toEqual(news.says);
    expect(script.kinds.includes('open_ticket')).toBe(news.asksPerson ?? false);
  });

  it.each(tooSlow)('market_payment asks for the photo again when looking at it has ended as "%s"', (outcome) => {
    expect(tellTooSlow(outcome).shown).toEqual(['qr_late.text', 'qr_again.text']);
  });

  it.each(handedOver)('$flow says what became of it and asks a person when "$node" fails', ({ flow, node, says }) => {
    const failed = failAt(flow, node);
    expect(failed.shown).toEqual([says]);
    expect(failed.kinds).toEqual(['say', 'open_ticket']);
  });

  it('offers a person for a service without words of its own, and asks again for an account that is gone', () => {
    expect(takeGuards().map(({ shown }) => shown)).toEqual([['ticket.opened'], ['later.text'], ['sell_account.text']]);
  });
});

describe('the conversations together', () => {
  // Alone it plays all of them, about 700, each in a quarter of a second; the limit only ends what hangs.
  it('take every exit of every flow', { timeout: 3_600_000 }, async () => {
    for (const channel of channels) {
      // A conversation that fails is told by its own test.
      for (const conversation of playableOn(channel)) await playOnce(conversation, channel).catch(() => undefined);
    }
    [...failing, ...handedOver].forEach(({ flow, node }) => failAt(flow, node));
    tooSlow.forEach(tellTooSlow);
    for (const { flow, node, outcome } of byCommand) {
      const chat = finishAt(flow, node, outcome);
      if (chat.asked) chat.type('48215937');
    }
    afterReminders.forEach(({ flow, node, outcome }) => finishAt(flow, node, outcome));
    moveTooLate();
    takeGuards();
    for (const news of newsCases) {
      const script = playNews(watched.flows, news);
      if (news.asksPerson) script.play({ type: 'ticket_opened', ticket: 1, already: false });
      else if (script.session.frames.at(-1)?.flow === 'clinic_booking') script.choose('later');
    }
    process.stdout.write(`${coverageTable()}\n`);
    expect(flows.flatMap(({ id }) => watched.missing(id))).toEqual([]);
  });
});

function coverageTable(): string {
  const rows = flows.map(({ id }) => [id, watched.all(id).length, watched.all(id).length - watched.missing(id).length] as const);
  return ['flow · exits · covered', ...rows.map((row) => row.join(' · '))].join('\n');
}
