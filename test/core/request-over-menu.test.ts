import { describe, expect, it } from 'vitest';
import { flows } from '../../flows/mod.ts';
import { flowsOf, Script } from './script.ts';

const change = ['appointment_change', 'clinic.change_or_cancel'] as const;
const stackOf = ({ session }: Script): readonly string[] => session.frames.map(({ flow }) => flow);
const chat = (): Script => new Script(flowsOf(...flows));

describe('a service that is begun at once', () => {
  it('takes the place of a menu that lies open', () => {
    const script = chat().start('menu').start(...change);
    expect(stackOf(script)).toEqual(['appointment_change']);
  });

  it('lies over a service that is under way, which goes on at its step', () => {
    const script = chat().start('market_payment', 'market.sell').start(...change);
    expect(stackOf(script)).toEqual(['market_payment', 'appointment_change']);
    script.play({ type: 'call_finished', call: 1, outcome: 'failed', values: {} });
    expect(script.shown).toEqual(['failed.text', 'lead.resumed > sell_bank.text']);
  });

  it('leaves the menu below a service that was chosen from it', () => {
    const script = chat().start('menu').choose('clinic').start(...change);
    expect(stackOf(script)).toEqual(['menu', 'clinic_booking', 'appointment_change']);
  });
});
