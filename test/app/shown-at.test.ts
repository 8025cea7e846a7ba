import { describe, expect, it } from 'vitest';
import { readMessage } from '../../src/app/read-message.ts';
import { isShownAt, noteShown } from '../../src/app/shown-at.ts';
import type { InboundMessage } from '../../src/channels/channel.ts';
import type { Event, OpenQuestion } from '../../src/core/mod.ts';
import { conversation, messageOf, now, sessionAt, turn } from './chat.ts';

const [here, there] = [{ address: 7, at: now }, { address: 8, at: new Date(now.getTime() + 5_000) }];
const open: OpenQuestion = { number: 1, askedAt: now.getTime(), options: [] };

describe('a question of somebody who writes in two places', () => {
  it('is answered where it was asked, also by what was typed ahead', () => {
    const asked: OpenQuestion = { ...open, shownAt: { 7: 0 } };
    expect([isShownAt(asked, here, new Date(0)), isShownAt(asked, there, now)]).toEqual([true, false]);
  });

  it('is answered elsewhere only by what came after it was shown there', () => {
    const shown: OpenQuestion = { ...open, shownAt: { 7: 0, 8: there.at.getTime() } };
    expect(isShownAt(shown, there, new Date(there.at.getTime() - 1))).toBe(false);
    expect(isShownAt(shown, there, there.at)).toBe(true);
  });

  it('is answered anywhere when it was asked before that was noted', () => {
    expect([isShownAt(open, there, now), isShownAt(undefined, there, now), isShownAt(open, undefined, now)]).toEqual([true, true, true]);
  });

  it('notes where it is shown, once for each place', async () => {
    const first = await turn(sessionAt('language', 'which'), 'chào', here);
    expect(first.session.open?.shownAt).toEqual({ 7: 0 });
    const second = await turn(first.session, 'cảm ơn', there);
    const third = await turn(second.session, 'chào', { ...there, at: new Date(now.getTime() + 60_000) });
    expect(third.session.open?.shownAt).toEqual({ 7: 0, 8: there.at.getTime() });
    expect(noteShown(third.session, [], { address: 9, at: now })).toBe(third.session);
  });

  it('takes no photo, phone card or number from where it does not stand', () => {
    const eventAt = (flow: string, node: string, content: string | InboundMessage['content']): Event | undefined =>
      readMessage(messageOf(content), { ...conversation, session: sessionAt(flow, node), now: now.getTime(), isElsewhere: true })?.event;
    const photo = { type: 'media', media: { kind: 'photo', reference: '1' } } as const;
    expect(eventAt('market_payment', 'start', photo)).toEqual({ type: 'media_received', media: 'photo', at: now.getTime() });
    expect(eventAt('clinic_booking', 'phone', { type: 'own_phone', phone: '+84912345678' })).toMatchObject({ type: 'media_received' });
    expect(eventAt('clinic_booking', 'phone', '0912345678')).toMatchObject({ type: 'question_outdated', by: 'elsewhere' });
    expect(eventAt('clinic_booking', 'phone', 'gặp người')).toMatchObject({ type: 'person_requested' });
  });
});
