import { describe, expect, it } from 'vitest';
import { createRush } from '../../src/app/rush.ts';

describe('a rush', () => {
  const many = Array.from({ length: 24 }, (_, index) => index);

  it('is not seen in many that come at once', () => {
    const rush = createRush(750);
    many.forEach(() => rush.enter(0));
    expect(rush.isOn(750)).toBe(false);
  });

  it('is on while the oldest has waited too long, and over when that one is done', () => {
    const rush = createRush(750);
    const [leaveFirst] = many.map((time) => rush.enter(time));
    rush.enter(24);
    expect(rush.isOn(751)).toBe(true);
    leaveFirst?.();
    expect(rush.isOn(751)).toBe(false);
    expect(rush.isOn(752)).toBe(true);
  });

  it('is not seen in a few that take long', () => {
    const rush = createRush(750);
    many.slice(1).forEach((time) => rush.enter(time));
    expect(rush.isOn(60_000)).toBe(false);
  });
});
