import { describe, expect, it } from 'vitest';
import { createRush } from '../../src/app/rush.ts';

describe('a rush', () => {
  const many = Array.from({ length: 30 }, (_, index) => index);

  it('is not seen in many that come at once', () => {
    const rush = createRush(750);
    expect(many.map(() => rush.enter(0)).every(Boolean)).toBe(true);
  });

  it('turns newcomers away while the oldest has waited too long, and takes them again when it is done', () => {
    const rush = createRush(750);
    const leave = many.map((time) => rush.enter(time));
    expect(rush.enter(751)).toBeUndefined();
    leave[0]?.();
    expect(rush.enter(751)).toBeDefined();
    expect(rush.enter(752)).toBeUndefined();
  });

  it('is not seen in a few that take long', () => {
    const rush = createRush(750);
    many.slice(0, 20).forEach((time) => rush.enter(time));
    expect(rush.enter(60_000)).toBeDefined();
  });
});
