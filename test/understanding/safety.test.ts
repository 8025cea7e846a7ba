import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripAccents } from '../../src/understanding/fold.ts';
import { findDanger } from '../../src/understanding/safety.ts';
import { emergencies } from './emergencies.ts';
import { calm } from './hard-negatives/calm.ts';
import { sentences } from './sentences.ts';

// Without accents "chảy máu" (bleeding) reads as "cháy" (fire): still an alarm, of another kind.
const otherwiseWithoutAccents: readonly string[] = ['tụi nó đánh nhau chảy máu ngoài quán'];
const twins = emergencies.filter(([, text]) => !otherwiseWithoutAccents.includes(text));

describe('findDanger', () => {
  it.each(emergencies)('hears %s in "%s"', (danger, text) => {
    expect(findDanger(text)).toBe(danger);
  });

  it.each(twins.map(([danger, text]) => [danger, stripAccents(text)] as const))('hears %s without accents in "%s"', (danger, text) => {
    expect(findDanger(text)).toBe(danger);
  });

  it.each(otherwiseWithoutAccents)('hears some danger without accents in "%s"', (text) => {
    expect(findDanger(stripAccents(text))).toBeDefined();
  });

  it.each(calm)('stays calm at "%s"', (text) => {
    expect(findDanger(text)).toBeUndefined();
  });

  it.each(calm)('stays calm at "%s" without accents', (text) => {
    expect(findDanger(stripAccents(text))).toBeUndefined();
  });

  it.each(sentences.filter(([intent]) => intent !== 'scam.report').map(([, text]) => text))('stays calm at the request "%s"', (text) => {
    expect(findDanger(text)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
        expect(() => findDanger(text)).not.toThrow();
      }),
    );
  });
});
