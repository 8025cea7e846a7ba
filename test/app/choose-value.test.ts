import { describe, expect, it } from 'vitest';
import { createFlowLibrary, type FlowLibrary } from '../../src/app/flow-library.ts';
import { readMessage } from '../../src/app/read-message.ts';
import type { ReadingContext } from '../../src/app/reading/reading.ts';
import { render } from '../../src/app/render.ts';
import { createTexts, readTextTable, type Texts } from '../../src/app/texts.ts';
import { defineFlow, newSession, transition, type Event, type Session } from '../../src/core/mod.ts';
import type { InboundMessage } from '../../src/channels/channel.ts';
import { shippedPlaces } from '../../src/services/clinic/mod.ts';

const home = defineFlow({
  id: 'home',
  kind: 'service',
  start: 'place',
  topic: 'general',
  slots: { place: { type: 'commune' }, when: { type: 'datetime' } },
  nodes: {
    place: { kind: 'question', text: 'place', answer: 'commune', slot: 'place', to: 'when' },
    when: { kind: 'question', text: 'when', answer: 'datetime', slot: 'when', to: 'end' },
    end: { kind: 'end', text: 'end' },
  },
});
const table = { place: 'Ở xã nào ạ?', when: 'Ngày nào ạ?', end: '{{place}}, {{when}}.' };
const texts: Texts = createTexts(readTextTable('system'));
const library: FlowLibrary = createFlowLibrary({ flows: [home], readTexts: () => ({ vi: table, en: table }), stored: [], texts });
const now = Date.parse('2026-11-23T09:15:00+07:00');

/** A chat with the flow, as the texts that are sent and the buttons below the last one. */
class Chat {
  session: Session = { ...newSession, profile: { ...newSession.profile, consent: 'granted' } };
  sent: readonly string[] = [];
  labels: readonly string[] = [];

  constructor() {
    this.play({ type: 'flow_requested', entry: { flow: 'home' }, interrupt: true, at: now });
  }

  type(text: string): this {
    return this.read({ type: 'text', text });
  }

  tap(number: number): this {
    return this.read({ type: 'tap', payload: `#${this.session.counters.session}.${this.session.open?.number}.${number}` });
  }

  private read(content: InboundMessage['content']): this {
    const context: ReadingContext = { session: this.session, library, texts, places: () => shippedPlaces, now };
    const reading = readMessage({ updateId: '1', channel: 'test', account: 'bot', platformId: 'an', sentAt: now, content }, context);
    return reading ? this.play(reading.event) : this;
  }

  private play(event: Event): this {
    const { session, effects } = transition(library, this.session, event);
    this.session = session;
    const shown = effects.flatMap((effect) =>
      effect.type === 'say' || effect.type === 'ask' ? [render(effect, { texts, facts: { vi: {}, en: {} }, places: () => shippedPlaces, session: session.counters.session })] : [],
    );
    this.sent = shown.map(({ text }) => text);
    this.labels = shown.at(-1)?.options.filter(({ role }) => role === 'answer').map(({ label }) => label) ?? [];
    return this;
  }
}

describe('an answer that fits several values', () => {
  it('is asked back with the names of the places as numbers', () => {
    const chat = new Chat().type('Tắc Vân');
    expect(chat.sent).toEqual(['Chỗ này có thể là mấy cái dưới đây. Cái nào đúng ạ?']);
    expect(chat.labels).toEqual(['1. Phường Tân Thành', '2. Phường Hòa Thành', '3. Không có cái nào']);
    expect(chat.tap(2).session.frames.at(-1)).toMatchObject({ node: 'when', slots: { place: '32041' } });
  });

  it.each([
    ['số một', '32025'],
    ['phường hoà thành', '32041'],
    ['Phuong Tan Thanh', '32025'],
  ])('is settled by typing "%s"', (text, place) => {
    expect(new Chat().type('Tắc Vân').type(text).session.frames.at(-1)?.slots).toEqual({ place });
  });

  it('gives way to another place typed instead', () => {
    expect(new Chat().type('Tắc Vân').type('xã Hồ Thị Kỷ').session.frames.at(-1)?.slots).toEqual({ place: '32092' });
  });

  it('is asked anew after none of them', () => {
    expect(new Chat().type('Tắc Vân').tap(3).sent).toEqual(['Ở xã nào ạ?']);
  });

  it('offers morning and afternoon for a day without a time', () => {
    const chat = new Chat().type('xã Hồ Thị Kỷ').type('mai');
    expect(chat.labels.slice(0, 2)).toEqual([
      '1. Thứ Ba, ngày 24/11/2026, buổi sáng',
      '2. Thứ Ba, ngày 24/11/2026, buổi chiều',
    ]);
    expect(chat.tap(1).sent).toEqual(['Xã Hồ Thị Kỷ, Thứ Ba, ngày 24/11/2026 (16 tháng 10 âm lịch), buổi sáng.']);
  });
});
