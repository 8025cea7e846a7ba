import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pronounsFor } from '../../src/app/pronouns.ts';
import { maskRendered, render, type RenderContext } from '../../src/app/render.ts';
import { createTexts, languages, readTextTable } from '../../src/app/texts.ts';
import { writeDate, writeValue } from '../../src/app/values.ts';
import type { Effect, Profile, SelfName, SlotDefinition, Slots, Text } from '../../src/core/mod.ts';
import { shippedPlaces } from '../../src/services/clinic/mod.ts';
import { factValues } from '../../flows/facts/mod.ts';

const texts = createTexts(readTextTable('system'));
texts.add('shop', 'h', {
  vi: {
    plain: 'Chào {{you}}, {{me}} nghe đây.',
    value: 'Ghi “{{note}}” nha.',
    review: 'Coi lại: {{bank}}, số {{account}}, thu {{amount}}. Đúng chưa ạ?',
    fact: 'Gọi {{fact.police}} ngay.',
    yes: 'Đúng',
    yes_words: 'phải|ừ',
    only_vi: 'Chỉ có tiếng Việt',
  },
  en: { plain: 'Hello {{you}}, {{me}} here.', value: 'Note “{{note}}”.', review: 'Check: {{bank}}, {{account}}, {{amount}}.', fact: 'Call {{fact.police}}.', yes: 'Yes' },
});
const context: RenderContext = { texts, facts: { vi: factValues('vi'), en: factValues('en') }, places: () => shippedPlaces, session: 3 };
const vi: Profile = { language: 'vi', selfName: 'none', consent: 'granted' };
const en: Profile = { ...vi, language: 'en' };

const own = (key: string): Text => ({ flow: { id: 'shop', hash: 'h' }, key });
const definitions: Readonly<Record<string, SlotDefinition>> = {
  bank: { type: 'bank' },
  account: { type: 'account', sensitive: true },
  amount: { type: 'money' },
  note: { type: 'note' },
};

function say(key: string, slots: Slots = {}, profile = vi, more: Partial<Extract<Effect, { type: 'say' }>> = {}): Extract<Effect, { type: 'say' }> {
  return { type: 'say', wording: { text: own(key), slots, definitions }, profile, urgent: false, closing: false, ...more };
}

function ask(key: string, slots: Slots = {}, more: Partial<Extract<Effect, { type: 'ask' }>> = {}): Extract<Effect, { type: 'ask' }> {
  const options = [{ id: 'yes', label: own('yes') }, { id: 'no', label: { flow: 'system', key: 'option.no' } as const }];
  return { type: 'ask', question: 12, wording: { text: own(key), slots, definitions }, profile: vi, options, answer: 'none', canGoBack: false, ...more };
}

const textOf = (effect: Extract<Effect, { type: 'say' | 'ask' }>): string => render(effect, context).text;

describe('pronouns', () => {
  const table: readonly (readonly [SelfName, string, string])[] = [
    ['none', '', ''], ['bà', 'bà', 'con'], ['ông', 'ông', 'con'], ['bác', 'bác', 'con'], ['chú', 'chú', 'con'], ['cô', 'cô', 'con'],
    ['dì', 'dì', 'con'], ['anh', 'anh', 'em'], ['chị', 'chị', 'em'], ['em', 'bạn', 'mình'],
  ];

  it.each(table)('of somebody who calls themselves %s are %s and %s, in Vietnamese only', (selfName, you, me) => {
    expect(pronounsFor({ ...vi, selfName })).toEqual({ you, me });
    expect(pronounsFor({ ...en, selfName })).toEqual({ you: '', me: '' });
  });

  it('leave no gap where there are none', () => {
    expect(textOf(say('plain', {}, vi))).toBe('Chào, nghe đây.');
    expect(textOf(say('plain', {}, { ...vi, selfName: 'bà' }))).toBe('Chào bà, con nghe đây.');
    expect(textOf(say('plain', {}, { ...vi, selfName: 'chị' }))).toBe('Chào chị, em nghe đây.');
  });

  it('leave every text of the assistant well written, whatever they are', () => {
    const keys = Object.keys(readTextTable('system').vi).filter((key) => !key.endsWith('_words'));
    for (const selfName of table.map(([name]) => name)) {
      for (const key of keys) {
        const wording = { text: { flow: 'system', key } as const, slots: { value: 'x', service: 'X', ticket: 1, step: 1, steps: 2, messages: 1, tickets: 1, appointments: 1, reminders: 1, since: '1/1/2026', language: 'x', consent: 'có', channels: 'Zalo và Telegram', channel: 'Zalo', lead: 'Báo động:', what: 'tin gửi đi bị kẹt', patient: 'Bé', count: 3 }, definitions: {} };
        const { text } = render({ ...say('plain'), wording, profile: { ...vi, selfName } }, context);
        expect({ key, text }).toMatchObject({ text: expect.not.stringMatching(/ {2}| [,.?!]|,[,.]|^[ ,.]|\{\{|undefined/) as string });
        expect({ key, text }).toMatchObject({ text: expect.stringMatching(/^[\p{Lu}\d“]/u) as string });
      }
    }
  });
});

describe('a question', () => {
  it('numbers its options, names them in the payload and leaves room for a person', () => {
    expect(render(ask('plain'), context).options).toEqual([
      { label: '1. Đúng', payload: '#3.12.1', role: 'answer' },
      { label: '2. Không phải', payload: '#3.12.2', role: 'answer' },
      { label: 'Gặp người', payload: '#3.12.person', role: 'navigation' },
    ]);
  });

  it('offers the way back only where there is one, and a person only once', () => {
    const person = { id: 'person', label: { flow: 'system', key: 'option.person' } as const };
    const { options } = render(ask('plain', {}, { canGoBack: true, options: [person] }), context);
    expect(options.map(({ label, payload }) => [label, payload])).toEqual([['1. Gặp người', '#3.12.1'], ['0. Quay lại', '#3.12.back']]);
  });

  it('stands behind its lead on a line of its own and behind its step', () => {
    const lead = { flow: 'system', key: 'lead.back' } as const;
    expect(textOf(ask('plain', {}, { lead, step: [2, 5] }))).toBe('Dạ, quay lại câu trước.\nBước 2/5. Chào, nghe đây.');
  });

  it('keeps payloads short enough for every channel, however long somebody has been chatting', () => {
    const options = Array.from({ length: 12 }, (_, index) => ({ id: `o${index}`, label: own('yes') }));
    const rendered = render(ask('plain', {}, { question: 999_999_999, options, canGoBack: true }), { ...context, session: 999_999_999 });
    for (const { payload } of rendered.options) expect(payload).toMatch(/^[\x21-\x7e]{1,32}$/);
  });
});

describe('the last words of a flow', () => {
  it('offer the menu, and nothing else does', () => {
    expect(render(say('plain', {}, vi, { closing: true }), context).options).toEqual([{ label: 'Menu', payload: '#menu', role: 'navigation' }]);
    expect(render(say('plain'), context).options).toEqual([]);
  });

  it('carry a picture with the words as its description', () => {
    expect(render(say('plain', {}, vi, { picture: '77' }), context)).toEqual({ text: 'Chào, nghe đây.', options: [], picture: { id: 77, description: 'Chào, nghe đây.' } });
  });
});

describe('values', () => {
  it('are written as people of the language write them', () => {
    const slots = { bank: '970436', account: '0071000123456', amount: 1_250_000 };
    expect(textOf(ask('review', slots))).toBe('Coi lại: Vietcombank, số 0071 0001 2345 6, thu 1.250.000 đồng. Đúng chưa ạ?');
    expect(textOf(ask('review', slots, { profile: en }))).toBe('Check: Vietcombank, 0071 0001 2345 6, 1,250,000 dong.');
  });

  it.each([
    ['money', 0, '0 đồng', '0 dong'], ['money', 500_000_000, '500.000.000 đồng', '500,000,000 dong'], ['account', '123456', '1234 56', '1234 56'],
    ['account', 'ABC12345', 'ABC1 2345', 'ABC1 2345'], ['bank', '000000', '000000', '000000'], ['any', 'như vậy', 'như vậy', 'như vậy'],
  ] as const)('of type %s: %j is %j, in English %j', (type, value, inVietnamese, inEnglish) => {
    expect([writeValue(value, type, 'vi'), writeValue(value, type, 'en')]).toEqual([inVietnamese, inEnglish]);
  });

  it('of several words stand one after the other, and dates follow the clock of Cà Mau', () => {
    expect(writeValue(['a', 'b'], undefined, 'vi')).toBe('a, b');
    expect(writeDate(new Date('2026-11-23T17:30:00Z'))).toBe('24/11/2026');
  });

  it('from the list of facts come from there only', () => {
    expect(textOf(say('fact', {}, vi))).toBe('Gọi 113 ngay.');
    expect(textOf(say('fact', { fact: '999', 'fact.police': '999' }))).toBe('Gọi 113 ngay.');
  });

  it('come in Vietnamese where a language has no words for them', () => {
    expect(textOf(say('only_vi', {}, en))).toBe('Chỉ có tiếng Việt');
  });
});

describe('what somebody typed', () => {
  const hostile = ['{{you}}', '{{fact.police}}', '{{ account }}', '$t(yes)', '$t(option.menu)', '{{$t(yes)}}', '$t(value, {"note": "x"})', '$&', '$1', "$'", '$$', '<b>x</b>', '&amp;', '_x_*y*', '%s', '\\u0041', '{{', '}}', '{{-note}}', '👵🏽'];

  it.each(hostile)('%s is shown as it is and never carried out', (typed) => {
    for (const language of languages) expect(textOf(say('value', { note: typed }, { ...vi, language }))).toContain(`“${typed}”`);
  });

  it('is never carried out in a set of three either, nor together with other gaps', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...hostile), { minLength: 1, maxLength: 6 }), (parts) => {
      expect(textOf(say('value', { note: parts.join('') }))).toContain(`“${parts.join('')}”`);
    }));
  });

  it('never makes rendering fail, whatever letters it has', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (typed) => {
      const { text } = render(ask('review', { bank: typed, account: typed, amount: 5 }), context);
      expect(text).toMatch(/^Coi lại/);
    }));
  });

  it('cannot take the place of what the renderer itself passes', () => {
    const slots = { lng: 'en', ns: 'system', you: 'x', me: 'y', count: 2, context: 'male', defaultValue: 'z', replace: 'r' };
    expect(textOf(say('plain', slots))).toBe('Chào, nghe đây.');
  });
});

describe('numbers that only one step needs', () => {
  const slots = { bank: '970436', account: '0071000123456', amount: 1 };

  it('are named with the message, as they are written in it', () => {
    expect(render(ask('review', slots), context).secrets).toEqual(['0071 0001 2345 6']);
    expect(render(ask('plain', slots), context)).not.toHaveProperty('secrets');
    expect(render(ask('review', { ...slots, account: '' }), context)).not.toHaveProperty('secrets');
  });

  it('are masked but for the last three signs, and then forgotten', () => {
    const masked = maskRendered(render(ask('review', slots), context));
    expect(masked.text).toContain('số •••456,');
    expect(JSON.stringify(masked)).not.toContain('0071');
    expect(masked).not.toHaveProperty('secrets');
  });

  it('are masked wherever they stand', () => {
    expect(maskRendered({ text: 'a 1234567 b 1234567', options: [], secrets: ['1234567'] }).text).toBe('a •••567 b •••567');
  });

  it('are masked in the description of a picture as well', () => {
    const message = { text: 'số 1234567', options: [], picture: { id: 1, description: 'số 1234567' }, secrets: ['1234567'] };
    expect(maskRendered(message)).toEqual({ text: 'số •••567', options: [], picture: { id: 1, description: 'số •••567' } });
  });

  it('are masked even when what a person wrote looks like a pattern', () => {
    expect(maskRendered({ text: "số $&$'", options: [], secrets: ["số $&$'"] }).text).toBe("•••&$'");
  });
});
