import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseWay, type Choice, type Situation, type Way } from '../../../src/app/reminders/choose-way.ts';

const zalo: Way = { address: 1, isBlocked: false, isOpen: true, takesTemplates: true };
const telegram: Way = { address: 2, isBlocked: false, isOpen: true, takesTemplates: false };
const closed = { ...zalo, isOpen: false };
const situation = (more: Partial<Situation> = {}): Situation => ({
  ways: [zalo, telegram],
  templates: { user: true, phone: true },
  hasPhone: true,
  tried: [],
  isQuiet: false,
  wantsCall: true,
  ...more,
});

/** All steps of a reminder whose every way turns out to be closed. */
function allSteps(start: Situation): readonly Choice[] {
  const steps: Choice[] = [];
  const tried = [...start.tried];
  for (let left = 20; left > 0; left -= 1) {
    const choice = chooseWay({ ...start, tried });
    steps.push(choice);
    if (!('address' in choice)) return steps;
    tried.push(choice);
  }
  throw new Error('Expected the steps to come to an end');
}
const named = (steps: readonly Choice[]) => steps.map((step) => ('address' in step ? `${step.means} ${step.address}` : step.means));

describe('the way of a reminder', () => {
  it('goes from words to a template, to the number, to the other channel, to a call', () => {
    expect(named(allSteps(situation()))).toEqual(['message 1', 'template 1', 'phone_template 1', 'other_channel 2', 'ticket']);
  });

  it('begins with a template where the window is closed already, without a call in vain', () => {
    expect(chooseWay(situation({ ways: [closed, telegram] }))).toEqual({ means: 'template', address: 1 });
  });

  it('begins where they wrote last, and takes the open window of another channel only when no template goes', () => {
    expect(named(allSteps(situation({ ways: [telegram, zalo] })))).toEqual(['message 2', 'template 1', 'phone_template 1', 'other_channel 1', 'ticket']);
    expect(named(allSteps(situation({ ways: [closed, telegram], templates: { user: false, phone: false } })))).toEqual(['other_channel 2', 'ticket']);
  });

  it('goes to a number only where one was given, also of somebody who has left our account', () => {
    expect(named(allSteps(situation({ ways: [closed], hasPhone: false })))).toEqual(['template 1', 'ticket']);
    expect(named(allSteps(situation({ ways: [telegram, { ...zalo, isBlocked: true }] })))).toEqual(['message 2', 'phone_template 1', 'ticket']);
  });

  it('ends without a word where they have blocked every chat, with a call only where one is wanted', () => {
    const ways = [{ ...zalo, isBlocked: true }, { ...telegram, isBlocked: true }];
    expect(named(allSteps(situation({ ways })))).toEqual(['ticket']);
    expect(named(allSteps(situation({ ways, wantsCall: false })))).toEqual(['stop']);
    expect(named(allSteps(situation({ ways: [] })))).toEqual(['ticket']);
  });

  it('disturbs nobody at night', () => {
    expect(named(allSteps(situation({ isQuiet: true })))).toEqual(['ticket']);
    expect(named(allSteps(situation({ isQuiet: true, wantsCall: false })))).toEqual(['stop']);
  });

  const way = fc.record({ isBlocked: fc.boolean(), isOpen: fc.boolean(), takesTemplates: fc.boolean() });
  const anySituation = fc
    .record({
      ways: fc.array(way, { maxLength: 4 }),
      templates: fc.record({ user: fc.boolean(), phone: fc.boolean() }),
      hasPhone: fc.boolean(),
      isQuiet: fc.boolean(),
      wantsCall: fc.boolean(),
    })
    .map((random): Situation => ({ ...random, tried: [], ways: random.ways.map((each, index) => ({ ...each, address: index + 1 })) }));

  it('always comes to an end, tries no step twice, and says words only where they are heard', () => {
    fc.assert(
      fc.property(anySituation, (start) => {
        const steps = allSteps(start);
        expect(new Set(named(steps)).size).toBe(steps.length);
        expect(steps.at(-1)).toEqual({ means: start.wantsCall ? 'ticket' : 'stop' });
        const words = steps.flatMap((step) => (step.means === 'message' || step.means === 'other_channel' ? [step.address] : []));
        expect(new Set(words).size).toBe(words.length);
        for (const address of words) expect(start.ways.find((each) => each.address === address)).toMatchObject({ isBlocked: false, isOpen: true });
        const isSilent = start.isQuiet || start.ways.every(({ isBlocked }) => isBlocked);
        expect(isSilent && steps.length > 1).toBe(false);
      }),
    );
  });
});
