import { describe, expect, it } from 'vitest';
import { compareChat } from './compare-chat.ts';
import type { Shown } from './platform.ts';

const chat = (texts: string, from = 0): Shown[] => texts.split('').map((text, index) => ({ text, buttons: [], picture: false, at: from + index * 1_000 }));

const clean = { lost: 0, wrong: 0, outOfOrder: 0, repeatedWithoutCause: 0, repeatedInTheAir: 0 };

describe('a chat held against what it should have been', () => {
  it('is clean when everything came once and in order, also what is said twice', () => {
    expect(compareChat(chat('abcbd'), chat('abcbd'), [])).toMatchObject(clean);
  });

  it.each([
    ['abd', { lost: 1 }],
    ['ab', { lost: 2 }],
    ['abxcd', { wrong: 1 }],
    ['acbd', { outOfOrder: 1 }],
    ['abbcd', { repeatedWithoutCause: 1 }],
    ['abcdab', { repeatedWithoutCause: 2 }],
    ['bacd', { outOfOrder: 1 }],
  ])('tells what is wrong with %s instead of abcd', (seen, faults) => {
    expect(compareChat(chat(seen), chat('abcd'), [])).toMatchObject({ ...clean, ...faults });
  });

  it('takes what comes after a gap for what it is, not for a repeat of what was said before', () => {
    expect(compareChat(chat('abbc'), chat('abxbc'), [])).toMatchObject({ ...clean, lost: 1 });
  });

  it.each([
    ['just before', 1_500, { repeatedInTheAir: 1 }],
    ['just after', 900, { repeatedInTheAir: 1 }],
    ['with another message between', -100, { repeatedWithoutCause: 1 }],
    ['only after it had come again', 2_600, { repeatedWithoutCause: 1 }],
  ])('forgives a repeat only where something went wrong while it was in the air: %s', (_, from, faults) => {
    expect(compareChat(chat('abbcd'), chat('abcd'), [{ from, until: from }])).toMatchObject({ ...clean, ...faults });
  });

  it('does not take a message for one in the air whose successor was there before the mishap', () => {
    expect(compareChat(chat('abcbd'), chat('abcd'), [{ from: 2_500, until: 2_500 }])).toMatchObject({ ...clean, repeatedWithoutCause: 1 });
  });

  it.each(['abDcd', 'aDbcd', 'Dabcd'])('lets danger jump the line: %s instead of abDcd', (seen) => {
    expect(compareChat(chat(seen), chat('abDcd'), [], new Set('D'))).toMatchObject(clean);
  });

  it.each([
    ['abcDd', { outOfOrder: 1 }],
    ['abcdD', { outOfOrder: 1 }],
    ['abcd', { lost: 1 }],
    ['aDDbcd', { repeatedWithoutCause: 1 }],
    ['Dbacd', { outOfOrder: 1 }],
  ])('does not let danger be late, lost or doubled, nor others change places behind it: %s instead of abDcd', (seen, faults) => {
    expect(compareChat(chat(seen), chat('abDcd'), [], new Set('D'))).toMatchObject({ ...clean, ...faults });
  });

  it('does not mind that numbers of requests are drawn by lot', () => {
    const number = (digits: string): Shown[] => [{ text: `Số yêu cầu: ${digits}.`, buttons: [], picture: false, at: 0 }];
    expect(compareChat(number('123 456'), number('654 321'), [])).toMatchObject(clean);
    expect(compareChat(number('123 45'), number('654 321'), [])).not.toMatchObject(clean);
  });
});
